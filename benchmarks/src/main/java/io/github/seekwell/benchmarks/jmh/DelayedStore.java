package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ForwardingStore;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A store whose answers to GETs begin after a fixed time. */
final class DelayedStore extends ForwardingStore {
  private final long nanos;

  /**
   * @param firstByte 0 for no delay; the scheduler adds some 50 µs to any other
   */
  DelayedStore(ObjectStore inner, Duration firstByte) {
    super(inner);
    this.nanos = firstByte.toNanos();
  }

  @Override
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    if (operation == Operation.GET) {
      long end = System.nanoTime() + nanos;
      long left = nanos;
      while (left > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(left);
        left = end - System.nanoTime();
      }
    }
    return request.send(context);
  }

  @Override
  public String toString() {
    return "Delayed(" + nanos + " ns, " + inner() + ")";
  }
}
