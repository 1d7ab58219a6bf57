package io.github.seekwell.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whether our client keeps the contract, and the whole connector its tour, over s3mock, which needs
 * a network of its own.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class S3MockContractIT {
  private static final String LOOPBACK = "ip link set lo up && exec \"$@\"";

  @Test
  void contractAndTour_areKeptOverS3mock() throws IOException, InterruptedException {
    assumeTrue(Boolean.getBoolean("seekwell.acceptance"), "runs with -Pacceptance only");
    assumeTrue(
        isolated(List.of("true")).waitForEnd(Duration.ofSeconds(20)) == 0,
        "unshare -n is not permitted here, and s3mock would listen on every address");

    try (ServerProcess run =
        isolated(
            List.of(
                ServerProcess.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                S3MockMain.class.getName()))) {
      int status = run.waitForEnd(Duration.ofSeconds(280));

      assertThat(status).as(run.said()).isZero();
      assertThat(run.said()).contains(" 0 tests failed ");
    }
  }

  private static ServerProcess isolated(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(List.of("unshare", "-n", "sh", "-c", LOOPBACK, "sh"));
    whole.addAll(command);
    return ServerProcess.start(whole);
  }
}
