package io.github.seekwell.oci;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.WriteVisibilityContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class WriteVisibilityIT extends WriteVisibilityContract {
  @TempDir static Path keys;

  @Override
  protected FileSystemRig start() throws IOException {
    return OciRig.start(keys);
  }
}
