package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import io.github.seekwell.core.store.layer.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests at a gate until a test lets them go, so that what happens meanwhile happens in a
 * known order and without sleeping. A request at the gate can be aborted, like one of a real client
 * that waits for its first byte. Safe for any number of threads; a request that is forgotten at the
 * gate fails after {@value #PATIENCE_SECONDS} seconds instead of hanging the build.
 */
public final class SlowStore extends ForwardingStore {
  private static final int PATIENCE_SECONDS = 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All below is guarded by lock.
  private final List<Held> held = new ArrayList<>();
  private Predicate<Held> holding = request -> false;
  private boolean closed;
  private int arrived;

  /** A request at the gate. */
  public static final class Held implements RunningRequest {
    private final SlowStore gate;
    private final int number;
    private final Operation operation;
    private final String subject;
    private final ByteRange range;
    private final RequestContext context;
    private boolean released;
    private boolean aborted;

    private Held(
        SlowStore gate,
        int number,
        Operation operation,
        String subject,
        ByteRange range,
        RequestContext context) {
      this.gate = gate;
      this.number = number;
      this.operation = operation;
      this.subject = subject;
      this.range = range;
      this.context = context;
    }

    public Operation operation() {
      return operation;
    }

    /** Key or prefix. */
    public String subject() {
      return subject;
    }

    /** What a GET asks for; empty for anything else and for a tail. */
    public ByteRange range() {
      return range;
    }

    public RequestContext context() {
      return context;
    }

    /** The first that came asks at 192.0.2.1, the next at 192.0.2.2, and so on. */
    @Override
    public String address() {
      return "192.0.2." + number;
    }

    @Override
    public void abort() {
      gate.abort(this);
    }

    @Override
    public String toString() {
      return operation.label() + " " + subject + " " + range;
    }
  }

  public SlowStore(ObjectStore inner) {
    super(inner);
  }

  /** From now on every GET is held. */
  public void holdGets() {
    hold(request -> request.operation() == Operation.GET);
  }

  /** From now on requests of this kind are held, and no others. */
  public void hold(Predicate<Held> which) {
    lock.lock();
    try {
      holding = which;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until at least so many requests stand at the gate; tells which, in order of arrival. */
  public List<Held> awaitHeld(int count) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (held.size() < count) {
        if (left <= 0) {
          throw new AssertionError("waited for " + count + " requests at the gate: " + held);
        }
        left = changed.awaitNanos(left);
      }
      return List.copyOf(held);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for requests", e);
    } finally {
      lock.unlock();
    }
  }

  /** Those at the gate now. */
  public List<Held> held() {
    lock.lock();
    try {
      return List.copyOf(held);
    } finally {
      lock.unlock();
    }
  }

  /** Lets one go. */
  public void release(Held request) {
    release(request::equals);
  }

  /** Lets those go that ask for exactly this range. */
  public void release(ByteRange range) {
    release(request -> request.range().equals(range));
  }

  /** Lets all go that are at the gate; later ones are still held. */
  public void releaseAll() {
    release(request -> true);
  }

  /** Lets all go, and holds none from now on. */
  public void open() {
    hold(request -> false);
    releaseAll();
  }

  private void abort(Held request) {
    lock.lock();
    try {
      request.aborted = true;
      held.remove(request);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Held arriving(
      Operation operation, String subject, ByteRange range, RequestContext context) {
    Held request;
    lock.lock();
    try {
      arrived++;
      request = new Held(this, arrived, operation, subject, range, context);
    } finally {
      lock.unlock();
    }
    context.watch().sending(request);
    return request;
  }

  private void release(Predicate<Held> which) {
    lock.lock();
    try {
      for (Held request : held) {
        request.released |= which.test(request);
      }
      held.removeIf(request -> request.released);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    pass(arriving(Operation.GET, key, range, context));
    return inner().get(key, range, etag, body, context);
  }

  @Override
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    pass(arriving(operation, subject, ByteRange.of(0, 0), context));
    return request.send(context);
  }

  private void pass(Held request) throws StoreException {
    lock.lock();
    try {
      if (!request.aborted) {
        if (!holding.test(request)) {
          return;
        }
        held.add(request);
        changed.signalAll();
      }
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!request.released && !request.aborted && !closed) {
        if (left <= 0) {
          held.remove(request);
          throw new AssertionError("forgotten at the gate: " + request);
        }
        left = changed.awaitNanos(left);
      }
      if (!request.released) {
        held.remove(request);
        throw new StoreException(
            ErrorKind.CLOSED,
            request.toString(),
            request.aborted ? "aborted" : "the store is closed");
      }
    } catch (InterruptedException e) {
      held.remove(request);
      Thread.currentThread().interrupt();
      throw new StoreException(
          ErrorKind.INTERRUPTED, Failure.of(request.toString(), "interrupted at the gate"), e);
    } finally {
      lock.unlock();
    }
  }

  /** Requests at the gate end with {@link ErrorKind#CLOSED}. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    super.close();
  }

  @Override
  public String toString() {
    return "Slow(" + inner() + ")";
  }
}
