package io.github.seekwell.oci;

import io.github.seekwell.core.testing.AccountsContract;
import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class AccountsIT extends AccountsContract {
  @TempDir private Path keys;

  @Override
  protected FileSystemRig start(LatencyModel latency) throws IOException {
    return OciRig.start(keys, latency, "127.0.0.1");
  }
}
