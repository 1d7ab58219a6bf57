package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.SeededRandom;
import io.github.seekwell.core.testing.SlowStore;
import io.github.seekwell.core.testing.SlowStore.Held;
import io.github.seekwell.core.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LimitingStoreTest {
  private static final RequestContext LOOK_AHEAD = RequestContext.DEMAND.with(Priority.LOOK_AHEAD);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final MemoryStore memory = new MemoryStore();
  private final SlowStore slow = new SlowStore(memory);
  private final VirtualTime time = new VirtualTime();
  private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
  private final ReadListener listener =
      new ReadListener() {
        @Override
        public void onLimitWait(Object owner, long nanos) {
          waits.add(nanos);
        }
      };

  @BeforeEach
  void fill() {
    memory.hold("a", RampObject.of(1000));
  }

  @AfterEach
  void stop() throws InterruptedException {
    slow.open();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void requests_beyondTheLimit_waitTheirTurn() throws Exception {
    RequestLimit limit = new RequestLimit(2);
    LimitingStore store = new LimitingStore(slow, limit, time, listener);
    slow.holdGets();
    List<Future<?>> gets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      gets.add(get(store, i, RequestContext.DEMAND));
    }

    slow.awaitHeld(2);
    Await.until("three wait", () -> limit.waiting() == 3);
    assertThat(slow.held()).hasSize(2);
    assertThat(limit.inFlight()).isEqualTo(2);

    slow.open();
    for (Future<?> get : gets) {
      get.get(30, TimeUnit.SECONDS);
    }
    assertThat(limit.inFlight()).isZero();
    assertThat(limit.waiting()).isZero();
  }

  @Test
  void aWaitingDemand_goesBeforeEarlierLookAheads_andEqualsGoInOrder() throws Exception {
    RequestLimit limit = new RequestLimit(1);
    LimitingStore store = new LimitingStore(slow, limit, time, listener);
    slow.holdGets();
    get(store, 0, RequestContext.DEMAND);
    slow.awaitHeld(1);
    // Each is queued before the next comes.
    List<RequestContext> arrivals =
        List.of(LOOK_AHEAD, LOOK_AHEAD, RequestContext.DEMAND, LOOK_AHEAD, RequestContext.DEMAND);
    for (int i = 0; i < arrivals.size(); i++) {
      int queued = i + 1;
      get(store, queued, arrivals.get(i));
      Await.until("request " + queued + " waits", () -> limit.waiting() == queued);
    }

    List<Long> order = new ArrayList<>();
    for (int i = 0; i <= arrivals.size(); i++) {
      Held next = slow.awaitHeld(1).get(0);
      order.add(next.range().start());
      slow.release(next);
    }

    assertThat(order).containsExactly(0L, 3L, 5L, 1L, 2L, 4L);
  }

  @Test
  void storesOfOneEndpoint_shareTheLimit() throws Exception {
    RequestLimit limit = new RequestLimit(1);
    LimitingStore one = new LimitingStore(slow, limit, time, listener);
    LimitingStore other = new LimitingStore(new SlowStore(memory), limit, time, listener);
    slow.holdGets();
    get(one, 0, RequestContext.DEMAND);
    slow.awaitHeld(1);

    Future<?> second = get(other, 1, RequestContext.DEMAND);

    Await.until("the other store waits", () -> limit.waiting() == 1);
    slow.releaseAll();
    second.get(30, TimeUnit.SECONDS);
  }

  @Test
  void theWait_isTold_andNoWaitIsNot() throws Exception {
    RequestLimit limit = new RequestLimit(1);
    LimitingStore store = new LimitingStore(slow, limit, time, listener);
    store.head("a", RequestContext.DEMAND);
    assertThat(waits).isEmpty();
    slow.holdGets();
    get(store, 0, RequestContext.DEMAND);
    slow.awaitHeld(1);
    Future<?> second = get(store, 1, RequestContext.DEMAND);
    Await.until("the second waits", () -> limit.waiting() == 1);

    time.advance(Duration.ofMillis(70));
    slow.open();
    second.get(30, TimeUnit.SECONDS);

    assertThat(waits).containsExactly(Duration.ofMillis(70).toNanos());
  }

  @Test
  void anInterruptedWait_endsAsInterrupted_withTheFlagSet_andTakesNoPlace() throws Exception {
    RequestLimit limit = new RequestLimit(1);
    LimitingStore store = new LimitingStore(slow, limit, time, listener);
    slow.holdGets();
    get(store, 0, RequestContext.DEMAND);
    slow.awaitHeld(1);
    CompletableFuture<StoreException> failure = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread waiter =
        new Thread(
            () -> {
              failure.complete(
                  catchThrowableOfType(
                      StoreException.class, () -> store.head("a", RequestContext.DEMAND)));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    waiter.start();
    Await.until("it waits", () -> limit.waiting() == 1);

    waiter.interrupt();

    StoreException e = failure.get(30, TimeUnit.SECONDS);
    assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED);
    assertThat(e).hasMessageContaining("head memory://bucket/a").hasMessageContaining("1 requests");
    assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(limit.waiting()).isZero();
    slow.open();
    Await.until("the place is free", () -> limit.inFlight() == 0);
    store.head("a", RequestContext.DEMAND);
  }

  @Test
  void aFailedRequest_givesItsPlaceBack() {
    RequestLimit limit = new RequestLimit(1);
    LimitingStore store = new LimitingStore(slow, limit, time, listener);

    for (int i = 0; i < 3; i++) {
      assertThat(
              catchThrowableOfType(
                  StoreException.class, () -> store.head("none", RequestContext.DEMAND)))
          .hasMessageContaining("no such object");
    }

    assertThat(limit.inFlight()).isZero();
  }

  @Test
  void manyThreads_interruptedAtAnyMoment_neverExceedTheLimit_andLoseNoPlace() throws Exception {
    SeededRandom random = SeededRandom.fresh();
    RequestLimit limit = new RequestLimit(3);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger interrupted = new AtomicInteger();
    List<Thread> workers = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      SeededRandom mine = random.split();
      Thread worker =
          new Thread(
              () -> {
                for (int i = 0; i < 3000; i++) {
                  try {
                    limit.acquire(mine.pick(List.of(Priority.values())));
                  } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    continue;
                  }
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  Thread.yield();
                  running.decrementAndGet();
                  limit.release();
                }
              });
      workers.add(worker);
      worker.start();
    }

    while (workers.stream().anyMatch(Thread::isAlive)) {
      random.pick(workers).interrupt();
    }

    assertThat(interrupted.get()).as(random.toString()).isPositive();
    assertThat(most.get()).as(random.toString()).isBetween(1, 3);
    assertThat(limit.inFlight()).as(random.toString()).isZero();
    assertThat(limit.waiting()).as(random.toString()).isZero();
  }

  @Test
  void onceThrottled_requestsWaitForTheirMoment_demandsFirst() throws Exception {
    RequestLimit limit = new RequestLimit(9, time);
    List<Priority> order = Collections.synchronizedList(new ArrayList<>());
    time.advance(Duration.ofMillis(1));
    for (int i = 0; i < 3; i++) {
      assertThat(limit.tryAcquire()).isTrue();
      limit.refused(time.getAsLong(), 1);
    }
    assertThat(limit.tryAcquire()).isFalse();
    assertThat(limit.inFlight()).isEqualTo(3);

    Future<?> hope = acquire(limit, Priority.LOOK_AHEAD, order);
    Await.until("the look-ahead waits", () -> limit.waiting() == 1);
    Future<?> demand = acquire(limit, Priority.DEMAND, order);
    Await.until("the demand waits", () -> limit.waiting() == 2);
    assertThat(limit.isFull()).isTrue();
    // A moment is a twelfth of a second: thirty requests a second were seen, half of them allowed.
    time.advance(Duration.ofMillis(84));
    demand.get(30, TimeUnit.SECONDS);
    assertThat(limit.waiting()).isEqualTo(1);
    time.advance(Duration.ofMillis(84));
    hope.get(30, TimeUnit.SECONDS);

    assertThat(order).containsExactly(Priority.DEMAND, Priority.LOOK_AHEAD);
    assertThat(limit.inFlight()).isEqualTo(5);
  }

  @Test
  void interruptedWhileItWaitsForItsMoment_leavesTheMomentToTheNext() throws Exception {
    RequestLimit limit = new RequestLimit(9, time);
    List<Priority> order = Collections.synchronizedList(new ArrayList<>());
    time.advance(Duration.ofMillis(1));
    for (int i = 0; i < 3; i++) {
      limit.refused(time.getAsLong(), 1);
    }
    Future<?> first = acquire(limit, Priority.DEMAND, order);
    Await.until("the first waits", () -> limit.waiting() == 1);
    Future<?> second = acquire(limit, Priority.LOOK_AHEAD, order);
    Await.until("the second waits", () -> limit.waiting() == 2);

    first.cancel(true);
    Await.until("the first has gone", () -> limit.waiting() == 1);
    time.advance(Duration.ofMillis(84));
    second.get(30, TimeUnit.SECONDS);

    assertThat(order).containsExactly(Priority.LOOK_AHEAD);
    assertThat(limit.inFlight()).isEqualTo(1);
  }

  @Test
  void throttledAnswers_areWhatTheLimitHearsOf() {
    RequestLimit limit = new RequestLimit(9, time);
    Fault throttled = Fault.before(ErrorKind.THROTTLED);
    FaultyStore faulty =
        new FaultyStore(memory).script(Operation.HEAD, throttled, throttled, throttled);
    LimitingStore store = new LimitingStore(faulty, limit, time, listener);
    time.advance(Duration.ofMillis(1));
    for (int i = 0; i < 3; i++) {
      assertThat(limit.isFull()).isFalse();
      catchThrowableOfType(StoreException.class, () -> store.head("a", RequestContext.DEMAND));
    }

    assertThat(limit.tryAcquire()).isFalse();
  }

  private Future<?> acquire(RequestLimit limit, Priority priority, List<Priority> order) {
    return threads.submit(
        () -> {
          limit.acquire(priority);
          order.add(priority);
          return null;
        });
  }

  private Future<?> get(LimitingStore store, long start, RequestContext context) {
    return threads.submit(
        () ->
            store.get("a", ByteRange.of(start, start + 1), Etag.ANY, BodyHandler.IGNORE, context));
  }
}
