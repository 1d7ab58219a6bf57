package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.ObjectStoreContract;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.SeededRandom;
import io.github.seekwell.core.testing.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** The whole contract over a store of which every third request fails: nobody may notice. */
@ExtendWith(FaultyStackContractTest.TellSeed.class)
class FaultyStackContractTest extends ObjectStoreContract {
  private final SeededRandom random = SeededRandom.fresh();
  private final VirtualTime time = new VirtualTime();
  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory).byChance(random, 0.33);

  @Override
  protected ObjectStore store() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 0.5);
    // A third to the power of 40 is never.
    return new StoreStack(40, backoff, HedgeTerms.NONE, time, time, ReadListener.NONE)
        .over(
            faulty,
            new SharedEndpoint(new RequestLimit(4), new PaceMeter(time), new HedgeBudget()));
  }

  @Override
  protected boolean retries() {
    return true;
  }

  @Test
  void anyRange_arrivesOnceAndInOrder_howeverOftenItsBodyBreaks() throws IOException {
    RampObject ramp = RampObject.of(10_000_000);
    ObjectInfo held = memory.hold("ramp", ramp);
    for (int i = 0; i < 500; i++) {
      ByteRange range = ByteRange.ofLength(random.below(9_000_000L), random.between(1, 200_000));
      InOrder body = new InOrder(ramp, range.start());

      the()
          .get(
              "ramp",
              range,
              random.chance(0.5) ? Etag.ANY : held.etag(),
              body,
              RequestContext.DEMAND);

      assertThat(body.next).isEqualTo(range.end());
    }
    assertThat(faulty.injected()).isGreaterThan(100);
  }

  private static final class InOrder implements BodyHandler {
    private final RampObject ramp;
    private long next;

    private InOrder(RampObject ramp, long start) {
      this.ramp = ramp;
      this.next = start;
    }

    @Override
    public void accept(long position, byte[] buffer, int offset, int length) {
      assertThat(position).isEqualTo(next);
      ramp.verify(position, buffer, offset, length);
      next += length;
    }
  }

  /** Puts the seed beside whatever failed. */
  static final class TellSeed implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
        throws Throwable {
      FaultyStackContractTest test = (FaultyStackContractTest) context.getRequiredTestInstance();
      failure.addSuppressed(new AssertionError(test.random.toString()));
      throw failure;
    }
  }
}
