package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.ObjectStoreContract;
import io.github.seekwell.core.testing.VirtualTime;
import java.time.Duration;

class StoreStackContractTest extends ObjectStoreContract {
  private final VirtualTime time = new VirtualTime();

  @Override
  protected ObjectStore store() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 0.5);
    return new StoreStack(3, backoff, HedgeTerms.NONE, time, time, ReadListener.NONE)
        .over(
            new MemoryStore(),
            new SharedEndpoint(new RequestLimit(1), new PaceMeter(time), new HedgeBudget()));
  }
}
