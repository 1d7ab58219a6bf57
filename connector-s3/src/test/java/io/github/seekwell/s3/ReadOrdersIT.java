package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.ReadOrdersContract;
import java.io.IOException;

class ReadOrdersIT extends ReadOrdersContract {
  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }
}
