package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.hadoop.ObjectChangedException;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import java.net.ConnectException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;

/** Too few connections, streams that nobody closes, and closing while somebody waits. */
final class PoolFaults {
  private static final RampObject RAMP = new RampObject(Reading.SIZE, 3);
  private static final int PIECE = 4000;
  private static final long STEP = 1 << 20;

  private static final String[] TWO_CONNECTIONS = {"fs.seekwell.http.max-connections", "2"};

  /** Two parts, of which both may be on their way at once. */
  private static final int LARGE = Scene.PART_SIZE + 7;

  /** Three and more. */
  private static final int HUGE = 3 * Scene.PART_SIZE + 7;

  /** So long that no case ends by it. */
  private static final String[] PATIENT = {"fs.seekwell.read.stall-deadline", "10m"};

  /** Far below any deadline that is set, and above a busy machine's hiccups. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private PoolFaults() {}

  static List<FaultCase> cases() {
    CaseTable table = new CaseTable("Connections, closing, and use after closing");
    connections(table);
    closingStreams(table);
    closingFileSystems(table);
    usedAfterClosing(table);
    return table.cases();
  }

  private static void connections(CaseTable table) {
    table.add(
        "sixteen streams, two connections",
        "positioned reads by sixteen threads",
        "all read; there are never more connections",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs = scene.fs(TWO_CONNECTIONS);
          List<Callable<Void>> readers = new ArrayList<>();
          for (int i = 0; i < 16; i++) {
            int number = i;
            readers.add(
                () -> {
                  try (FSDataInputStream in = fs.open(scene.path("a"))) {
                    read(in, number);
                  }
                  return null;
                });
          }
          Reading.inThreads(readers);
          assertThat(scene.log().counters().connectionsOpened()).isLessThanOrEqualTo(2);
        });
    table.add(
        "fifty streams that were read and never closed, two connections",
        "positioned read of one more",
        "read at once: an open stream holds no connection",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs = scene.fs(TWO_CONNECTIONS);
          for (int i = 0; i < 50; i++) {
            read(fs.open(scene.path("a")), i % 8);
          }
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            read(in, 20);
          }
          assertThat(scene.log().counters().connectionsOpened()).isLessThanOrEqualTo(2);
        });
    table.add(
        "streams left in the middle of a body, two connections",
        "positioned read of one more",
        "read: what is given up gives its connection back",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs = scene.fs(TWO_CONNECTIONS);
          for (int i = 0; i < 4; i++) {
            scene.next(Scene.GET, Fault.closeAfter(500).and(Fault.etag("another")));
            try (FSDataInputStream in = fs.open(scene.path("a"))) {
              Failing.with(ObjectChangedException.class, () -> read(in, 1));
            }
          }
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            read(in, 2);
          }
        });
    table.add(
        "every connection hangs",
        "getFileStatus of another thread",
        "fails after the wait that is set, saying what it waited for",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs =
              scene.fs(
                  "fs.seekwell.http.max-connections", "1",
                  "fs.seekwell.http.connection-wait", "200ms",
                  "fs.seekwell.retry.attempts", "1",
                  "fs.seekwell.read.stall-deadline", "10m");
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            scene.next(Scene.GET, Fault.neverAnswer());
            Waiter reader = new Waiter(() -> read(in, 1));
            scene.await(Scene.GET, 1);
            Failing.with(ConnectException.class, () -> fs.getFileStatus(scene.path("a")))
                .saying("all 1 connections", "200 ms");
            fs.close();
            reader.failed(IOException.class);
          }
        });
    table.add(
        "twenty faults of five kinds, one connection",
        "positioned reads",
        "no connection is lost to the pool",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs =
              scene.fs(
                  "fs.seekwell.http.max-connections", "1", "fs.seekwell.retry.base-delay", "1ms");
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            List<Fault> kinds =
                List.of(
                    Fault.closeAfter(100),
                    Fault.status(500),
                    Fault.garbledAnswer(),
                    Fault.anotherRange(0, 5),
                    Fault.resetAfter(10));
            for (int i = 0; i < 20; i++) {
              scene.next(Scene.GET, kinds.get(i % kinds.size()));
              read(in, i);
            }
          }
          scene.assertFaultsMet();
          assertThat(scene.log().counters().connectionsOpen()).isLessThanOrEqualTo(1);
        });
  }

  private static void closingStreams(CaseTable table) {
    table.add(
        "no answer",
        "close of a stream that another thread reads",
        "closed at once; the read ends a moment later, whatever the stall deadline",
        scene -> {
          scene.hold("a", RAMP);
          FSDataInputStream in =
              scene.fs("fs.seekwell.read.stall-deadline", "1m").open(scene.path("a"));
          scene.always(Scene.GET, Fault.neverAnswer());
          Waiter reader = new Waiter(() -> read(in, 1));
          scene.await(Scene.GET, 1);
          atOnce(in::close);
          reader.failed(IOException.class);
        });
    table.add(
        "closed twice",
        "close of an input stream",
        "the second does nothing",
        scene -> {
          scene.hold("a", RAMP);
          FSDataInputStream in = scene.fs().open(scene.path("a"));
          read(in, 1);
          in.close();
          in.close();
          scene.assertCount(Scene.GET, 1);
        });
    table.add(
        "closed twice",
        "close of an output stream",
        "the second does nothing",
        scene -> {
          FSDataOutputStream out = scene.fs().create(scene.path("a"));
          out.write(1);
          out.close();
          out.close();
          scene.assertCount(Scene.PUT, 1);
        });
  }

  private static void closingFileSystems(CaseTable table) {
    closing(table, "positioned read", Scene.GET, Fault.neverAnswer(), PoolFaults::readOf);
    closing(
        table,
        "read of a body that stands still",
        Scene.GET,
        Fault.stallAfter(100),
        PoolFaults::readOf);
    closing(
        table,
        "getFileStatus",
        Scene.HEAD,
        Fault.neverAnswer(),
        (scene, fs) -> () -> fs.getFileStatus(scene.path("a")));
    closing(
        table,
        "open",
        Scene.HEAD,
        Fault.neverAnswer(),
        (scene, fs) -> () -> fs.open(scene.path("a")).close());
    closing(
        table,
        "listStatus",
        "",
        Fault.neverAnswer(),
        (scene, fs) -> () -> fs.listStatus(scene.path("dir")));
    closingWithWriter(table, "close of a small file", Scene.PUT, 1000);
    closingWithWriter(table, "close of a large file, which waits for its parts", Scene.PART, LARGE);
    closingWithWriter(table, "write of a large file, which waits for its parts", Scene.PART, HUGE);
    closingWithWriter(table, "close of a large file", "", LARGE);
    table.add(
        "503 to everything, and backoffs of a minute",
        "close of a file system while a read waits to try again",
        "both end at once",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs =
              scene.fs("fs.seekwell.retry.base-delay", "1m", "fs.seekwell.retry.max-delay", "1m");
          FSDataInputStream in = fs.open(scene.path("a"));
          scene.always(Scene.GET, Fault.status(503, Duration.ofMinutes(1)));
          Waiter reader = new Waiter(() -> read(in, 1));
          scene.await(Scene.GET, 1);
          atOnce(fs::close);
          reader.failed(IOException.class);
        });
    table.add(
        "no answer",
        "FileSystem.closeAllForUGI while a read waits",
        "both end at once",
        scene -> {
          scene.hold("a", RAMP);
          Configuration conf = scene.rig().configuration();
          Scene.settle(conf);
          conf.set(PATIENT[0], PATIENT[1]);
          UserGroupInformation user = UserGroupInformation.createRemoteUser("somebody");
          FileSystem fs =
              user.doAs(
                  (PrivilegedExceptionAction<FileSystem>)
                      () -> FileSystem.get(scene.rig().root(), conf));
          FSDataInputStream in = fs.open(scene.path("a"));
          scene.next(Scene.GET, Fault.neverAnswer());
          Waiter reader = new Waiter(() -> read(in, 1));
          scene.await(Scene.GET, 1);
          atOnce(() -> FileSystem.closeAllForUGI(user));
          reader.failed(IOException.class);
        });
    table.add(
        "closed twice",
        "close of a file system",
        "the second does nothing",
        scene -> {
          FileSystem fs = scene.fs();
          fs.exists(scene.path("a"));
          fs.close();
          fs.close();
        });
    table.add(
        "the address is dead",
        "close of a file system",
        "closed at once",
        scene -> {
          FileSystem fs = scene.fs();
          fs.exists(scene.path("a"));
          scene.rig().emulator().address(FaultSuiteContract.ADDRESSES[0]).takeDown();
          Failing.with(ConnectException.class, () -> fs.exists(scene.path("a")));
          atOnce(fs::close);
        });
  }

  /** What waits for an answer when the file system is closed. */
  @FunctionalInterface
  private interface Waiting {
    Action of(Scene scene, FileSystem fs) throws IOException;
  }

