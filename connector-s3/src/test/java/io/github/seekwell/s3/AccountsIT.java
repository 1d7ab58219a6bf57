package io.github.seekwell.s3;

import io.github.seekwell.core.testing.AccountsContract;
import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import java.io.IOException;

class AccountsIT extends AccountsContract {
  @Override
  protected FileSystemRig start(LatencyModel latency) throws IOException {
    return S3Rig.start(latency, "127.0.0.1");
  }
}
