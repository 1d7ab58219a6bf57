package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.InterruptContract;
import java.io.IOException;

class InterruptIT extends InterruptContract {
  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }
}
