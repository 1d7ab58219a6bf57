package io.github.seekwell.core.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What a recorder had heard at one moment; immutable and safe to share.
 *
 * <p>A snapshot covers everything since its recorder was made. {@link #since} gives the interval
 * between two of them, {@link #plus} the sum over recorders, and {@link #encode} carries one to
 * another process or class loader. Counters and histograms go by the names that {@link
 * ConnectorMetrics} documents; a name that nothing was heard of is 0.
 */
public final class ReadSnapshot {
  public static final ReadSnapshot EMPTY =
      new ReadSnapshot(
          new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of());

  private final SortedMap<String, Long> counters;
  private final SortedMap<String, Histogram> histograms; // nobody writes to them any more
  private final SortedMap<String, AddressFigures> addresses;
  private final SortedMap<String, Long> gauges;
  private final List<SlowRead> slowest;

  ReadSnapshot(
      SortedMap<String, Long> counters,
      SortedMap<String, Histogram> histograms,
      SortedMap<String, AddressFigures> addresses,
      SortedMap<String, Long> gauges,
      List<SlowRead> slowest) {
    this.counters = Collections.unmodifiableSortedMap(counters);
    this.histograms = Collections.unmodifiableSortedMap(histograms);
    this.addresses = Collections.unmodifiableSortedMap(addresses);
    this.gauges = Collections.unmodifiableSortedMap(gauges);
    this.slowest = List.copyOf(slowest);
  }

  /** The same with these gauges. */
  ReadSnapshot with(ToLongFunction<Gauge> levels) {
    TreeMap<String, Long> read = new TreeMap<>();
    for (Gauge gauge : Gauge.values()) {
      read.put(gauge.metric(), levels.applyAsLong(gauge));
    }
    return new ReadSnapshot(counters, histograms, addresses, read, slowest);
  }

  public long count(Count count) {
    return counter(count.metric());
  }

  /** A counter by its exported name, such as {@code request.get.count}; 0 if unheard of. */
  public long counter(String metric) {
    return counters.getOrDefault(metric, 0L);
  }

  /** Every counter by its exported name. */
  public SortedMap<String, Long> counters() {
    return counters;
  }

  /** What it was when the snapshot was taken; 0 if nobody could tell. */
  public long gauge(Gauge gauge) {
    return gauges.getOrDefault(gauge.metric(), 0L);
  }

  /** What is known of each address; at most a bounded number, the rest under one name. */
  public SortedMap<String, AddressFigures> addresses() {
    return addresses;
  }

  /** The reads that took longest, a handful, the longest first. */
  public List<SlowRead> slowest() {
    return slowest;
  }

  public Figures spread(Spread spread) {
    return spread(spread.metric());
  }

  /** The figures of a histogram by its exported name, such as {@code request.get.first_byte}. */
  public Figures spread(String metric) {
    Histogram histogram = histograms.get(metric);
    return histogram == null ? Figures.NONE : Figures.of(histogram);
  }

  /** How long an address took to its first byte, within 10 %. */
  public Figures firstByte(String address) {
    return spread(firstByteMetric(address));
  }

  /** Not in the list of {@link ConnectorMetrics}, since addresses come and go. */
  static String firstByteMetric(String address) {
    return "address." + address + ".first_byte";
  }

  /**
   * @param percentile between 0 and 100
   * @return the value that so many per cent do not exceed, within 1 %; 0 if there are none
   */
  public long percentile(String metric, double percentile) {
    Histogram histogram = histograms.get(metric);
    return histogram == null ? 0 : histogram.getValueAtPercentile(percentile);
  }

  /** Shows every value of a histogram that is told apart, the least first, and how often it was. */
  public void each(String metric, Values visitor) {
    Histogram histogram = histograms.get(metric);
    if (histogram != null) {
      histogram
          .recordedValues()
          .forEach(
              value ->
                  visitor.values(
                      value.getValueIteratedTo(), value.getCountAddedInThisIterationStep()));
    }
  }

  /** Is shown the values of a histogram. */
  @FunctionalInterface
  public interface Values {
    void values(long value, long count);
  }

  /** Names of the histograms that hold anything. */
  public Iterable<String> spreads() {
    return histograms.keySet();
  }

  /** HTTP requests of one operation, attempts counted one by one. */
  public long requests(String operation) {
    return counter("request." + OperationFigures.metricPart(operation) + ".count");
  }

  /** Reads that ended well. */
  public long reads() {
    return count(Count.READ_HITS) + count(Count.READ_WAITS) + count(Count.READ_MISSES);
  }

  /** Body bytes that GETs brought, look-ahead, repeats and all. */
  public long bytesFetched() {
    return counter("request.get.received_bytes");
  }

  /** Bytes fetched ÷ bytes delivered; 0 before anything was delivered. */
  public double amplification() {
    return ratio(bytesFetched(), count(Count.BYTES_DELIVERED));
  }

  /** Share of reads that were served from memory; 0 without reads. */
  public double hitRatio() {
    return ratio(count(Count.READ_HITS), reads());
  }

  private static double ratio(double part, long whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /** The sum of both, as if one recorder had heard everything. */
  public ReadSnapshot plus(ReadSnapshot other) {
    TreeMap<String, Long> sums = new TreeMap<>(counters);
    other.counters.forEach((metric, value) -> sums.merge(metric, value, Long::sum));
    TreeMap<String, Histogram> merged = new TreeMap<>(histograms);
    other.histograms.forEach((metric, added) -> merged.merge(metric, added, ReadSnapshot::sum));
    TreeMap<String, AddressFigures> both = new TreeMap<>(addresses);
    other.addresses.forEach((name, figures) -> both.merge(name, figures, AddressFigures::plus));
    TreeMap<String, Long> levels = new TreeMap<>(gauges);
    other.gauges.forEach((metric, value) -> levels.merge(metric, value, Long::sum));
    List<SlowRead> slow = new ArrayList<>(slowest);
    slow.addAll(other.slowest);
    return new ReadSnapshot(sums, merged, both, levels, SlowestReads.longest(slow));
  }

  private static Histogram sum(Histogram one, Histogram two) {
    Histogram sum = one.copy();
    sum.add(two);
    return sum;
  }

  /**
   * What happened between an earlier snapshot of the same recorder and this one.
   *
   * @throws IllegalArgumentException if {@code earlier} is not earlier, or of another recorder
   */
  public ReadSnapshot since(ReadSnapshot earlier) {
    TreeMap<String, Long> rest = new TreeMap<>();
    counters.forEach((metric, value) -> rest.put(metric, value - earlier.counter(metric)));
    TreeMap<String, Histogram> between = new TreeMap<>();
    histograms.forEach(
        (metric, now) -> {
          Histogram before = earlier.histograms.get(metric);
          Histogram difference = before == null ? now : difference(now, before);
          if (difference.getTotalCount() > 0) {
            between.put(metric, difference);
          }
        });
    TreeMap<String, AddressFigures> byAddress = new TreeMap<>();
    addresses.forEach(
        (name, now) ->
            byAddress.put(
                name, now.minus(earlier.addresses.getOrDefault(name, AddressFigures.NONE))));
    List<SlowRead> slow = new ArrayList<>(slowest);
    slow.removeAll(earlier.slowest);
    return new ReadSnapshot(rest, between, byAddress, gauges, slow);
  }

  private static Histogram difference(Histogram now, Histogram before) {
    Histogram difference = now.copy();
    difference.subtract(before);
    return difference;
  }

  /**
   * Everything in a compact form that {@link #decode} of any class loader understands. Some hundred
   * bytes when idle, some kilobytes when busy.
   */
  public byte[] encode() {
    return SnapshotCodec.encode(counters, histograms, addresses, gauges, slowest);
  }

  /**
   * @throws IOException if these bytes are no snapshot, or one of a later format
   */
  public static ReadSnapshot decode(byte[] bytes) throws IOException {
    return SnapshotCodec.decode(bytes);
  }

  /** The main figures as a table for people; several lines. */
  public String text() {
    StringBuilder out = new StringBuilder();
    line(out, "reads", "%,d (%.1f %% hits)", reads(), 100 * hitRatio());
    line(out, "delivered", "%,d bytes", count(Count.BYTES_DELIVERED));
    line(out, "fetched", "%,d bytes, amplification %.2f", bytesFetched(), amplification());
    line(
        out, "seeks", "%,d forward, %,d back", count(Count.SEEKS_FORWARD), count(Count.SEEKS_BACK));
    line(
        out,
        "look-ahead",
        "%,d bytes used, %,d wasted",
        count(Count.LOOK_AHEAD_USED_BYTES),
        count(Count.LOOK_AHEAD_WASTED_BYTES));
    line(
        out,
        "requests",
        "%,d (%,d GET), %,d retries, %,d throttled, %,d hedges (%,d won)",
        count(Count.REQUESTS),
        requests("get"),
        count(Count.RETRIES),
        count(Count.THROTTLED),
        count(Count.HEDGES),
        count(Count.HEDGES_WON));
    line(
        out,
        "connections",
        "%,d opened, %,d closed, %,d addresses",
        count(Count.CONNECTIONS_OPENED),
        count(Count.CONNECTIONS_CLOSED),
        addresses.size());
    line(out, "written", "%,d bytes", count(Count.BYTES_WRITTEN));
    out.append(
        String.format(
            Locale.ROOT,
            "%-28s %12s %10s %10s %10s %10s%n",
            "milliseconds",
            "count",
            "p50",
            "p95",
            "p99",
            "max"));
    times(out, Spread.READ_WAIT.metric());
    times(out, Spread.READ_MISS.metric());
    for (String metric : histograms.keySet()) {
      if (metric.startsWith("request.") || metric.startsWith("operation.")) {
        times(out, metric);
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String format, Object... values) {
    out.append(String.format(Locale.ROOT, "%-12s ", name));
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private void times(StringBuilder out, String metric) {
    Figures figures = spread(metric);
    if (figures.count() > 0) {
      out.append(
          String.format(
              Locale.ROOT,
              "%-28s %,12d %10.2f %10.2f %10.2f %10.2f%n",
              metric,
              figures.count(),
              figures.p50() / 1e6,
              figures.p95() / 1e6,
              figures.p99() / 1e6,
              figures.max() / 1e6));
    }
  }

  @Override
  public String toString() {
    return text();
  }

  /**
   * The usual figures of a histogram, in its unit and within 1 %.
   *
   * @param count how many values
   * @param mean 0 if there are none
   */
  public record Figures(long count, double mean, long p50, long p95, long p99, long max) {
    static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);

    static Figures of(Histogram histogram) {
      return new Figures(
          histogram.getTotalCount(),
          mean(histogram),
          histogram.getValueAtPercentile(50),
          histogram.getValueAtPercentile(95),
          histogram.getValueAtPercentile(99),
          histogram.getMaxValue());
    }

    /** Their own keeps its place in the histogram, and so is for one thread at a time. */
    private static double mean(Histogram histogram) {
      double sum = 0;
      for (HistogramIterationValue each : histogram.recordedValues()) {
        sum +=
            (double) histogram.medianEquivalentValue(each.getValueIteratedTo())
                * each.getCountAddedInThisIterationStep();
      }
      return ratio(sum, histogram.getTotalCount());
    }
  }
}
