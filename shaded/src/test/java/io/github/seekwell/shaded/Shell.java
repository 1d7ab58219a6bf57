package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.shaded.app.HadoopCommands;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who types Hadoop's commands: a JVM of its own that runs {@link HadoopCommands}. For one
 * thread.
 */
final class Shell implements AutoCloseable {
  private static final String FS = "org.apache.hadoop.fs.FsShell";

  private final Process process;
  private final DataOutputStream asking;
  private final DataInputStream answers;

  private Shell(Process process) {
    this.process = process;
    this.asking = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(process.getInputStream());
  }

  /**
   * Starts the JVM.
   *
   * @param folder where it runs: MapReduce puts links there
   * @param deadline for all commands together; the process is ended then, and whoever waits learns
   *     it
   */
  static Shell start(List<Path> classPath, Path folder, Path log, Duration deadline)
      throws IOException {
    final Process process =
        Program.java(classPath, HadoopCommands.class.getName(), List.of())
            .in(folder)
            .startTalking(log);
    CompletableFuture.delayedExecutor(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> Program.stop(process));
    return new Shell(process);
  }

  /** As {@code hadoop fs} does. */
  Answer fs(String... words) throws IOException {
    return run(FS, words);
  }

  /** Runs the tool of that class. */
  Answer run(String tool, String... words) throws IOException {
    asking.writeInt(1 + words.length);
    asking.writeUTF(tool);
    for (String word : words) {
      asking.writeUTF(word);
    }
    asking.flush();
    final int status = answers.readInt();
    final String out = text();
    return new Answer(String.join(" ", words), status, out, text());
  }

  private String text() throws IOException {
    return new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    Program.stop(process);
  }

  /** How a command ended and what it printed. */
  record Answer(String command, int status, String out, String err) {

    /** Checks that it ended with 0, and says what it printed. */
    String fine() {
      assertThat(status).as("%s\n%s\n%s", command, out, err).isZero();
      return out;
    }

    /** Checks that it ended with this status, and says why it says so. */
    String refused(int expected) {
      assertThat(status).as("%s\n%s\n%s", command, out, err).isEqualTo(expected);
      return err;
    }
  }
}
