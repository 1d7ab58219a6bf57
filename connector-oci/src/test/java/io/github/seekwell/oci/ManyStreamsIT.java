package io.github.seekwell.oci;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.ManyStreamsContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ManyStreamsIT extends ManyStreamsContract {
  @TempDir private Path keys;

  @Override
  protected FileSystemRig start(LatencyModel latency) throws IOException {
    // SlowConsumersIT has as many streams in every build.
    assumeTrue(Boolean.getBoolean("seekwell.acceptance"), "runs with -Pacceptance only");
    return OciRig.start(keys, latency, "127.0.0.1");
  }
}
