package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody else's server on loopback, on ports that it chooses and tells in its log. */
final class LocalServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final Process process;
  private final Path log;

  private LocalServer(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Skips the test, with the reason, unless these commands are on the PATH. */
  static void assumeInstalled(String... commands) {
    for (String command : commands) {
      assumeTrue(installed(command), command + " is not on the PATH");
    }
  }

  private static boolean installed(String command) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  static LocalServer start(List<String> command, Map<String, String> variables, Path log)
      throws IOException {
    return start(new Program(command).with(variables), log);
  }

  static LocalServer start(Program program, Path log) throws IOException {
    return new LocalServer(program.start(log), log);
  }

  /** Waits for the line of the log that matches; its first group is a port. */
  int port(String line) throws IOException, InterruptedException {
    return Integer.parseInt(said(line).group(1));
  }

  /** Waits until the log has something that matches. */
  Matcher said(String line) throws IOException, InterruptedException {
    final Pattern pattern = Pattern.compile(line);
    final long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      final Matcher found = pattern.matcher(Files.readString(log));
      if (found.find()) {
        return found;
      }
      final boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() > deadline) {
        throw new AssertionError("did not start: " + line + "\n" + Files.readString(log));
      }
    }
  }

  /** What a form posted to a path of {@code 127.0.0.1} is answered, which must be success. */
  JsonNode post(int port, String path, Map<String, String> form)
      throws IOException, InterruptedException {
    final String body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(ANSWER)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    final HttpResponse<String> answer =
        client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as("%s %s\n%s", path, form, answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** What a path of {@code 127.0.0.1} is answered, whatever its status. */
  HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(ANSWER)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    Program.stop(process);
  }
}
