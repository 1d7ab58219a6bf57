package io.github.seekwell.benchmarks.replay;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of ours that ends with its standard input, so with us whatever happens. What it says goes
 * to a log, lines of its standard output to us.
 */
public final class ChildJvm implements AutoCloseable {
  private static final int END_SECONDS = 5;

  private final Process process;
  private final BufferedWriter input;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
  private final Path log;

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::collect, "output of " + log.getFileName());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one whose standard error goes to {@code log}. */
  public static ChildJvm start(
      String classPath, List<String> flags, String main, List<String> arguments, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return new ChildJvm(
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start(),
        log);
  }

  private void collect() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      // The process is gone, which the next one who waits will find out.
    }
  }

  /** A line for its standard input. */
  public void say(String line) throws IOException {
    input.write(line);
    input.newLine();
    input.flush();
  }

  /** The next line of its output. */
  public String hear(Duration patience) throws IOException, InterruptedException {
    for (long end = System.nanoTime() + patience.toNanos(); System.nanoTime() < end; ) {
      String line = output.poll(100, TimeUnit.MILLISECONDS);
      if (line != null) {
        return line;
      }
      if (!process.isAlive() && output.isEmpty()) {
        throw new IOException("a process has ended; its log is " + log);
      }
    }
    throw new IOException("no answer in " + patience.toSeconds() + " s");
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
