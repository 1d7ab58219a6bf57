package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.MadeFaultsContract;
import java.io.IOException;

class MadeFaultsIT extends MadeFaultsContract {
  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }
}
