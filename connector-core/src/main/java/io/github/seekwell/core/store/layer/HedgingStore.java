package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.function.LongSupplier;

/**
 * Cuts the tail of small demands: a GET whose first byte is later than that of 99 in 100 gets a
 * second one beside it, on another connection and at another address if there is one. The first to
 * begin its body delivers it, the other's connection is cut ({@link HedgedGet}).
 *
 * <p>The ordinary GET runs on its caller's thread and costs an alarm that is called off. Nothing is
 * hedged that nobody waits for, that is large (its body takes longer than any first byte), or that
 * still queues; nothing while the store throttles us or all places for requests in flight are
 * taken, since what is slow then gets slower by more of it; and never more than the budget of the
 * endpoint allows. A second request is a stroke of luck or nothing: if it fails before its first
 * byte, the first goes on as if it had been alone.
 */
public final class HedgingStore extends ForwardingStore {
  private final SharedEndpoint endpoint;
  private final HedgeTerms terms;
  private final LongSupplier nanoClock;
  private final ReadListener listener;

  /**
   * @param endpoint shared by all stores of it
   * @param nanoClock as {@link System#nanoTime}
   * @param listener told of every second request
   */
  public HedgingStore(
      ObjectStore inner,
      SharedEndpoint endpoint,
      HedgeTerms terms,
      LongSupplier nanoClock,
      ReadListener listener) {
    super(inner);
    this.endpoint = endpoint;
    this.terms = terms;
    this.nanoClock = nanoClock;
    this.listener = listener;
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    return hedged(
        key, range.length(), body, context, (b, c) -> inner().get(key, range, etag, b, c));
  }

  @Override
  public ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return hedged(key, length, body, context, (b, c) -> inner().getFirst(key, length, b, c));
  }

  @Override
  public ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return hedged(key, length, body, context, (b, c) -> inner().getTail(key, length, b, c));
  }

  private ObjectInfo hedged(
      String key, long bytes, BodyHandler body, RequestContext context, HedgedGet.Request request)
      throws StoreException {
    if (context.priority() != Priority.DEMAND) {
      return request.send(body, context);
    }
    endpoint.hedges().earn(terms.share());
    long after =
        bytes <= terms.maxBytes() ? endpoint.meter().hedgeAfterNanos(bytes) : PaceMeter.NEVER;
    if (after == PaceMeter.NEVER) {
      return request.send(body, context);
    }
    return new HedgedGet(this, "get " + id().uri(key), request, body, context).run(after);
  }

  /** Whether a second request may be made now; if so, it is paid for. */
  boolean maySpend() {
    return !endpoint.meter().throttled() && !endpoint.limit().isFull() && endpoint.hedges().spend();
  }

  void giveBack() {
    endpoint.hedges().giveBack();
  }

  HedgeTerms terms() {
    return terms;
  }

  PaceMeter meter() {
    return endpoint.meter();
  }

  ReadListener listener() {
    return listener;
  }

  long now() {
    return nanoClock.getAsLong();
  }

  @Override
  public String toString() {
    return "Hedging(" + terms.share() + ", " + inner() + ")";
  }
}
