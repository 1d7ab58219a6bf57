package io.github.seekwell.benchmarks.jmh;

import java.util.Collection;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.util.ListStatistics;

/** How long an iteration's reads took, with the instruments on and off. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Turns {
  public double onNanos;
  public double offNanos;

  void add(boolean onFirst, long firstNanos, long secondNanos) {
    onNanos += onFirst ? firstNanos : secondNanos;
    offNanos += onFirst ? secondNanos : firstNanos;
  }

  /** On ÷ off, a value for each iteration. */
  static ListStatistics ratios(Collection<BenchmarkResult> forks) {
    ListStatistics ratios = new ListStatistics();
    for (BenchmarkResult fork : forks) {
      for (IterationResult iteration : fork.getIterationResults()) {
        double on = nanos(iteration, "onNanos");
        double off = nanos(iteration, "offNanos");
        if (off > 0) {
          ratios.addValue(on / off);
        }
      }
    }
    return ratios;
  }

  private static double nanos(IterationResult iteration, String name) {
    Result<?> found = iteration.getSecondaryResults().get(name);
    return found == null ? 0 : found.getScore();
  }
}
