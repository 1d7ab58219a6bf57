package io.github.seekwell.s3.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody else's server, run as a child process. It ends with {@link #close}, and at the latest
 * with this JVM.
 */
final class ServerProcess implements AutoCloseable {
  private static final String END = "\0end";

  private final Process process;
  private final Thread endWithUs;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  private ServerProcess(Process process) {
    this.process = process;
    this.endWithUs = new Thread(process::destroyForcibly, "end-server");
    Runtime.getRuntime().addShutdownHook(endWithUs);
    Thread reader = new Thread(this::read, "server-output");
    reader.setDaemon(true);
    reader.start();
  }

  static ServerProcess start(List<String> command) throws IOException {
    return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** The command of the Java that runs us. */
  static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  /**
   * Waits until the server says something.
   *
   * @return what it said, matched
   * @throws IOException with all it said, if it ends or time is up before
   */
  Matcher waitFor(Pattern pattern, Duration most) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.equals(END)) {
        throw new IOException(
            "The server did not say " + pattern + " but:\n" + String.join("\n", said));
      }
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher;
      }
    }
  }

  /** Waits until the server has ended by itself, and tells with what. */
  int waitForEnd(Duration most) throws IOException, InterruptedException {
    if (!process.waitFor(most.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException("The server did not end but said:\n" + said());
    }
    return process.exitValue();
  }

  /** All it said so far. */
  String said() {
    synchronized (said) {
      return String.join("\n", said);
    }
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        lines.add(line);
      }
    } catch (IOException e) {
      said.add("and then: " + e);
    }
    lines.add(END);
  }

  /** Ends the server and whatever it started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(endWithUs);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook with it.
    }
  }
}
