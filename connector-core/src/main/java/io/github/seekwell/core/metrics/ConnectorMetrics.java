package io.github.seekwell.core.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Names what a snapshot holds, for whoever exports it.
 *
 * <p>Dots make groups, underscores join words, and what is no plain count ends in its unit. Names
 * are stable over releases. The list is fixed: it does not depend on what has happened yet, so an
 * exporter may register everything once at the start. Addresses are not in it, since they come and
 * go; see {@link ReadSnapshot#addresses()}.
 *
 * <p>Values are read from a snapshot that is at most a second old, however many are asked for. Safe
 * for any number of threads.
 */
public final class ConnectorMetrics {
  private static final long MAX_AGE_NANOS = 1_000_000_000L;

  /** The labels of {@code store.Operation}, which this room cannot see; a test compares them. */
  static final List<String> OPERATIONS =
      List.of(
          "head",
          "get",
          "list",
          "put",
          "start-upload",
          "upload-part",
          "complete-upload",
          "abort-upload",
          "list-uploads",
          "delete",
          "delete-batch",
          "rename",
          "copy");

  private static final List<Reading> READINGS = readings();

  private final Supplier<ReadSnapshot> source;
  private final LongSupplier nanoClock;
  private ReadSnapshot latest = ReadSnapshot.EMPTY; // guarded by this, as is its age
  private long takenAt;
  private boolean taken;

  public enum Type {
    /** Only rises while the process lives. */
    COUNTER,
    /** Rises and falls. */
    GAUGE
  }

  /**
   * What is exported under one name.
   *
   * @param unit such as {@code nanoseconds}, {@code bytes} or {@code requests}
   * @param description one sentence
   */
  public record Metric(String name, Type type, String unit, String description) {}

  /** Is shown every metric once. A supplier stays good for as long as this object. */
  public interface Visitor {
    void whole(Metric metric, LongSupplier value);

    void fraction(Metric metric, DoubleSupplier value);
  }

  /**
   * @param source such as {@code recorder::snapshot}
   * @param nanoClock such as {@code System::nanoTime}
   */
  public ConnectorMetrics(Supplier<ReadSnapshot> source, LongSupplier nanoClock) {
    this.source = source;
    this.nanoClock = nanoClock;
  }

  /** Every metric there is, in the order of {@link #visit}. */
  public static List<Metric> all() {
    return READINGS.stream().map(Reading::metric).toList();
  }

  public void visit(Visitor visitor) {
    for (Reading reading : READINGS) {
      reading.show(visitor, this::snapshot);
    }
  }

  /** The snapshot that values are read from now. */
  public synchronized ReadSnapshot snapshot() {
    long now = nanoClock.getAsLong();
    if (!taken || now - takenAt >= MAX_AGE_NANOS) {
      latest = source.get();
      takenAt = now;
      taken = true;
    }
    return latest;
  }

  /** A metric and how it is read from a snapshot. */
  private interface Reading {
    Metric metric();

    void show(Visitor visitor, Supplier<ReadSnapshot> from);
  }

  private record Whole(Metric metric, ToLongFunction<ReadSnapshot> read) implements Reading {
    @Override
    public void show(Visitor visitor, Supplier<ReadSnapshot> from) {
      visitor.whole(metric, () -> read.applyAsLong(from.get()));
    }
  }

  private record Fraction(Metric metric, ToDoubleFunction<ReadSnapshot> read) implements Reading {
    @Override
    public void show(Visitor visitor, Supplier<ReadSnapshot> from) {
      visitor.fraction(metric, () -> read.applyAsDouble(from.get()));
    }
  }

  private static List<Reading> readings() {
    List<Reading> all = new ArrayList<>();
    for (Count count : Count.values()) {
      counter(all, count.metric(), count.unit(), count.description());
    }
    for (Spread spread : Spread.values()) {
      spread(all, spread.metric(), spread.unit(), spread.description());
    }
    for (String label : OPERATIONS) {
      operation(all, OperationFigures.metricPart(label), label);
    }
    operation(all, ReadRecorder.OTHER, "any other");
    ratio(
        all,
        "read.amplification",
        "Body bytes that GETs brought for each byte delivered.",
        ReadSnapshot::amplification);
    ratio(all, "read.hit_ratio", "Share of reads served from memory.", ReadSnapshot::hitRatio);
    level(
        all,
        "connection.open",
        "connections",
        "Connections open now.",
        s -> s.count(Count.CONNECTIONS_OPENED) - s.count(Count.CONNECTIONS_CLOSED));
    level(
        all,
        "request.in_flight",
        "requests",
        "HTTP requests issued and not ended.",
        s -> s.count(Count.REQUESTS_SENT) - s.count(Count.REQUESTS));
    for (Gauge gauge : Gauge.values()) {
      level(all, gauge.metric(), gauge.unit(), gauge.description(), s -> s.gauge(gauge));
    }
    return List.copyOf(all);
  }

  private static void operation(List<Reading> all, String part, String label) {
    String request = "request." + part;
    String of = " of operation " + label + ".";
    counter(all, request + ".count", "requests", "HTTP requests" + of);
    counter(all, request + ".repeated.count", "requests", "Second and later attempts" + of);
    counter(all, request + ".failed.count", "requests", "Requests without success" + of);
    counter(all, request + ".received_bytes", "bytes", "Body bytes received" + of);
    String operation = "operation." + part;
    counter(all, operation + ".ok.count", "operations", "Successes, retries included," + of);
    counter(all, operation + ".failed.count", "operations", "Failures after all retries" + of);
    spread(all, request + ".queue", "nanos", "Waits for a connection of operation " + label);
    spread(all, request + ".first_byte", "nanos", "First byte latency of operation " + label);
    spread(all, request + ".body", "nanos", "First to last byte of operation " + label);
    spread(all, operation + ".latency", "nanos", "Whole duration of operation " + label);
  }

  private static void counter(List<Reading> all, String name, String unit, String description) {
    all.add(new Whole(new Metric(name, Type.COUNTER, unit, description), s -> s.counter(name)));
  }

  private static void spread(List<Reading> all, String name, String unit, String description) {
    percentile(all, name, "p50", unit, description + ": median.", 50);
    percentile(all, name, "p95", unit, description + ": 95 % are no more.", 95);
    percentile(all, name, "p99", unit, description + ": 99 % are no more.", 99);
    percentile(all, name, "max", unit, description + ": the most.", 100);
  }

  private static void percentile(
      List<Reading> all,
      String name,
      String which,
      String unit,
      String description,
      double percentile) {
    String unitInWords = unit.equals("nanos") ? "nanoseconds" : unit;
    all.add(
        new Whole(
            new Metric(name + "." + which + "_" + unit, Type.GAUGE, unitInWords, description),
            s -> s.percentile(name, percentile)));
  }

  private static void level(
      List<Reading> all,
      String name,
      String unit,
      String description,
      ToLongFunction<ReadSnapshot> read) {
    all.add(new Whole(new Metric(name, Type.GAUGE, unit, description), read));
  }

  private static void ratio(
      List<Reading> all, String name, String description, ToDoubleFunction<ReadSnapshot> read) {
    all.add(new Fraction(new Metric(name, Type.GAUGE, "ratio", description), read));
  }
}
