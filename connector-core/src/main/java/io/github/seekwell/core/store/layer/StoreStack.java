package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.ObjectStore;
import java.util.function.LongSupplier;

/**
 * The order of the layers, written here and nowhere else: {@code Observed(Retrying(attempts,
 * Limiting(limit, client)))}.
 *
 * <p>The limit stands inside the retry: a request that backs off holds no place. Hedging will stand
 * between the two, so that a hedge counts as a request in flight, and a retry comes only when both
 * have failed.
 *
 * @param attempts tries in all, the first included
 * @param backoff waits between them
 * @param sleeper how the waits pass
 * @param nanoClock as {@link System#nanoTime}
 * @param listener hears what it all costs
 */
public record StoreStack(
    int attempts, Backoff backoff, Sleeper sleeper, LongSupplier nanoClock, ReadListener listener) {

  /** A stack that waits and measures in real time. */
  public static StoreStack of(int attempts, Backoff backoff, ReadListener listener) {
    return new StoreStack(attempts, backoff, Sleeper.THREAD, System::nanoTime, listener);
  }

  /**
   * Puts all layers round a client. Closing the result closes the client.
   *
   * @param limit shared by all stores of the client's endpoint
   * @param meter likewise
   */
  public ObjectStore over(ObjectStore client, RequestLimit limit, PaceMeter meter) {
    ObjectStore limited = new LimitingStore(client, limit, nanoClock, listener);
    ObjectStore retried = new RetryingStore(limited, attempts, backoff, sleeper, listener);
    return new ObservedStore(retried, nanoClock, listener, meter);
  }
}
