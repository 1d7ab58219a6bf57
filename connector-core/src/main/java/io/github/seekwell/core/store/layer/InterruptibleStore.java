package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RequestWatch;
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Ends a GET whose thread is interrupted: Java's blocking sockets do not hear an interrupt, and a
 * killed task would wait for a dead store until its stall deadline. The request's connection is cut
 * and nobody else's; the call fails with {@link ErrorKind#INTERRUPTED}, and the thread stays
 * interrupted.
 *
 * <p>Other requests are left alone: a killed task cleans up on the same thread, and what changes
 * something in the store is better done than in doubt. So is look-ahead, which has threads of its
 * own.
 */
final class InterruptibleStore extends ForwardingStore {
  private final InterruptLook look;

  InterruptibleStore(ObjectStore inner, InterruptLook look) {
    super(inner);
    this.look = look;
  }

  @Override
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    if (operation != Operation.GET || context.priority() == Priority.LOOK_AHEAD) {
      return request.send(context);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreException(
          ErrorKind.INTERRUPTED,
          operation.label() + " " + id().uri(subject),
          "the thread was interrupted before the request was sent");
    }
    Call call = new Call(Thread.currentThread(), context.watch());
    look.begin(call);
    try {
      return request.send(context.watchedBy(call));
    } catch (StoreException e) {
      throw call.ended() && e.kind() == ErrorKind.CLOSED
          ? new StoreException(ErrorKind.INTERRUPTED, e.failure(), e)
          : e;
    } finally {
      look.end(call);
    }
  }

  @Override
  public String toString() {
    return "Interruptible(" + inner() + ")";
  }

  /** A GET and the thread that makes it. */
  static final class Call implements RequestWatch {
    private final Thread thread;
    private final RequestWatch next;
    private @Nullable RunningRequest running;
    private boolean ended;

    Call(Thread thread, RequestWatch next) {
      this.thread = thread;
      this.next = next;
    }

    @Override
    public void sending(RunningRequest request) {
      synchronized (this) {
        running = request;
      }
      next.sending(request);
      look();
    }

    /** Ends the request if its thread is interrupted; once and no more. */
    void look() {
      RunningRequest request;
      synchronized (this) {
        request = running;
        if (request == null || !thread.isInterrupted()) {
          return;
        }
        running = null;
        ended = true;
      }
      request.abort();
    }

    synchronized boolean ended() {
      return ended;
    }
  }
}
