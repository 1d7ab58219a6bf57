package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.Attempt.Outcome;
import io.github.seekwell.core.store.AttemptListener;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.RequestContext;
import java.util.function.LongSupplier;

/**
 * Measures an endpoint by the requests that are made anyhow: one object is shared by all its stores
 * and hears of every attempt. Safe for any number of threads.
 *
 * <p>It keeps quantiles of the last few hundred GETs ({@link RecentSpread}), so single outliers do
 * not move it and a change of the load does. Hearing an attempt takes a short lock and allocates
 * nothing but, now and then, the {@link Pace} that is the result; reading the results takes no
 * lock.
 */
public final class PaceMeter implements AttemptListener {
  /** What {@link #hedgeAfterNanos} says while too little is known. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Below, one slow GET would be the median. */
  private static final int ENOUGH_FOR_A_MEDIAN = 8;

  /** Below, the slowest GET would be the 99th percentile and the second slowest half of it. */
  private static final int ENOUGH_FOR_THE_TAIL = 50;

  /** Half a window of GETs: five of them lie above the 99th percentile. */
  private static final int HALF_WINDOW = 512;

  /** Bodies that tell of the throughput are rarer. */
  private static final int HALF_WINDOW_OF_RATES = 64;

  /** The waits of larger GETs say nothing of small ones, which hedging is about. */
  private static final long SMALL = 1 << 20;

  /** A smaller body comes with its head, out of buffers, and tells nothing of the throughput. */
  private static final long TELLING = 256 << 10;

  /** The results are put together anew after so many GETs. */
  private static final int REFRESH = 8;

  /**
   * No hedge sooner: it takes a few milliseconds to send one, and on a network so near that this is
   * long, what delays an answer is the machine itself.
   */
  private static final long LEAST_HEDGE = 10_000_000;

  /**
   * How long a store that asked us to slow down is spared. S3 takes minutes to spread a hot prefix,
   * and backoffs go up to 20 seconds; half a minute without second requests costs little.
   */
  private static final long SPARED_NANOS = 30_000_000_000L;

  private final LongSupplier nanoClock;

  // Guarded by this.
  private final RecentSpread firstBytes = new RecentSpread(HALF_WINDOW, ENOUGH_FOR_THE_TAIL);
  private final RecentSpread waits = new RecentSpread(HALF_WINDOW, ENOUGH_FOR_THE_TAIL);
  private final RecentSpread rates = new RecentSpread(HALF_WINDOW_OF_RATES, ENOUGH_FOR_A_MEDIAN);
  private int heard;

  private volatile Pace pace = Pace.DEFAULT;
  private volatile long hedgeAfter = NEVER;
  private volatile long sparedUntil;
  private volatile boolean spared;

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  public PaceMeter(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** What the endpoint costs now; {@link Pace#DEFAULT} as far as too little is known. */
  public Pace pace() {
    return pace;
  }

  /**
   * How long a GET may take until its first byte before a second one beside it is worth its cost:
   * the 99th percentile of small GETs (their wait for a connection included) and the time that its
   * bytes take, but never less than three times the median, since a tail that is no tail cannot be
   * cut, nor less than 10 ms.
   *
   * @param bytes how many it asks for, at least 0
   * @return nanoseconds; {@link #NEVER} before 50 small GETs were heard of
   */
  public long hedgeAfterNanos(long bytes) {
    long after = hedgeAfter;
    return after == NEVER ? NEVER : after + pace.bodyNanos(bytes);
  }

  /** Whether the store has asked us to slow down within the last 30 seconds. */
  public boolean throttled() {
    return spared && nanoClock.getAsLong() - sparedUntil < 0;
  }

  /**
   * A GET was ended before its first byte, because a second one was quicker. It would have taken
   * longer than this, so it belongs to the tail; if it were left out, hedging would cut off the
   * very tail it is measured by, and begin earlier and earlier.
   *
   * @param nanos how long it has waited
   */
  void unanswered(long nanos) {
    long now = nanoClock.getAsLong();
    synchronized (this) {
      waits.add(Math.max(0, nanos), now);
    }
  }

  @Override
  public void ended(Attempt attempt, RequestContext context) {
    if (attempt.outcome() == Outcome.THROTTLED) {
      sparedUntil = nanoClock.getAsLong() + SPARED_NANOS;
      spared = true;
    }
    if (attempt.operation() != Operation.GET
        || attempt.outcome() != Outcome.OK
        || attempt.firstByteNanos() <= 0) {
      return;
    }
    long now = nanoClock.getAsLong();
    synchronized (this) {
      firstBytes.add(attempt.firstByteNanos(), now);
      if (attempt.bytes() <= SMALL) {
        waits.add(attempt.queueNanos() + attempt.firstByteNanos(), now);
      }
      if (attempt.bytes() >= TELLING && attempt.bodyNanos() > 0) {
        rates.add((long) (attempt.bytes() * 1e9 / attempt.bodyNanos()), now);
      }
      heard++;
      if (heard % REFRESH == 0) {
        refresh();
      }
    }
  }

  private void refresh() {
    Pace known =
        new Pace(
            firstBytes.count() >= ENOUGH_FOR_A_MEDIAN
                ? firstBytes.quantile(0.5)
                : Pace.DEFAULT.firstByteNanos(),
            rates.count() >= ENOUGH_FOR_A_MEDIAN
                ? rates.quantile(0.5)
                : Pace.DEFAULT.bytesPerSecond());
    if (!known.equals(pace)) {
      pace = known;
    }
    if (waits.count() >= ENOUGH_FOR_THE_TAIL) {
      long tail = Math.max(waits.quantile(0.99), 3 * waits.quantile(0.5));
      hedgeAfter = Math.max(tail, LEAST_HEDGE);
    }
  }

  @Override
  public String toString() {
    return "PaceMeter(" + pace + ")";
  }
}
