package io.github.seekwell.core.write;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RequestWatch;
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.UploadedPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends the parts of one upload on the shared pool, a bounded number at a time.
 *
 * <p>The first failure is kept and ends the sending: parts that have not started are dropped. Every
 * part is freed, however it ends.
 */
final class PartSender {
  private static final int GRACE_SECONDS = 2;
  private static final int SHORT_GRACE_SECONDS = 1;

  private final WriterFactory shared;
  private final ObjectWriter.Target target;
  private final MultipartUpload upload;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  // All below is guarded by lock, under which nothing is called but plain values.
  private final List<UploadedPart> parts = new ArrayList<>();
  private final Set<Sending> running = new HashSet<>();
  private int inFlight;
  private boolean stopped;
  private boolean hurried;
  private @Nullable StoreException failure;

  PartSender(WriterFactory shared, ObjectWriter.Target target, MultipartUpload upload) {
    this.shared = shared;
    this.target = target;
    this.upload = upload;
  }

  MultipartUpload upload() {
    return upload;
  }

  /**
   * Hands a part to the pool; waits while too many of this upload are being sent.
   *
   * @param part of which this is the body; freed when it has ended, also if this throws
   */
  void send(int number, ObjectBody body, PartBuffer part) throws StoreException {
    boolean handed = false;
    try {
      part.sending();
      awaitInFlight(shared.config().partsInFlight() - 1, target.action());
      lock.lock();
      try {
        inFlight++;
      } finally {
        lock.unlock();
      }
      handed = true;
    } finally {
      if (!handed) {
        part.free();
      }
    }
    Sending sending = new Sending(number, body, part);
    try {
      shared.pool().execute(sending);
    } catch (RejectedExecutionException e) {
      sending.neverRan();
      throwFailure();
    } catch (RuntimeException | Error e) { // no thread could be made, most likely
      sending.neverRan();
      throw e;
    }
  }

  /** Waits until all parts are sent. */
  List<UploadedPart> await() throws StoreException {
    awaitInFlight(0, target.action());
    lock.lock();
    try {
      return List.copyOf(parts);
    } finally {
      lock.unlock();
    }
  }

  /** Throws what a part failed with, if one did. */
  void throwFailure() throws StoreException {
    StoreException failed;
    lock.lock();
    try {
      failed = failure;
    } finally {
      lock.unlock();
    }
    if (failed != null) {
      throw failed.forAnotherWaiter();
    }
  }

  /** Has the writer, wherever it waits, fail with this, and {@link #stop} take less time. */
  void giveUp(StoreException reason) {
    lock.lock();
    try {
      hurried = true;
      if (failure == null) {
        failure = reason;
      }
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Drops parts that have not started and waits for those that have, since a store may keep a part
   * that lands after its upload was aborted. Those that take longer than {@value #GRACE_SECONDS} s,
   * or {@value #SHORT_GRACE_SECONDS} s if somebody else gave it up, are cut off: a store that hangs
   * is not waited for.
   *
   * @return whether none is on its way any more; an interrupt is kept for later
   */
  boolean stop() {
    boolean interrupted;
    lock.lock();
    try {
      stopped = true;
      interrupted = awaitNone(Duration.ofSeconds(hurried ? SHORT_GRACE_SECONDS : GRACE_SECONDS));
    } finally {
      lock.unlock();
    }
    hanging().forEach(Sending::cutOff);
    lock.lock();
    try {
      interrupted |= awaitNone(shared.budget().patience());
      return inFlight == 0;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<Sending> hanging() {
    lock.lock();
    try {
      return List.copyOf(running);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no part is on its way, or for so long. The lock is held.
   *
   * @return whether the thread was interrupted, which does not end the wait
   */
  private boolean awaitNone(Duration most) {
    boolean interrupted = false;
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); inFlight > 0 && left > 0; left = end - System.nanoTime()) {
      try {
        ended.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  private void awaitInFlight(int most, String action) throws StoreException {
    Duration patience = shared.budget().patience();
    lock.lock();
    try {
      long left = patience.toNanos();
      int last = inFlight;
      while (inFlight > most && failure == null) {
        if (left <= 0) {
          throw new StoreException(
              ErrorKind.STALLED,
              action,
              "none of " + inFlight + " parts was sent within " + patience.toSeconds() + " s");
        }
        left = ended.awaitNanos(left);
        if (inFlight != last) {
          last = inFlight;
          left = patience.toNanos();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          ErrorKind.INTERRUPTED,
          StoreException.Failure.of(action, "interrupted while parts were being sent"),
          e);
    } finally {
      lock.unlock();
    }
    throwFailure();
  }

  private void ended(@Nullable UploadedPart part, @Nullable StoreException failed) {
    lock.lock();
    try {
      inFlight--;
      if (part != null) {
        parts.add(part);
      }
      if (failed != null && failure == null) {
        failure = failed;
      }
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** One part on the pool. Ends exactly once, by {@link #run} or {@link #neverRan}. */
  final class Sending implements Runnable, RequestWatch {
    private final int number;
    private final ObjectBody body;
    private final PartBuffer buffer;
    // Guarded by the sender's lock.
    private @Nullable Thread thread;
    private @Nullable RunningRequest request;
    private boolean cut;

    Sending(int number, ObjectBody body, PartBuffer buffer) {
      this.number = number;
      this.body = body;
      this.buffer = buffer;
    }

    @Override
    public void run() {
      UploadedPart part = null;
      StoreException failed = null;
      try {
        if (begin()) {
          RequestContext watched = target.context().watchedBy(this);
          part = target.store().uploadPart(upload, number, body, watched);
        }
      } catch (StoreException e) {
        failed = e;
      } catch (RuntimeException | Error e) { // the thread's work ends here; the writer must hear
        failed =
            new StoreException(
                ErrorKind.LOCAL,
                StoreException.Failure.of(target.action(), "sending part " + number + " broke"),
                e);
      } finally {
        end();
        buffer.free();
        ended(part, failed);
      }
    }

    private boolean begin() {
      lock.lock();
      try {
        if (stopped || failure != null) {
          return false;
        }
        thread = Thread.currentThread();
        running.add(this);
        return true;
      } finally {
        lock.unlock();
      }
    }

    /** From here on the thread is another's, and must not be interrupted. */
    private void end() {
      lock.lock();
      try {
        thread = null;
        request = null;
        running.remove(this);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void sending(RunningRequest begun) {
      boolean unwanted;
      lock.lock();
      try {
        request = begun;
        unwanted = cut;
      } finally {
        lock.unlock();
      }
      if (unwanted) {
        begun.abort();
      }
    }

    /** Ends its request, or its wait for the next attempt. */
    private void cutOff() {
      RunningRequest begun;
      lock.lock();
      try {
        cut = true;
        begun = request;
        Thread sends = thread;
        if (sends != null) {
          sends.interrupt();
        }
      } finally {
        lock.unlock();
      }
      if (begun != null) {
        begun.abort();
      }
    }

    void neverRan() {
      buffer.free();
      ended(
          null,
          new StoreException(ErrorKind.CLOSED, target.action(), "the upload pool was closed"));
    }
  }
}
