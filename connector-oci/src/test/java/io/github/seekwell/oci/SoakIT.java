package io.github.seekwell.oci;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.SoakContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class SoakIT extends SoakContract {
  @TempDir private Path keys;

  @Override
  protected FileSystemRig start(LatencyModel latency, String... addresses) throws IOException {
    return OciRig.start(keys, latency, addresses);
  }

  @Override
  protected List<String> names() {
    return List.of(NAME);
  }
}
