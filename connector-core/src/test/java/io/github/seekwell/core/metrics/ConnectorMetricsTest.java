package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.ConnectorMetrics.Metric;
import io.github.seekwell.core.metrics.ConnectorMetrics.Type;
import io.github.seekwell.core.store.Operation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

final class ConnectorMetricsTest {
  private final ReadRecorder recorder = new ReadRecorder();
  private final AtomicLong now = new AtomicLong(-7); // nanoTime may be negative
  private final AtomicInteger taken = new AtomicInteger();
  private final Map<String, LongSupplier> wholes = new HashMap<>();
  private final Map<String, DoubleSupplier> fractions = new HashMap<>();

  private void visit() {
    new ConnectorMetrics(
            () -> {
              taken.incrementAndGet();
              return recorder.snapshot();
            },
            now::get)
        .visit(
            new ConnectorMetrics.Visitor() {
              @Override
              public void whole(Metric metric, LongSupplier value) {
                wholes.put(metric.name(), value);
              }

              @Override
              public void fraction(Metric metric, DoubleSupplier value) {
                fractions.put(metric.name(), value);
              }
            });
  }

  @Test
  void names_areUnique_wellFormed_andDocumented() {
    List<Metric> all = ConnectorMetrics.all();
    assertThat(all).extracting(Metric::name).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(
            metric -> {
              assertThat(metric.name()).matches("[a-z0-9_]+(\\.[a-z0-9_]+)+");
              assertThat(metric.description()).endsWith(".").hasSizeGreaterThan(10);
              assertThat(metric.unit()).isNotEmpty();
            });
    assertThat(all)
        .extracting(Metric::name)
        .contains(
            "read.hit.count",
            "read.miss.latency.p99_nanos",
            "request.get.count",
            "cache.evicted_bytes",
            "seek.back.distance.p50_bytes",
            "operation.upload_part.latency.max_nanos",
            "read.amplification");
  }

  @Test
  void durationsAndSizes_carryTheirUnitInTheName() {
    for (Metric metric : ConnectorMetrics.all()) {
      if (metric.unit().equals("nanoseconds")) {
        assertThat(metric.name()).endsWith("_nanos");
      } else if (metric.unit().equals("bytes")) {
        assertThat(metric.name()).matches(".*[._]bytes");
      }
    }
  }

  @Test
  void everyOperationOfAStore_isListed() {
    assertThat(ConnectorMetrics.OPERATIONS)
        .containsExactlyElementsOf(
            Arrays.stream(Operation.values()).map(Operation::label).toList());
  }

  @Test
  void everythingARecorderCounts_isExported() {
    for (Operation operation : Operation.values()) {
      recorder.onRequest(
          "o", new EndedRequest(operation.label(), "", 0, 0, 2, 1, 1, 1, 1, 200, "", ""));
      recorder.onOperation("o", operation.label(), 1, true);
    }
    TreeSet<String> exported = new TreeSet<>();
    ConnectorMetrics.all().forEach(metric -> exported.add(metric.name()));
    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(exported).containsAll(snapshot.counters().keySet());
    snapshot.spreads().forEach(name -> assertThat(exported).contains(name + ".p50_nanos"));
  }

  @Test
  void values_comeFromOneSnapshot_thatIsAtMostASecondOld() {
    visit();
    recorder.onHits("o", 1, 10);
    assertThat(wholes.get("read.hit.count").getAsLong()).isEqualTo(1);
    recorder.onHits("o", 1, 10);
    now.addAndGet(999_999_999);
    assertThat(wholes.get("read.hit.count").getAsLong()).isEqualTo(1);
    assertThat(wholes.get("read.delivered_bytes").getAsLong()).isEqualTo(10);
    assertThat(taken).hasValue(1);
    now.addAndGet(1);
    assertThat(wholes.get("read.hit.count").getAsLong()).isEqualTo(2);
    assertThat(fractions.get("read.hit_ratio").getAsDouble()).isEqualTo(1);
    assertThat(taken).hasValue(2);
  }

  @Test
  void openConnections_areAGauge() {
    recorder.onConnection("10.0.0.1", true);
    recorder.onConnection("10.0.0.1", true);
    recorder.onConnection("10.0.0.1", false);
    visit();
    assertThat(wholes.get("connection.open").getAsLong()).isEqualTo(1);
    assertThat(ConnectorMetrics.all())
        .filteredOn(metric -> metric.name().equals("connection.open"))
        .singleElement()
        .satisfies(metric -> assertThat(metric.type()).isEqualTo(Type.GAUGE));
  }
}
