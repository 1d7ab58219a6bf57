package io.github.seekwell.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.WriteBuffersContract;
import java.io.IOException;

class WriteBuffersIT extends WriteBuffersContract {
  @Override
  protected FileSystemRig start() throws IOException {
    // Buffers are the core's matter; verify looks at them over OCI.
    assumeTrue(Boolean.getBoolean("seekwell.acceptance"), "runs with -Pacceptance only");
    return S3Rig.start();
  }
}
