package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.WriteBuffersContract;
import java.io.IOException;

class WriteBuffersIT extends WriteBuffersContract {
  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }
}
