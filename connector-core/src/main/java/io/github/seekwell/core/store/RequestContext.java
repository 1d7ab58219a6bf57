package io.github.seekwell.core.store;

import java.time.Duration;
import java.util.Objects;

/**
 * What a request carries down through the layers beside its own arguments.
 *
 * <p>Immutable. A layer that wants to change something passes a changed copy on.
 *
 * @param owner opaque token of whoever caused the request (a task, a stream); compared by identity
 *     and handed back in events, never looked into
 * @param priority who goes first
 * @param stallDeadline the longest wait for the first byte and between two bytes; bounds stall,
 *     never total time
 * @param attempt 1 for the first try; set by the retry layer
 * @param avoidAddress an IP address that just failed; empty if there is none
 * @param listener hears of every attempt
 */
public record RequestContext(
    Object owner,
    Priority priority,
    Duration stallDeadline,
    int attempt,
    String avoidAddress,
    AttemptListener listener) {

  /** The owner of requests that no task or stream asked for. */
  public static final Object NO_OWNER = "nobody";

  /**
   * 20 seconds without a byte: ten times the wait after which S3's own guide retries small
   * requests, so that it only ends what is lost; hedging, not this, cuts the ordinary tail.
   */
  public static final Duration DEFAULT_STALL = Duration.ofSeconds(20);

  /** A demand of nobody in particular, first attempt, default deadline, unheard. */
  public static final RequestContext DEMAND =
      new RequestContext(NO_OWNER, Priority.DEMAND, DEFAULT_STALL, 1, "", AttemptListener.NONE);

  public RequestContext {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(avoidAddress, "avoidAddress");
    Objects.requireNonNull(listener, "listener");
    if (stallDeadline.isNegative() || stallDeadline.isZero() || attempt < 1) {
      throw new IllegalArgumentException("deadline " + stallDeadline + ", attempt " + attempt);
    }
  }

  public RequestContext ownedBy(Object newOwner) {
    return new RequestContext(newOwner, priority, stallDeadline, attempt, avoidAddress, listener);
  }

  public RequestContext with(Priority newPriority) {
    return new RequestContext(owner, newPriority, stallDeadline, attempt, avoidAddress, listener);
  }

  public RequestContext stallingAtMost(Duration deadline) {
    return new RequestContext(owner, priority, deadline, attempt, avoidAddress, listener);
  }

  /** The next try, elsewhere if there is an elsewhere. */
  public RequestContext retry(String failedAddress) {
    return new RequestContext(owner, priority, stallDeadline, attempt + 1, failedAddress, listener);
  }

  public RequestContext heardBy(AttemptListener newListener) {
    return new RequestContext(owner, priority, stallDeadline, attempt, avoidAddress, newListener);
  }
}
