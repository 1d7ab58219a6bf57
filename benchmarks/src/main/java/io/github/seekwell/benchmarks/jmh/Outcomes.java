package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.metrics.ReadSnapshot.Figures;
import io.github.seekwell.core.metrics.Spread;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.Result;

/** What a recorder heard of an iteration. JMH adds it up over iterations and rounds. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Outcomes {
  public long hits;
  public long waits;
  public long misses;
  public double waitNanos;
  public double missNanos;
  public long fetchedBytes;
  public long deliveredBytes;

  void tell(ReadSnapshot heard) {
    hits = heard.count(Count.READ_HITS);
    waits = heard.count(Count.READ_WAITS);
    misses = heard.count(Count.READ_MISSES);
    waitNanos = sum(heard.spread(Spread.READ_WAIT));
    missNanos = sum(heard.spread(Spread.READ_MISS));
    fetchedBytes = heard.bytesFetched();
    deliveredBytes = heard.count(Count.BYTES_DELIVERED);
  }

  private static double sum(Figures figures) {
    return figures.mean() * figures.count();
  }

  /** The shares of the outcomes and how long each took, in words; empty if none was told. */
  @SuppressWarnings("rawtypes") // JMH's own map
  static String text(Map<String, Result> results) {
    double hits = value(results, "hits");
    double waits = value(results, "waits");
    double misses = value(results, "misses");
    double reads = hits + waits + misses;
    if (reads == 0) {
      return "";
    }
    StringJoiner all = new StringJoiner(", ");
    outcome(all, "hits", hits / reads, Double.NaN);
    outcome(all, "waits", waits / reads, value(results, "waitNanos") / waits);
    outcome(all, "misses", misses / reads, value(results, "missNanos") / misses);
    double amplification = value(results, "fetchedBytes") / value(results, "deliveredBytes");
    return all.add(String.format(Locale.ROOT, "amplification %.2f", amplification)).toString();
  }

  private static void outcome(StringJoiner all, String name, double share, double nanos) {
    if (share > 0) {
      String mean =
          Double.isNaN(nanos) ? "" : String.format(Locale.ROOT, " of %.1f µs", nanos / 1e3);
      all.add(String.format(Locale.ROOT, "%.1f %% %s%s", 100 * share, name, mean));
    }
  }

  @SuppressWarnings("rawtypes")
  private static double value(Map<String, Result> results, String name) {
    Result<?> found = results.get(name);
    return found == null ? 0 : found.getScore();
  }
}
