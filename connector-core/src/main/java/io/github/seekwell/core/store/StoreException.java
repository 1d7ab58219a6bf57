package io.github.seekwell.core.store;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of {@link ObjectStore}. The kind decides what to do; the message names action,
 * object, range, attempts and request id, and is for people.
 */
public final class StoreException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final ErrorKind kind;
  private final Failure failure;
  private final int attempts;

  /**
   * The particulars of a failure, as far as they are known.
   *
   * @param action what was tried, such as {@code get oci://b@n/key [0, 10)}
   * @param detail what happened, in the store's words or ours
   * @param status HTTP status, 0 if none came
   * @param requestId the store's name for the request, empty if unknown
   * @param address the IP address asked, empty if none
   * @param retryAfter how long the store asked us to wait; zero if it did not
   */
  public record Failure(
      String action,
      String detail,
      int status,
      String requestId,
      String address,
      Duration retryAfter)
      implements java.io.Serializable {
    @Serial private static final long serialVersionUID = 1;

    public Failure {
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(detail, "detail");
      Objects.requireNonNull(requestId, "requestId");
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(retryAfter, "retryAfter");
    }

    /** A failure that no answer of the store tells of. */
    public static Failure of(String action, String detail) {
      return new Failure(action, detail, 0, "", "", Duration.ZERO);
    }
  }

  public StoreException(ErrorKind kind, Failure failure, @Nullable Throwable cause) {
    this(kind, failure, 1, cause);
  }

  private StoreException(ErrorKind kind, Failure failure, int attempts, @Nullable Throwable cause) {
    super(message(kind, failure, attempts), cause);
    this.kind = kind;
    this.failure = failure;
    this.attempts = attempts;
  }

  public StoreException(ErrorKind kind, String action, String detail) {
    this(kind, Failure.of(action, detail), null);
  }

  public ErrorKind kind() {
    return kind;
  }

  public Failure failure() {
    return failure;
  }

  /** How often it was tried before this was thrown. */
  public int attempts() {
    return attempts;
  }

  /** The same failure, known to be the last of so many attempts. */
  public StoreException afterAttempts(int count) {
    StoreException told = new StoreException(kind, failure, count, getCause());
    told.setStackTrace(getStackTrace());
    for (Throwable earlier : getSuppressed()) {
      told.addSuppressed(earlier);
    }
    return told;
  }

  /** The same with more to say, and perhaps of another kind. */
  public StoreException saying(ErrorKind told, String more) {
    Failure f = failure;
    Failure longer =
        new Failure(
            f.action(), f.detail() + more, f.status(), f.requestId(), f.address(), f.retryAfter());
    return new StoreException(told, longer, attempts, this);
  }

  /** The same failure in its message alone, for a list of those that came before the last. */
  public StoreException inShort() {
    StoreException told = new StoreException(kind, failure, attempts, null);
    told.setStackTrace(new StackTraceElement[0]);
    return told;
  }

  /**
   * The same failure for another waiter: a stack trace and a list of suppressed exceptions belong
   * to one thread only.
   */
  public StoreException forAnotherWaiter() {
    // One copy deep, however many hands it goes through.
    Throwable origin =
        getCause() instanceof StoreException first && first.failure.equals(failure) ? first : this;
    return new StoreException(kind, failure, attempts, origin);
  }

  private static String message(ErrorKind kind, Failure f, int attempts) {
    StringBuilder text = new StringBuilder(f.action()).append(": ").append(f.detail());
    text.append(" [").append(kind);
    if (f.status() != 0) {
      text.append(", status ").append(f.status());
    }
    if (attempts > 1) {
      text.append(", ").append(attempts).append(" attempts");
    }
    if (!f.address().isEmpty()) {
      text.append(", address ").append(f.address());
    }
    if (!f.requestId().isEmpty()) {
      text.append(", request id ").append(f.requestId());
    }
    return text.append(']').toString();
  }
}