  private static Action readOf(Scene scene, FileSystem fs) throws IOException {
    FSDataInputStream in = fs.open(scene.path("a"));
    return () -> read(in, 1);
  }

  private static void closing(
      CaseTable table, String operation, String request, Fault fault, Waiting waiting) {
    table.add(
        fault.deed() == Fault.Deed.IGNORED ? "no answer" : "stall in the body",
        "close of a file system during " + operation,
        "both end at once",
        scene -> {
          scene.hold("a", RAMP);
          String asked = request.isEmpty() ? scene.manners().listing() : request;
          FileSystem fs = scene.fs(PATIENT);
          Action action = waiting.of(scene, fs);
          int before = scene.count(asked);
          scene.always(asked, fault);
          Waiter waiter = new Waiter(action);
          scene.await(asked, before + 1);
          atOnce(fs::close);
          waiter.failed(IOException.class);
        });
  }

  /** Of what publishes nobody knows whether it was done; in the cases here it is not. */
  private static void closingWithWriter(
      CaseTable table, String operation, String request, int size) {
    table.add(
        "no answer",
        "close of a file system during " + operation,
        "both end soon, the writer is told why; nothing is published"
            + (request.isEmpty() ? "" : ", no upload is left"),
        scene -> {
          String asked = request.isEmpty() ? scene.rig().completion() : request;
          FileSystem fs = scene.fs(PATIENT);
          FSDataOutputStream out = fs.create(scene.path("a"));
          scene.always(asked, Fault.neverAnswer());
          Waiter writer =
              new Waiter(
                  () -> {
                    Scene.write(out, new RampObject(size, 1));
                    out.close();
                  });
          scene.await(asked, request.equals(Scene.PART) ? 2 : 1);
          atOnce(fs::close);
          writer.failed(IOException.class, "the file system was closed before the file was");
          scene.assertNothing("a");
          if (!request.isEmpty()) {
            scene.assertNoUploads();
          }
        });
  }

