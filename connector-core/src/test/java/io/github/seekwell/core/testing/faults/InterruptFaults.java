package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;

/** Threads that are interrupted while they wait, and waits that end by themselves. */
final class InterruptFaults {
  private static final RampObject RAMP = new RampObject(Reading.SIZE, 3);

  /** So long that no case ends by it. */
  private static final String[] PATIENT = {"fs.seekwell.read.stall-deadline", "10m"};

  private InterruptFaults() {}

  static List<FaultCase> cases() {
    CaseTable table = new CaseTable("Interrupts and deadlines");
    for (Reading reading : Reading.values()) {
      if (reading != Reading.THREADS) {
        interrupted(table, reading, "no answer", Fault.neverAnswer());
        interrupted(table, reading, "stall in the body", Fault.stallAfter(100));
      }
    }
    waits(table);
    others(table);
    deadlines(table);
    return table.cases();
  }

  private static void interrupted(CaseTable table, Reading reading, String name, Fault fault) {
    table.add(
        name + ", and the thread is interrupted",
        reading.operation(),
        "ends at once, long before the deadline; others read on",
        scene -> {
          scene.hold("a", RAMP);
          scene.hold("b", RAMP);
          FileSystem fs = scene.fs(reading.settings(PATIENT));
          Waiter waiter =
              new Waiter(
                  () -> reading.run(fs, scene.path("a"), RAMP, () -> scene.next(Scene.GET, fault)));
          // A vectored read asks for all of its ranges.
          scene.await(Scene.GET, reading == Reading.VECTORED ? 3 : 1);
          assertInterrupted(waiter);
          // Of the same file, who comes later may share what is still on its way.
          reading.run(fs, scene.path("b"), RAMP, () -> {});
        });
  }

  private static void assertInterrupted(Waiter waiter) throws InterruptedException {
    waiter.interrupt();
    waiter.failed(InterruptedIOException.class);
    assertThat(waiter.stayedInterrupted()).as("stayed interrupted").isTrue();
  }

