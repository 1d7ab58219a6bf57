package io.github.seekwell.core.testing;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;

/** {@link OpeningContract} over sockets, counted by the emulator. */
public abstract class EmulatedOpeningContract extends OpeningContract {
  private FileSystemRig rig;

  /** A store that answers at once. */
  protected abstract FileSystemRig start() throws IOException;

  @Override
  protected final FileSystem over(Map<String, String> settings) throws IOException {
    if (rig == null) {
      rig = start();
    }
    Configuration conf = rig.configuration();
    settings.forEach(conf::set);
    return rig.open(conf);
  }

  @AfterEach
  void endStore() {
    rig.close();
  }

  @Override
  protected final Path path(String key) {
    return rig.path(key);
  }

  @Override
  protected final void hold(String key, RampObject ramp) {
    rig.hold(key, ramp);
  }

  @Override
  protected final List<String> asked() {
    List<String> asked =
        rig.emulator().log().requests().stream()
            .map(line -> (line.operation() + " " + line.range()).trim())
            .toList();
    rig.emulator().log().reset();
    return asked;
  }
}
