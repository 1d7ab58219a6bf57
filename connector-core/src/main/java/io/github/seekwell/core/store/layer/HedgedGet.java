package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RequestWatch;
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One GET, and the second one that may come to run beside it.
 *
 * <p>The first runs on the caller's thread. Its alarm is set when it is sent, so that waiting for a
 * place is not held against it. Whoever begins a body first has won: it alone reaches the handler,
 * and the other is aborted. If the first fails before anybody has won, the second gets the time it
 * needs, unless the failure is for good; if the winner fails, that is the failure of the whole,
 * which the layer above resumes at the missing byte. The caller's wait for the second can be
 * interrupted, which aborts that too.
 *
 * <p>Every wait ends: each of the two is bounded by the stall deadline of its request, and the
 * second was made before the first failed. Where the second still queues for its place when the
 * first fails, it moves up as the requests before it end.
 */
final class HedgedGet {
  /** A GET, ready to be sent more than once. */
  @FunctionalInterface
  interface Request {
    ObjectInfo send(BodyHandler body, RequestContext context) throws StoreException;
  }

  private final HedgingStore store;
  private final String action;
  private final Request request;
  private final BodyHandler body;
  private final RequestContext context;
  private final Thread caller = Thread.currentThread();
  private final Side first = new Side();
  private final Side second = new Side();

  // Used by the caller's thread only.
  private long after;
  private AlarmClock.@Nullable Alarm alarm;

  private volatile long sentAt;

  /**
   * Guards everything below, and that the handler hears one side at a time and none after the end.
   * It is held while the handler copies, which waits for nothing; requests are made and aborted
   * without it.
   */
  private final Object lock = new Object();

  private @Nullable Side winner;
  private boolean over;
  private boolean firstFailed;
  private boolean secondRuns;
  private @Nullable ObjectInfo secondAnswer;
  private @Nullable StoreException secondFailure;

  /**
   * @param action for messages, such as {@code get oci://b@n/key}
   */
  HedgedGet(
      HedgingStore store,
      String action,
      Request request,
      BodyHandler body,
      RequestContext context) {
    this.store = store;
    this.action = action;
    this.request = request;
    this.body = body;
    this.context = context;
  }

  /**
   * @param nanos how long the first byte may take
   */
  ObjectInfo run(long nanos) throws StoreException {
    after = nanos;
    StoreException failure = null;
    boolean secondDecides = false;
    try {
      ObjectInfo answer = request.send(first, context.watchedBy(first));
      secondDecides = !first.wins();
      if (!secondDecides) {
        return answer;
      }
    } catch (StoreException e) {
      failure = e;
      secondDecides = secondDecides(e);
      if (!secondDecides) {
        throw e;
      }
    } finally {
      if (alarm != null) {
        alarm.callOff();
      }
      if (!secondDecides) {
        end();
      }
    }
    return awaitSecond(failure);
  }

  /** Nothing reaches the handler any more, and no second request is made or goes on. */
  private void end() {
    boolean runs;
    synchronized (lock) {
      over = true;
      runs = secondRuns;
    }
    if (runs) {
      second.abort();
    }
  }

  /** Whether the second has won, or may still mend what the first has failed with. */
  private boolean secondDecides(StoreException failure) {
    synchronized (lock) {
      boolean open = winner == null;
      boolean decides = winner == second || (open && secondRuns && failure.kind().retryable());
      if (open && !secondRuns && secondFailure != null) {
        failure.addSuppressed(secondFailure);
      }
      over = !decides;
      firstFailed = true;
      return decides;
    }
  }

  private ObjectInfo awaitSecond(@Nullable StoreException failure) throws StoreException {
    try {
      synchronized (lock) {
        while (secondRuns) {
          lock.wait();
        }
        if (secondAnswer != null) {
          return secondAnswer;
        }
      }
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
      Failure told = Failure.of(action, "interrupted while waiting for the second request");
      throw new StoreException(ErrorKind.INTERRUPTED, told, e);
    }
    throw failureOfBoth(failure);
  }

