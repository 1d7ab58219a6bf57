package io.github.seekwell.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The names that CERN's dashboards know from its patched connectors: microseconds and bytes since
 * the process began, for {@code oci://} and for {@code s3a://} with {@code s3://}.
 */
final class Aliases {
  private Aliases() {}

  /** One name, less what stands before it. */
  private record Alias(
      String name, String unit, String description, ToLongFunction<ReadSnapshot> read) {}

  private static final List<Alias> OF_BOTH =
      List.of(
          new Alias(
              "ReadTimeMuSec",
              "microseconds",
              "Time callers spent in waits and misses.",
              s -> micros(s.count(Count.READ_NANOS))),
          new Alias("SeekTimeMuSec", "microseconds", "Always 0: a seek does no I/O.", s -> 0L),
          new Alias(
              "CPUTimeDuringReadMuSec",
              "microseconds",
              "Time callers' threads computed in waits and misses.",
              s -> micros(s.count(Count.READ_CPU_NANOS))),
          new Alias(
              "CPUTimeDuringSeekMuSec", "microseconds", "Always 0: a seek does no I/O.", s -> 0L),
          new Alias(
              "ReadTimeMinusCPUMuSec",
              "microseconds",
              "The first of these without the third: time spent waiting.",
              s -> micros(s.count(Count.READ_NANOS) - s.count(Count.READ_CPU_NANOS))),
          new Alias(
              "SeekTimeMinusCPUMuSec", "microseconds", "Always 0: a seek does no I/O.", s -> 0L),
          new Alias(
              "BytesRead",
              "bytes",
              "Bytes handed to callers of read.",
              s -> s.count(Count.BYTES_DELIVERED)));

  private static final List<Alias> METADATA =
      List.of(
          new Alias(
              "GetObjectMetadataMuSec",
              "microseconds",
              "Time spent in HEAD requests, retries included.",
              Aliases::heads),
          new Alias(
              "GetObjectMetadataMinusCPUMuSec",
              "microseconds",
              "The same: what a HEAD computes is not told apart.",
              Aliases::heads));

  static void register(Latest latest, List<String> schemes, MetricRegistry registry) {
    if (schemes.contains("oci")) {
      for (Alias alias : OF_BOTH) {
        final Gauge<Long> gauge = () -> alias.read().applyAsLong(latest.of("oci"));
        registry.register("OCI" + alias.name(), gauge);
      }
    }
    if (schemes.contains("s3a") || schemes.contains("s3")) {
      for (Alias alias : ofS3()) {
        final Gauge<Long> gauge =
            () -> alias.read().applyAsLong(latest.of("s3a").plus(latest.of("s3")));
        registry.register("S3A" + alias.name(), gauge);
      }
    }
  }

  static List<SparkMetrics.Entry> catalogue() {
    final List<SparkMetrics.Entry> all = new ArrayList<>();
    OF_BOTH.forEach(alias -> all.add(entry("OCI", alias)));
    ofS3().forEach(alias -> all.add(entry("S3A", alias)));
    return all;
  }

  private static SparkMetrics.Entry entry(String prefix, Alias alias) {
    return new SparkMetrics.Entry(
        prefix + alias.name(), "rising", alias.unit(), alias.description());
  }

  private static List<Alias> ofS3() {
    final List<Alias> all = new ArrayList<>(OF_BOTH);
    all.addAll(METADATA);
    return all;
  }

  private static long heads(ReadSnapshot figures) {
    final ReadSnapshot.Figures heads = figures.spread("operation.head.latency");
    return micros(Math.round(heads.mean() * heads.count()));
  }

  private static long micros(long nanos) {
    return nanos / 1000;
  }
}
