package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class SlowestReadsTest {
  private static final String OBJECT = "oci://bucket@namespace/key";
  private static final long MILLI = 1_000_000;

  private long now = 1_000 * MILLI;
  private final ReadRecorder recorder = new ReadRecorder(() -> now, 0);

  @Test
  void theLongest_areKept_theLongestFirst() {
    for (int i = 1; i <= 100; i++) {
      read(i, 1, i * MILLI);
    }

    assertThat(recorder.snapshot().slowest())
        .extracting(SlowRead::position)
        .containsExactly(100L, 99L, 98L, 97L, 96L, 95L, 94L, 93L, 92L, 91L);
  }

  @Test
  void aSlowRead_namesTheRequestThatBroughtItsBytes_whileItWaited() {
    request(OBJECT, 0, 100, 300, 206, "before it");
    now += 1_000 * MILLI;
    request(OBJECT, 0, 100, 40, 206, "its own");
    request(OBJECT, 0, 100, 60, 503, "refused");
    request(OBJECT, 100, 200, 90, 206, "other bytes");
    request("oci://bucket@namespace/other", 0, 100, 90, 206, "another object");
    read(50, 10, 50 * MILLI);

    assertThat(recorder.snapshot().slowest())
        .containsExactly(new SlowRead(OBJECT, 50, 10, 50 * MILLI, "10.0.0.1", "its own"));
  }

  @Test
  void aSlowRead_isGivenItsRequest_howeverManyTookLongerForNobody() {
    lookAhead(200);
    request(OBJECT, 0, 100, 40, 206, "its own");
    read(50, 10, 50 * MILLI);
    lookAhead(200);

    assertThat(recorder.snapshot().slowest())
        .containsExactly(new SlowRead(OBJECT, 50, 10, 50 * MILLI, "10.0.0.1", "its own"));
  }

  private void lookAhead(int requests) {
    for (int i = 0; i < requests; i++) {
      request(OBJECT, 1_000, 2_000, 500, 206, "of other bytes");
    }
  }

  @Test
  void aSlowRead_ofUnknownCause_saysSo() {
    read(50, 10, 50 * MILLI);

    assertThat(recorder.snapshot().slowest())
        .containsExactly(new SlowRead(OBJECT, 50, 10, 50 * MILLI, "", ""));
  }

  @Test
  void sums_intervals_andCopies_keepThem() throws IOException {
    read(1, 1, 10 * MILLI);
    ReadSnapshot before = recorder.snapshot();
    read(2, 1, 20 * MILLI);
    ReadSnapshot after = recorder.snapshot();

    assertThat(after.since(before).slowest()).extracting(SlowRead::position).containsExactly(2L);
    assertThat(before.plus(after.since(before)).slowest()).isEqualTo(after.slowest());
    assertThat(ReadSnapshot.decode(after.encode()).slowest()).isEqualTo(after.slowest());
  }

  @Test
  void readThatWasToldBeforeItsRequestHadEnded_isOneRead_andTheRequestIsNamed() {
    read(50, 10, 50 * MILLI);
    ReadSnapshot before = recorder.snapshot();
    request(OBJECT, 0, 100, 60, 206, "its own");
    ReadSnapshot after = recorder.snapshot();

    assertThat(before.plus(after.since(before)).slowest())
        .containsExactly(new SlowRead(OBJECT, 50, 10, 50 * MILLI, "10.0.0.1", "its own"));
  }

  private void read(long position, long bytes, long nanos) {
    recorder.onRead("me", OBJECT, position, bytes, nanos, 0, ReadOutcome.MISS);
  }

  private void request(String object, long from, long to, long millis, int status, String id) {
    recorder.onRequest(
        "me",
        new EndedRequest(
            "get", object, from, to, 1, 0, millis * MILLI, 0, to - from, status, "10.0.0.1", id));
  }
}
