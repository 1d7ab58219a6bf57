package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.PacedStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservedStoreTest {
  private final VirtualTime time = new VirtualTime();
  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final List<String> heard = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private final ReadListener listener =
      new ReadListener() {
        @Override
        public void onOperationBegun(Object owner, String operation) {
          sent.add(owner + " begins " + operation);
        }

        @Override
        public void onRequestSent(Object owner, String operation) {
          sent.add(owner + " " + operation);
        }

        @Override
        public void onRequest(Object owner, EndedRequest request) {
          heard.add(
              owner
                  + " request "
                  + request.operation()
                  + " "
                  + request.object()
                  + " ["
                  + request.from()
                  + ", "
                  + request.to()
                  + ") attempt "
                  + request.attempt()
                  + ", "
                  + request.bytes()
                  + " bytes, "
                  + request.status()
                  + " "
                  + request.address());
        }

        @Override
        public void onOperation(Object owner, String operation, long nanos, boolean ok) {
          heard.add(owner + " " + operation + " took " + Duration.ofNanos(nanos) + " ok " + ok);
        }

        @Override
        public void onRetry(Object owner, String operation, long backoffNanos) {
          heard.add(owner + " retry " + operation + " in " + Duration.ofNanos(backoffNanos));
        }
      };
  private final RequestContext context = RequestContext.DEMAND.ownedBy("me");
  private final ObjectStore store =
      new StoreStack(
              3,
              new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 0.5),
              HedgeTerms.NONE,
              time,
              time,
              listener)
          .over(faulty, endpoint());

  @BeforeEach
  void fill() {
    memory.hold("a", RampObject.of(1000));
  }

  @Test
  void anOperation_isTimedWhole_andEachRequestIsTold() throws IOException {
    faulty.script(Operation.GET, Fault.before(ErrorKind.CONNECTION).at("192.0.2.1"));

    store.get("a", ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, context);

    assertThat(heard)
        .containsExactly(
            "me request get memory://bucket/a [0, 10) attempt 1, 0 bytes, 0 192.0.2.1",
            "me retry get in PT0.05S",
            "me request get memory://bucket/a [0, 10) attempt 2, 10 bytes, 200 ",
            "me get took PT0.05S ok true");
    // The first never came so far as to be sent.
    assertThat(sent).containsExactly("me begins get", "me get");
  }

  @Test
  void aFailedOperation_isToldAsFailed() {
    StoreException e =
        catchThrowableOfType(StoreException.class, () -> store.head("none", context));

    assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(heard)
        .containsExactly(
            "me request head memory://bucket/none [0, 0) attempt 1, 0 bytes, 404 ",
            "me head took PT0S ok false");
  }

  @Test
  void beginningsAndEnds_areToldWithTheirRange() throws IOException {
    store.getFirst("a", 100, BodyHandler.IGNORE, context);
    store.getTail("a", 100, BodyHandler.IGNORE, context);

    assertThat(heard)
        .anyMatch(line -> line.contains("memory://bucket/a [0, 100)"))
        .anyMatch(line -> line.contains("memory://bucket/a [-100, 0)"));
    assertThat(sent).containsExactly("me begins get", "me get", "me begins get", "me get");
  }

  @Test
  void theCallersListener_hearsToo() throws IOException {
    List<Attempt> callers = new ArrayList<>();

    store.head("a", context.heardBy((attempt, c) -> callers.add(attempt)));

    assertThat(callers).hasSize(1);
    assertThat(heard).hasSize(2);
  }

  @Test
  void theMeterOfTheEndpoint_hearsEveryRequest() throws IOException {
    PaceMeter meter = new PaceMeter(time);
    ObjectStore measured =
        new ObservedStore(new PacedStore(memory, 7_000_000), time, listener, meter);

    for (int i = 0; i < 8; i++) {
      measured.get("a", ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, context);
    }

    assertThat(meter.pace().firstByteNanos()).isBetween(6_700_000L, 7_300_000L);
  }

  @Test
  void theStack_printsItself_outermostFirst() {
    Backoff backoff = Backoff.of(Duration.ofMillis(100), Duration.ofSeconds(20));
    HedgeTerms hedging = new HedgeTerms(0.02, 1 << 20, time, Runnable::run);

    assertThat(StoreStack.of(5, backoff, hedging, listener).over(memory, endpoint()))
        .hasToString(
            "Observed(Retrying(5, Hedging(0.02, Limiting(64, Interruptible(MemoryStore(bucket))))))");
    assertThat(StoreStack.of(5, backoff, HedgeTerms.NONE, listener).over(memory, endpoint()))
        .hasToString("Observed(Retrying(5, Limiting(64, Interruptible(MemoryStore(bucket)))))");
  }

  private SharedEndpoint endpoint() {
    return new SharedEndpoint(new RequestLimit(64), new PaceMeter(time), new HedgeBudget());
  }
}
