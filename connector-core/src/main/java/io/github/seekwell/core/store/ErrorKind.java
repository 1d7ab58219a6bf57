package io.github.seekwell.core.store;

/** What went wrong, as far as anybody's next step depends on it. */
public enum ErrorKind {
  NOT_FOUND(false),
  BUCKET_NOT_FOUND(false),
  /** The credentials are good and not allowed this. */
  ACCESS_DENIED(false),
  /** The credentials are missing, wrong or expired. */
  UNAUTHENTICATED(false),
  /** The request is dated by a clock too far from the store's; the credentials may be good. */
  CLOCK_WRONG(false),
  /** The object is no longer, or not yet, the version that the request named. */
  CHANGED(false),
  /** A write that must not overwrite found something there. */
  ALREADY_EXISTS(false),
  /**
   * Lost against another write of the same object at the same moment: nothing was done, and the
   * next attempt will see what became of the other.
   */
  CONFLICT(true),
  INVALID_RANGE(false),
  /** The store calls the request wrong; sending it again will not mend it. */
  INVALID_REQUEST(false),
  UNSUPPORTED(false),
  /** Something on this machine: a full disk, a broken file, a thread that was stopped. */
  LOCAL(false),
  INTERRUPTED(false),
  CLOSED(false),
  THROTTLED(true),
  SERVER_ERROR(true),
  /** No byte within the stall deadline. */
  STALLED(true),
  /** The connection could not be made or broke. */
  CONNECTION(true),
  /** The endpoint's name is not known. Retried, because names move and resolvers hiccup. */
  UNKNOWN_HOST(true),
  /** TLS was refused: certificates do not mend themselves. */
  TLS(false),
  /** The body ended before its announced length. */
  TRUNCATED(true),
  /** An answer to another question: other range, other length, other version. Never data. */
  WRONG_ANSWER(true),
  /** What came of an object has another checksum than the store says, and was delivered in part. */
  CHECKSUM(false),
  /** The answer to a copy was lost, and what is at the target may be that copy or another's. */
  IN_DOUBT(false);

  private final boolean retryable;

  ErrorKind(boolean retryable) {
    this.retryable = retryable;
  }

  public boolean retryable() {
    return retryable;
  }
}
