package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.PathIOException;

/** Answers that go wrong while a file is read, opened or looked at. */
final class ReadFaults {
  /** Bytes of the body that come before it is cut. */
  private static final int CUT = 1000;

  private static final List<Reading> READINGS = List.of(Reading.values());

  private ReadFaults() {}

  /** What is asked for after an answer that was no good. */
  private enum Then {
    AGAIN("asked once more"),
    REST("only the missing rest is asked for"),
    NEVER_MIXED("the surplus is read by nobody");

    private final String promise;

    Then(String promise) {
      this.promise = promise;
    }
  }

  private record Mendable(String name, Fault fault, Then then, String[] settings) {
    static Mendable of(String name, Fault fault, Then then) {
      return new Mendable(name, fault, then, new String[0]);
    }
  }

  private static final List<Mendable> MENDABLE =
      List.of(
          Mendable.of("reset before the answer", Fault.resetBeforeAnswer(), Then.AGAIN),
          Mendable.of("closed before the answer", Fault.closeBeforeAnswer(), Then.AGAIN),
          Mendable.of("reset after the head", Fault.resetAfter(0), Then.AGAIN),
          Mendable.of("reset in the body", Fault.resetAfter(CUT), Then.AGAIN),
          Mendable.of("body cut short", Fault.closeAfter(CUT), Then.REST),
          Mendable.of(
              "body shorter than its range, and its length says so",
              Fault.answering(answer -> answer.body(answer.body().slice(0, CUT))),
              Then.AGAIN),
          Mendable.of(
              "body longer than its range, and its length says so",
              Fault.answering(ReadFaults::longer),
              Then.AGAIN),
          Mendable.of("body longer than its length", Fault.tooLong(50), Then.NEVER_MIXED),
          new Mendable("no answer", Fault.neverAnswer(), Then.AGAIN, Scene.HASTY),
          new Mendable("stall in the body", Fault.stallAfter(CUT), Then.REST, Scene.HASTY),
          Mendable.of("500", Fault.status(500), Then.AGAIN),
          Mendable.of("503", Fault.status(503), Then.AGAIN),
          Mendable.of("429", Fault.status(429), Then.AGAIN),
          Mendable.of("another range", Fault.anotherRange(10, 20), Then.AGAIN),
          Mendable.of("200 with the whole object", Fault.rangeIgnored(), Then.AGAIN),
          Mendable.of("206 without Content-Range", Fault.without("Content-Range"), Then.AGAIN),
          Mendable.of(
              "Content-Range of another place",
              Fault.contentRange("bytes 1-8192/" + Reading.SIZE),
              Then.AGAIN),
          Mendable.of("no ETag", Fault.without("ETag"), Then.AGAIN),
          Mendable.of("no HTTP at all", Fault.garbledAnswer(), Then.AGAIN));

  private static Answer longer(Answer answer) {
    return answer.body(Content.join(List.of(answer.body(), Content.of(new byte[50]))));
  }

  static List<FaultCase> cases() {
    CaseTable table = new CaseTable("Reads");
    for (Reading reading : READINGS) {
      for (Mendable mendable : MENDABLE) {
        table.add(
            mendable.name,
            reading.operation(),
            reading.promise() + "; " + mendable.then.promise,
            scene -> isMended(scene, reading, mendable));
      }
      table.add(
          "two faults in a row, of three attempts",
          reading.operation(),
          reading.promise() + "; two requests more",
          scene -> twoInARow(scene, reading));
    }
    for (int status : new int[] {502, 504}) {
      Mendable gateway = Mendable.of("" + status, Fault.status(status), Then.AGAIN);
      table.add(
          gateway.name,
          Reading.POSITIONED.operation(),
          Reading.POSITIONED.promise() + "; " + gateway.then.promise,
          scene -> isMended(scene, Reading.POSITIONED, gateway));
    }
    for (Reading reading : List.of(Reading.SEEK, Reading.POSITIONED, Reading.OPENING)) {
      givenUp(table, reading);
    }
    for (Reading reading : List.of(Reading.SEQUENTIAL, Reading.VECTORED, Reading.OPENING)) {
      notRetried(table, reading);
    }
    throttled(table);
    looking(table);
    return table.cases();
  }

  private static void isMended(Scene scene, Reading reading, Mendable mendable) throws IOException {
    RampObject ramp = scene.hold("a", new RampObject(Reading.SIZE, 2));
    String[] settings = reading.settings(mendable.settings);
    // A connection with a surplus may wait for the next one who uses the file system.
    boolean own = mendable.then == Then.NEVER_MIXED;
    FileSystem fs = own ? scene.fs(settings) : scene.shared(settings);
    reading.run(fs, scene.path("a"), ramp, () -> scene.next(Scene.GET, mendable.fault));
    scene.assertFaultsMet();
    // The surplus breaks the next request of its connection, unless it is seen before.
    int least = reading.requests() + (mendable.then == Then.NEVER_MIXED ? 0 : 1);
    assertThat(scene.count(Scene.GET)).isBetween(least, reading.requests() + 1);
    if (mendable.then == Then.REST) {
      assertOnlyTheRestWasAskedFor(scene);
    }
  }

