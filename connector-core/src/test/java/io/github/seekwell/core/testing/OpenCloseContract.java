package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is opened and closed again and again leaves nothing behind; nor does what is not closed. */
@Timeout(120)
public abstract class OpenCloseContract {
  private static final int STREAMS = 1000;
  private static final int FILE_SYSTEMS = 50;
  private static final int LEAKS = 100;
  private static final int SIZE = 2 << 20;
  private static final int PIECE = 10_000;

  /** More than a part of an upload. */
  private static final int LARGE = 9 << 20;

  private static final int AHEAD = 64 << 20;

  /** What hundreds of cycles may leave: histograms that grew, classes that were loaded. */
  private static final long LITTLE = 8L << 20;

  private final RampObject ramp = new RampObject(SIZE, 5);
  private FileSystemRig rig;

  /** A store that answers at once. */
  protected abstract FileSystemRig start() throws IOException;

  @BeforeEach
  void hold() throws IOException {
    rig = start();
    rig.hold("a", ramp);
  }

  @AfterEach
  void stop() {
    if (rig != null) {
      rig.close();
    }
  }

  @Test
  void aThousandStreams_oneAfterTheOther_leaveNothing() throws Exception {
    try (FileSystem fs = rig.open()) {
      streams(fs, STREAMS / 5);
      Footprint early = Footprint.of(rig);
      streams(fs, STREAMS);
      Footprint late = Footprint.of(rig);

      String told = "early " + early + "; late " + late;
      assertThat(late.heap()).as(told).isLessThan(early.heap() + LITTLE);
      assertThat(late.threads().size()).as(told).isLessThanOrEqualTo(early.threads().size() + 2);
      assertThat(late.connections()).as(told).isLessThanOrEqualTo(early.connections() + 2);
    }
    allIsClosed();
  }

  @Test
  void fiftyFileSystems_oneAfterTheOther_leaveNothing() throws Exception {
    fileSystems(FILE_SYSTEMS / 5);
    allIsClosed();
    Footprint early = Footprint.of(rig);
    fileSystems(FILE_SYSTEMS);
    allIsClosed();
    Footprint late = Footprint.of(rig);

    String told = "early " + early + "; late " + late;
    assertThat(late.heap()).as(told).isLessThan(early.heap() + LITTLE);
  }

  @Test
  void streamsThatNobodyCloses_costNoConnection() throws Exception {
    try (FileSystem fs = rig.open()) {
      List<FSDataInputStream> leaked = new ArrayList<>();
      byte[] buffer = new byte[PIECE];
      for (int i = 0; i < LEAKS; i++) {
        FSDataInputStream in = fs.open(rig.path("a"));
        in.seek(SIZE / LEAKS * i / 2);
        long position = in.getPos();
        in.readFully(buffer);
        ramp.verify(position, buffer, 0, PIECE);
        leaked.add(in);
      }
      assertThat(leaked).hasSize(LEAKS);
      // Look-ahead of the last streams, and a few that are kept for the next request.
      Await.until("few connections", () -> rig.emulator().log().counters().connectionsOpen() <= 16);
      streams(fs, 10);
    }
    allIsClosed();
  }

  @Test
  void closeAll_inTheMiddleOfEverything_leavesNothing_andANewFileSystemWorks() throws Exception {
    Configuration conf = rig.configuration();
    FileSystem fs = FileSystem.get(rig.root(), conf);
    leavesNothing(fs, FileSystem::closeAll);
    try (FileSystem again = FileSystem.get(rig.root(), conf)) {
      assertThat(again).isNotSameAs(fs);
      streams(again, 2);
    }
    allIsClosed();
  }

  @Test
  void closeAllForUGI_inTheMiddleOfEverything_leavesNothing_andOthersWorkOn() throws Exception {
    Configuration conf = rig.configuration();
    UserGroupInformation user = UserGroupInformation.createRemoteUser("somebody");
    FileSystem fs =
        user.doAs((PrivilegedExceptionAction<FileSystem>) () -> FileSystem.get(rig.root(), conf));
    Busy busy = new Busy(fs);
    try (FileSystem others = rig.open()) {
      FileSystem.closeAllForUGI(user);
      busy.hasEnded();
      streams(others, 2);
    }
    allIsClosed();
  }

