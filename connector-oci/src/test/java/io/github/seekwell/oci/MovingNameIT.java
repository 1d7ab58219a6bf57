package io.github.seekwell.oci;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.MovingNameContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class MovingNameIT extends MovingNameContract {
  @TempDir static Path keys;

  @Override
  protected FileSystemRig start(String... addresses) throws IOException {
    return OciRig.start(keys, LatencyModel.none(), addresses);
  }

  @Override
  protected List<String> names() {
    return List.of(NAME);
  }
}
