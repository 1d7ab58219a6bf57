package io.github.seekwell;

import io.github.seekwell.core.doctor.Examination;
import java.io.PrintStream;
import org.apache.hadoop.fs.Path;

/**
 * Tries whether a store can be used from here, and says in words what is missing: settings and
 * credentials, the endpoint's name and addresses, the clock, latency, and what one may do there.
 *
 * <pre>
 * java -cp seekwell.jar:HADOOP-CLIENT io.github.seekwell.Doctor URI
 * spark-submit --class io.github.seekwell.Doctor seekwell.jar URI
 * </pre>
 *
 * <p>Settings come from {@code core-site.xml} on the class path, from {@code --conf}, and from
 * Spark's {@code spark.hadoop.*} if spark-submit starts it.
 */
public final class Doctor {
  private static final String USAGE =
      String.join(
          System.lineSeparator(),
          "usage: Doctor [--read-only] [--conf KEY=VALUE]... URI",
          "",
          "Tries whether URI (a bucket or a folder in it, such as s3a://bucket/folder) can be used",
          "from here. Writes to a folder of its own below URI and removes it again, also after",
          "a failure and when it is interrupted.",
          "",
          "  --read-only       writes nothing",
          "  --conf KEY=VALUE  a setting of Hadoop's, with or without spark.hadoop. in front",
          "",
          "Ends with 0 if all is well, 1 if something is not, 2 if it was called wrongly.");

  private Doctor() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out));
  }

  /** The same without the end of the JVM; gives the exit code. */
  public static int run(String[] arguments, PrintStream out) {
    CommandLine line;
    Path folder;
    try {
      line = CommandLine.parse(arguments, "--read-only!");
      if (line.isHelp()) {
        out.println(USAGE);
        return 0;
      }
      folder = line.path(0);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.println();
      out.println(USAGE);
      return 2;
    }
    boolean readOnly = line.has("--read-only");
    return new Examination(folder, line.configuration(), readOnly, out).passes() ? 0 : 1;
  }
}