  private static void assertOnlyTheRestWasAskedFor(Scene scene) {
    List<ByteRange> ranges = scene.log().ranges(Scene.GET);
    assertThat(ranges)
        .anySatisfy(
            whole -> assertThat(ranges).contains(ByteRange.of(whole.start() + CUT, whole.end())));
  }

  private static void twoInARow(Scene scene, Reading reading) throws IOException {
    RampObject ramp = scene.hold("a", new RampObject(Reading.SIZE, 3));
    FileSystem fs = scene.shared(reading.settings());
    reading.run(
        fs,
        scene.path("a"),
        ramp,
        () -> scene.next(Scene.GET, Fault.status(500), Fault.resetBeforeAnswer()));
    scene.assertFaultsMet();
    scene.assertCount(Scene.GET, reading.requests() + 2);
  }

  private static void givenUp(CaseTable table, Reading reading) {
    givenUp(table, reading, "500", Fault.status(500), IOException.class, "SERVER_ERROR");
    givenUp(table, reading, "503", Fault.status(503), IOException.class, "THROTTLED");
    givenUp(
        table, reading, "reset", Fault.resetBeforeAnswer(), ConnectException.class, "CONNECTION");
    givenUp(table, reading, "cut short", Fault.closeAfter(0), IOException.class, "TRUNCATED");
    if (reading == Reading.POSITIONED) {
      givenUp(
          table,
          reading,
          "no answer",
          Fault.neverAnswer(),
          SocketTimeoutException.class,
          "STALLED");
    }
    givenUp(
        table, reading, "no HTTP at all", Fault.garbledAnswer(), IOException.class, "WRONG_ANSWER");
  }

  private static void givenUp(
      CaseTable table,
      Reading reading,
      String name,
      Fault fault,
      Class<? extends IOException> type,
      String kind) {
    boolean answered = fault.status().isPresent();
    table.add(
        name + ", once more than there are attempts",
        reading.operation(),
        "the error names object, range, attempts, address"
            + (answered ? " and request id" : "")
            + "; then it is read",
        scene -> {
          RampObject ramp = scene.hold("a", new RampObject(Reading.SIZE, 4));
          FileSystem fs = scene.fs(reading.settings(Scene.HASTY));
          Failing failing =
              Failing.with(
                  type,
                  () ->
                      reading.run(fs, scene.path("a"), ramp, () -> scene.always(Scene.GET, fault)));
          failing
              .naming(scene.path("a"))
              .saying(kind, Scene.ATTEMPTS + " attempts", "address 127.0.0.1", " [", ")")
              .withoutSecrets(scene.secrets());
          if (answered) {
            int last = scene.count(Scene.GET) - 1;
            failing.saying("request id " + scene.requests(Scene.GET).get(last).requestId());
          }
          // A kept connection that breaks may have been closed for its age: it is replaced at once.
          assertThat(scene.count(Scene.GET)).isBetween(Scene.ATTEMPTS, Scene.ATTEMPTS + 1);
          scene.mend();
          reading.run(fs, scene.path("a"), ramp, () -> {});
        });
  }

  private static void notRetried(CaseTable table, Reading reading) {
    notRetried(table, reading, "400", Fault.status(400), PathIOException.class);
    notRetried(table, reading, "401", Fault.status(401), AccessDeniedException.class);
    notRetried(table, reading, "403", Fault.status(403), AccessDeniedException.class);
  }

  private static void notRetried(
      CaseTable table,
      Reading reading,
      String name,
      Fault fault,
      Class<? extends IOException> type) {
    table.add(
        name,
        reading.operation(),
        "fails after one request; then it is read",
        scene -> {
          RampObject ramp = scene.hold("a", new RampObject(Reading.SIZE, 5));
          FileSystem fs = scene.shared(reading.settings());
          int others = reading == Reading.VECTORED ? 2 : 0;
          Failing.with(
                  type,
                  () -> reading.run(fs, scene.path("a"), ramp, () -> scene.next(Scene.GET, fault)))
              .naming(scene.path("a"))
              .saying("status " + name, "request id")
              .notSaying("attempts")
              .withoutSecrets(scene.secrets());
          scene.assertCount(Scene.GET, 1 + others);
          reading.run(fs, scene.path("a"), ramp, () -> {});
        });
  }

