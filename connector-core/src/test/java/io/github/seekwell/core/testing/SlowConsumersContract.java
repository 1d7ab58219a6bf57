package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many streams over few connections, whose readers take a little, wait for one another, and take
 * some more: nobody waits for a connection that somebody keeps for later.
 */
@Timeout(120)
public abstract class SlowConsumersContract {
  private static final int STREAMS = 200;
  private static final int CONNECTIONS = 32;
  private static final int OBJECTS = 20;
  private static final int ROUNDS = 5;
  private static final int PIECE = 48_000;
  private static final long SIZE = 64L << 20;

  private FileSystemRig rig;
  private final AtomicLong mostConnections = new AtomicLong();

  protected abstract FileSystemRig start(LatencyModel latency) throws IOException;

  @Test
  void twoHundredStreams_overThirtyTwoConnections_allGetTheirBytes() throws Exception {
    rig = start(LatencyModel.none().firstByte(Duration.ofMillis(5), 0.3));
    Configuration conf = rig.configuration();
    conf.setInt("fs.seekwell.http.max-connections", CONNECTIONS);
    // The server would see a loser's connection a moment longer than we have it.
    conf.set("fs.seekwell.hedge.enabled", "false");
    ExecutorService threads = Executors.newFixedThreadPool(STREAMS);
    try (FileSystem fs = rig.open(conf)) {
      for (int i = 0; i < OBJECTS; i++) {
        rig.hold("ramp-" + i, new RampObject(SIZE, i));
      }
      Phaser rounds = new Phaser(STREAMS);
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        int stream = i;
        readers.add(
            threads.submit(
                () -> {
                  consume(fs, stream, rounds);
                  return null;
                }));
      }
      for (Future<?> reader : readers) {
        reader.get(60, TimeUnit.SECONDS);
      }
      assertThat(mostConnections.get()).isBetween(1L, (long) CONNECTIONS);
    } finally {
      threads.shutdownNow();
      rig.close();
    }
  }

  /** Between two rounds everybody has a stream that is open in the midst of its object. */
  private void consume(FileSystem fs, int stream, Phaser rounds) throws Exception {
    RampObject ramp = new RampObject(SIZE, stream % OBJECTS);
    byte[] buffer = new byte[PIECE];
    try (FSDataInputStream in = fs.open(rig.path("ramp-" + stream % OBJECTS))) {
      in.seek(SIZE / STREAMS * stream);
      for (int round = 0; round < ROUNDS; round++) {
        long position = in.getPos();
        in.readFully(buffer);
        ramp.verify(position, buffer, 0, PIECE);
        mostConnections.accumulateAndGet(
            rig.emulator().log().counters().connectionsOpen(), Math::max);
        rounds.awaitAdvanceInterruptibly(rounds.arrive(), 60, TimeUnit.SECONDS);
        if (round % 2 == 1) {
          in.seek((in.getPos() + SIZE / 2) % (SIZE - ROUNDS * PIECE));
        }
      }
    } catch (Exception | Error e) {
      rounds.forceTermination();
      throw e;
    }
  }
}
