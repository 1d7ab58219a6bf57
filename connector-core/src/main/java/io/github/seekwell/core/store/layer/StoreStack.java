package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.ObjectStore;
import java.util.function.LongSupplier;

/**
 * The order of the layers, written here and nowhere else (round them stands only {@link
 * ChangeTellingStore}, which is the cache's matter): {@code Observed(Retrying(attempts,
 * Hedging(share, Limiting(limit, Interruptible(client)))))}.
 *
 * <p>The limit stands inside the retry: a request that backs off holds no place. Hedging stands
 * between the two, so that a hedge counts as a request in flight, and a retry comes only when both
 * have failed.
 *
 * @param attempts tries in all, the first included
 * @param backoff waits between them
 * @param hedging which requests may get a second one beside them; {@link HedgeTerms#NONE} for none
 * @param sleeper how the waits pass
 * @param nanoClock as {@link System#nanoTime}
 * @param listener hears what it all costs
 */
public record StoreStack(
    int attempts,
    Backoff backoff,
    HedgeTerms hedging,
    Sleeper sleeper,
    LongSupplier nanoClock,
    ReadListener listener) {

  /** A stack that waits and measures in real time. */
  public static StoreStack of(
      int attempts, Backoff backoff, HedgeTerms hedging, ReadListener listener) {
    return new StoreStack(attempts, backoff, hedging, Sleeper.THREAD, System::nanoTime, listener);
  }

  /**
   * Puts all layers round a client. Closing the result closes the client.
   *
   * @param endpoint shared by all stores of the client's endpoint
   */
  public ObjectStore over(ObjectStore client, SharedEndpoint endpoint) {
    ObjectStore interruptible = new InterruptibleStore(client, InterruptLook.SHARED);
    ObjectStore limited = new LimitingStore(interruptible, endpoint.limit(), nanoClock, listener);
    ObjectStore hedged =
        hedging.share() > 0
            ? new HedgingStore(limited, endpoint, hedging, nanoClock, listener)
            : limited;
    ObjectStore retried = new RetryingStore(hedged, attempts, backoff, sleeper, listener);
    return new ObservedStore(retried, nanoClock, listener, endpoint.meter());
  }
}
