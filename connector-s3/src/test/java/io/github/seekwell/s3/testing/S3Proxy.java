package io.github.seekwell.s3.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * s3proxy with its store in memory: an S3 server that others wrote. The build puts its jar where
 * {@link #start} finds it.
 */
final class S3Proxy implements AutoCloseable {
  static final String ACCESS_KEY = "AKIAPROXY";
  static final String SECRET = "secret/of+the=proxy";

  private static final Path JAR = Path.of("target", "servers", "s3proxy.jar");
  // Nothing else tells which port the system chose.
  private static final Pattern PORT = Pattern.compile("Started ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");
  private static final String SETTINGS =
      """
      s3proxy.endpoint=http://127.0.0.1:0
      s3proxy.authorization=aws-v4
      s3proxy.identity=%s
      s3proxy.credential=%s
      s3proxy.ignore-unknown-headers=true
      jclouds.provider=transient
      jclouds.identity=nobody
      jclouds.credential=nothing
      """;

  private final ServerProcess process;
  private final URI endpoint;

  private S3Proxy(ServerProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts one that keeps its settings in {@code directory}. */
  static S3Proxy start(Path directory) throws IOException, InterruptedException {
    Path settings =
        Files.writeString(
            directory.resolve("s3proxy.properties"), SETTINGS.formatted(ACCESS_KEY, SECRET));
    ServerProcess process =
        ServerProcess.start(
            List.of(
                ServerProcess.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString(),
                "--properties",
                settings.toString()));
    try {
      String port = process.waitFor(PORT, Duration.ofSeconds(60)).group(1);
      return new S3Proxy(process, URI.create("http://127.0.0.1:" + port));
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.close();
  }
}
