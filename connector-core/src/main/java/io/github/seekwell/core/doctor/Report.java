package io.github.seekwell.core.doctor;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Function;

/**
 * What an examination finds, line by line as it goes. Belongs to one thread; another may break it
 * off.
 */
final class Report {
  private final PrintStream out;
  private boolean bad;
  private volatile boolean brokenOff;

  Report(PrintStream out) {
    this.out = out;
  }

  /** Something that may throw what is to be told. */
  interface Trial {
    /** What was found, in words. */
    String run() throws IOException;
  }

  /**
   * Tries something and tells what came of it.
   *
   * @param what is tried
   * @param remedy what to do if it fails
   * @return whether it went well
   */
  boolean tries(String what, String remedy, Trial trial) {
    return tries(what, e -> remedy, trial);
  }

  /** The same where what to do depends on what went wrong. */
  boolean tries(String what, Function<Exception, String> remedy, Trial trial) {
    if (brokenOff) {
      return false;
    }
    try {
      line("ok", what, trial.run());
      return true;
    } catch (IOException | RuntimeException e) {
      if (brokenOff) {
        bad = true;
        note(what, "broken off");
        return false;
      }
      fails(what, message(e), remedy.apply(e));
      return false;
    }
  }

  /** What is being tried fails for no reason of its own, and nothing else is tried. */
  void breakOff() {
    brokenOff = true;
  }

  /** Trials are made again. */
  void resume() {
    brokenOff = false;
  }

  void fails(String what, String why, String remedy) {
    bad = true;
    line("FAILS", what, why);
    line("", "", "-> " + remedy);
  }

  /** Something that is as it should be. */
  void found(String what, String words) {
    line("ok", what, words);
  }

  /** Something that is not wrong and may surprise. */
  void note(String what, String why) {
    line("note", what, why);
  }

  boolean isGood() {
    return !bad;
  }

  private void line(String verdict, String what, String words) {
    out.printf(Locale.ROOT, "%-5s  %-12s %s%n", verdict, what, words);
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.toString() : message;
  }
}
