package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.core.plan.ReadPlanner;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.testing.AccessTrace;
import io.github.seekwell.core.testing.ReadSimulator;
import io.github.seekwell.core.testing.ReadSimulator.Cost;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The patterns and recorded traces of the replay on the planner alone: no socket, no thread, a
 * clock of numbers. Tells in a second what the planner would cost on a machine that costs nothing,
 * and so how much of what {@link Replay} measures is the planner's. Patterns of several readers are
 * left out: the simulator knows one.
 */
public final class Simulation {
  private static final int BLOCK = 8 << 10;
  private static final long LOOK_AHEAD = 32 << 20;
  private static final int CONNECTIONS = 32;
  private static final long CONNECT_NANOS = 5_000_000;

  /** Rows of latencies, of which the median is told. */
  private static final int ROWS = 9;

  private Simulation() {}

  /** Options are those of {@code benchmarks/run simulate}. */
  public static void main(String[] arguments) throws IOException {
    double ceiling = 6;
    double sigma = 0;
    List<Path> traces = new ArrayList<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      switch (arguments[i]) {
        case "--ceiling" -> ceiling = Double.parseDouble(arguments[i + 1]);
        case "--sigma" -> sigma = Double.parseDouble(arguments[i + 1]);
        case "--trace" -> traces.add(Path.of(arguments[i + 1]));
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    List<ReadPattern> patterns = new ArrayList<>();
    for (Path trace : traces) {
      patterns.add(ReadPattern.of(AccessTrace.file(trace), 0));
    }
    print(traces.isEmpty() ? Patterns.all() : patterns, ceiling, sigma, System.out);
  }

  static void print(List<ReadPattern> patterns, double ceiling, double sigma, PrintStream out) {
    out.println("| pattern | ms | requests | MB fetched | MB delivered | fetched / delivered |");
    out.println("|---|---|---|---|---|---|");
    for (ReadPattern pattern : patterns) {
      if (pattern.readers().size() == 1 && pattern.opening().equals(AccessTrace.Opening.PLAIN)) {
        Cost cost = median(pattern, ceiling, sigma);
        double delivered = pattern.uniqueBytes();
        out.printf(
            Locale.ROOT,
            "| %s | %.0f | %d | %.1f | %.1f | %.1f |%n",
            pattern.name(),
            cost.nanos() / 1e6,
            cost.requests(),
            cost.fetched() / 1e6,
            delivered / 1e6,
            cost.fetched() / delivered);
      }
    }
  }

  private static Cost median(ReadPattern pattern, double ceiling, double sigma) {
    AccessTrace trace =
        new AccessTrace(
            pattern.name(),
            pattern.objectName(0),
            pattern.objectSize(),
            pattern.opening(),
            pattern.readers().get(0).calls());
    Cost[] costs = new Cost[sigma == 0 ? 1 : ROWS];
    for (int seed = 0; seed < costs.length; seed++) {
      ReadPlanner planner = new ReadPlanner(BLOCK, LOOK_AHEAD, ceiling);
      costs[seed] =
          new ReadSimulator(planner, Pace.DEFAULT, CONNECTIONS, CONNECT_NANOS, sigma, seed)
              .play(trace);
    }
    Arrays.sort(costs, (a, b) -> Long.compare(a.nanos(), b.nanos()));
    return costs[costs.length / 2];
  }
}
