package io.github.seekwell.oci;

import io.github.seekwell.core.testing.DoctorContract;
import io.github.seekwell.core.testing.FileSystemRig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;

class DoctorIT extends DoctorContract {
  @TempDir private Path keys;

  @Override
  protected FileSystemRig start(Clock clock) throws IOException {
    return OciRig.startSigned(keys, clock);
  }

  @Override
  protected void forge(Configuration conf) {
    conf.set("fs.oci.client.auth.fingerprint", "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff");
  }

  @Override
  protected String put() {
    return "PutObject";
  }
}
