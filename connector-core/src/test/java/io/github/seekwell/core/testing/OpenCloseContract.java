package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
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
