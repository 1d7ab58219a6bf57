package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line in the driver's log every so often: what the application has done since the last. As
 * {@link Latest} it comes less often where adding up takes long.
 */
final class LiveLine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveLine.class);

  private final Supplier<Map<String, ReadSnapshot>> figures;
  private final long intervalNanos;
  private final LongSupplier nanoClock;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            final Thread thread = new Thread(work, "seekwell-live-line");
            thread.setDaemon(true);
            return thread;
          });

  // For the clock's thread alone.
  private ReadSnapshot before = ReadSnapshot.EMPTY;
  private long at;

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  LiveLine(Duration interval, Supplier<Map<String, ReadSnapshot>> figures, LongSupplier nanoClock) {
    this.intervalNanos = TimeUnit.NANOSECONDS.convert(interval);
    this.figures = figures;
    this.nanoClock = nanoClock;
    this.at = nanoClock.getAsLong();
  }

  /** Begins, unless the interval is zero. */
  static AutoCloseable start(Duration interval, Supplier<Map<String, ReadSnapshot>> figures) {
    if (interval.isZero()) {
      return () -> {};
    }
    if (!LOG.isInfoEnabled()) {
      LOG.warn(
          "{} asks for a line, which is logged at INFO; switch that on for {} to see it",
          PluginSettings.INTERVAL,
          LiveLine.class.getPackageName());
    }
    final LiveLine line = new LiveLine(interval, figures, System::nanoTime);
    line.next(line.intervalNanos);
    return line;
  }

  private void next(long rest) {
    try {
      clock.schedule(() -> next(turn()), rest, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: this was the last one.
    }
  }

  /**
   * Logs a line.
   *
   * @return how long to rest before the next
   */
  long turn() {
    final long start = nanoClock.getAsLong();
    Quietly.run("log a line", this::log);
    return Latest.rest(start, nanoClock.getAsLong(), intervalNanos);
  }

  private void log() {
    ReadSnapshot now = ReadSnapshot.EMPTY;
    for (ReadSnapshot each : figures.get().values()) {
      now = now.plus(each);
    }
    final long time = nanoClock.getAsLong();
    LOG.info("Object store I/O: {}", words(now.since(before), (time - at) / 1e9));
    before = now;
    at = time;
  }

  /** What happened in so many seconds. */
  static String words(ReadSnapshot figures, double seconds) {
    return String.format(
        Locale.ROOT,
        "%,d reads (%.1f %% hits), delivered %s/s, fetched %s/s, %.1f requests/s, stalls %.1f s,"
            + " misses p50 %.1f ms p99 %.1f ms, %,d retries, %,d throttled, written %s/s",
        figures.reads(),
        100 * figures.hitRatio(),
        Words.bytes(figures.count(Count.BYTES_DELIVERED) / seconds),
        Words.bytes(figures.bytesFetched() / seconds),
        figures.count(Count.REQUESTS_SENT) / seconds,
        Account.stall(figures.counters()) / 1e9,
        figures.percentile("read.miss.latency", 50) / 1e6,
        figures.percentile("read.miss.latency", 99) / 1e6,
        figures.count(Count.RETRIES),
        figures.count(Count.THROTTLED),
        Words.bytes(figures.count(Count.BYTES_WRITTEN) / seconds));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
