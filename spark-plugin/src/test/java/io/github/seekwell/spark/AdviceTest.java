package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.metrics.ReadRecorder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the figures of jobs that wait for one thing say. */
class AdviceTest {
  private static final Object NOBODY = new Object();
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final int MIB = 1 << 20;

  static Stream<Arguments> jobs() {
    return Stream.of(
        job("nothing is read", Advice.Kind.NOTHING_READ, "Nothing was asked", r -> {}),
        job(
            "tasks compute",
            Advice.Kind.NOT_READING,
            "spent 1.0 % of their time waiting",
            r -> reads(r, 10, MIB, 10 * MILLI)),
        job(
            "the store throttles",
            Advice.Kind.THROTTLING,
            "20 of 120 requests were throttled",
            r -> {
              slow(r);
              requests(r, 20, "10.0.0.1", 5, 5, 0, 503);
            }),
        job(
            "many small files",
            Advice.Kind.METADATA,
            "HEAD and LIST take the time: 50.0 %",
            r -> {
              for (int i = 0; i < 500; i++) {
                r.onRequestSent(NOBODY, "head");
                r.onOperation(NOBODY, "head", 10 * MILLI, true);
              }
            }),
        job(
            "many objects of one read each",
            Advice.Kind.OPENING,
            "100 objects, 20.",
            r -> {
              for (int i = 0; i < 100; i++) {
                r.onOpen(NOBODY, 20 * MILLI);
              }
              requests(r, 100, "10.0.0.1", 19, 1, MIB, 206);
            }),
        job(
            "one address is slow",
            Advice.Kind.SLOW_ADDRESS,
            "The address 10.0.0.9 is slow: its first bytes take 500 ms, those of 10.0.0.1 20.0 ms;"
                + " they answered 50 and 100 requests",
            r -> {
              slow(r);
              requests(r, 50, "10.0.0.9", 500, 1, MIB, 206);
            }),
        job(
            "a slow address is left alone after a few answers",
            Advice.Kind.SLOW_ADDRESS,
            "those of 10.0.0.1 20.0 ms; they answered 9 and 100 requests",
            r -> {
              slow(r);
              requests(r, 9, "10.0.0.9", 320, 1, MIB, 206);
            }),
        job(
            "a job of a few seconds with a slow address",
            Advice.Kind.SLOW_ADDRESS,
            "they answered 9 and 7 requests",
            r -> {
              reads(r, 12, 16 * 1024, 300 * MILLI);
              requests(r, 7, "10.0.0.1", 30, 1, 160 * 1024, 206);
              requests(r, 9, "10.0.0.9", 331, 1, 100 * 1024, 206);
            }),
        job(
            "an address that was late once, when the JVM began",
            Advice.Kind.FIRST_BYTE,
            "20.1 ms (median)",
            r -> {
              reads(r, 100, MIB, 30 * MILLI);
              requests(r, 10, "10.0.0.1", 20, 10, MIB, 206);
              requests(r, 9, "10.0.0.9", 20, 10, MIB, 206);
              requests(r, 1, "10.0.0.9", 900, 10, MIB, 206);
            }),
        job(
            "one of two addresses has had the uploads and listings, a third fails at once",
            Advice.Kind.FIRST_BYTE,
            "20.1 ms (median)",
            r -> {
              slow(r);
              requests(r, 10, "10.0.0.9", 20, 10, MIB, 206);
              requests(r, 5, "list", "10.0.0.9", 300, 1, 100, 200);
              requests(r, 5, "put", "10.0.0.9", 900, 1, 0, 200);
              requests(r, 10, "10.0.0.3", 1, 1, 0, 500);
            }),
        job(
            "too few connections",
            Advice.Kind.CONNECTIONS,
            "wait for their turn",
            r -> {
              slow(r);
              for (int i = 0; i < 100; i++) {
                r.onLimitWait(NOBODY, 80 * MILLI);
              }
            }),
        job(
            "the cache is small",
            Advice.Kind.SMALL_CACHE,
            "block cache is too small",
            r -> {
              slow(r);
              slow(r);
              r.onEviction(150L * MIB);
              r.onLookAheadWasted(60L * MIB);
            }),
        job(
            "a large scan is read twice",
            Advice.Kind.SMALL_CACHE,
            "of 400.0 MiB fetched, 190.0 MiB had been there before",
            r -> {
              for (int pass = 0; pass < 2; pass++) {
                reads(r, 200, MIB, 50 * MILLI);
                requests(r, 200, "10.0.0.1", 5, 400, MIB, 206);
              }
              r.onEviction(390L * MIB);
              r.onRefetch(NOBODY, 190L * MIB);
            }),
        job(
            "many scans side by side drive each other out, and their requests queue",
            Advice.Kind.SMALL_CACHE,
            "60.0 MiB had been there before",
            r -> {
              slow(r);
              slow(r);
              for (int i = 0; i < 200; i++) {
                r.onLimitWait(NOBODY, 80 * MILLI);
              }
              r.onEviction(190L * MIB);
              r.onRefetch(NOBODY, 60L * MIB);
            }),
        job(
            "tiny reads come back to what was lost",
            Advice.Kind.SMALL_CACHE,
            "block cache is too small",
            r -> {
              tiny(r);
              r.onEviction(200L * 8192);
              r.onRefetch(NOBODY, 100L * 8192);
            }),
        job(
            "small objects are opened again and again",
            Advice.Kind.OPENING,
            "100 objects",
            r -> {
              for (int i = 0; i < 100; i++) {
                r.onOpen(NOBODY, 20 * MILLI);
              }
              requests(r, 100, "10.0.0.1", 19, 1, MIB, 206);
              r.onRefetch(NOBODY, 90L * MIB);
            }),
        job(
            "tiny reads everywhere",
            Advice.Kind.TINY_READS,
            "200 reads missed after 200 seeks, 4.0 KiB delivered for each read that waited",
            AdviceTest::tiny),
        job(
            "tiny reads everywhere, in more than the cache holds",
            Advice.Kind.TINY_READS,
            "200 seeks",
            r -> {
              tiny(r);
              r.onEviction(200L * 8192);
              r.onLookAheadWasted(60L * 8192);
              r.onRefetch(NOBODY, 20L * 8192);
            }),
        job(
            "every request is refused",
            Advice.Kind.FAILURES,
            "Requests: 30, refused (4xx): 30,",
            r -> {
              for (int i = 0; i < 10; i++) {
                r.onOpen(NOBODY, 20 * MILLI);
              }
              requests(r, 30, "10.0.0.1", 20, 1, 0, 403);
            }),
        job(
            "every read fails, though requests are answered",
            Advice.Kind.FAILURES,
            "reads that failed: 7, that went well: 0",
            r -> {
              r.onOpen(NOBODY, 20 * MILLI);
              requests(r, 10, "10.0.0.1", 20, 1, MIB, 206);
              for (int i = 0; i < 7; i++) {
                r.onReadFailed(NOBODY, 20 * MILLI);
              }
            }),
        job(
            "the store throttles everything",
            Advice.Kind.THROTTLING,
            "20 of 20 requests were throttled",
            r -> requests(r, 20, "10.0.0.1", 5, 5, 0, 503)),
        job(
            "nobody answers",
            Advice.Kind.FAILURES,
            "without an answer: 10;",
            r -> requests(r, 10, "10.0.0.1", 0, 0, 0, 0)),
        job(
            "folders are listed and no object may be read",
            Advice.Kind.FAILURES,
            "Requests: 15, refused (4xx): 10,",
            r -> {
              requests(r, 5, "list", "10.0.0.1", 20, 1, 100, 200);
              requests(r, 10, "10.0.0.1", 20, 1, 0, 403);
            }),
        job(
            "what is to be written is looked for first",
            Advice.Kind.NOT_READING,
            "Reading is not what this job waits for",
            r -> {
              requests(r, 3, "10.0.0.1", 20, 1, 0, 404);
              requests(r, 5, "put", "10.0.0.1", 20, 1, 0, 200);
              r.onWrite(NOBODY, MIB);
            }),
        job(
            "tiny positioned reads everywhere",
            Advice.Kind.TINY_READS,
            "200 reads missed after 0 seeks, 4.0 KiB delivered",
            r -> {
              r.onOpen(NOBODY, 20 * MILLI);
              reads(r, 200, 4096, 25 * MILLI);
              requests(r, 200, "10.0.0.1", 20, 1, 8192, 206);
            }),
        job(
            "a read of each of many small objects",
            Advice.Kind.FIRST_BYTE,
            "20.1 ms (median)",
            r -> {
              for (int i = 0; i < 200; i++) {
                r.onOpen(NOBODY, 20 * MILLI);
              }
              reads(r, 200, 4096, 25 * MILLI);
              requests(r, 400, "10.0.0.1", 20, 1, 8192, 206);
            }),
        job(
            "what left memory comes from a slow disk",
            Advice.Kind.LOCAL_DISK,
            "The local disk is what reads wait for: it took 6.0 s to bring 100.0 MiB, against 3.0 s",
            r -> {
              slow(r);
              for (int i = 0; i < 100; i++) {
                r.onDiskRead(NOBODY, 8, MIB, 60 * MILLI);
              }
            }),
        job(
            "a narrow line",
            Advice.Kind.BANDWIDTH,
            "Bandwidth is what reads wait for",
            r -> {
              reads(r, 100, MIB, 50 * MILLI);
              requests(r, 100, "10.0.0.1", 5, 400, MIB, 206);
            }),
        job(
            "a far store",
            Advice.Kind.FIRST_BYTE,
            "First bytes are what reads wait for: 20.1 ms (median)",
            AdviceTest::slow));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jobs")
  void job_whichWaitsForOneThing_isToldSo(
      String name, Advice.Kind kind, String words, Consumer<ReadRecorder> job) {
    final ReadRecorder recorder = new ReadRecorder();
    job.accept(recorder);

    final List<Advice.Finding> findings =
        Advice.of(recorder.snapshot(), recorder.snapshot(), 10 * SECOND);

    assertThat(findings.get(0).kind()).as("%s: %s", name, findings).isEqualTo(kind);
    assertThat(findings.get(0).words()).contains(words);
  }

  @Test
  void failures_areToldBesideTheBottleneck() {
    final ReadRecorder recorder = new ReadRecorder();
    slow(recorder);
    recorder.onRetry(NOBODY, "get", 100 * MILLI);
    recorder.onReadFailed(NOBODY, SECOND);

    assertThat(Advice.of(recorder.snapshot(), recorder.snapshot(), 10 * SECOND))
        .extracting(Advice.Finding::kind)
        .containsExactly(Advice.Kind.FIRST_BYTE, Advice.Kind.FAILURES);
  }

  @Test
  void jobThatAskedNothing_isToldNothingOfFailures() {
    final ReadRecorder nothing = new ReadRecorder();

    assertThat(Advice.of(nothing.snapshot(), nothing.snapshot(), 10 * SECOND))
        .extracting(Advice.Finding::kind)
        .containsExactly(Advice.Kind.NOTHING_READ);
  }

  @Test
  void failureOfEverything_isToldOnce() {
    final ReadRecorder recorder = new ReadRecorder();
    requests(recorder, 30, "10.0.0.1", 20, 1, 0, 401);
    recorder.onReadFailed(NOBODY, SECOND);

    assertThat(Advice.of(recorder.snapshot(), recorder.snapshot(), 10 * SECOND))
        .extracting(Advice.Finding::kind)
        .containsExactly(Advice.Kind.FAILURES);
  }

  @Test
  void slowAddressThatWasHardlyAsked_isToldBesideTheBottleneck() {
    final ReadRecorder recorder = new ReadRecorder();
    for (int i = 0; i < 20; i++) {
      slow(recorder);
    }
    requests(recorder, 9, "10.0.0.9", 300, 1, MIB, 206);

    final List<Advice.Finding> findings =
        Advice.of(recorder.snapshot(), recorder.snapshot(), 100 * SECOND);

    assertThat(findings)
        .extracting(Advice.Finding::kind)
        .containsExactly(Advice.Kind.FIRST_BYTE, Advice.Kind.SLOW_ADDRESS);
    assertThat(findings.get(1).words())
        .contains("The address 10.0.0.9 is slow", "they answered 9 and 2,000 requests");
  }

  @Test
  void driverWithoutTasks_isAdvisedToo() {
    final ReadRecorder recorder = new ReadRecorder();
    slow(recorder);

    assertThat(Advice.of(recorder.snapshot(), new ReadRecorder().snapshot(), 0))
        .extracting(Advice.Finding::words)
        .singleElement()
        .asString()
        .contains("reads waited 3.0 s in all");
  }

  @Test
  void driverThatOnlyLists_isNotToldOfFirstBytes() {
    final ReadRecorder recorder = new ReadRecorder();
    requests(recorder, 2, "list", "10.0.0.1", 300, 1, 100, 200);
    requests(recorder, 1, "head", "10.0.0.1", 30, 1, 0, 404);
    recorder.onWrite(NOBODY, 10);

    assertThat(Advice.of(recorder.snapshot(), new ReadRecorder().snapshot(), 0))
        .containsExactly(
            new Advice.Finding(
                Advice.Kind.NOTHING_READ,
                "Nothing was read: the store was asked 3 times, of which 1 were refused (4xx), and"
                    + " 10 B were written."));
  }

  @Test
  void firstConnectionOfAProcess_isNoReasonForMoreOfThem() {
    final ReadRecorder recorder = new ReadRecorder();
    reads(recorder, 7, MIB, SECOND);
    requests(recorder, 5, "10.0.0.1", 40, 1, MIB, 206);
    queued(recorder, 2, 940);
    for (int i = 0; i < 8; i++) {
      recorder.onConnection("10.0.0.1", true);
    }

    assertThat(kinds(recorder)).containsExactly(Advice.Kind.FIRST_BYTE);
  }

  @Test
  void requestsThatWaitForConnections_areAReasonForMoreOfThem() {
    final ReadRecorder recorder = new ReadRecorder();
    reads(recorder, 12, MIB, SECOND);
    requests(recorder, 6, "10.0.0.1", 40, 1, MIB, 206);
    queued(recorder, 6, 100);

    assertThat(kinds(recorder)).containsExactly(Advice.Kind.CONNECTIONS);
  }

  private static List<Advice.Kind> kinds(ReadRecorder recorder) {
    return Advice.of(recorder.snapshot(), recorder.snapshot(), 10 * SECOND).stream()
        .map(Advice.Finding::kind)
        .toList();
  }

  /** GETs that waited so long for a connection. */
  private static void queued(ReadRecorder recorder, int number, long millis) {
    for (int i = 0; i < number; i++) {
      recorder.onRequestSent(NOBODY, "get");
      recorder.onRequest(
          NOBODY,
          new EndedRequest(
              "get",
              "oci://b@n/o",
              0,
              MIB,
              1,
              millis * MILLI,
              40 * MILLI,
              MILLI,
              MIB,
              206,
              "10.0.0.1",
              "id"));
    }
  }

  @Test
  void openingOfOneObject_isNoReasonForOtherFiles() {
    final ReadRecorder recorder = new ReadRecorder();
    recorder.onOpen(NOBODY, 3 * SECOND);
    requests(recorder, 1, "10.0.0.1", 30, 1, MIB, 206);
    reads(recorder, 1, MIB, 100 * MILLI);

    assertThat(Advice.of(recorder.snapshot(), recorder.snapshot(), 10 * SECOND))
        .extracting(Advice.Finding::words)
        .singleElement()
        .asString()
        .contains("1 object, 3.0 s each", "Of so few it says little")
        .doesNotContain("would help");
  }

  private static Arguments job(
      String name, Advice.Kind kind, String words, Consumer<ReadRecorder> job) {
    return Arguments.of(name, kind, words, job);
  }

  /** Long reads, each of which waits for a first byte. */
  private static void slow(ReadRecorder recorder) {
    reads(recorder, 100, MIB, 30 * MILLI);
    requests(recorder, 100, "10.0.0.1", 20, 10, MIB, 206);
  }

  /** Small reads at scattered positions. */
  private static void tiny(ReadRecorder recorder) {
    for (int i = 0; i < 200; i++) {
      recorder.onSeek(NOBODY, i % 2 == 0 ? 1_000_000 : -900_000);
    }
    reads(recorder, 200, 4096, 25 * MILLI);
    requests(recorder, 200, "10.0.0.1", 20, 1, 8192, 206);
  }

  private static void reads(ReadRecorder recorder, int number, long bytes, long nanos) {
    for (int i = 0; i < number; i++) {
      recorder.onRead(NOBODY, "oci://b@n/o", 0, bytes, nanos, 0, ReadOutcome.MISS);
    }
  }

  private static void requests(
      ReadRecorder recorder,
      int number,
      String address,
      long firstByteMillis,
      long bodyMillis,
      long bytes,
      int status) {
    requests(recorder, number, "get", address, firstByteMillis, bodyMillis, bytes, status);
  }

  private static void requests(
      ReadRecorder recorder,
      int number,
      String operation,
      String address,
      long firstByteMillis,
      long bodyMillis,
      long bytes,
      int status) {
    for (int i = 0; i < number; i++) {
      recorder.onRequestSent(NOBODY, operation);
      recorder.onRequest(
          NOBODY,
          new EndedRequest(
              operation,
              "oci://b@n/o",
              0,
              bytes,
              1,
              MILLI / 10,
              firstByteMillis * MILLI,
              bodyMillis * MILLI,
              bytes,
              status,
              address,
              "id"));
    }
  }
}
