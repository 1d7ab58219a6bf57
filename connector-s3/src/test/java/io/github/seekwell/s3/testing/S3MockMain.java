package io.github.seekwell.s3.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs {@link S3MockContract} and {@link S3MockFileSystem} against an s3mock it starts. A process
 * of its own, since s3mock listens on every address it finds: {@link S3MockContractIT} gives both
 * of them a network where the loopback is all there is. Its exit status is 0 if tests were run and
 * none failed.
 */
final class S3MockMain {
  private static final Path JAR = Path.of("target", "servers", "s3mock.jar");
  private static final Pattern PORTS =
      Pattern.compile("Tomcat started on ports \\d+ \\(https\\), (\\d+) \\(http\\)");
  private static final Pattern READY = Pattern.compile("Started S3MockApplication");

  private S3MockMain() {}

  public static void main(String[] args) throws Exception {
    System.exit(run());
  }

  private static int run() throws IOException, InterruptedException {
    try (ServerProcess mock =
        ServerProcess.start(
            List.of(
                ServerProcess.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString(),
                "--server.port=0",
                "--http.port=0"))) {
      Matcher ports = mock.waitFor(PORTS, Duration.ofSeconds(120));
      mock.waitFor(READY, Duration.ofSeconds(60));
      String endpoint = "http://127.0.0.1:" + ports.group(1);
      try (S3Client official = OfficialClient.at(URI.create(endpoint))) {
        official.createBucket(create -> create.bucket(S3MockContract.BUCKET));
      }
      System.setProperty(S3MockContract.ENDPOINT, endpoint);
      TestExecutionSummary summary = tests();
      PrintWriter out = new PrintWriter(System.out, true);
      summary.printTo(out);
      summary.printFailuresTo(out, 12);
      return summary.getTestsSucceededCount() > 0 && summary.getFailures().isEmpty() ? 0 : 1;
    }
  }

  private static TestExecutionSummary tests() {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(S3MockContract.class), selectClass(S3MockFileSystem.class))
                .build(),
            summary);
    return summary.getSummary();
  }
}
