package io.github.seekwell.benchmarks.scale;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One client on more and more executors: how much faster it became, how much it could have, and
 * where it bends. What it could have is the store's line, or so many times what the fewest
 * executors reached.
 *
 * @param runs by executors, one for each number
 * @param lineRate bytes a second that the store sends at most
 */
record Curve(String client, List<ScaleRun> runs, double lineRate) {
  /** Part of the attainable throughput that is wanted. */
  static final double GOAL = 0.9;

  /** From here on the line is said to be full: the rest is the beginning and the last tasks. */
  private static final double FULL = 0.85;

  /** And the processors: what is measured then is this machine. */
  private static final double BUSY = 0.85;

  Curve {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no runs of " + client);
    }
  }

  /** The curve of these runs of one client, the middle one by time where there are several. */
  static Curve of(String client, List<ScaleRun> all, double lineRate) {
    TreeMap<Integer, List<ScaleRun>> byExecutors = new TreeMap<>();
    all.forEach(
        run -> byExecutors.computeIfAbsent(run.executors(), n -> new ArrayList<>()).add(run));
    List<ScaleRun> middle = new ArrayList<>();
    for (List<ScaleRun> same : byExecutors.values()) {
      same.sort(Comparator.comparingDouble(ScaleRun::seconds));
      middle.add(same.get((same.size() - 1) / 2));
    }
    return new Curve(client, middle, lineRate);
  }

  /** The run with the fewest executors, which all others are compared with. */
  ScaleRun first() {
    return runs.get(0);
  }

  ScaleRun last() {
    return runs.get(runs.size() - 1);
  }

  /** S = t0 / ti. */
  double speedUp(ScaleRun run) {
    return first().seconds() / run.seconds();
  }

  /**
   * The speed-up of reading alone: splits are made by the driver, one file after the other, while
   * all executors are idle.
   */
  double readSpeedUp(ScaleRun run) {
    return first().readSeconds() / run.readSeconds();
  }

  /** The speed-up if nothing were in the way. */
  double linear(int executors) {
    return (double) executors / first().executors();
  }

  /** The speed-up of reading that the line leaves room for. */
  double attainable(int executors) {
    return Math.min(linear(executors), lineSpeedUp());
  }

  /** Part of the attainable throughput that was reached. */
  double reached(ScaleRun run) {
    return readSpeedUp(run) / attainable(run.executors());
  }

  /** Part of the line that was in use. */
  double fill(ScaleRun run) {
    return run.readBytes() / run.readSeconds() / lineRate;
  }

  /**
   * Nobody is faster than the line carries the fewest bytes with which this client ever did the
   * same work: fetching more than that is its own doing. What the driver reads before is no part of
   * it.
   */
  private double lineSpeedUp() {
    long fewest = runs.stream().mapToLong(ScaleRun::readBytes).min().orElseThrow();
    return first().readSeconds() / (fewest / lineRate);
  }

  /** Where it bends and why, in a sentence. */
  String saturation() {
    Optional<ScaleRun> bend =
        runs.stream().filter(run -> readSpeedUp(run) < GOAL * linear(run.executors())).findFirst();
    if (bend.isEmpty()) {
      return words(
          "%s is linear up to %d executors: reading S is %.2f there, with %.0f %% of the line in use;"
              + " tasks stall for %.0f %% of their time.",
          client,
          last().executors(),
          readSpeedUp(last()),
          100 * fill(last()),
          100 * last().stallShare());
    }
    ScaleRun run = bend.get();
    String where =
        words(
            "%s bends at %d executors, where reading S is %.2f",
            client, run.executors(), readSpeedUp(run));
    if (fill(run) >= FULL) {
      return words("%s: the store's line is full (%.0f %%).", where, 100 * fill(run));
    }
    if (run.busy() >= BUSY) {
      return words(
          "%s: this machine's processors are busy (%.0f %%), with %.0f %% of the line in use.",
          where, 100 * run.busy(), 100 * fill(run));
    }
    return words(
        "%s, with only %.0f %% of the line in use: tasks stall for %.0f %% of their time.",
        where, 100 * fill(run), 100 * run.stallShare());
  }

  private static String words(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