  private static void throttled(CaseTable table) {
    patient(table, 429, Reading.POSITIONED);
    patient(table, 503, Reading.OPENING);
    withoutSense(table);
    for (int status : new int[] {429, 503}) {
      table.add(
          status + " with Retry-After of an hour",
          Reading.POSITIONED.operation(),
          "asked again after the longest backoff that is set",
          scene -> {
            RampObject ramp = scene.hold("a", new RampObject(Reading.SIZE, 6));
            Reading.POSITIONED.run(
                scene.fs(),
                scene.path("a"),
                ramp,
                () -> scene.next(Scene.GET, Fault.status(status, Duration.ofHours(1))));
            scene.assertCount(Scene.GET, 2);
          });
    }
  }

  private static void withoutSense(CaseTable table) {
    table.add(
        "503 with a Retry-After below zero",
        Reading.OPENING.operation(),
        "asked again as if nothing had been said of time",
        scene -> {
          RampObject ramp = scene.hold("a", new RampObject(Reading.SIZE, 6));
          Fault fault = Fault.status(503, Duration.ofSeconds(-1));
          FileSystem fs = scene.fs(Reading.OPENING.settings());
          Reading.OPENING.run(fs, scene.path("a"), ramp, () -> scene.next(Scene.GET, fault));
          scene.assertFaultsMet();
          scene.next(Scene.HEAD, fault);
          assertThat(fs.getFileStatus(scene.path("a")).getLen()).isEqualTo(Reading.SIZE);
          scene.assertFaultsMet();
        });
  }

  private static void patient(CaseTable table, int status, Reading reading) {
    table.add(
        status + " with Retry-After of a second",
        reading.operation(),
        "asked again, not before the second is over",
        scene -> {
          RampObject ramp = scene.hold("a", new RampObject(Reading.SIZE, 6));
          FileSystem fs = scene.fs(reading.settings("fs.seekwell.retry.max-delay", "1100ms"));
          Fault fault = Fault.status(status, Duration.ofSeconds(1));
          long begin = System.nanoTime();
          reading.run(fs, scene.path("a"), ramp, () -> scene.next(Scene.GET, fault));
          assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofSeconds(1).toNanos());
          scene.assertCount(Scene.GET, 2);
        });
  }

  /** HEAD, whose answers have no body, on behalf of getFileStatus and of opening. */
  private static void looking(CaseTable table) {
    looking(table, "reset before the answer", Fault.resetBeforeAnswer());
    looking(table, "closed before the answer", Fault.closeBeforeAnswer());
    looking(table, "no answer", Fault.neverAnswer(), Scene.HASTY);
    looking(table, "500", Fault.status(500));
    looking(table, "503", Fault.status(503));
    looking(table, "429", Fault.status(429));
    looking(table, "no ETag", Fault.without("ETag"));
    looking(table, "no HTTP at all", Fault.garbledAnswer());
    table.add(
        "500, once more than there are attempts",
        "getFileStatus",
        "the error names object and attempts; the file is not called missing",
        scene -> {
          scene.hold("a", new RampObject(1000, 8));
          FileSystem fs = scene.fs();
          scene.always(Scene.HEAD, Fault.status(500));
          Failing.with(IOException.class, () -> fs.getFileStatus(scene.path("a")))
              .naming(scene.path("a"))
              .saying("status 500", Scene.ATTEMPTS + " attempts", "request id");
          scene.assertCount(Scene.HEAD, Scene.ATTEMPTS);
        });
    table.add(
        "403",
        "getFileStatus",
        "fails after one request; the file is not called missing",
        scene -> {
          scene.hold("a", new RampObject(1000, 8));
          FileSystem fs = scene.fs();
          scene.next(Scene.HEAD, Fault.status(403));
          Failing.with(AccessDeniedException.class, () -> fs.getFileStatus(scene.path("a")))
              .naming(scene.path("a"));
          scene.assertCount(Scene.HEAD, 1);
        });
  }

  private static void looking(CaseTable table, String name, Fault fault, String... settings) {
    table.add(
        name,
        "getFileStatus",
        "length and version are right; asked once more",
        scene -> {
          scene.hold("a", new RampObject(1000, 8));
          FileSystem fs = scene.shared(settings);
          scene.next(Scene.HEAD, fault);
          FileStatus status = fs.getFileStatus(scene.path("a"));
          assertThat(status.getLen()).isEqualTo(1000);
          scene.assertCount(Scene.HEAD, 2);
        });
    table.add(
        name,
        "open, by a HEAD",
        "opened and read; asked once more",
        scene -> {
          RampObject ramp = scene.hold("a", new RampObject(1000, 8));
          FileSystem fs = scene.shared(settings);
          scene.next(Scene.HEAD, fault);
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            byte[] read = new byte[1000];
            in.readFully(0, read);
            ramp.verify(0, read, 0, 1000);
          }
          scene.assertCount(Scene.HEAD, 2);
        });
  }
}
