package io.github.seekwell.benchmarks.command;

import io.github.seekwell.benchmarks.root.UnsupportedRootFileException;
import java.io.FileNotFoundException;
import org.apache.hadoop.mapreduce.lib.input.InvalidInputException;

/**
 * How a job's program ends: with 0; with 1 if the result is not what it should be; with 2 if an
 * option or a file is not one the job takes; with 3 if anything else went wrong. Its last words say
 * why.
 */
public final class Job {
  private static final int UNEXPECTED = 1;
  private static final int NOT_TAKEN = 2;
  private static final int FAILED = 3;

  private Job() {}

  /** What a job does, and whether the result is right. */
  @FunctionalInterface
  public interface Work {
    boolean run() throws Exception;
  }

  /** Does the work; the exit status. */
  public static int run(String name, Work work) {
    try {
      return work.run() ? 0 : UNEXPECTED;
    } catch (IllegalArgumentException e) {
      System.err.println(name + ": " + e.getMessage());
      return NOT_TAKEN;
    } catch (Exception e) { // the end of the program: every failure becomes a message
      return failed(name, e);
    }
  }

  private static int failed(String name, Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnsupportedRootFileException) {
        System.err.println(name + ": cannot read " + t.getMessage());
        return NOT_TAKEN;
      }
      if (t instanceof FileNotFoundException || t instanceof InvalidInputException) {
        System.err.println(name + ": " + t.getMessage());
        return NOT_TAKEN;
      }
    }
    e.printStackTrace(System.err);
    // Last, where it is seen, and the outermost words: they say what to do, the innermost seldom.
    System.err.println(name + ": failed: " + e.toString().lines().findFirst().orElse(""));
    return FAILED;
  }
}
