package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ReadSnapshotTest {
  private static final Object OWNER = "task";

  @Test
  void sum_ofTwoExecutors_equalsOneRecorderThatHeardBoth() {
    ReadRecorder one = new ReadRecorder();
    ReadRecorder two = new ReadRecorder();
    ReadRecorder both = new ReadRecorder();
    for (int i = 1; i <= 1_000; i++) {
      tell(i % 3 == 0 ? one : two, i);
      tell(both, i);
    }
    ReadSnapshot sum = one.snapshot().plus(two.snapshot());
    assertSame(sum, both.snapshot());
    assertThat(one.snapshot().reads()).as("the summands stay").isEqualTo(333);
  }

  @Test
  void decoded_equalsWhatWasEncoded_andMerges() throws IOException {
    ReadRecorder recorder = new ReadRecorder();
    for (int i = 1; i <= 1_000; i++) {
      tell(recorder, i);
    }
    ReadSnapshot snapshot = recorder.snapshot();
    byte[] bytes = snapshot.encode();
    ReadSnapshot decoded = ReadSnapshot.decode(bytes);

    assertSame(decoded, snapshot);
    assertThat(bytes.length).as("compact").isLessThan(8_192);
    ReadSnapshot twice = decoded.plus(snapshot);
    assertThat(twice.reads()).isEqualTo(2_000);
    assertThat(twice.spread(Spread.READ_MISS).count()).isEqualTo(2_000);
  }

  /** Several sinks ask one snapshot at the same time. */
  @Test
  void figures_askedByManyThreads_areThoseThatOneIsTold() {
    ReadRecorder recorder = new ReadRecorder();
    for (int i = 1; i <= 1_000; i++) {
      recorder.onRead(OWNER, "", 0, 1, i * 1_000L, 0, ReadOutcome.MISS);
    }
    ReadSnapshot snapshot = recorder.snapshot();
    ReadSnapshot.Figures alone = snapshot.spread(Spread.READ_MISS);
    assertThat(alone.mean()).isBetween(500_000.0, 501_000.0);

    List<CompletableFuture<Set<ReadSnapshot.Figures>>> askers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      askers.add(
          CompletableFuture.supplyAsync(
              () -> askedOften(snapshot), work -> new Thread(work).start()));
    }

    for (CompletableFuture<Set<ReadSnapshot.Figures>> asker : askers) {
      assertThat(asker.join()).containsExactly(alone);
    }
  }

  private static Set<ReadSnapshot.Figures> askedOften(ReadSnapshot snapshot) {
    Set<ReadSnapshot.Figures> told = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      told.add(snapshot.spread(Spread.READ_MISS));
    }
    return told;
  }

  @Test
  void empty_survivesTheJourney() throws IOException {
    ReadSnapshot decoded = ReadSnapshot.decode(ReadSnapshot.EMPTY.encode());
    assertThat(decoded.reads()).isZero();
    assertThat(decoded.plus(ReadSnapshot.EMPTY).spreads()).isEmpty();
  }

  @Test
  void decode_ofAnythingElse_isRefused() {
    assertThatThrownBy(() -> ReadSnapshot.decode("not a snapshot".getBytes()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no snapshot");
    byte[] later = ReadSnapshot.EMPTY.encode();
    later[4] = 99;
    assertThatThrownBy(() -> ReadSnapshot.decode(later))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 99");
  }

  @Test
  void decode_ofCutBytes_isRefused() {
    ReadRecorder recorder = new ReadRecorder();
    tell(recorder, 1);
    byte[] bytes = recorder.snapshot().encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ReadSnapshot.decode(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void gauges_addUp_travel_andEndAnInterval() throws IOException {
    ReadSnapshot early = ReadSnapshot.EMPTY.with(gauge -> 10 + gauge.ordinal());
    ReadSnapshot late = ReadSnapshot.EMPTY.with(gauge -> 5);

    assertThat(late.since(early).gauge(Gauge.CONNECTIONS_IDLE)).isEqualTo(5);
    ReadSnapshot sum = ReadSnapshot.decode(early.encode()).plus(late);
    for (Gauge gauge : Gauge.values()) {
      assertThat(sum.gauge(gauge)).as(gauge.metric()).isEqualTo(15 + gauge.ordinal());
    }
    assertThat(ReadSnapshot.EMPTY.gauge(Gauge.CACHED_BYTES)).isZero();
    assertThat(late.withoutGauges().gauge(Gauge.CONNECTIONS_IDLE)).isZero();
  }

  @Test
  void anAddress_hasItsOwnLatency_andRecordersAddUp() {
    ReadRecorder one = new ReadRecorder();
    ReadRecorder two = new ReadRecorder();
    for (int i = 1; i <= 300; i++) {
      tell(i % 2 == 0 ? one : two, i);
    }
    ReadSnapshot sum = one.snapshot().plus(two.snapshot());
    assertThat(sum.addresses()).containsOnlyKeys("10.0.0.0", "10.0.0.1", "10.0.0.2");
    for (String address : sum.addresses().keySet()) {
      assertThat(sum.firstByte(address).count()).isEqualTo(sum.addresses().get(address).answers());
      assertThat(sum.firstByte(address).max()).isBetween(2_600_000L, 2_900_000L);
    }
    assertThat(sum.firstByte("10.0.0.9").count()).isZero();
  }

  @Test
  void sumOfMany_tellsTheBusiestAddressesApart_andLosesNothing() throws IOException {
    List<ReadSnapshot> executors = new ArrayList<>();
    for (int executor = 0; executor < 20; executor++) {
      ReadRecorder recorder = new ReadRecorder();
      requests(recorder, "10.0.0.1", 5);
      for (int i = 0; i < 20; i++) {
        requests(recorder, "10.1." + executor + "." + i, 1);
      }
      executors.add(ReadSnapshot.decode(recorder.snapshot().encode()));
    }

    ReadSnapshot sum = ReadSnapshot.sum(executors);

    assertThat(sum.addresses()).hasSize(ReadSnapshot.MAX_ADDRESSES);
    assertThat(sum.addresses().get("10.0.0.1").requests()).isEqualTo(100);
    assertThat(sum.firstByte("10.0.0.1").count()).isEqualTo(100);
    assertThat(sum.addresses().values().stream().mapToLong(AddressFigures::requests).sum())
        .isEqualTo(20 * 25);
    long others = sum.addresses().get(ReadRecorder.OTHER).answers();
    assertThat(others).isEqualTo(400 - (ReadSnapshot.MAX_ADDRESSES - 2));
    assertThat(sum.firstByte(ReadRecorder.OTHER).count()).isEqualTo(others);
    assertThat(executors.get(0).firstByte("10.0.0.1").count()).as("summands stay").isEqualTo(5);
  }

  @Test
  void interval_ofSumsThatToldOthersApart_isStillAnInterval() {
    ReadRecorder recorder = new ReadRecorder();
    requests(recorder, ReadRecorder.OTHER, 8);
    ReadRecorder fewer = new ReadRecorder();
    requests(fewer, ReadRecorder.OTHER, 3);
    requests(fewer, "10.0.0.1", 6);

    ReadSnapshot between = fewer.snapshot().since(recorder.snapshot());

    assertThat(between.requests("get")).isEqualTo(1);
    assertThat(between.addresses().get("10.0.0.1").requests()).isEqualTo(6);
    assertThat(between.addresses().get(ReadRecorder.OTHER).requests()).isEqualTo(3);
    assertThat(between.firstByte(ReadRecorder.OTHER).count()).isEqualTo(3);
  }

  private static void requests(ReadRecorder recorder, String address, int requests) {
    for (int i = 0; i < requests; i++) {
      recorder.onRequest(
          OWNER,
          new EndedRequest("get", "o", 0, 1, 1, 1_000, 2_000_000, 1_000, 1, 206, address, ""));
    }
  }

  @Test
  void eachValueOfAHistogram_isShownOnce_theLeastFirst() {
    ReadRecorder recorder = new ReadRecorder();
    for (long nanos : new long[] {5_000_000, 1_000_000, 5_000_000}) {
      recorder.onRead(OWNER, "o", 0, 1, nanos, 0, ReadOutcome.MISS);
    }
    List<String> shown = new ArrayList<>();
    recorder
        .snapshot()
        .each(
            Spread.READ_MISS.metric(),
            (value, count) -> shown.add(count + " of " + Math.round(value / 1e6)));
    recorder.snapshot().each("no.such", (value, count) -> shown.add("nothing"));

    assertThat(shown).containsExactly("1 of 1", "2 of 5");
  }

  @Test
  void text_showsTheMainFigures() {
    ReadRecorder recorder = new ReadRecorder();
    for (int i = 1; i <= 1_000; i++) {
      tell(recorder, i);
    }
    recorder.onHits(OWNER, 3_000, 1_000_000);
    assertThat(recorder.snapshot().text())
        .contains("4,000 (75.0 % hits)", "amplification", "read.miss.latency", "request.get.body");
  }

  private static void tell(ReadRecorder recorder, int i) {
    recorder.onRead(OWNER, "oci://b@n/o" + i, i, i, i * 10_000L, i, ReadOutcome.MISS);
    recorder.onSeek(OWNER, i % 2 == 0 ? i : -i);
    recorder.onConnection("10.0.0.1", i % 2 == 0);
    recorder.onRequestSent(OWNER, "get");
    recorder.onRequest(
        OWNER,
        new EndedRequest(
            "get",
            "oci://b@n/o" + i,
            0,
            2L * i,
            1,
            i,
            i * 9_000L,
            i,
            2L * i,
            206,
            "10.0.0." + i % 3,
            "r" + i));
    recorder.onOperation(OWNER, "get", i * 9_500L, true);
  }

  private static void assertSame(ReadSnapshot actual, ReadSnapshot expected) {
    expected
        .counters()
        .forEach((metric, value) -> assertThat(actual.counter(metric)).as(metric).isEqualTo(value));
    assertThat(actual.spreads()).containsExactlyElementsOf(expected.spreads());
    for (String metric : expected.spreads()) {
      assertThat(actual.spread(metric)).as(metric).isEqualTo(expected.spread(metric));
    }
    assertThat(actual.addresses()).isEqualTo(expected.addresses());
  }
}
