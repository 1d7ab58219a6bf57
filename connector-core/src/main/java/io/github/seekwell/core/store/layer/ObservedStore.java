package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.AttemptListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RequestWatch;
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
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    return observed(
        new Subject(Operation.GET, key, range.start(), range.end()),
        context,
        c -> inner().get(key, range, etag, body, c));
  }

  @Override
  public ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return observed(
        new Subject(Operation.GET, key, 0, length),
        context,
        c -> inner().getFirst(key, length, body, c));
  }

  @Override
  public ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return observed(
        new Subject(Operation.GET, key, -length, 0),
        context,
        c -> inner().getTail(key, length, body, c));
  }

  @Override
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    return observed(new Subject(operation, subject, 0, 0), context, request);
  }

  /** What is asked for; see {@link EndedRequest}. */
  private record Subject(Operation operation, String key, long from, long to) {}

  private <T extends @Nullable Object> T observed(
      Subject subject, RequestContext context, Request<T> request) throws StoreException {
    AttemptListener callers = context.listener();
    RequestWatch watch = context.watch();
    String operation = subject.operation().label();
    RequestContext heard =
        context
            .heardBy(
                (attempt, c) -> {
                  callers.ended(attempt, c);
                  meter.ended(attempt, c);
                  listener.onRequest(c.owner(), ended(attempt, subject));
                })
            .watchedBy(
                running -> {
                  listener.onRequestSent(context.owner(), operation);
                  watch.sending(running);
                });
    listener.onOperationBegun(context.owner(), operation);
    boolean ok = false;
    long start = nanoClock.getAsLong();
    try {
      T answer = request.send(heard);
      ok = true;
      return answer;
    } finally {
      listener.onOperation(context.owner(), operation, nanoClock.getAsLong() - start, ok);
    }
  }

  private EndedRequest ended(Attempt attempt, Subject subject) {
    return new EndedRequest(
        attempt.operation().label(),
        id().uri(subject.key()),
        subject.from(),
        subject.to(),
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