  private static void usedAfterClosing(CaseTable table) {
    after(table, "open", (scene, fs) -> fs.open(scene.path("a")));
    after(table, "create", (scene, fs) -> fs.create(scene.path("b")));
    after(table, "getFileStatus", (scene, fs) -> fs.getFileStatus(scene.path("a")));
    after(table, "exists", (scene, fs) -> fs.exists(scene.path("a")));
    after(table, "listStatus", (scene, fs) -> fs.listStatus(scene.path("")));
    after(table, "rename", (scene, fs) -> fs.rename(scene.path("a"), scene.path("b")));
    after(table, "delete", (scene, fs) -> fs.delete(scene.path("a"), true));
    after(table, "mkdirs", (scene, fs) -> fs.mkdirs(scene.path("dir")));
    table.add(
        "the stream is closed",
        "read, seek, positioned read",
        "each says so, and asks for nothing",
        scene -> {
          scene.hold("a", RAMP);
          FSDataInputStream in = scene.fs().open(scene.path("a"));
          in.close();
          Failing.with(IOException.class, in::read).naming(scene.path("a")).saying("closed");
          Failing.with(IOException.class, () -> in.seek(5)).saying("closed");
          Failing.with(IOException.class, () -> read(in, 1)).saying("closed");
          scene.assertCount(Scene.GET, 0);
        });
    table.add(
        "the stream is closed",
        "write, flush",
        "writing says so; nothing more is published",
        scene -> {
          FSDataOutputStream out = scene.fs().create(scene.path("a"));
          out.write(1);
          out.close();
          Failing.with(IOException.class, () -> out.write(1))
              .naming(scene.path("a"))
              .saying("closed");
          scene.assertCount(Scene.PUT, 1);
        });
    table.add(
        "the file system is closed",
        "read of an open stream",
        "fails at once, saying that it is closed",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs = scene.fs();
          FSDataInputStream in = fs.open(scene.path("a"));
          fs.close();
          Failing.with(IOException.class, () -> read(in, 1))
              .naming(scene.path("a"))
              .saying("closed");
          scene.assertCount(Scene.GET, 0);
        });
  }

  @FunctionalInterface
  private interface Use {
    void of(Scene scene, FileSystem fs) throws IOException;
  }

  private static void after(CaseTable table, String operation, Use use) {
    table.add(
        "the file system is closed",
        operation,
        "fails, saying that it is closed; nothing is asked",
        scene -> {
          scene.hold("a", RAMP);
          FileSystem fs = scene.fs();
          fs.close();
          Failing.with(IOException.class, () -> use.of(scene, fs))
              .saying("the file system is closed");
          assertThat(scene.log().requests()).isEmpty();
        });
  }

  private static void read(FSDataInputStream in, int number) throws IOException {
    byte[] buffer = new byte[PIECE];
    in.readFully(number * STEP, buffer);
    RAMP.verify(number * STEP, buffer, 0, PIECE);
  }

  private static void atOnce(Action action) throws IOException {
    long begin = System.nanoTime();
    action.run();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
  }
}
