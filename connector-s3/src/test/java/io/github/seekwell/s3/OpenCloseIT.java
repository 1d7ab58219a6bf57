package io.github.seekwell.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.OpenCloseContract;
import java.io.IOException;

class OpenCloseIT extends OpenCloseContract {
  @Override
  protected FileSystemRig start() throws IOException {
    // Streams, threads and connections are the core's matter; verify looks at them over OCI.
    assumeTrue(Boolean.getBoolean("seekwell.acceptance"), "runs with -Pacceptance only");
    return S3Rig.start();
  }
}
