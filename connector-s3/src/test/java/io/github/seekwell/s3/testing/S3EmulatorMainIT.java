package io.github.seekwell.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class S3EmulatorMainIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void process_servesADirectoryAndEndsWithItsInput(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("z peak.root"), "91 GeV");
    Process process =
        start(
            "--data-dir",
            directory.toString(),
            "--spool-dir",
            directory.toString(),
            "--bucket",
            "cms",
            "--region",
            "eu-central-1",
            "--first-byte",
            "5ms",
            "--exit-with-stdin");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      URI endpoint = URI.create(out.readLine());

      assertThat(get(endpoint, "/cms/z%20peak.root")).isEqualTo("91 GeV");
      assertThat(get(endpoint, "/~emulator/stats")).contains("\"GetObject\":1", "\"bytesSent\":6");

      process.getOutputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(directory).isDirectoryContaining("glob:**z peak.root");
      try (var left = Files.list(directory)) {
        assertThat(left).hasSize(1);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                S3EmulatorMain.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String get(URI endpoint, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