  /** Of a winner its own; of two that never began the first's, which was told to wait. */
  private StoreException failureOfBoth(@Nullable StoreException firstFailure) {
    StoreException secondsOwn;
    boolean secondWon;
    synchronized (lock) {
      secondsOwn = secondFailure;
      secondWon = winner == second;
    }
    if (firstFailure != null && !secondWon) {
      if (secondsOwn != null) {
        firstFailure.addSuppressed(secondsOwn);
      }
      return firstFailure;
    }
    if (secondsOwn == null) {
      throw new IllegalStateException("nobody answered and nobody failed: " + action);
    }
    // Its stack trace is another thread's.
    return secondsOwn.forAnotherWaiter();
  }

  /** The first byte is late. Runs on the thread of the alarms. */
  private void late() {
    if (caller.isInterrupted()) {
      return;
    }
    synchronized (lock) {
      if (over || winner != null || !store.maySpend()) {
        return;
      }
      secondRuns = true;
    }
    boolean started = false;
    try {
      store.terms().threads().execute(this::runSecond);
      started = true;
    } catch (RejectedExecutionException e) {
      // All threads are busy with others' second requests: the first goes on alone.
    } finally {
      if (!started) {
        store.giveBack();
        secondEnded(null, null);
      }
    }
  }

  private void runSecond() {
    ObjectInfo answer = null;
    StoreException failure = null;
    try {
      store.listener().onHedge(context.owner(), store.now() - sentAt);
      ObjectInfo sent = request.send(second, elsewhere().watchedBy(second));
      answer = second.wins() ? sent : null;
    } catch (StoreException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = bug(e);
    } catch (Error e) {
      failure = bug(e);
      throw e;
    } finally {
      try {
        store.listener().onHedgeEnded(context.owner(), second.hasWon());
      } finally {
        secondEnded(answer, failure);
      }
    }
  }

  /** Must reach the caller, who may wait for nobody else. */
  private StoreException bug(Throwable thrown) {
    return new StoreException(ErrorKind.LOCAL, Failure.of(action, thrown.toString()), thrown);
  }

  private void secondEnded(@Nullable ObjectInfo answer, @Nullable StoreException failure) {
    synchronized (lock) {
      secondRuns = false;
      secondAnswer = answer;
      secondFailure = failure;
      lock.notifyAll();
    }
  }

  /**
   * Away from where the first waits. One address can be avoided, and one that has failed is worse
   * than one that is slow.
   */
  private RequestContext elsewhere() {
    return context.avoidAddress().isEmpty() ? context.avoiding(first.address()) : context;
  }

  /** One of the two: what its request tells and delivers. */
  private final class Side implements BodyHandler, RequestWatch {
    // Guarded by this.
    private @Nullable RunningRequest running;
    private boolean aborted;

    @Override
    public void sending(RunningRequest shown) {
      context.watch().sending(shown);
      boolean unwanted;
      synchronized (this) {
        running = shown;
        unwanted = aborted;
      }
      if (unwanted) {
        shown.abort();
      } else if (this == first && alarm == null) {
        sentAt = store.now();
        alarm = store.terms().alarms().after(after, HedgedGet.this::late);
      }
    }

    void abort() {
      RunningRequest shown;
      synchronized (this) {
        aborted = true;
        shown = running;
      }
      if (shown != null) {
        shown.abort();
      }
    }

    String address() {
      RunningRequest shown;
      synchronized (this) {
        shown = running;
      }
      return shown == null ? "" : shown.address();
    }

    boolean hasWon() {
      synchronized (lock) {
        return winner == this;
      }
    }

    /** Whether this side may reach the handler: it has won, or wins now, which ends the other. */
    boolean wins() {
      boolean late;
      boolean otherRuns;
      synchronized (lock) {
        if (winner != null || over) {
          return winner == this && !over;
        }
        winner = this;
        late = this == second && !firstFailed;
        otherRuns = this == second || secondRuns;
      }
      if (late) {
        store.meter().unanswered(store.now() - sentAt);
      }
      if (otherRuns) {
        (this == first ? second : first).abort();
      }
      return true;
    }

    @Override
    public void begin(ObjectInfo object, ByteRange range) {
      if (wins()) {
        synchronized (lock) {
          if (!over) {
            body.begin(object, range);
          }
        }
      }
    }

    @Override
    public void accept(long position, byte[] buffer, int offset, int length) {
      synchronized (lock) {
        if (winner == this && !over) {
          body.accept(position, buffer, offset, length);
        }
      }
    }
  }
}
