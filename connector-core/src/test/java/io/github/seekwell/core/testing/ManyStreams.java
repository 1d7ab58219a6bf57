package io.github.seekwell.core.testing;

import io.github.seekwell.core.ConnectorRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;

/** The JVM of {@link ManyStreamsContract}: {@code CONF ROOT OBJECTS SIZE}. */
final class ManyStreams {
  private static final int STREAMS = 200;
  private static final int THREADS = 8;
  private static final int ROUNDS = 1;
  private static final int STRETCH = 1 << 18;
  private static final double IN_FLIGHT = 0.05;

  private ManyStreams() {}

  static String key(int object) {
    return "ramp-" + object;
  }

  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration(false);
    conf.setDouble("fs.seekwell.fetch.heap-fraction", IN_FLIGHT);
    conf.addResource(Path.of(args[0]).toUri().toURL());
    int objects = Integer.parseInt(args[2]);
    long size = Long.parseLong(args[3]);
    AtomicLong peak = new AtomicLong();
    Thread watch = new Thread(() -> watch(peak), "watch");
    watch.setDaemon(true);
    watch.start();
    try (FileSystem fs = FileSystem.newInstance(URI.create(args[1]), conf)) {
      List<FSDataInputStream> streams = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        streams.add(fs.open(new org.apache.hadoop.fs.Path(args[1] + "/" + key(i % objects))));
      }
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        work.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    for (int i = thread; i < STREAMS; i += THREADS) {
                      read(streams.get(i), new RampObject(size, i % objects), i, round);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> part : work) {
        part.get();
      }
      threads.shutdown();
      long most = (long) (Runtime.getRuntime().maxMemory() * IN_FLIGHT);
      System.out.printf(
          Locale.ROOT,
          "peak in flight: %d; of at most: %d; fetched: %d;%n",
          peak.get(),
          most,
          ConnectorRuntime.snapshot().bytesFetched());
      for (FSDataInputStream stream : streams) {
        stream.close();
      }
    }
  }

  /** Forward, backward, here and there, and much at once, in turn. */
  private static void read(FSDataInputStream in, RampObject ramp, int stream, int round)
      throws Exception {
    Random random = new Random(stream * 31L + round);
    byte[] piece = new byte[64 << 10];
    long start = (long) (random.nextDouble() * (ramp.size() - 2 * STRETCH));
    switch ((stream + round) % 4) {
      case 0 -> {
        in.seek(start);
        for (int i = 0; i < STRETCH / piece.length; i++) {
          in.readFully(piece);
          ramp.verify(start + (long) i * piece.length, piece, 0, piece.length);
        }
      }
      case 1 -> {
        for (long at = start + STRETCH; at > start; at -= piece.length) {
          in.seek(at);
          in.readFully(piece);
          ramp.verify(at, piece, 0, piece.length);
        }
      }
      case 2 -> {
        for (int i = 0; i < 5; i++) {
          long at = (long) (random.nextDouble() * (ramp.size() - piece.length));
          in.readFully(at, piece);
          ramp.verify(at, piece, 0, piece.length);
        }
      }
      default -> {
        byte[] much = new byte[8 * STRETCH];
        long at = Math.min(start, ramp.size() - much.length);
        in.readFully(at, much);
        ramp.verify(at, much, 0, much.length);
      }
    }
  }

  private static void watch(AtomicLong peak) {
    while (true) {
      peak.accumulateAndGet(ConnectorRuntime.inFlightBytes(), Math::max);
      LockSupport.parkNanos(200_000);
    }
  }
}
