package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.Attempt.Outcome;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RequestWatch;
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.SlowStore;
import io.github.seekwell.core.testing.SlowStore.Held;
import io.github.seekwell.core.testing.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a second request is made, which of the two delivers, and what becomes of the other. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HedgingStoreTest {
  private static final RampObject RAMP = RampObject.of(5000);
  private static final ByteRange RANGE = ByteRange.of(100, 1100);
  private static final RequestContext CONTEXT = RequestContext.DEMAND.ownedBy("me");
  private static final long MAX_BYTES = 2000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final VirtualTime time = new VirtualTime();
  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final SlowStore slow = new SlowStore(faulty);
  private final RecordingStore recording = new RecordingStore(slow);
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final ReadListener listener =
      new ReadListener() {
        @Override
        public void onHedge(Object owner, long waitedNanos) {
          heard.add(owner + " hedges after " + Duration.ofNanos(waitedNanos).toMillis());
        }

        @Override
        public void onHedgeEnded(Object owner, boolean won) {
          heard.add(owner + (won ? " won" : " lost"));
        }
      };
  private final RequestLimit limit = new RequestLimit(8);
  private final PaceMeter meter = measured();
  private final HedgeBudget budget = new HedgeBudget();
  private final AtomicInteger seconds = new AtomicInteger();
  private final HedgingStore store =
      hedging(
          recording,
          new HedgeTerms(
              1,
              MAX_BYTES,
              time,
              second -> {
                seconds.incrementAndGet();
                threads.execute(second);
              }));
  private final Body body = new Body();

  private HedgingStore hedging(ObjectStore inner, HedgeTerms terms) {
    return new HedgingStore(
        new LimitingStore(inner, limit, time, ReadListener.NONE),
        new SharedEndpoint(limit, meter, budget),
        terms,
        time,
        listener);
  }

  /** Knows that the first byte takes 20 ms, so that a second request is made after 60. */
  private PaceMeter measured() {
    PaceMeter measured = new PaceMeter(time);
    for (int i = 0; i < 56; i++) {
      measured.ended(attempt(Outcome.OK), RequestContext.DEMAND);
    }
    return measured;
  }

  private static Attempt attempt(Outcome outcome) {
    return new Attempt(Operation.GET, 1, 0, 20_000_000, 0, 1000, 206, "", "", outcome);
  }

  @BeforeEach
  void fill() {
    memory.hold("a", RAMP);
    slow.holdGets();
  }

  @AfterEach
  void stop() throws InterruptedException {
    slow.open();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(limit.inFlight()).as("places taken").isZero();
    assertThat(time.alarms()).as("alarms set").isZero();
  }

  // ---- when

  @Test
  void aPromptGet_isMadeOnItsCallersThread_andCallsItsAlarmOff() throws Exception {
    List<Thread> makers = new ArrayList<>();
    AtomicInteger alarms = new AtomicInteger();
    ObjectStore client =
        new Client(
            memory,
            () -> {
              makers.add(Thread.currentThread());
              alarms.set(time.alarms());
            });

    hedging(client, store.terms()).get("a", RANGE, Etag.ANY, body, CONTEXT);

    body.verify();
    assertThat(makers).containsExactly(Thread.currentThread());
    assertThat(alarms.get()).isEqualTo(1);
    assertThat(time.alarms()).isZero();
    assertThat(heard).isEmpty();
  }

  @Test
  void aLateFirstByte_getsASecondRequest_onceItsTimeIsOver() throws Exception {
    Future<ObjectInfo> get = get(CONTEXT);
    Held first = slow.awaitHeld(1).get(0);

    time.advance(Duration.ofNanos(meter.hedgeAfterNanos(RANGE.length()) - 1));
    assertThat(recording.count()).isEqualTo(1);
    time.advance(Duration.ofNanos(1));

    Held second = second(first);
    slow.release(second);
    assertThat(get.get().size()).isEqualTo(5000);
    body.verify();
    assertThat(recording.gets()).containsExactly(RANGE, RANGE);
    assertThat(slow.held()).as("the loser is aborted").isEmpty();
    assertThat(heard).hasSize(2).endsWith("me won");
    assertThat(heard.get(0)).matches("me hedges after (59|60|61|62)");
  }

  @Test
  void lookAhead_getsNoSecondRequest() throws Exception {
    noSecond(get(CONTEXT.with(Priority.LOOK_AHEAD)));
  }

  @Test
  void aLargeDemand_getsNoSecondRequest() throws Exception {
    noSecond(
        threads.submit(
            () ->
                store.get(
                    "a", ByteRange.of(0, MAX_BYTES + 1), Etag.ANY, BodyHandler.IGNORE, CONTEXT)));
  }

  @Test
  void aStoreThatIsNotKnownYet_getsNoSecondRequest() throws Exception {
    SharedEndpoint fresh = new SharedEndpoint(limit, new PaceMeter(time), budget);
    noSecond(get(CONTEXT, new HedgingStore(recording, fresh, store.terms(), time, listener)));
  }

  @Test
  void aStoreThatThrottles_getsNoSecondRequest_forHalfAMinute() throws Exception {
    meter.ended(attempt(Outcome.THROTTLED), CONTEXT);
    time.advance(Duration.ofSeconds(28));
    noSecond(get(CONTEXT));

    time.advance(Duration.ofSeconds(1));
    Future<ObjectInfo> get =
        threads.submit(() -> store.get("a", RANGE, Etag.ANY, BodyHandler.IGNORE, CONTEXT));
    Held first = slow.awaitHeld(1).get(0);
    late();
    second(first);
    slow.open();
    get.get();
  }

  @Test
  void aStoreWhosePlacesAreAllTaken_getsNoSecondRequest() throws Exception {
    for (int i = 0; i < 7; i++) {
      assertThat(limit.tryAcquire()).isTrue();
    }
    noSecond(get(CONTEXT));
    for (int i = 0; i < 7; i++) {
      limit.release();
    }
  }

  @Test
  void aRequestThatQueues_isNotLate() throws Exception {
    for (int i = 0; i < 8; i++) {
      assertThat(limit.tryAcquire()).isTrue();
    }
    Future<ObjectInfo> get = get(CONTEXT);
    Await.until("it queues", () -> limit.waiting() == 1);
    late();
    for (int i = 0; i < 8; i++) {
      limit.release();
    }
    Held first = slow.awaitHeld(1).get(0);
    assertThat(recording.count()).isEqualTo(1);
    late();
    second(first);
    slow.open();
    get.get();
  }

  @Test
  void aStoreThatShowsNoRequests_getsNoSecondOne() throws Exception {
    noSecond(get(CONTEXT, hedging(new Secretive(recording), store.terms())));
  }

  @Test
  void whenAllThreadsAreBusy_theFirstGoesOnAlone_andNothingIsSpent() throws Exception {
    HedgeTerms busy =
        new HedgeTerms(
            1,
            MAX_BYTES,
            time,
            request -> {
              throw new RejectedExecutionException("busy");
            });
    noSecond(get(CONTEXT, hedging(recording, busy)));
    body.verify();
    assertThat(budget.spend()).as("what was earned").isTrue();
    assertThat(budget.spend()).isFalse();
  }

  @Test
  void anInterruptedCaller_getsNoSecondRequest() throws Exception {
    ObjectStore client =
        new Client(
            memory,
            () -> {
              Thread.currentThread().interrupt();
              late();
            });
    hedging(client, store.terms()).get("a", RANGE, Etag.ANY, body, CONTEXT);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(seconds.get()).isZero();
  }

  @Test
  void aTail_isHedgedLikeAnyOtherGet() throws Exception {
    Future<ObjectInfo> get = threads.submit(() -> store.getTail("a", 700, body, CONTEXT));
    Held first = slow.awaitHeld(1).get(0);
    late();
    slow.release(second(first));
    assertThat(get.get().size()).isEqualTo(5000);
    body.verify(ByteRange.of(4300, 5000));
    assertThat(recording.tails()).containsExactly(700L, 700L);
  }

  @Test
  void theFirstBytesOfAnObject_areHedgedLikeAnyOtherGet() throws Exception {
    Future<ObjectInfo> get = threads.submit(() -> store.getFirst("a", 700, body, CONTEXT));
    Held first = slow.awaitHeld(1).get(0);
    late();
    slow.release(second(first));
    assertThat(get.get().size()).isEqualTo(5000);
    body.verify(ByteRange.of(0, 700));
    assertThat(recording.count()).isEqualTo(2);
  }

  @Test
  void overTenThousandLateGets_secondRequestsStayWithinTheBudget() throws Exception {
    LateClient client = new LateClient();
    ObjectStore hedged = hedging(client, new HedgeTerms(0.02, MAX_BYTES, time, Runnable::run));
    for (int i = 0; i < 10_000; i++) {
      hedged.get("a", RANGE, Etag.ANY, BodyHandler.IGNORE, CONTEXT);
    }
    assertThat(client.requests).isEqualTo(10_200);
  }

  @Test
  void whatWasSavedInGoodTimes_isSpentInBadOnes_upToTenRequests() throws Exception {
    LateClient client = new LateClient();
    ObjectStore hedged = hedging(client, new HedgeTerms(0.02, MAX_BYTES, time, Runnable::run));
    client.late = false;
    for (int i = 0; i < 10_000; i++) {
      hedged.get("a", RANGE, Etag.ANY, BodyHandler.IGNORE, CONTEXT);
    }
    assertThat(client.requests).isEqualTo(10_000);
    client.late = true;
    for (int i = 0; i < 49; i++) {
      hedged.get("a", RANGE, Etag.ANY, BodyHandler.IGNORE, CONTEXT);
    }
    assertThat(client.requests).isEqualTo(10_049 + 10);
  }

  @Test
  void hedging_doesNotCutOffTheTailItIsMeasuredBy() throws Exception {
    long before = meter.hedgeAfterNanos(0);
    LateClient client = new LateClient();
    ObjectStore hedged = hedging(client, new HedgeTerms(1, MAX_BYTES, time, Runnable::run));
    for (int i = 0; i < 5000; i++) {
      client.late = i % 50 == 0;
      hedged.get("a", RANGE, Etag.ANY, BodyHandler.IGNORE, CONTEXT);
      meter.ended(attempt(Outcome.OK), CONTEXT);
    }
    assertThat(client.requests).isEqualTo(5100);
    assertThat(meter.hedgeAfterNanos(0)).as("the slowest 2 of 100").isGreaterThan(10 * before);
  }

  @Test
  void aFirstThatHasBegun_getsNoSecondRequest_howeverSlowItsBodyIs() throws Exception {
    slow.open();
    BodyHandler dawdling =
        (position, buffer, offset, length) -> {
          late();
          body.accept(position, buffer, offset, length);
        };
    store.get("a", RANGE, Etag.ANY, dawdling, CONTEXT);
    body.verify();
    assertThat(seconds.get()).isZero();
  }

  // ---- who delivers

  @Test
  void theFirst_ifItBeginsAfterAll_delivers_andTheSecondIsAborted() throws Exception {
    Future<ObjectInfo> get = get(CONTEXT);
    Held first = slow.awaitHeld(1).get(0);
    late();
    second(first);
    slow.release(first);
    assertThat(get.get().size()).isEqualTo(5000);
    body.verify();
    Await.until("the second is aborted", () -> heard.contains("me lost"));
    assertThat(slow.held()).isEmpty();
  }

  @Test
  void aSecondThatStillQueues_whenTheFirstBegins_isNeverSent() throws Exception {
    for (int i = 0; i < 6; i++) {
      assertThat(limit.tryAcquire()).isTrue();
    }
    HedgeTerms tight =
        new HedgeTerms(
            1,
            MAX_BYTES,
            time,
            second -> {
              assertThat(limit.tryAcquire()).as("the last place").isTrue();
              threads.execute(second);
            });
    Future<ObjectInfo> get = get(CONTEXT, hedging(recording, tight));
    Held first = slow.awaitHeld(1).get(0);
    late();
    Await.until("the second queues", () -> limit.waiting() == 1);
    // The place of the first goes to the second once its body is through, and not before.
    slow.release(first);
    get.get();
    for (int i = 0; i < 7; i++) {
      limit.release();
    }
    Await.until("it is over as soon as it is its turn", () -> heard.contains("me lost"));
    body.verify();
  }

  @Test
  void theSecond_isMadeElsewhere_forTheSameOwner_asTheSameAttempt() throws Exception {
    Future<ObjectInfo> get = get(CONTEXT);
    Held first = slow.awaitHeld(1).get(0);
    late();
    RequestContext second = second(first).context();
    assertThat(second.avoidAddress()).isEqualTo(first.address()).isEqualTo("192.0.2.1");
    assertThat(second.owner()).isEqualTo("me");
    assertThat(second.attempt()).isEqualTo(1);
    assertThat(second.priority()).isEqualTo(Priority.DEMAND);
    slow.open();
    get.get();
  }

  @Test
  void theSecondOfARetry_avoidsWhatFailed_notWhatIsSlow() throws Exception {
    Future<ObjectInfo> get = get(CONTEXT.retry("192.0.2.99"));
    Held first = slow.awaitHeld(1).get(0);
    late();
    RequestContext second = second(first).context();
    assertThat(second.avoidAddress()).isEqualTo("192.0.2.99");
    assertThat(second.attempt()).isEqualTo(2);
    slow.open();
    get.get();
  }

  @Test
  void bothRequests_areToldToTheListener_withTheirOwner() throws Exception {
    List<Object> owners = Collections.synchronizedList(new ArrayList<>());
    Future<ObjectInfo> get = get(CONTEXT.heardBy((attempt, c) -> owners.add(c.owner())));
    Held first = slow.awaitHeld(1).get(0);
    late();
    second(first);
    slow.open();
    get.get();
    Await.until("both are told", () -> owners.size() == 2 || heard.size() == 2);
    assertThat(owners).isNotEmpty().containsOnly("me");
  }

  @Test
  void ifTheFirstFails_theSecondMendsIt() throws Exception {
    faulty.script(Operation.GET, Fault.before(ErrorKind.CONNECTION));
    Future<ObjectInfo> get = get(CONTEXT);
    Held first = slow.awaitHeld(1).get(0);
    late();
    Held second = second(first);
    slow.release(first);
    Await.until("the first has failed", () -> faulty.injected() == 1);
    slow.release(second);
    assertThat(get.get().size()).isEqualTo(5000);
    body.verify();
  }

  @Test
  void ifTheFirstFailsForGood_theSecondIsAborted_andNothingIsDelivered() throws Exception {
    faulty.script(Operation.GET, Fault.before(ErrorKind.ACCESS_DENIED));
    Future<ObjectInfo> get = get(CONTEXT);
    Held first = slow.awaitHeld(1).get(0);
    late();
    second(first);
    slow.release(first);
    assertThat(failure(get).kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
    Await.until("the second is aborted", () -> heard.contains("me lost"));
    assertThat(slow.held()).isEmpty();
    assertThat(body.received()).isZero();
  }

  @Test
  void ifTheFirstFailsBeforeItsTime_thereIsNoSecond() throws Exception {
    faulty.script(Operation.GET, Fault.before(ErrorKind.CONNECTION));
    Future<ObjectInfo> get = get(CONTEXT);
    slow.release(slow.awaitHeld(1).get(0));
    assertThat(failure(get).kind()).isEqualTo(ErrorKind.CONNECTION);
    late();
    assertThat(seconds.get()).isZero();
  }

  @Test
  void ifTheSecondFails_theFirstGoesOnAsIfAlone() throws Exception {
    faulty.script(Operation.GET, Fault.before(ErrorKind.SERVER_ERROR));
    Future<ObjectInfo> get = get(CONTEXT);
    Held first = slow.awaitHeld(1).get(0);
    late();
    slow.release(second(first));
    Await.until("the second has failed", () -> heard.contains("me lost"));
    assertThat(slow.held()).containsExactly(first);
    slow.release(first);
    assertThat(get.get().size()).isEqualTo(5000);
    body.verify();
  }

  @Test
  void ifBothFail_theFirstsFailureIsThrown_withTheOtherInItsTrain() throws Exception {
    faulty.script(
        Operation.GET,
        Fault.before(ErrorKind.SERVER_ERROR).at("192.0.2.8"),
        Fault.before(ErrorKind.STALLED).at("192.0.2.9"));
    Future<ObjectInfo> get = get(CONTEXT);
    Held first = slow.awaitHeld(1).get(0);
    late();
    Held second = second(first);
    slow.release(first);
    Await.until("the first has failed", () -> faulty.injected() == 1);
    slow.release(second);
    StoreException e = failure(get);
    assertThat(e.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
    assertThat(e.failure().address()).isEqualTo("192.0.2.8");
    assertThat(((StoreException) e.getSuppressed()[0]).kind()).isEqualTo(ErrorKind.STALLED);
  }

  @Test
  void ifBothFail_andTheSecondIsTheQuicker_itIsTheSame() throws Exception {
    faulty.script(
        Operation.GET, Fault.before(ErrorKind.STALLED), Fault.before(ErrorKind.SERVER_ERROR));
    Future<ObjectInfo> get = get(CONTEXT);
    Held first = slow.awaitHeld(1).get(0);
    late();
    slow.release(second(first));
    Await.until("the second has failed", () -> heard.contains("me lost"));
    slow.release(first);
    StoreException e = failure(get);
    assertThat(e.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
    assertThat(((StoreException) e.getSuppressed()[0]).kind()).isEqualTo(ErrorKind.STALLED);
  }

  @Test
  void ifTheWinnerBreaksOff_theRetryAsksForTheRest() throws Exception {
    faulty.script(Operation.GET, Fault.cut(300, ErrorKind.CONNECTION).at("192.0.2.2"));
    RetryingStore retrying =
        new RetryingStore(
            store,
            3,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0),
            time,
            ReadListener.NONE);
    Future<ObjectInfo> get = get(CONTEXT, retrying);
    Held first = slow.awaitHeld(1).get(0);
    late();
    slow.release(second(first));
    Await.until("the rest is asked for", () -> recording.count() == 3);
    slow.open();
    assertThat(get.get().size()).isEqualTo(5000);
    body.verify();
    assertThat(recording.gets()).containsExactly(RANGE, RANGE, RANGE.from(400));
    assertThat(recording.contexts().get(2).attempt()).isEqualTo(2);
    assertThat(recording.contexts().get(2).avoidAddress()).isEqualTo("192.0.2.2");
  }

  @Test
  void aBugInTheSecond_reachesTheCaller_whoWaitsForNobodyElse() throws Exception {
    Future<ObjectInfo> get =
        threads.submit(
            () ->
                store.get(
                    "a",
                    RANGE,
                    Etag.ANY,
                    (position, buffer, offset, length) -> {
                      throw new IllegalStateException("on purpose");
                    },
                    CONTEXT));
    Held first = slow.awaitHeld(1).get(0);
    late();
    slow.release(second(first));
    StoreException e = failure(get);
    assertThat(e.kind()).isEqualTo(ErrorKind.LOCAL);
    assertThat(e).hasMessageContaining("on purpose");
  }

  // ---- who is interrupted

  @Test
  void anInterruptOfTheCaller_whoWaitsForTheSecond_abortsIt() throws Exception {
    faulty.script(Operation.GET, Fault.before(ErrorKind.CONNECTION));
    CompletableFuture<StoreException> failed = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread caller = caller(failed, flag);
    Held first = slow.awaitHeld(1).get(0);
    late();
    second(first);
    slow.release(first);
    Await.until("it waits for the second", () -> caller.getState() == Thread.State.WAITING);

    caller.interrupt();

    StoreException e = failed.get(30, TimeUnit.SECONDS);
    assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED);
    assertThat(e).hasMessageContaining("get memory://bucket/a");
    assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
    Await.until("the second is aborted", () -> heard.contains("me lost"));
    assertThat(slow.held()).isEmpty();
    assertThat(body.received()).isZero();
  }

  @Test
  void anInterruptOfTheCaller_whoWaitsForTheFirst_abortsBoth() throws Exception {
    CompletableFuture<StoreException> failed = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread caller = caller(failed, flag);
    Held first = slow.awaitHeld(1).get(0);
    late();
    second(first);

    caller.interrupt();

    assertThat(failed.get(30, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.INTERRUPTED);
    assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
    Await.until("the second is aborted", () -> heard.contains("me lost"));
    assertThat(slow.held()).isEmpty();
    assertThat(body.received()).isZero();
  }

  @Test
  void whoeverWatchesFromAbove_isShownBoth() throws Exception {
    List<RunningRequest> shown = Collections.synchronizedList(new ArrayList<>());
    Future<ObjectInfo> get = get(CONTEXT.watchedBy(shown::add));
    Held first = slow.awaitHeld(1).get(0);
    late();
    second(first);
    shown.forEach(RunningRequest::abort);
    assertThat(failure(get).kind()).isEqualTo(ErrorKind.CLOSED);
    Await.until("both are aborted", () -> slow.held().isEmpty());
  }

  // ---- helpers

  private Thread caller(CompletableFuture<StoreException> failed, CompletableFuture<Boolean> flag) {
    Thread caller =
        new Thread(
            () -> {
              failed.complete(
                  catchThrowableOfType(
                      StoreException.class, () -> store.get("a", RANGE, Etag.ANY, body, CONTEXT)));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    return caller;
  }

  private Future<ObjectInfo> get(RequestContext context) {
    return get(context, store);
  }

  private Future<ObjectInfo> get(RequestContext context, ObjectStore from) {
    return threads.submit(() -> from.get("a", RANGE, Etag.ANY, body, context));
  }

  /** Any second request would be made now. */
  private void late() {
    time.advance(Duration.ofSeconds(1));
  }

  private Held second(Held first) {
    List<Held> both = slow.awaitHeld(2);
    return both.get(0) == first ? both.get(1) : both.get(0);
  }

  private void noSecond(Future<ObjectInfo> get) throws Exception {
    slow.awaitHeld(1);
    late();
    assertThat(seconds.get()).isZero();
    slow.releaseAll();
    assertThat(get.get(30, TimeUnit.SECONDS).size()).isEqualTo(5000);
    assertThat(recording.count()).isEqualTo(1);
    assertThat(heard).isEmpty();
    recording.reset();
  }

  private static StoreException failure(Future<ObjectInfo> get) {
    ExecutionException e =
        catchThrowableOfType(ExecutionException.class, () -> get.get(30, TimeUnit.SECONDS));
    return (StoreException) e.getCause();
  }

  /** Keeps what comes, and is shown whether it is all there. */
  private static final class Body implements BodyHandler {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long start = -1;

    @Override
    public synchronized void accept(long position, byte[] buffer, int offset, int length) {
      if (start < 0) {
        start = position;
      }
      assertThat(position).isEqualTo(start + bytes.size());
      bytes.write(buffer, offset, length);
    }

    synchronized long received() {
      return bytes.size();
    }

    void verify() {
      verify(RANGE);
    }

    synchronized void verify(ByteRange range) {
      assertThat(start).isEqualTo(range.start());
      assertThat(bytes.toByteArray()).isEqualTo(RAMP.bytes(range.start(), (int) range.length()));
    }
  }

  /** Does something when a GET has been shown to whoever watches, before it is answered. */
  private static final class Client extends ForwardingStore {
    private final Runnable shown;

    Client(ObjectStore inner, Runnable shown) {
      super(inner);
      this.shown = shown;
    }

    @Override
    public ObjectInfo get(
        String key, ByteRange range, Etag etag, BodyHandler handler, RequestContext context)
        throws StoreException {
      RequestContext asked =
          context.watchedBy(
              request -> {
                context.watch().sending(request);
                shown.run();
              });
      return inner().get(key, range, etag, handler, asked);
    }

    @Override
    public String toString() {
      return "Client";
    }
  }

  /** Shows its requests to nobody. */
  private static final class Secretive extends ForwardingStore {
    Secretive(ObjectStore inner) {
      super(inner);
    }

    @Override
    protected <T extends @Nullable Object> T around(
        Operation operation, String subject, RequestContext context, Request<T> request)
        throws StoreException {
      return request.send(context.watchedBy(RequestWatch.NONE));
    }

    @Override
    public String toString() {
      return "Secretive";
    }
  }

  /** One whose first requests are always late: an hour passes before each of them is answered. */
  private final class LateClient extends ForwardingStore {
    private int requests;
    private boolean late = true;
    private boolean within;

    LateClient() {
      super(memory);
    }

    @Override
    public ObjectInfo get(
        String key, ByteRange range, Etag etag, BodyHandler handler, RequestContext context)
        throws StoreException {
      requests++;
      if (!late || within) {
        return inner().get(key, range, etag, handler, context);
      }
      Aborted aborted = new Aborted();
      context.watch().sending(aborted);
      within = true;
      time.advance(Duration.ofHours(1));
      within = false;
      if (aborted.is) {
        throw new StoreException(ErrorKind.CLOSED, "get " + key, "aborted");
      }
      return inner().get(key, range, etag, handler, context);
    }

    @Override
    public String toString() {
      return "Late";
    }
  }

  private static final class Aborted implements RunningRequest {
    private boolean is;

    @Override
    public void abort() {
      is = true;
    }

    @Override
    public String address() {
      return "";
    }
  }
}
