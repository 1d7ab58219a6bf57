package io.github.seekwell.s3;

import io.github.seekwell.core.testing.DoctorContract;
import io.github.seekwell.core.testing.FileSystemRig;
import java.io.IOException;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;

class DoctorIT extends DoctorContract {
  @Override
  protected FileSystemRig start(Clock clock) throws IOException {
    return S3Rig.startSigned(clock);
  }

  @Override
  protected void forge(Configuration conf) {
    conf.set("fs.s3a.secret.key", "another-secret-that-is-not-known");
  }

  @Override
  protected String put() {
    return "PutObject";
  }
}
