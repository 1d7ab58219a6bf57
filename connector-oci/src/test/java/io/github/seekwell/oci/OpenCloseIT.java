package io.github.seekwell.oci;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.OpenCloseContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OpenCloseIT extends OpenCloseContract {
  @TempDir private Path keys;

  @Override
  protected FileSystemRig start() throws IOException {
    return OciRig.start(keys);
  }
}
