package io.github.seekwell.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.ThrottleStormContract;
import java.io.IOException;

class ThrottleStormIT extends ThrottleStormContract {
  @Override
  protected FileSystemRig start(LatencyModel latency) throws IOException {
    // How requests are paced is the core's matter; verify looks at it once, over OCI.
    assumeTrue(Boolean.getBoolean("seekwell.acceptance"), "runs with -Pacceptance only");
    return S3Rig.start(latency, "127.0.0.1");
  }
}
