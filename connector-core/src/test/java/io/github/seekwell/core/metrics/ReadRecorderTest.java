package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ReadRecorderTest {
  private static final Object OWNER = "task";
  private static final String OBJECT = "oci://bucket@namespace/key";
  private static final long MILLI = 1_000_000;

  private final ReadRecorder recorder = new ReadRecorder();

  @Test
  void anOwnersAccount_keepsWaitsAndFirstBytesWithin1Percent_andTheRestWithin10() {
    ReadRecorder account = ReadRecorder.ofOwner();
    for (long millis = 1; millis <= 1_000; millis++) {
      long nanos = millis * 1_000_000;
      account.onRead("o", "oci://b@n/o", 0, 1, nanos, 1, ReadOutcome.MISS);
      account.onSeek("o", millis);
      account.onRequest(
          "o", new EndedRequest("get", "", 0, 0, 1, nanos, nanos, nanos, 1, 206, "", ""));
    }
    ReadSnapshot snapshot = account.snapshot();
    assertThat(snapshot.spread(Spread.READ_MISS).p95())
        .isCloseTo(950_000_000L, withinPercentage(1));
    assertThat(snapshot.spread("request.get.first_byte").p95())
        .isCloseTo(950_000_000L, withinPercentage(1));
    assertThat(snapshot.spread("request.get.body").p95())
        .isCloseTo(950_000_000L, withinPercentage(10));
    assertThat(snapshot.spread(Spread.SEEK_FORWARD).p95()).isCloseTo(950L, withinPercentage(10));
  }

  @Test
  void recorder_isBusy_untilRequestsAndOperationsHaveEnded_inWhicheverOrder() {
    assertThat(recorder.isBusy()).isFalse();
    recorder.onOperationBegun(OWNER, "get");
    assertThat(recorder.isBusy()).as("it waits for its turn").isTrue();
    recorder.onRequestSent(OWNER, "get");
    recorder.onOperation(OWNER, "get", 5, true);
    assertThat(recorder.isBusy()).as("a hedged one is being broken off").isTrue();
    recorder.onRequest(OWNER, new EndedRequest("get", "o", 0, 9, 1, 1, 1, 1, 9, 206, "", ""));
    assertThat(recorder.isBusy()).isFalse();
  }

  @Test
  void reads_ofEachOutcome_areCountedApart_andOnlyWaitsAndMissesAreTimed() {
    recorder.onHits(OWNER, 100, 5_000);
    recorder.onRead(OWNER, OBJECT, 0, 10, 0, 0, ReadOutcome.HIT);
    recorder.onRead(OWNER, OBJECT, 0, 20, 2 * MILLI, 0, ReadOutcome.WAIT);
    recorder.onRead(OWNER, OBJECT, 0, 30, 40 * MILLI, 0, ReadOutcome.MISS);
    recorder.onReadFailed(OWNER, 50 * MILLI);

    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.count(Count.READ_HITS)).isEqualTo(101);
    assertThat(snapshot.count(Count.READ_WAITS)).isEqualTo(1);
    assertThat(snapshot.count(Count.READ_MISSES)).isEqualTo(1);
    assertThat(snapshot.count(Count.READ_FAILURES)).isEqualTo(1);
    assertThat(snapshot.count(Count.BYTES_DELIVERED)).isEqualTo(5_060);
    assertThat(snapshot.count(Count.READ_NANOS)).isEqualTo(42 * MILLI);
    assertThat(snapshot.reads()).isEqualTo(103);
    assertThat((double) snapshot.spread(Spread.READ_MISS).p50())
        .isCloseTo(40e6, within(0.01 * 40e6));
    assertThat(snapshot.spread(Spread.READ_WAIT).count()).isEqualTo(1);
  }

  @Test
  void opens_areTimed_andAreNoReads() {
    recorder.onOpen(OWNER, 20 * MILLI);
    recorder.onOpen(OWNER, 10 * MILLI);

    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.count(Count.OPENS)).isEqualTo(2);
    assertThat(snapshot.count(Count.OPEN_NANOS)).isEqualTo(30 * MILLI);
    assertThat(snapshot.spread(Spread.OPEN).count()).isEqualTo(2);
    assertThat(snapshot.reads()).isZero();
  }

  @Test
  void hits_allocateNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    hits(100_000); // warm
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) { // the compiler may allocate on our account once; not ten times
      long before = threads.getCurrentThreadAllocatedBytes();
      hits(10_000);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(1_000); // the probe itself; one object a hit would be 160,000
  }

  private void hits(int count) {
    for (int i = 0; i < count; i++) {
      recorder.onHits(OWNER, 1, 8);
      recorder.onRead(OWNER, OBJECT, 0, 8, 0, 0, ReadOutcome.HIT);
    }
  }

  @Test
  void seeks_areToldApartByDirection_withTheirDistance() {
    recorder.onSeek(OWNER, 1_000);
    recorder.onSeek(OWNER, -64);
    recorder.onSeek(OWNER, -36);

    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.count(Count.SEEKS_FORWARD)).isEqualTo(1);
    assertThat(snapshot.count(Count.SEEKS_BACK)).isEqualTo(2);
    assertThat(snapshot.count(Count.SEEK_BACK_BYTES)).isEqualTo(100);
    assertThat(snapshot.spread(Spread.SEEK_BACK).max()).isEqualTo(64);
  }

  @Test
  void everythingOnTheDisk_isToldApart() {
    for (DiskEvent event : DiskEvent.values()) {
      recorder.onDisk(event, 2 + event.ordinal(), 100);
    }
    recorder.onDiskRead(OWNER, 50, 4_096, 3 * MILLI);

    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.count(Count.DISK_MISSES)).isEqualTo(2);
    assertThat(snapshot.count(Count.DISK_BYPASSED)).isEqualTo(3);
    assertThat(snapshot.count(Count.DISK_DAMAGED)).isEqualTo(4);
    assertThat(snapshot.count(Count.DISK_WRITTEN)).isEqualTo(5);
    assertThat(snapshot.count(Count.DISK_WRITTEN_BYTES)).isEqualTo(100);
    assertThat(snapshot.count(Count.DISK_REFUSED)).isEqualTo(6);
    assertThat(snapshot.count(Count.DISK_DROPPED)).isEqualTo(7);
    assertThat(snapshot.count(Count.DISK_EVICTED)).isEqualTo(8);
    assertThat(snapshot.count(Count.DISK_EVICTED_BYTES)).isEqualTo(100);
    assertThat(snapshot.count(Count.DISK_LOST)).isEqualTo(9);
    assertThat(snapshot.count(Count.DISK_READ)).isEqualTo(50);
    assertThat(snapshot.count(Count.DISK_READ_BYTES)).isEqualTo(4_096);
    assertThat(snapshot.spread(Spread.DISK_READ).max()).isGreaterThanOrEqualTo(3 * MILLI);
  }

  @Test
  void values_beyondAnyRange_areRecordedAtItsEnd() {
    recorder.onSeek(OWNER, Long.MAX_VALUE);
    recorder.onRead(OWNER, OBJECT, 0, 1, Long.MAX_VALUE, 0, ReadOutcome.MISS);
    recorder.onLimitWait(OWNER, -5);

    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.spread(Spread.SEEK_FORWARD).max())
        .isGreaterThanOrEqualTo(Distribution.PEBIBYTE);
    assertThat(snapshot.spread(Spread.READ_MISS).max()).isGreaterThanOrEqualTo(Distribution.HOUR);
    assertThat(snapshot.spread(Spread.LIMIT_WAIT).count()).isEqualTo(1);
  }

  @Test
  void requests_areCountedByOperationStatusAndAttempt() {
    request("get", 1, 206, 4_096, "10.0.0.1");
    request("get", 2, 206, 4_096, "10.0.0.2");
    request("get", 1, 503, 0, "10.0.0.1");
    request("upload-part", 1, 429, 0, "10.0.0.1");
    request("head", 1, 0, 0, "");
    request("head", 1, 404, 0, "10.0.0.1");

    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.count(Count.REQUESTS)).isEqualTo(6);
    assertThat(snapshot.requests("get")).isEqualTo(3);
    assertThat(snapshot.requests("upload-part")).isEqualTo(1);
    assertThat(snapshot.counter("request.get.repeated.count")).isEqualTo(1);
    assertThat(snapshot.counter("request.get.failed.count")).isEqualTo(1);
    assertThat(snapshot.bytesFetched()).isEqualTo(8_192);
    assertThat(snapshot.count(Count.THROTTLED)).isEqualTo(2);
    assertThat(snapshot.count(Count.STATUS_2XX)).isEqualTo(2);
    assertThat(snapshot.count(Count.STATUS_4XX)).isEqualTo(2);
    assertThat(snapshot.count(Count.STATUS_5XX)).isEqualTo(1);
    assertThat(snapshot.count(Count.STATUS_NONE)).isEqualTo(1);
    assertThat(snapshot.spread("request.get.first_byte").count()).isEqualTo(3);
    assertThat(snapshot.spread("request.head.first_byte").count())
        .as("no answer has no first byte")
        .isEqualTo(1);
    assertThat(snapshot.addresses().get("10.0.0.1").requests()).isEqualTo(4);
    assertThat(snapshot.addresses().get("10.0.0.1").failures()).isEqualTo(3);
    assertThat(snapshot.addresses().get("10.0.0.2").meanFirstByteNanos()).isEqualTo(5 * MILLI);
  }

  @Test
  void addresses_areComparedByWhatTheyShouldAnswerAlike() {
    request("get", 1, 206, 100, "10.0.0.1");
    request("head", 1, 200, 0, "10.0.0.1");
    request("get", 1, 500, 0, "10.0.0.1");
    request("put", 1, 200, 0, "10.0.0.1");
    request("list", 1, 200, 300, "10.0.0.1");

    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.addresses().get("10.0.0.1").requests()).isEqualTo(5);
    assertThat(snapshot.addresses().get("10.0.0.1").answers()).isEqualTo(2);
    assertThat(snapshot.firstByte("10.0.0.1").count()).isEqualTo(2);
  }

  @Test
  void hedges_areCountedByWhatBecameOfThem() {
    recorder.onHedge(OWNER, 60 * MILLI);
    recorder.onHedge(OWNER, 60 * MILLI);
    recorder.onHedge(OWNER, 60 * MILLI);
    recorder.onHedgeEnded(OWNER, true);
    recorder.onHedgeEnded(OWNER, false);

    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.count(Count.HEDGES)).isEqualTo(3);
    assertThat(snapshot.count(Count.HEDGES_WON)).isEqualTo(1);
    assertThat(snapshot.count(Count.HEDGES_LOST)).isEqualTo(1);
    assertThat((double) snapshot.spread(Spread.HEDGE_AFTER).p50())
        .isCloseTo(60e6, within(0.01 * 60e6));
    assertThat(snapshot.text()).contains("3 hedges (1 won)");
  }

  @Test
  void amplification_isFetchedOverDelivered() {
    assertThat(recorder.snapshot().amplification()).isZero();
    request("get", 1, 206, 3_000, "10.0.0.1");
    request("put", 1, 200, 9_000, "10.0.0.1");
    recorder.onHits(OWNER, 1, 2_000);
    assertThat(recorder.snapshot().amplification()).isEqualTo(1.5);
  }

  @Test
  void addresses_beyondTheBound_areCountedAsOther() {
    for (int i = 0; i < 200; i++) {
      recorder.onConnection("10.0.0." + i, true);
    }
    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.addresses()).hasSize(ReadRecorder.MAX_ADDRESSES + 1);
    assertThat(snapshot.addresses().get(ReadRecorder.OTHER).open()).isEqualTo(136);
    assertThat(snapshot.count(Count.CONNECTIONS_OPENED)).isEqualTo(200);
  }

  @Test
  void snapshots_keepTotals_andDifferByTheInterval() {
    recorder.onRead(OWNER, OBJECT, 0, 1, 10 * MILLI, 0, ReadOutcome.MISS);
    ReadSnapshot first = recorder.snapshot();
    recorder.onRead(OWNER, OBJECT, 0, 1, 90 * MILLI, 0, ReadOutcome.MISS);
    ReadSnapshot second = recorder.snapshot();
    ReadSnapshot third = recorder.snapshot();

    assertThat(first.spread(Spread.READ_MISS).count()).as("an old snapshot stays").isEqualTo(1);
    assertThat(second.spread(Spread.READ_MISS).count()).isEqualTo(2);
    assertThat(third.spread(Spread.READ_MISS)).isEqualTo(second.spread(Spread.READ_MISS));
    ReadSnapshot between = second.since(first);
    assertThat(between.count(Count.READ_MISSES)).isEqualTo(1);
    assertThat((double) between.spread(Spread.READ_MISS).p50())
        .isCloseTo(90e6, within(0.01 * 90e6));
    assertThat(third.since(second).spread(Spread.READ_MISS).count()).isZero();
  }

  @Test
  void fourThreads_loseNothing() throws Exception {
    int each = 20_000;
    ExecutorService pool = Executors.newFixedThreadPool(4);
    CountDownLatch go = new CountDownLatch(1);
    for (int t = 0; t < 4; t++) {
      int thread = t;
      pool.execute(
          () -> {
            await(go);
            for (int i = 0; i < each; i++) {
              recorder.onHits(OWNER, 1, 2);
              recorder.onRead(OWNER, OBJECT, 0, 3, i, 0, ReadOutcome.MISS);
              request("get", 1, 206, 1, "10.0.0." + (thread * each + i) % 100);
            }
          });
    }
    go.countDown();
    pool.shutdown();
    while (!pool.awaitTermination(1, TimeUnit.MILLISECONDS)) {
      recorder.snapshot(); // interferes with the writers
    }

    ReadSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.count(Count.BYTES_DELIVERED)).isEqualTo(4L * each * 5);
    assertThat(snapshot.spread(Spread.READ_MISS).count()).isEqualTo(4L * each);
    assertThat(snapshot.requests("get")).isEqualTo(4L * each);
    assertThat(snapshot.addresses()).hasSize(ReadRecorder.MAX_ADDRESSES + 1);
    long byAddress = 0;
    for (AddressFigures figures : snapshot.addresses().values()) {
      byAddress += figures.requests();
    }
    assertThat(byAddress).isEqualTo(4L * each);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void request(String operation, int attempt, int status, long bytes, String address) {
    long firstByte = status == 0 ? 0 : 5 * MILLI;
    recorder.onRequest(
        OWNER,
        new EndedRequest(
            operation, OBJECT, 0, bytes, attempt, MILLI, firstByte, MILLI, bytes, status, address,
            "id"));
  }
}
