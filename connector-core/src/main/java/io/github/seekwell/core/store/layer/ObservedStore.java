package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.AttemptListener;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a {@link ReadListener} of every whole operation, waits and retries included, and of every
 * request that was sent for it, and the endpoint's meter of the requests. A listener that the
 * caller put into the context hears of the requests too, and first.
 */
public final class ObservedStore extends ForwardingStore {
  private final LongSupplier nanoClock;
  private final ReadListener listener;
  private final PaceMeter meter;

  /**
   * @param nanoClock as {@link System#nanoTime}
   * @param meter shared by all stores of the endpoint
   */
  public ObservedStore(
      ObjectStore inner, LongSupplier nanoClock, ReadListener listener, PaceMeter meter) {
    super(inner);
    this.nanoClock = nanoClock;
    this.listener = listener;
    this.meter = meter;
  }

  @Override
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    AttemptListener callers = context.listener();
    RequestContext heard =
        context.heardBy(
            (attempt, c) -> {
              callers.ended(attempt, c);
              meter.ended(attempt, c);
              tell(attempt, c.owner());
            });
    boolean ok = false;
    long start = nanoClock.getAsLong();
    try {
      T answer = request.send(heard);
      ok = true;
      return answer;
    } finally {
      listener.onOperation(context.owner(), operation.label(), nanoClock.getAsLong() - start, ok);
    }
  }

  private void tell(Attempt attempt, Object owner) {
    listener.onRequest(
        owner,
        attempt.operation().label(),
        attempt.number(),
        attempt.queueNanos(),
        attempt.firstByteNanos(),
        attempt.bodyNanos(),
        attempt.bytes(),
        attempt.status(),
        attempt.address(),
        attempt.requestId());
  }

  @Override
  public String toString() {
    return "Observed(" + inner() + ")";
  }
}
