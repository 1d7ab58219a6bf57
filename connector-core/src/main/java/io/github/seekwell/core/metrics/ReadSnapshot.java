package io.github.seekwell.core.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

  /** So many addresses are told apart in a sum, the busiest of them. */
  static final int MAX_ADDRESSES = 256;

  private static final String ADDRESS = "address.";

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

  /** The same of a process that has ended, which holds nothing any more. */
  public ReadSnapshot withoutGauges() {
    return new ReadSnapshot(counters, histograms, addresses, new TreeMap<>(), slowest);
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

  /**
   * What is known of each address: of the first 64 that a recorder meets, of the busiest 256 in a
   * sum; the rest is under {@value ReadRecorder#OTHER}.
   */
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
    return ADDRESS + address + ".first_byte";
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
    return sum(List.of(this, other));
  }

  /**
   * The sum of all; of many it is quicker than to add one after the other, and no two of them need
   * be in memory at a time.
   */
  public static ReadSnapshot sum(Iterable<ReadSnapshot> all) {
    TreeMap<String, Long> counters = new TreeMap<>();
    TreeMap<String, Histogram> histograms = new TreeMap<>();
    Set<String> ours = new HashSet<>(); // histograms that nobody else knows of
    TreeMap<String, AddressFigures> addresses = new TreeMap<>();
    TreeMap<String, Long> gauges = new TreeMap<>();
    List<SlowRead> slowest = List.of();
    for (ReadSnapshot each : all) {
      each.counters.forEach((metric, value) -> counters.merge(metric, value, Long::sum));
      each.histograms.forEach((metric, added) -> add(histograms, ours, metric, added));
      each.addresses.forEach(
          (name, figures) -> addresses.merge(name, figures, AddressFigures::plus));
      while (addresses.size() > MAX_ADDRESSES) {
        foldLeastUsed(addresses, histograms, ours);
      }
      each.gauges.forEach((metric, value) -> gauges.merge(metric, value, Long::sum));
      if (!each.slowest.isEmpty()) {
        List<SlowRead> slow = new ArrayList<>(slowest);
        slow.addAll(each.slowest);
        slowest = SlowestReads.longest(slow);
      }
    }
    return new ReadSnapshot(counters, histograms, addresses, gauges, slowest);
  }

  private static void add(
      Map<String, Histogram> sums, Set<String> ours, String metric, Histogram added) {
    Histogram known = sums.get(metric);
    if (known == null) {
      sums.put(metric, added);
      return;
    }
    if (ours.add(metric)) {
      known = known.copy();
      sums.put(metric, known);
    }
    known.add(added);
  }

  /** Counts an address with those that are not told apart. */
  private static void foldLeastUsed(
      SortedMap<String, AddressFigures> addresses,
      SortedMap<String, Histogram> histograms,
      Set<String> ours) {
    String least =
        Collections.min(
                addresses.entrySet().stream()
                    .filter(each -> !each.getKey().equals(ReadRecorder.OTHER))
                    .toList(),
                Comparator.comparingLong(each -> each.getValue().requests()))
            .getKey();
    addresses.merge(ReadRecorder.OTHER, addresses.remove(least), AddressFigures::plus);
    Histogram firstByte = histograms.remove(firstByteMetric(least));
    if (firstByte != null) {
      ours.remove(firstByteMetric(least));
      add(histograms, ours, firstByteMetric(ReadRecorder.OTHER), firstByte);
    }
  }

  /**
   * What happened between an earlier snapshot of the same recorder and this one. Of sums that hold
   * more addresses than are told apart, what is told of addresses may begin before.
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
          boolean first = before == null || metric.startsWith(ADDRESS) && !holds(now, before);
          Histogram difference = first ? now : difference(now, before);
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

  /** Whether all values of one are in the other. */
  private static boolean holds(Histogram now, Histogram before) {
    for (HistogramIterationValue each : before.recordedValues()) {
      if (now.getCountAtValue(each.getValueIteratedTo())
          < each.getCountAddedInThisIterationStep()) {
        return false;
      }
    }
    return true;
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
        "%,d issued (%,d GETs ended), %,d retries, %,d throttled, %,d hedges (%,d won)",
        count(Count.REQUESTS_SENT),
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
