package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.OpenCloseContract;
import java.io.IOException;

class OpenCloseIT extends OpenCloseContract {
  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }
}
