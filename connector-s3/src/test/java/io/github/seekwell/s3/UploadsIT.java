package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.UploadsContract;
import java.io.IOException;

class UploadsIT extends UploadsContract {
  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }
}
