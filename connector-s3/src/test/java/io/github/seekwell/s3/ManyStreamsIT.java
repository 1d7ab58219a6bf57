package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.ManyStreamsContract;
import java.io.IOException;

class ManyStreamsIT extends ManyStreamsContract {
  @Override
  protected FileSystemRig start(LatencyModel latency) throws IOException {
    return S3Rig.start(latency, "127.0.0.1");
  }
}
