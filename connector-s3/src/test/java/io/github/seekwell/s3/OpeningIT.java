package io.github.seekwell.s3;

import io.github.seekwell.core.testing.EmulatedOpeningContract;
import io.github.seekwell.core.testing.FileSystemRig;
import java.io.IOException;

class OpeningIT extends EmulatedOpeningContract {
  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }
}
