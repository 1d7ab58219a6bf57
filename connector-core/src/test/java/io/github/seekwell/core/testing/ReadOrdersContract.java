package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 64 MiB in every order, through the file system and real sockets, equal the bytes stored. */
@Timeout(180)
public abstract class ReadOrdersContract {
  private static final int SIZE = 64 << 20;

  private final RampObject ramp = new RampObject(SIZE, 7);
  private FileSystemRig rig;
  private FileSystem fs;

  /** A store that answers at once. */
  protected abstract FileSystemRig start() throws IOException;

  @BeforeEach
  void open() throws IOException {
    rig = start();
    rig.hold("ramp", ramp);
    fs = rig.open(conf());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
    rig.close();
  }

  /**
   * Unhedged: on a busy machine a hedge fetches bytes twice, and cuts the connection that lost, so
   * that the next request needs a new one. {@link HedgeContract} is about hedges.
   */
  private Configuration conf() throws IOException {
    Configuration conf = rig.configuration();
    conf.setBoolean("fs.seekwell.hedge.enabled", false);
    return conf;
  }

  @Test
  void sequentially() throws IOException {
    try (FSDataInputStream in = fs.open(rig.path("ramp"))) {
      byte[] buffer = new byte[100_003];
      int position = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        ramp.verify(position, buffer, 0, n);
        position += n;
      }
      assertThat(position).isEqualTo(SIZE);
    }
    assertThat(rig.emulator().log().counters().bytesSent()).isLessThan(SIZE + 100_000L);
  }

  @Test
  void backward() throws IOException {
    try (FSDataInputStream in = fs.open(rig.path("ramp"))) {
      byte[] buffer = new byte[64 << 10];
      for (long position = SIZE - buffer.length; position >= 0; position -= buffer.length) {
        in.seek(position);
        in.readFully(buffer);
        ramp.verify(position, buffer, 0, buffer.length);
      }
    }
    assertThat(rig.emulator().log().counters().bytesSent()).isLessThan(SIZE + 100_000L);
  }

  @Test
  void byteByByte() throws IOException {
    try (FSDataInputStream in = fs.open(rig.path("ramp"))) {
      byte[] expected = new byte[1 << 20];
      for (long start = 0; start < SIZE; start += expected.length) {
        ramp.fill(start, expected, 0, expected.length);
        for (byte b : expected) {
          if (in.read() != (b & 0xff)) {
            throw new AssertionError("a wrong byte before " + in.getPos());
          }
        }
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void atRandom_seeksMixedWithPositionedReads(long seed) throws IOException {
    Random random = new Random(seed);
    try (FSDataInputStream in = fs.open(rig.path("ramp"))) {
      for (int i = 0; i < 400; i++) {
        int length = 1 + random.nextInt(200_000);
        long position = random.nextLong(SIZE - length);
        byte[] buffer = new byte[length];
        if (random.nextBoolean()) {
          in.seek(position);
          in.readFully(buffer);
          assertThat(in.getPos()).as("seed " + seed).isEqualTo(position + length);
        } else {
          long before = in.getPos();
          in.readFully(position, buffer);
          assertThat(in.getPos()).as("seed " + seed).isEqualTo(before);
        }
        ramp.verify(position, buffer, 0, length);
      }
    }
  }

  @Test
  void interleavedCursors() throws IOException {
    int cursors = 16;
    int run = SIZE / cursors;
    byte[] buffer = new byte[32 << 10];
    try (FSDataInputStream in = fs.open(rig.path("ramp"))) {
      for (int at = 0; at < run; at += buffer.length) {
        for (int cursor = 0; cursor < cursors; cursor++) {
          long position = (long) cursor * run + at;
          in.seek(position);
          in.readFully(buffer);
          ramp.verify(position, buffer, 0, buffer.length);
        }
      }
    }
    assertThat(rig.emulator().log().counters().bytesSent()).isLessThan(SIZE * 2L);
  }

  @Test
  void by32ThreadsOnOneStream() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try (FSDataInputStream in = fs.open(rig.path("ramp"))) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 32; thread++) {
        long seed = thread;
        running.add(
            threads.submit(
                () -> {
                  Random random = new Random(seed);
                  for (int i = 0; i < 60; i++) {
                    int length = 1 + random.nextInt(100_000);
                    long position = random.nextLong(SIZE - length);
                    byte[] buffer = new byte[length];
                    in.readFully(position, buffer);
                    ramp.verify(position, buffer, 0, length);
                  }
                  return null;
                }));
      }
      for (Future<?> thread : running) {
        thread.get(120, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    // One connection a request in flight (fs.seekwell.request.max-in-flight), look-ahead included,
    // however many threads and reads there were.
    assertThat(rig.emulator().log().counters().connectionsOpened()).isLessThanOrEqualTo(64);
  }
}
