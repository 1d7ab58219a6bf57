package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.WriteBuffersContract;
import java.io.IOException;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Buffers are the core's matter; verify looks at them over OCI. */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class WriteBuffersIT extends WriteBuffersContract {
  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }
}
