package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A store that refuses all above so many requests a second, and sixteen threads that want more:
 * what it allows is used, no read fails, and in the end little is refused.
 */
@Timeout(180)
public abstract class ThrottleStormContract {
  private static final int ALLOWED = 200;
  private static final int BURST = 20;
  private static final int READERS = 16;
  private static final int PIECE = 4000;

  /** No two reads touch one block. */
  private static final long STEP = 1 << 20;

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();

  /** One read of one thread, which costs one request. */
  @FunctionalInterface
  private interface Work {
    void read(int number) throws IOException;
  }

  protected abstract FileSystemRig start(LatencyModel latency) throws IOException;

  private static Duration length() {
    return Duration.ofSeconds(Boolean.getBoolean("seekwell.acceptance") ? 20 : 4);
  }

  /**
   * How much of what is allowed must be answered. The beginning weighs more in a short storm, and
   * other tests run beside it: that one says no more than that all is answered in the end.
   */
  private static double share() {
    return Boolean.getBoolean("seekwell.acceptance") ? 0.8 : 0.2;
  }

  @Test
  void slowDown_whileSmallRangesAreRead() throws Exception {
    try (FileSystemRig rig = rig(Fault.status(503));
        FileSystem fs = rig.open(withoutLookAhead(rig))) {
      RampObject ramp = rig.hold("large", new RampObject(STEP << 16, 9));
      try (FSDataInputStream in = fs.open(rig.path("large"))) {
        blow(
            rig,
            number -> {
              byte[] buffer = new byte[PIECE];
              in.readFully((number + 1) * STEP, buffer);
              ramp.verify((number + 1) * STEP, buffer, 0, PIECE);
            });
      }
    }
  }

  @Test
  void tooManyRequests_withRetryAfter_whileSmallObjectsAreRead() throws Exception {
    try (FileSystemRig rig = rig(Fault.status(429, Duration.ofSeconds(1)));
        FileSystem fs = rig.open(withoutLookAhead(rig))) {
      for (int i = 0; i < 2 * ALLOWED * length().toSeconds(); i++) {
        rig.hold("small-" + i, new RampObject(PIECE, i));
      }
      blow(
          rig,
          number -> {
            byte[] buffer = new byte[PIECE];
            try (FSDataInputStream in = fs.open(rig.path("small-" + number))) {
              in.readFully(buffer);
            }
            new RampObject(PIECE, number).verify(0, buffer, 0, PIECE);
          });
    }
  }

  private FileSystemRig rig(Fault refusal) throws IOException {
    FileSystemRig rig = start(LatencyModel.none().firstByte(Duration.ofMillis(10), 0.3));
    TokenBucket bucket = new TokenBucket(ALLOWED, BURST, System::nanoTime);
    rig.emulator().script().judged(call -> bucket.take() ? Optional.empty() : Optional.of(refusal));
    return rig;
  }

  private static Configuration withoutLookAhead(FileSystemRig rig) throws IOException {
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.read.look-ahead-max", "0");
    return conf;
  }

  private void blow(FileSystemRig rig, Work work) throws Exception {
    Instant begin = Instant.now();
    Instant middle = begin.plus(length().dividedBy(2));
    Instant end = begin.plus(length());
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(
            threads.submit(
                () -> {
                  while (!enough.get()) {
                    work.read(next.getAndIncrement());
                  }
                  return null;
                }));
      }
      Await.until(
          "it is over",
          () -> Instant.now().isAfter(end) || readers.stream().anyMatch(Future::isDone));
      enough.set(true);
      for (Future<?> reader : readers) {
        reader.get(60, TimeUnit.SECONDS);
      }
    } finally {
      enough.set(true);
      threads.shutdown();
    }
    Half first = Half.of(rig, begin, middle);
    Half second = Half.of(rig, middle, end);
    String told = "allowed %d/s; %s, then %s".formatted(ALLOWED, first, second);
    System.out.println("Throttle storm: " + told);
    double allowed = ALLOWED * length().toMillis() / 1000.0;
    assertThat(first.answered() + second.answered())
        .as(told)
        .isGreaterThan((int) (share() * allowed));
    assertThat(second.refused()).as(told).isLessThan(second.sent() / 4);
  }

  private record Half(int sent, int refused) {
    int answered() {
      return sent - refused;
    }

    static Half of(FileSystemRig rig, Instant from, Instant to) {
      List<LoggedRequest> all =
          rig.emulator().log().requests().stream()
              .filter(request -> !request.time().isBefore(from) && request.time().isBefore(to))
              .toList();
      long refused = all.stream().filter(request -> request.status() >= 400).count();
      return new Half(all.size(), (int) refused);
    }

    @Override
    public String toString() {
      return sent + " requests, " + refused + " refused";
    }
  }
}
