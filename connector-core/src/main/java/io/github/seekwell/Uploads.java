package io.github.seekwell;

import io.github.seekwell.core.config.Durations;
import io.github.seekwell.core.hadoop.ObjectFileSystem;
import io.github.seekwell.core.hadoop.PendingUpload;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lists and drops uploads that nobody has completed, such as those of processes that were killed:
 * their parts are paid for and seen by nobody.
 *
 * <pre>
 * java -cp seekwell.jar:HADOOP-CLIENT io.github.seekwell.Uploads list URI
 * java -cp seekwell.jar:HADOOP-CLIENT io.github.seekwell.Uploads abort --older-than 1d URI
 * </pre>
 */
public final class Uploads {
  private static final String USAGE =
      String.join(
          System.lineSeparator(),
          "usage: Uploads list  [--conf KEY=VALUE]... URI",
          "       Uploads abort --older-than AGE [--conf KEY=VALUE]... URI",
          "",
          "Lists or drops the uploads to URI (a bucket, a folder or a file) that nobody has",
          "completed: those under way, and those of processes that were killed.",
          "",
          "  --older-than AGE  such as 1d or 6h: what was started later is left alone",
          "  --conf KEY=VALUE  a setting of Hadoop's, with or without spark.hadoop. in front",
          "",
          "Ends with 0, 1 if the store refused, 2 if it was called wrongly.");

  private Uploads() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out));
  }

  /** The same without the end of the JVM; gives the exit code. */
  public static int run(String[] arguments, PrintStream out) {
    CommandLine line;
    boolean aborts;
    Duration age = Duration.ZERO;
    try {
      line = CommandLine.parse(arguments, "--older-than");
      if (line.isHelp()) {
        out.println(USAGE);
        return 0;
      }
      aborts =
          switch (line.word(0, "list or abort")) {
            case "list" -> false;
            case "abort" -> true;
            default -> throw new IllegalArgumentException("list or abort, not " + line.word(0, ""));
          };
      if (aborts) {
        age = Durations.parse(line.option("--older-than"), "s");
        if (age.isNegative()) {
          throw new IllegalArgumentException("--older-than is not negative: " + age);
        }
      }
      line.uri(1);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.println();
      out.println(USAGE);
      return 2;
    }
    try (FileSystem fs = FileSystem.newInstance(line.uri(1), line.configuration())) {
      if (!(fs instanceof ObjectFileSystem ours)) {
        String other = fs.getClass().getName();
        out.println(line.uri(1) + " is served by " + other + ", not by this connector");
        return 1;
      }
      Path below = line.path(1);
      if (aborts) {
        out.println(ours.abortPendingUploads(below, age) + " uploads dropped");
      } else {
        for (PendingUpload upload : ours.pendingUploads(below)) {
          out.println(upload.started() + "  " + upload.uri() + "  " + upload.id());
        }
      }
      return 0;
    } catch (IOException | RuntimeException e) {
      out.println(e); // a class that is missing, for example, has no other words
      return 1;
    }
  }
}
