package io.github.seekwell.shaded.app;

import java.util.function.LongSupplier;

/**
 * Prints a line for each check, {@code name=ok} or what went wrong, and goes on: a failure of one
 * shows nothing of the next, and one JVM serves many.
 */
final class Checks {

  private Checks() {}

  /** What may fail. */
  interface Check {
    void run() throws Exception;
  }

  static void run(String name, Check check) {
    final long start = System.nanoTime();
    String verdict = "ok";
    try {
      check.run();
    } catch (Exception | AssertionError | LinkageError e) {
      e.printStackTrace();
      verdict = e.toString().replace('\n', ' ');
    }
    System.out.println(name + "=" + verdict);
    System.err.printf("%s took %d ms%n", name, (System.nanoTime() - start) / 1_000_000);
  }

  static void same(Object wanted, Object got, String what) {
    if (!wanted.equals(got)) {
      throw new AssertionError(what + ": wanted " + wanted + ", got " + got);
    }
  }

  static void that(boolean truth, String what) {
    if (!truth) {
      throw new AssertionError(what);
    }
  }

  static void positive(LongSupplier number, String what) {
    that(number.getAsLong() > 0, what + " is " + number.getAsLong());
  }

  /**
   * Checks that it throws an exception of that simple name, or one derived from such, or so caused.
   */
  static void refused(Check check, String exception, String what) throws Exception {
    try {
      check.run();
    } catch (Exception e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        for (Class<?> type = t.getClass(); type != null; type = type.getSuperclass()) {
          if (type.getSimpleName().equals(exception)) {
            return;
          }
        }
      }
      throw new AssertionError(what + ": wanted " + exception + ", got " + e, e);
    }
    throw new AssertionError(what + " was accepted");
  }
}
