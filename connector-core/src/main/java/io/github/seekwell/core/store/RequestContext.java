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
 * @param avoidAddress an IP address that just failed or lets wait; empty if there is none
 * @param listener hears of every attempt
 * @param watch is shown every request before it is sent, and may end it
 */
public record RequestContext(
    Object owner,
    Priority priority,
    Duration stallDeadline,
    int attempt,
    String avoidAddress,
    AttemptListener listener,
    RequestWatch watch) {

  /** The owner of requests that no task or stream asked for. */
  public static final Object NO_OWNER = "nobody";

  /**
   * 20 seconds without a byte: ten times the wait after which S3's own guide retries small
   * requests, so that it only ends what is lost; hedging, not this, cuts the ordinary tail.
   */
  public static final Duration DEFAULT_STALL = Duration.ofSeconds(20);

  /** A demand of nobody in particular, first attempt, default deadline, unheard, unwatched. */
  public static final RequestContext DEMAND =
      new RequestContext(
          NO_OWNER, Priority.DEMAND, DEFAULT_STALL, 1, "", AttemptListener.NONE, RequestWatch.NONE);

  public RequestContext {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(avoidAddress, "avoidAddress");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(watch, "watch");
    if (stallDeadline.isNegative() || stallDeadline.isZero() || attempt < 1) {
      throw new IllegalArgumentException("deadline " + stallDeadline + ", attempt " + attempt);
    }
  }

  public RequestContext ownedBy(Object newOwner) {
    return new RequestContext(
        newOwner, priority, stallDeadline, attempt, avoidAddress, listener, watch);
  }

  public RequestContext with(Priority newPriority) {
    return new RequestContext(
        owner, newPriority, stallDeadline, attempt, avoidAddress, listener, watch);
  }

  public RequestContext stallingAtMost(Duration deadline) {
    return new RequestContext(owner, priority, deadline, attempt, avoidAddress, listener, watch);
  }

  /** The next try, elsewhere if there is an elsewhere. */
  public RequestContext retry(String failedAddress) {
    return new RequestContext(
        owner, priority, stallDeadline, attempt + 1, failedAddress, listener, watch);
  }

  /** The same try, but not at this address if there is another. */
  public RequestContext avoiding(String address) {
    return new RequestContext(owner, priority, stallDeadline, attempt, address, listener, watch);
  }

  public RequestContext heardBy(AttemptListener newListener) {
    return new RequestContext(
        owner, priority, stallDeadline, attempt, avoidAddress, newListener, watch);
  }

  public RequestContext watchedBy(RequestWatch newWatch) {
    return new RequestContext(
        owner, priority, stallDeadline, attempt, avoidAddress, listener, newWatch);
  }
}
