package io.github.seekwell.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.SoakContract;
import java.io.IOException;
import java.util.List;

/** The bucket stands in the host name, as it does by default: that name is what is looked up. */
class SoakIT extends SoakContract {
  @Override
  protected FileSystemRig start(LatencyModel latency, String... addresses) throws IOException {
    // verify has time for one store, which is OCI.
    assumeTrue(
        Boolean.getBoolean("seekwell.acceptance") || !System.getProperty(MINUTES, "").isEmpty(),
        "runs with -Pacceptance only");
    return S3Rig.startUnder(NAME, latency, addresses);
  }

  @Override
  protected List<String> names() {
    return List.of(NAME, S3Rig.BUCKET + "." + NAME);
  }
}
