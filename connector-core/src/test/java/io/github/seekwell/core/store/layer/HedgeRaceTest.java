package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.Attempt.Outcome;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.SeededRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two bodies race for one handler, thousands of times and in any order: it must hear one of them
 * only, from its beginning, one thread at a time, and nothing after the end; and no second request
 * is made for a caller who has gone.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HedgeRaceTest {
  private static final int ROUNDS = 4000;
  private static final int LENGTH = 1000;
  private static final RequestContext CONTEXT = RequestContext.DEMAND;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SeededRandom random = SeededRandom.fresh();
  private final AtomicInteger hedges = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger tooLate = new AtomicInteger();
  private final AtomicInteger won = new AtomicInteger();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void oneOfTwoBodies_reachesTheHandler_whole_orAsFarAsItCame() {
    int answers = 0;
    int failures = 0;
    int interrupted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Racers racers = new Racers(random.split());
      AtomicBoolean over = racers.over;
      HedgingStore store = hedging(racers, random.split());
      Handler handler = new Handler();
      Thread caller = Thread.currentThread();
      if (random.chance(0.1)) {
        SeededRandom dawdling = random.split();
        threads.execute(
            () -> {
              dawdle(dawdling, 200);
              synchronized (over) {
                if (!over.get()) {
                  caller.interrupt();
                }
              }
            });
      }
      String which = random + ", round " + round;
      try {
        ObjectInfo sent = store.get("k", ByteRange.of(0, LENGTH), Etag.ANY, handler, CONTEXT);
        handler.end();
        assertThat(handler.wrong).as(which).isNull();
        assertThat(handler.begun).as(which).isEqualTo(sent);
        assertThat(handler.position).as(which).isEqualTo(LENGTH);
        answers++;
      } catch (StoreException e) {
        handler.end();
        assertThat(handler.wrong).as(which).isNull();
        assertThat(e.kind())
            .as(which)
            .isIn(ErrorKind.CONNECTION, ErrorKind.NOT_FOUND, ErrorKind.INTERRUPTED);
        interrupted += e.kind() == ErrorKind.INTERRUPTED ? 1 : 0;
        failures++;
      }
      synchronized (over) {
        over.set(true);
        Thread.interrupted();
      }
      Await.until("the second request is over", () -> ended.get() == hedges.get());
      assertThat(handler.wrong).as(which).isNull();
    }
    threads.shutdown();
    Await.until("all is over", threads::isTerminated);
    String all = random.toString();
    assertThat(tooLate.get()).as(all + ", second requests for callers who have gone").isZero();
    assertThat(answers).as(all).isGreaterThan(ROUNDS / 10);
    assertThat(failures).as(all).isGreaterThan(ROUNDS / 100);
    assertThat(interrupted).as(all).isPositive();
    assertThat(won.get()).as(all).isBetween(ROUNDS / 50, hedges.get() - ROUNDS / 50);
  }

  @Test
  void underARetry_everyBodyIsWholeAndRight() throws StoreException {
    RampObject ramp = RampObject.of(LENGTH);
    for (int round = 0; round < ROUNDS / 2; round++) {
      RetryingStore store =
          new RetryingStore(
              hedging(new Racers(random.split(), ramp), random.split()),
              100,
              new Backoff(Duration.ZERO, Duration.ZERO, () -> 0),
              (wait, alarm) -> {},
              ReadListener.NONE);
      byte[] got = new byte[LENGTH];
      BodyHandler copying =
          (position, buffer, offset, length) ->
              System.arraycopy(buffer, offset, got, (int) position, length);

      ObjectInfo sent = store.get("k", ByteRange.of(0, LENGTH), Etag.ANY, copying, CONTEXT);

      assertThat(sent.etag().value()).isEqualTo("ramp");
      assertThat(got).as(random + ", round " + round).isEqualTo(ramp.bytes());
    }
  }

  private HedgingStore hedging(Racers racers, SeededRandom chance) {
    PaceMeter meter = new PaceMeter(System::nanoTime);
    for (int i = 0; i < 56; i++) {
      meter.ended(
          new Attempt(Operation.GET, 1, 0, 1_000_000, 0, 1, 206, "", "", Outcome.OK), CONTEXT);
    }
    HedgeBudget budget = new HedgeBudget();
    AlarmClock soon =
        (nanos, task) -> {
          AtomicBoolean off = new AtomicBoolean();
          boolean sloppy = chance.chance(0.3);
          threads.execute(
              () -> {
                dawdle(chance, 400);
                // What is called off may be happening already.
                if (!off.get() || sloppy) {
                  task.run();
                }
              });
          return () -> off.set(true);
        };
    return new HedgingStore(
        racers,
        new SharedEndpoint(new RequestLimit(9), meter, budget),
        new HedgeTerms(
            1,
            LENGTH,
            soon,
            second -> {
              hedges.incrementAndGet();
              threads.execute(second);
            }),
        System::nanoTime,
        new ReadListener() {
          @Override
          public void onHedgeEnded(Object owner, boolean quicker) {
            won.addAndGet(quicker ? 1 : 0);
            ended.incrementAndGet();
          }
        });
  }

  private static void dawdle(SeededRandom chance, int most) {
    for (int i = chance.below(most + 1); i > 0; i--) {
      Thread.onSpinWait();
      if (i % 16 == 0) {
        Thread.yield();
      }
    }
  }

  /**
   * Every request delivers an object of its own, which its etag names and each byte repeats. It
   * fails now and then, and when it is aborted it may deliver some more before it notices.
   */
  private final class Racers extends ForwardingStore {
    private final SeededRandom random;
    private final @Nullable RampObject ramp;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    Racers(SeededRandom random) {
      this(random, null);
    }

    /** Every request delivers this one, and fails only so that trying again may mend it. */
    Racers(SeededRandom random, @Nullable RampObject ramp) {
      super(new MemoryStore());
      this.random = random;
      this.ramp = ramp;
    }

    @Override
    public ObjectInfo get(
        String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
        throws StoreException {
      SeededRandom mine;
      synchronized (random) {
        mine = random.split();
      }
      byte name = (byte) started.incrementAndGet();
      Etag version = new Etag(ramp == null ? "" + name : "ramp");
      ObjectInfo object = new ObjectInfo(key, LENGTH, version, Instant.EPOCH);
      AtomicBoolean aborted = new AtomicBoolean();
      context
          .watch()
          .sending(
              new RunningRequest() {
                @Override
                public void abort() {
                  aborted.set(true);
                }

                @Override
                public String address() {
                  return "";
                }
              });
      if (over.get() && !aborted.get()) {
        tooLate.incrementAndGet();
      }
      if (name == 1 && mine.chance(0.1)) {
        letTheSecondGoFirst(aborted);
      }
      pass(mine, aborted, 300);
      body.begin(object, range);
      byte[] piece = new byte[100];
      Arrays.fill(piece, name);
      for (long at = range.start(); at < range.end(); ) {
        pass(mine, aborted, 30);
        int count = (int) Math.min(range.end() - at, mine.between(1, piece.length));
        if (ramp != null) {
          ramp.fill(at, piece, 0, count);
        }
        body.accept(at, piece, 0, count);
        at += count;
      }
      return object;
    }

    /** However busy the machine is, so many rounds are the second's to win. */
    private void letTheSecondGoFirst(AtomicBoolean aborted) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
      while (!aborted.get() && System.nanoTime() < end) {
        Thread.yield();
      }
    }

    private void pass(SeededRandom mine, AtomicBoolean aborted, int most) throws StoreException {
      dawdle(mine, most);
      if (aborted.get() && mine.chance(0.5)) {
        throw new StoreException(ErrorKind.CLOSED, "get", "aborted");
      } else if (mine.chance(0.02)) {
        throw new StoreException(ErrorKind.CONNECTION, "get", "on purpose");
      } else if (ramp == null && mine.chance(0.002)) {
        throw new StoreException(ErrorKind.NOT_FOUND, "get", "on purpose");
      } else if (Thread.currentThread().isInterrupted() && mine.chance(0.1)) {
        throw new StoreException(ErrorKind.INTERRUPTED, "get", "interrupted");
      }
    }

    @Override
    public String toString() {
      return "Racers";
    }
  }

  /** Says what it should not have heard. Not safe for threads, and must not need to be. */
  private static final class Handler implements BodyHandler {
    private final AtomicBoolean busy = new AtomicBoolean();
    private @Nullable ObjectInfo begun;
    private long position;
    private boolean over;
    private volatile @Nullable String wrong;

    @Override
    public void begin(ObjectInfo object, ByteRange range) {
      enter();
      if (begun != null) {
        wrong = "begun twice: " + begun + ", " + object;
      }
      begun = object;
      busy.set(false);
    }

    @Override
    public void accept(long at, byte[] buffer, int offset, int length) {
      enter();
      ObjectInfo object = begun;
      if (object == null) {
        wrong = "bytes before the beginning";
      } else if (!object.etag().value().equals("" + buffer[offset])) {
        wrong = "bytes of " + buffer[offset] + " in the body of " + object.etag();
      } else if (at != position) {
        wrong = "bytes at " + at + " instead of " + position;
      }
      Thread.yield();
      position += length;
      busy.set(false);
    }

    private void enter() {
      if (!busy.compareAndSet(false, true)) {
        wrong = "two threads at a time";
      }
      if (over) {
        wrong = "called after the end";
      }
    }

    void end() {
      enter();
      over = true;
      busy.set(false);
    }
  }
}
