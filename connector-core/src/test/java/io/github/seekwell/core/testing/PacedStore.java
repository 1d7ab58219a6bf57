package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.AttemptListener;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ForwardingStore;
import org.jspecify.annotations.Nullable;

/** Says that every answer's first byte took so long, which it did not: latency without waiting. */
public final class PacedStore extends ForwardingStore {
  private final long firstByteNanos;

  public PacedStore(ObjectStore inner, long firstByteNanos) {
    super(inner);
    this.firstByteNanos = firstByteNanos;
  }

  @Override
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    AttemptListener callers = context.listener();
    return request.send(context.heardBy((attempt, c) -> callers.ended(paced(attempt), c)));
  }

  private Attempt paced(Attempt told) {
    return new Attempt(
        told.operation(),
        told.number(),
        told.queueNanos(),
        firstByteNanos,
        told.bodyNanos(),
        told.bytes(),
        told.status(),
        told.address(),
        told.requestId(),
        told.outcome());
  }

  @Override
  public String toString() {
    return "Paced(" + inner() + ")";
  }
}
