package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.RecordingStore.Call;
import io.github.seekwell.core.testing.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When it tries again, how long it waits, and how a body is resumed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RetryingStoreTest {
  private static final RequestContext CONTEXT = RequestContext.DEMAND;
  private static final ByteRange RANGE = ByteRange.of(100, 1100);
  private static final RampObject RAMP = RampObject.of(5000);

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore recording = new RecordingStore(faulty);
  private final VirtualTime time = new VirtualTime();
  private final List<String> retries = new ArrayList<>();
  private final Body body = new Body();
  private final RetryingStore store = retrying(recording);
  private Etag etag = Etag.ANY;

  @BeforeEach
  void fill() {
    etag = memory.hold("a", RAMP).etag();
  }

  private RetryingStore retrying(ObjectStore inner) {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(20), () -> 0.5);
    return new RetryingStore(
        inner,
        4,
        backoff,
        time,
        new ReadListener() {
          @Override
          public void onRetry(Object owner, String operation, long backoffNanos) {
            retries.add(operation + " " + Duration.ofNanos(backoffNanos).toMillis());
          }
        });
  }

  @ParameterizedTest
  @EnumSource(ErrorKind.class)
  void theKind_decidesWhetherItIsTriedAgain(ErrorKind kind) throws IOException {
    faulty.script(Operation.HEAD, Fault.before(kind));

    if (kind.retryable()) {
      assertThat(store.head("a", CONTEXT).size()).isEqualTo(5000);
      assertThat(recording.count()).isEqualTo(2);
    } else {
      StoreException e = failure(() -> store.head("a", CONTEXT));
      assertThat(e.kind()).isEqualTo(kind);
      assertThat(e.attempts()).isEqualTo(1);
      assertThat(recording.count()).isEqualTo(1);
      assertThat(time.sleeps()).isEmpty();
    }
  }

  @Test
  void waits_growByHalfTheDoublingBound_andAreTold() throws IOException {
    Fault fault = Fault.before(ErrorKind.SERVER_ERROR);
    faulty.script(Operation.HEAD, fault, fault, fault);

    store.head("a", CONTEXT);

    assertThat(time.sleeps())
        .containsExactly(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(retries).containsExactly("head 50", "head 100", "head 200");
  }

  @Test
  void theStoresOwnWish_isHonoured() throws IOException {
    faulty.script(
        Operation.HEAD, Fault.before(ErrorKind.THROTTLED).askingFor(Duration.ofSeconds(2)));

    store.head("a", CONTEXT);

    assertThat(time.sleeps()).containsExactly(Duration.ofMillis(2050));
  }

  @Test
  void theNextAttempt_isNumbered_andAvoidsTheAddressThatFailedLast() throws IOException {
    faulty.script(
        Operation.HEAD,
        Fault.before(ErrorKind.CONNECTION).at("192.0.2.1"),
        Fault.before(ErrorKind.UNKNOWN_HOST),
        Fault.before(ErrorKind.STALLED).at("192.0.2.2"));

    store.head("a", CONTEXT);

    assertThat(recording.contexts())
        .extracting(RequestContext::attempt)
        .containsExactly(1, 2, 3, 4);
    assertThat(recording.contexts())
        .extracting(RequestContext::avoidAddress)
        .containsExactly("", "192.0.2.1", "192.0.2.1", "192.0.2.2");
  }

  @Test
  void givingUp_throwsTheLastFailure_withTheNumberOfAttempts_andTheEarlierOnes() {
    faulty.script(
        Operation.HEAD,
        Fault.before(ErrorKind.CONNECTION),
        Fault.before(ErrorKind.STALLED),
        Fault.before(ErrorKind.THROTTLED),
        Fault.before(ErrorKind.SERVER_ERROR));

    StoreException e = failure(() -> store.head("a", CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
    assertThat(e.attempts()).isEqualTo(4);
    assertThat(e).hasMessageContaining("head memory://bucket/a").hasMessageContaining("4 attempts");
    assertThat(kinds(e.getSuppressed()))
        .containsExactly(ErrorKind.CONNECTION, ErrorKind.STALLED, ErrorKind.THROTTLED);
    assertThat(time.sleeps()).hasSize(3);
  }

  @Test
  void ofManyFailures_theFirstAndTheLatestAreTold() {
    RetryingStore patient =
        new RetryingStore(
            recording,
            20,
            new Backoff(Duration.ZERO, Duration.ZERO, () -> 0.0),
            time,
            ReadListener.NONE);
    faulty.script(Operation.HEAD, Fault.before(ErrorKind.UNKNOWN_HOST));
    for (int i = 0; i < 19; i++) {
      faulty.script(Operation.HEAD, Fault.before(ErrorKind.STALLED));
    }

    StoreException e = failure(() -> patient.head("a", CONTEXT));

    assertThat(e.attempts()).isEqualTo(20);
    assertThat(kinds(e.getSuppressed()))
        .containsExactly(
            ErrorKind.UNKNOWN_HOST, ErrorKind.STALLED, ErrorKind.STALLED, ErrorKind.STALLED);
  }

  @Test
  void aRefusalAfterAFailure_tellsBoth() {
    faulty.script(Operation.HEAD, Fault.before(ErrorKind.CONNECTION));

    StoreException e = failure(() -> store.head("none", CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(e.attempts()).isEqualTo(2);
    assertThat(kinds(e.getSuppressed())).containsExactly(ErrorKind.CONNECTION);
  }

  @Test
  void anInterruptedWait_endsAtOnce_withTheFlagSet() {
    faulty.script(Operation.HEAD, Fault.before(ErrorKind.SERVER_ERROR));
    Thread.currentThread().interrupt();

    StoreException e = failure(() -> store.head("a", CONTEXT));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED);
    assertThat(e).hasMessageContaining("head memory://bucket/a: interrupted while waiting");
    assertThat(kinds(e.getSuppressed())).containsExactly(ErrorKind.SERVER_ERROR);
    assertThat(recording.count()).isEqualTo(1);
  }

  @Test
  void aStoreClosedDuringAWait_endsTheWait() {
    faulty.script(Operation.HEAD, Fault.before(ErrorKind.SERVER_ERROR));
    RetryingStore[] closing = new RetryingStore[1];
    closing[0] =
        new RetryingStore(
            recording,
            4,
            new Backoff(Duration.ofDays(1), Duration.ofDays(1), () -> 0.5),
            (duration, alarm) -> {
              closing[0].close();
              // Would hang for half a day if closing did not set off the alarm.
              Sleeper.THREAD.sleep(duration, alarm);
            },
            ReadListener.NONE);

    StoreException e = failure(() -> closing[0].head("a", CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED);
    assertThat(recording.closings()).isEqualTo(1);
    assertThat(recording.count()).isEqualTo(1);
  }

  // ---- bodies

  @Test
  void aBodyThatBreaksOff_isResumedAtTheMissingByte() throws IOException {
    faulty.script(
        Operation.GET,
        Fault.cut(300, ErrorKind.TRUNCATED),
        Fault.cut(200, ErrorKind.CONNECTION),
        Fault.before(ErrorKind.THROTTLED));

    ObjectInfo sent = store.get("a", RANGE, etag, body, CONTEXT);

    assertThat(recording.gets())
        .containsExactly(
            RANGE, ByteRange.of(400, 1100), ByteRange.of(600, 1100), ByteRange.of(600, 1100));
    assertThat(body.bytes()).isEqualTo(RAMP.bytes(100, 1000));
    assertThat(body.told).containsExactly(RANGE, ByteRange.of(400, 1100), ByteRange.of(600, 1100));
    assertThat(sent.etag()).isEqualTo(etag);
  }

  @Test
  void aBodyOfAnyVersion_isResumedOfTheVersionItBeganWith() throws IOException {
    faulty.script(Operation.GET, Fault.cut(300, ErrorKind.CONNECTION));

    store.get("a", RANGE, Etag.ANY, body, CONTEXT);

    assertThat(etags()).containsExactly(Etag.ANY, etag);
  }

  @Test
  void anObjectOverwrittenBetweenTheAttempts_isChanged_andNotMixed() {
    faulty.script(Operation.GET, Fault.cut(300, ErrorKind.CONNECTION));
    RetryingStore overwritten =
        retrying(
            new ForwardingStore(recording) {
              @Override
              public ObjectInfo get(
                  String key, ByteRange range, Etag wanted, BodyHandler to, RequestContext context)
                  throws StoreException {
                try {
                  return inner().get(key, range, wanted, to, context);
                } finally {
                  memory.hold("a", new RampObject(5000, 1));
                }
              }

              @Override
              public String toString() {
                return "Overwriting(" + inner() + ")";
              }
            });

    StoreException e = failure(() -> overwritten.get("a", RANGE, Etag.ANY, body, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.CHANGED);
    assertThat(body.bytes()).isEqualTo(RAMP.bytes(100, 300));
  }

  @Test
  void aBodyThatNeverBegan_isAskedForAsBefore() throws IOException {
    faulty.script(
        Operation.GET, Fault.cut(0, ErrorKind.STALLED), Fault.before(ErrorKind.CONNECTION));

    store.get("a", RANGE, Etag.ANY, body, CONTEXT);

    assertThat(recording.gets()).containsExactly(RANGE, RANGE, RANGE);
    assertThat(etags()).containsOnly(Etag.ANY);
    assertThat(body.bytes()).isEqualTo(RAMP.bytes(100, 1000));
  }

  @Test
  void aFailureAfterTheLastByte_costsNoFurtherRequest() throws IOException {
    faulty.script(Operation.GET, Fault.cut(1000, ErrorKind.CONNECTION));

    ObjectInfo sent = store.get("a", RANGE, Etag.ANY, body, CONTEXT);

    assertThat(recording.gets()).containsExactly(RANGE);
    assertThat(sent.etag()).isEqualTo(etag);
    assertThat(body.bytes()).isEqualTo(RAMP.bytes(100, 1000));
  }

  @Test
  void aTail_isResumedAsAPlainRange() throws IOException {
    faulty.script(Operation.GET, Fault.cut(30, ErrorKind.TRUNCATED));

    ObjectInfo sent = store.getTail("a", 200, body, CONTEXT);

    assertThat(recording.tails()).containsExactly(200L);
    assertThat(recording.gets()).containsExactly(ByteRange.of(4830, 5000));
    assertThat(body.bytes()).isEqualTo(RAMP.bytes(4800, 200));
    assertThat(sent.size()).isEqualTo(5000);
  }

  @Test
  void aTailThatNeverBegan_isAskedForAsATail() throws IOException {
    faulty.script(Operation.GET, Fault.before(ErrorKind.CONNECTION));

    store.getTail("a", 200, body, CONTEXT);

    assertThat(recording.tails()).containsExactly(200L, 200L);
    assertThat(body.bytes()).isEqualTo(RAMP.bytes(4800, 200));
  }

  @Test
  void aTailOverwrittenBeforeItsFirstByte_isResumedOfTheNewVersion() throws IOException {
    RampObject newer = new RampObject(6000, 1);
    faulty.script(
        Operation.GET, Fault.cut(0, ErrorKind.STALLED), Fault.cut(30, ErrorKind.TRUNCATED));
    RetryingStore overwritten =
        retrying(
            new ForwardingStore(recording) {
              @Override
              public ObjectInfo getTail(
                  String key, long length, BodyHandler to, RequestContext context)
                  throws StoreException {
                try {
                  return inner().getTail(key, length, to, context);
                } finally {
                  if (context.attempt() == 1) {
                    memory.hold("a", newer);
                  }
                }
              }

              @Override
              public String toString() {
                return "Overwriting(" + inner() + ")";
              }
            });

    ObjectInfo sent = overwritten.getTail("a", 200, body, CONTEXT);

    assertThat(sent.size()).isEqualTo(6000);
    assertThat(recording.gets()).containsExactly(ByteRange.of(5830, 6000));
    assertThat(body.bytes()).isEqualTo(newer.bytes(5800, 200));
  }

  @Test
  void aBeginning_isResumedAsAPlainRange_ofTheVersionOfTheFirstAttempt() throws IOException {
    faulty.script(
        Operation.GET, Fault.cut(30, ErrorKind.TRUNCATED), Fault.cut(20, ErrorKind.STALLED));

    ObjectInfo sent = store.getFirst("a", 200, body, CONTEXT);

    assertThat(recording.firsts()).containsExactly(200L);
    assertThat(recording.gets()).containsExactly(ByteRange.of(30, 200), ByteRange.of(50, 200));
    assertThat(etags()).containsExactly(etag, etag);
    assertThat(body.bytes()).isEqualTo(RAMP.bytes(0, 200));
    assertThat(sent.size()).isEqualTo(5000);
  }

  @Test
  void aBeginningThatNeverBegan_isAskedForAsABeginning() throws IOException {
    faulty.script(
        Operation.GET, Fault.before(ErrorKind.CONNECTION), Fault.cut(0, ErrorKind.STALLED));

    store.getFirst("a", 200, body, CONTEXT);

    assertThat(recording.firsts()).containsExactly(200L, 200L, 200L);
    assertThat(body.bytes()).isEqualTo(RAMP.bytes(0, 200));
  }

  @Test
  void aBeginningOfAnEmptyObject_isNoShortBody() throws IOException {
    memory.hold("empty", new byte[0]);

    assertThat(store.getFirst("empty", 10, body, CONTEXT).size()).isZero();

    assertThat(recording.count()).isEqualTo(1);
  }

  @Test
  void aTailOfAnEmptyObject_isNoShortBody() throws IOException {
    memory.hold("empty", new byte[0]);

    assertThat(store.getTail("empty", 10, body, CONTEXT).size()).isZero();

    assertThat(recording.count()).isEqualTo(1);
  }

  @Test
  void aBodyOfAVersionWithoutName_comesAgainFromItsFirstByte() throws IOException {
    faulty.script(Operation.GET, Fault.cut(300, ErrorKind.CONNECTION));
    RetryingStore nameless =
        retrying(
            new ForwardingStore(recording) {
              @Override
              public ObjectInfo get(
                  String key, ByteRange range, Etag wanted, BodyHandler to, RequestContext context)
                  throws StoreException {
                return inner().get(key, range, wanted, withoutEtag(to), context);
              }

              @Override
              public String toString() {
                return "Nameless(" + inner() + ")";
              }
            });

    nameless.get("a", RANGE, Etag.ANY, body, CONTEXT);

    assertThat(recording.gets()).containsExactly(RANGE, RANGE);
    assertThat(body.told).containsExactly(RANGE, RANGE);
    assertThat(body.positions).containsExactly(100L, 100L);
  }

  @Test
  void aShortBodyCalledASuccess_isNotBelieved() throws IOException {
    boolean[] once = {false};
    RetryingStore careless =
        retrying(
            new ForwardingStore(recording) {
              @Override
              public ObjectInfo get(
                  String key, ByteRange range, Etag wanted, BodyHandler to, RequestContext context)
                  throws StoreException {
                if (once[0]) {
                  return inner().get(key, range, wanted, to, context);
                }
                once[0] = true;
                faulty.script(Operation.GET, Fault.cut(10, ErrorKind.CONNECTION));
                try {
                  return inner().get(key, range, wanted, to, context);
                } catch (StoreException e) {
                  return memory.head(key, context);
                }
              }

              @Override
              public String toString() {
                return "Careless(" + inner() + ")";
              }
            });

    careless.get("a", RANGE, etag, body, CONTEXT);

    assertThat(recording.gets()).containsExactly(RANGE, ByteRange.of(110, 1100));
    assertThat(body.bytes()).isEqualTo(RAMP.bytes(100, 1000));
  }

  private static BodyHandler withoutEtag(BodyHandler to) {
    return new BodyHandler() {
      @Override
      public void begin(ObjectInfo object, ByteRange range) {
        to.begin(
            new ObjectInfo(object.key(), object.size(), Etag.ANY, object.lastModified()), range);
      }

      @Override
      public void accept(long position, byte[] buffer, int offset, int length) {
        to.accept(position, buffer, offset, length);
      }
    };
  }

  private List<Etag> etags() {
    List<Etag> etags = new ArrayList<>();
    for (Call call : recording.calls()) {
      if (call.method().equals("get")) {
        etags.add((Etag) call.arguments().get(2));
      }
    }
    return etags;
  }

  private static StoreException failure(ThrowingCallable call) {
    StoreException e = catchThrowableOfType(StoreException.class, call);
    assertThat(e).as("a failure").isNotNull();
    return e;
  }

  private static List<ErrorKind> kinds(Throwable[] failures) {
    List<ErrorKind> kinds = new ArrayList<>();
    for (Throwable failure : failures) {
      kinds.add(((StoreException) failure).kind());
    }
    return kinds;
  }

  private static final class Body implements BodyHandler {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<ByteRange> told = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();

    @Override
    public void begin(ObjectInfo object, ByteRange range) {
      told.add(range);
    }

    @Override
    public void accept(long position, byte[] buffer, int offset, int length) {
      positions.add(position);
      bytes.write(buffer, offset, length);
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