  private static void waits(CaseTable table) {
    table.add(
        "503, and the thread is interrupted in its backoff",
        "positioned read",
        "ends at once; others read on",
        scene -> {
          scene.hold("a", RAMP);
          scene.hold("b", RAMP);
          FileSystem fs = scene.fs(hourly());
          scene.next(Scene.GET, Fault.status(503, Duration.ofHours(1)));
          Waiter waiter =
              new Waiter(() -> Reading.POSITIONED.run(fs, scene.path("a"), RAMP, () -> {}));
          scene.await(Scene.GET, 1);
          assertInterrupted(waiter);
          Reading.POSITIONED.run(fs, scene.path("b"), RAMP, () -> {});
        });
    table.add(
        "503, and the thread is interrupted in its backoff",
        "listStatus",
        "ends at once; the next one lists",
        scene -> {
          scene.hold("dir/a", RAMP);
          FileSystem fs = scene.fs(hourly());
          scene.next(scene.manners().listing(), Fault.status(503, Duration.ofHours(1)));
          Waiter waiter = new Waiter(() -> fs.listStatus(scene.path("dir")));
          scene.await(scene.manners().listing(), 1);
          assertInterrupted(waiter);
          assertThat(fs.listStatus(scene.path("dir"))).hasSize(1);
        });
    table.add(
        "503, and the thread is interrupted in its backoff",
        "close of a small file",
        "ends at once; nothing is published",
        scene -> {
          FileSystem fs = scene.fs(hourly());
          FSDataOutputStream out = fs.create(scene.path("a"));
          out.write(1);
          scene.next(Scene.PUT, Fault.status(503, Duration.ofHours(1)));
          Waiter waiter = new Waiter(out::close);
          scene.await(Scene.PUT, 1);
          assertInterrupted(waiter);
          scene.assertNothing("a");
        });
    table.add(
        "the thread is interrupted already",
        "open and read",
        "ends before anything is read",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs = scene.fs();
          Waiter waiter =
              new Waiter(
                  () -> {
                    Thread.currentThread().interrupt();
                    Reading.POSITIONED.run(fs, scene.path("a"), RAMP, () -> {});
                  });
          waiter.failed(InterruptedIOException.class);
          assertThat(waiter.stayedInterrupted()).isTrue();
        });
    table.add(
        "every connection is in use, and the thread is interrupted",
        "positioned read",
        "ends at once",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs =
              scene.fs(
                  "fs.seekwell.http.max-connections", "1",
                  "fs.seekwell.read.stall-deadline", "10m");
          try (FSDataInputStream in = fs.open(scene.path("a"));
              FSDataInputStream other = fs.open(scene.path("a"))) {
            scene.next(Scene.GET, Fault.neverAnswer());
            Waiter holder = new Waiter(() -> in.readFully(0, new byte[100]));
            scene.await(Scene.GET, 1);
            Waiter waiter = new Waiter(() -> other.readFully(50 << 20, new byte[100]));
            assertInterrupted(waiter);
            assertInterrupted(holder);
          }
        });
  }

  private static String[] hourly() {
    return new String[] {"fs.seekwell.retry.base-delay", "1h", "fs.seekwell.retry.max-delay", "1h"};
  }

  private static void others(CaseTable table) {
    table.add(
        "slow answer, and one of two who wait for it is interrupted",
        "positioned reads of the same place",
        "the interrupted one ends, the other gets the bytes",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs = scene.fs(PATIENT);
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            scene.next(Scene.GET, Fault.stall(Duration.ofMillis(800)));
            Waiter first = new Waiter(() -> Reading.POSITIONED.read(in, RAMP));
            scene.await(Scene.GET, 1);
            Waiter second = new Waiter(() -> Reading.POSITIONED.read(in, RAMP));
            assertInterrupted(first);
            assertThat(second.ended()).isNotPresent();
          }
        });
    table.add(
        "no answer to a part, and the thread is interrupted",
        "close of a large file",
        "ends within seconds, whatever the stall deadline; nothing is there, and no upload",
        scene -> {
          RampObject ramp = new RampObject(Scene.PART_SIZE + 7, 1);
          FSDataOutputStream out =
              scene.fs("fs.seekwell.read.stall-deadline", "1m").create(scene.path("a"));
          scene.always(Scene.PART, Fault.neverAnswer());
          Waiter writer =
              new Waiter(
                  () -> {
                    Scene.write(out, ramp);
                    out.close();
                  });
          scene.await(Scene.PART, 1);
          writer.interrupt();
          writer.failed(IOException.class);
          scene.assertNothing("a");
          scene.assertNoUploads();
        });
    table.add(
        "no answer, and the thread is interrupted",
        "listStatus",
        "ends within the deadline; the next one lists",
        scene -> {
          scene.hold("dir/a", RAMP);
          FileSystem fs = scene.fs(Scene.HASTY);
          scene.next(scene.manners().listing(), Fault.neverAnswer());
          Waiter waiter = new Waiter(() -> fs.listStatus(scene.path("dir")));
          scene.await(scene.manners().listing(), 1);
          waiter.interrupt();
          assertThat(waiter.ended())
              .satisfiesAnyOf(
                  ended -> assertThat(ended).isEmpty(),
                  ended -> assertThat(ended).get().isInstanceOf(IOException.class));
          assertThat(fs.listStatus(scene.path("dir"))).hasSize(1);
        });
    table.add(
        "the reading thread of a stream is interrupted",
        "read of the same stream by another",
        "the stream lives on",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs = scene.fs(PATIENT);
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            scene.next(Scene.GET, Fault.neverAnswer());
            Waiter waiter = new Waiter(() -> Reading.POSITIONED.read(in, RAMP));
            scene.await(Scene.GET, 1);
            assertInterrupted(waiter);
            Reading.SEEK.read(in, RAMP);
          }
        });
  }

  private static void deadlines(CaseTable table) {
    ends(table, "getFileStatus", Scene.HEAD, (s, fs) -> fs.getFileStatus(s.path("a")));
    ends(table, "exists", Scene.HEAD, (s, fs) -> fs.exists(s.path("a")));
    ends(table, "listStatus", "", (s, fs) -> fs.listStatus(s.path("dir")));
    ends(table, "create", "", (s, fs) -> fs.create(s.path("b")));
    ends(table, "mkdirs", Scene.PUT, (s, fs) -> fs.mkdirs(s.path("x")));
    ends(table, "delete of a file", Scene.DELETE, (s, fs) -> fs.delete(s.path("a"), false));
    ends(
        table,
        "close of a small file",
        Scene.PUT,
        (s, fs) -> WriteFaults.write(s, fs, "b", true, new RampObject(10, 1)));
    table.add(
        "a body that trickles, never silent for as long as the deadline",
        "positioned read",
        "read to its end with one request: slow is no fault",
        scene -> {
          scene.hold("a", RAMP);
          scene.next(Scene.GET, Fault.trickle(80_000));
          Reading.POSITIONED.run(scene.fs(Scene.HASTY), scene.path("a"), RAMP, () -> {});
          scene.assertCount(Scene.GET, 1);
        });
    table.add(
        "a head that is late, but not as late as the deadline",
        "positioned read",
        "read with one request",
        scene -> {
          scene.hold("a", RAMP);
          scene.next(Scene.GET, Fault.stall(Duration.ofMillis(200)));
          Reading.POSITIONED.run(
              scene.fs("fs.seekwell.read.stall-deadline", "20s"), scene.path("a"), RAMP, () -> {});
          scene.assertCount(Scene.GET, 1);
        });
  }

  @FunctionalInterface
  private interface Use {
    void of(Scene scene, FileSystem fs) throws IOException;
  }

  private static void ends(CaseTable table, String operation, String request, Use use) {
    table.add(
        "no answer, ever",
        operation,
        "ends after attempts times deadline, and says how long nothing came",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs =
              scene.fs(
                  "fs.seekwell.read.stall-deadline", "100ms", "fs.seekwell.retry.attempts", "2");
          scene.always(
              request.isEmpty() ? scene.manners().listing() : request, Fault.neverAnswer());
          Failing.with(SocketTimeoutException.class, () -> use.of(scene, fs))
              .saying("no byte from 127.0.0.1 for 100 ms", "2 attempts");
        });
  }
}
