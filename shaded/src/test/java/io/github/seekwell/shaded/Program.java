package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process of its own, with a deadline. What it prints goes to a file, which failures show. */
final class Program {
  private final List<String> command;
  private final Map<String, String> environment = new TreeMap<>();
  private Path folder = Path.of("").toAbsolutePath();

  Program(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** A JVM of the version the tests run on. */
  static Program java(List<Path> classPath, String main, List<String> arguments) {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(
        classPath.stream()
            .map(Path::toString)
            .collect(Collectors.joining(java.io.File.pathSeparator)));
    command.add(main);
    command.addAll(arguments);
    return new Program(command);
  }

  Program with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** The folder it is run in. */
  Program in(Path working) {
    folder = working;
    return this;
  }

  /** Starts it with standard input and output for the caller; errors go to {@code log}. */
  Process startTalking(Path log) throws IOException {
    Files.createDirectories(log.getParent());
    final ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.directory(folder.toFile()).environment().putAll(environment);
    return builder.start();
  }

  /** Starts it; what it prints, errors included, goes to {@code log}. */
  Process start(Path log) throws IOException {
    Files.createDirectories(log.getParent());
    final ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.directory(folder.toFile()).environment().putAll(environment);
    return builder.start();
  }

  /** Runs it to its end. */
  Finished run(Path log, Duration deadline) throws IOException, InterruptedException {
    final Process process = start(log);
    try {
      final boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
      final String text = Files.readString(log);
      assertThat(ended).as("ended within %s: %s\n%s", deadline, command, tail(text)).isTrue();
      return new Finished(process.exitValue(), text, log);
    } finally {
      stop(process);
    }
  }

  /** Ends a process and what it has started. */
  static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String tail(String text) {
    return text.length() < 8000 ? text : text.substring(text.length() - 8000);
  }

  /** How it ended and what it printed. */
  record Finished(int status, String output, Path log) {

    /** Checks that it ended well. */
    Finished successful() {
      assertThat(status).as("exit status; whole output in %s\n%s", log, tail(output)).isZero();
      return this;
    }

    /** The {@code name=value} lines it printed. */
    Map<String, String> answers() {
      return output
          .lines()
          .filter(line -> line.matches("[a-z0-9.]+=.*"))
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.indexOf('=')),
                  line -> line.substring(line.indexOf('=') + 1),
                  (first, again) -> again,
                  TreeMap::new));
    }
  }
}
