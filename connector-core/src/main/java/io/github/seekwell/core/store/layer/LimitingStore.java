package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets at most so many requests be in flight at one endpoint, and so many a second if it has asked
 * us to slow down; the others queue, demands before look-ahead.
 *
 * <p>The wait can be interrupted: it then ends with {@link ErrorKind#INTERRUPTED} and the thread's
 * flag set.
 */
public final class LimitingStore extends ForwardingStore {
  private static final Logger LOG = LoggerFactory.getLogger(LimitingStore.class);

  private final RequestLimit limit;
  private final LongSupplier nanoClock;
  private final ReadListener listener;

  /**
   * @param limit shared by all stores of the endpoint
   * @param nanoClock as {@link System#nanoTime}
   * @param listener told of requests that had to wait, and of no others
   */
  public LimitingStore(
      ObjectStore inner, RequestLimit limit, LongSupplier nanoClock, ReadListener listener) {
    super(inner);
    this.limit = limit;
    this.nanoClock = nanoClock;
    this.listener = listener;
  }

  @Override
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    long waited = limit.tryAcquire() ? -1 : queue(operation, subject, context);
    try {
      if (waited >= 0) {
        listener.onLimitWait(context.owner(), waited);
      }
      return send(context, request);
    } finally {
      limit.release();
    }
  }

  private <T extends @Nullable Object> T send(RequestContext context, Request<T> request)
      throws StoreException {
    long sentAt = nanoClock.getAsLong();
    try {
      T answer = request.send(context);
      limit.answered(sentAt);
      return answer;
    } catch (StoreException e) {
      if (e.kind() == ErrorKind.THROTTLED && limit.refused(sentAt, context.attempt())) {
        LOG.info("{} asks us to slow down: its requests are paced", id().endpoint());
      }
      throw e;
    }
  }

  private long queue(Operation operation, String subject, RequestContext context)
      throws StoreException {
    long start = nanoClock.getAsLong();
    try {
      limit.acquire(context.priority());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      String action = operation.label() + " " + id().uri(subject);
      StoreException.Failure failure =
          StoreException.Failure.of(
              action, "interrupted while waiting behind " + limit.limit() + " requests in flight");
      throw new StoreException(ErrorKind.INTERRUPTED, failure, e);
    }
    return nanoClock.getAsLong() - start;
  }

  @Override
  public String toString() {
    return "Limiting(" + limit + ", " + inner() + ")";
  }
}