  /** A way to close a file system that is not asked for by its name. */
  @FunctionalInterface
  private interface Closing {
    void run() throws IOException;
  }

  private void leavesNothing(FileSystem fs, Closing closing) throws Exception {
    Busy busy = new Busy(fs);
    closing.run();
    busy.hasEnded();
    allIsClosed();
  }

  /** A stream that is read, one that hangs, look-ahead, and files half written, all at once. */
  private final class Busy {
    private final FSDataInputStream read;
    private final FSDataInputStream hanging;
    private final FSDataOutputStream small;
    private final FSDataOutputStream large;
    private final FutureTask<IOException> waiting;

    Busy(FileSystem fs) throws IOException {
      rig.hold("hangs", new RampObject(SIZE, 6));
      rig.hold("ahead", new RampObject(AHEAD, 7));
      read = fs.open(rig.path("a"));
      read.readFully(new byte[PIECE]);
      small = fs.create(rig.path("small"));
      small.write(new byte[PIECE]);
      large = fs.create(rig.path("large"));
      large.write(new byte[LARGE]);
      hanging = fs.open(rig.path("hangs"));
      // Look-ahead, if no demand: what is read first is there.
      FSDataInputStream scan = fs.open(rig.path("ahead"));
      rig.emulator()
          .script()
          .always(Call.named("GetObject").and(Call.onKey("hangs")), Fault.neverAnswer());
      rig.emulator().script().always(Call.named("UploadPart"), Fault.neverAnswer());
      scan.readFully(new byte[SIZE]);
      waiting = new FutureTask<>(() -> failure(() -> hanging.readFully(SIZE / 2, new byte[1])));
      Thread reader = new Thread(waiting, "reader");
      reader.setDaemon(true);
      int before = rig.emulator().log().requests("GetObject").size();
      reader.start();
      Await.until(
          "the read waits", () -> rig.emulator().log().requests("GetObject").size() > before);
    }

    void hasEnded() throws Exception {
      assertThat(waiting.get(30, TimeUnit.SECONDS)).as("the read that waited").isNotNull();
      for (FSDataInputStream in : List.of(read, hanging)) {
        assertThat(failure(() -> in.readFully(SIZE - PIECE, new byte[PIECE])))
            .as("a read after closing")
            .isNotNull()
            .hasMessageContaining("closed");
        in.close();
      }
      for (FSDataOutputStream out : List.of(small, large)) {
        assertThat(failure(out::close))
            .as("closing a file after its file system")
            .isNotNull()
            .hasMessageContaining("closed before the file was");
      }
      assertThat(rig.emulator().objects().keys(rig.bucket())).doesNotContain("small", "large");
      assertThat(rig.emulator().objects().uploads(rig.bucket())).as("uploads left").isEmpty();
      rig.emulator().script().clear();
    }
  }

  private static @Nullable IOException failure(Closing action) {
    try {
      action.run();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private void streams(FileSystem fs, int count) throws IOException {
    byte[] buffer = new byte[PIECE];
    for (int i = 0; i < count; i++) {
      try (FSDataInputStream in = fs.open(rig.path("a"))) {
        long position = (long) i * 7919 % (SIZE - PIECE);
        in.seek(position);
        in.readFully(buffer);
        ramp.verify(position, buffer, 0, PIECE);
      }
    }
  }

  private void fileSystems(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      try (FileSystem fs = rig.open()) {
        streams(fs, 2);
        fs.create(rig.path("b"), true).close();
        assertThat(fs.listStatus(rig.path(""))).hasSize(2);
      }
    }
  }

  /** Threads of the class loader's own, which watch and cost nothing, may stay for a while. */
  private void allIsClosed() {
    Await.until("no connection", () -> rig.emulator().log().counters().connectionsOpen() == 0);
    Await.until("no thread of ours", () -> Footprint.threadNames().isEmpty());
  }
}
