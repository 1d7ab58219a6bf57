package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.store.ByteRange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that lets one reader wait: what that costs, in time and requests, hedged and not. */
@Timeout(120)
public abstract class HedgeContract {
  /** Far enough apart that each read is a GET of its own, whatever the size of a block. */
  private static final int STRIDE = 256 << 10;

  /** More GETs than must be measured before any is hedged. */
  private static final int KNOWN = 64;

  private static final int LENGTH = 4 << 10;
  private static final RampObject RAMP = new RampObject((KNOWN + 1L) * STRIDE, 7);

  private FileSystemRig rig;

  protected abstract FileSystemRig start(LatencyModel latency) throws IOException;

  @BeforeEach
  void start() throws IOException {
    rig = start(LatencyModel.none().firstByte(Duration.ofMillis(5), 0));
    rig.hold("data", RAMP);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Configuration settings() throws IOException {
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.read.look-ahead-max", "0");
    // Whatever this machine made late before must have left enough to hedge what counts.
    conf.set("fs.seekwell.hedge.budget", "1");
    // They would hide how many are left.
    conf.set("fs.seekwell.http.spare-connections", "0");
    return conf;
  }

  @Test
  void aFirstByteThatIs20SecondsLate_costsTheReaderTheHedgesDelay_andOneRequest()
      throws IOException {
    try (FileSystem fs = rig.open(settings());
        FSDataInputStream in = fs.open(rig.path("data"))) {
      readAllButTheLast(in);
      ReadSnapshot before = ConnectorRuntime.snapshot();
      rig.emulator().script(Call.named("GetObject"), Fault.stall(Duration.ofSeconds(20)));

      long nanos = readTheLast(in);

      assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(10));
      assertTwoRequestsForTheSame();
      // The reader has its bytes before the requests are over.
      Await.until("the winner is told", () -> since(before).count(Count.HEDGES_WON) == 1);
      Await.until("the loser is told", () -> since(before).count(Count.STATUS_NONE) == 1);
      assertThat(since(before).count(Count.HEDGES)).isEqualTo(1);
      assertThat(since(before).count(Count.RETRIES)).isZero();
      Await.until(
          "the loser's connection is gone, the winner's stays",
          () -> rig.emulator().log().counters().connectionsOpen() == 1);
    }
  }

  @Test
  void theSecondThatFails_costsNothingButItself() throws IOException {
    try (FileSystem fs = rig.open(settings());
        FSDataInputStream in = fs.open(rig.path("data"))) {
      readAllButTheLast(in);
      ReadSnapshot before = ConnectorRuntime.snapshot();
      rig.emulator()
          .script(
              Call.named("GetObject"),
              Fault.stall(Duration.ofSeconds(2)),
              Fault.closeBeforeAnswer());

      readTheLast(in);

      assertTwoRequestsForTheSame();
      Await.until("its loss is told", () -> since(before).count(Count.HEDGES_LOST) == 1);
      assertThat(since(before).count(Count.RETRIES)).isZero();
    }
  }

  @Test
  void hedgingSwitchedOff_leavesTheReaderWaiting() throws IOException {
    Configuration off = settings();
    off.set("fs.seekwell.hedge.enabled", "false");
    try (FileSystem fs = rig.open(off);
        FSDataInputStream in = fs.open(rig.path("data"))) {
      readAllButTheLast(in);
      rig.emulator().script(Call.named("GetObject"), Fault.stall(Duration.ofSeconds(2)));

      long nanos = readTheLast(in);

      assertThat(Duration.ofNanos(nanos)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
      assertThat(rig.emulator().log().ranges("GetObject")).hasSize(1);
    }
  }

  private static ReadSnapshot since(ReadSnapshot before) {
    return ConnectorRuntime.snapshot().since(before);
  }

  private void assertTwoRequestsForTheSame() {
    List<ByteRange> asked = rig.emulator().log().ranges("GetObject");
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1)).isEqualTo(asked.get(0));
  }

  private void readAllButTheLast(FSDataInputStream in) throws IOException {
    for (int i = 0; i < KNOWN; i++) {
      read(in, (long) i * STRIDE);
    }
    assertThat(rig.emulator().log().ranges("GetObject")).hasSizeGreaterThanOrEqualTo(KNOWN);
    Await.until(
        "hedges of the machine's own making are over",
        () -> {
          ReadSnapshot now = ConnectorRuntime.snapshot();
          return now.count(Count.HEDGES)
              == now.count(Count.HEDGES_WON) + now.count(Count.HEDGES_LOST);
        });
    rig.emulator().log().reset();
  }

  private static long readTheLast(FSDataInputStream in) throws IOException {
    long start = System.nanoTime();
    read(in, (long) KNOWN * STRIDE);
    return System.nanoTime() - start;
  }

  private static void read(FSDataInputStream in, long position) throws IOException {
    byte[] bytes = new byte[LENGTH];
    in.readFully(position, bytes);
    RAMP.verify(position, bytes, 0, LENGTH);
  }
}
