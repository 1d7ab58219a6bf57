package io.github.seekwell.core.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Draws faults for a soak: so many of all requests meet one, evenly drawn from those kinds that the
 * request can meet and a client can notice. Called in turn only.
 */
final class SoakFaults implements Function<Call, Optional<Fault>> {
  /** Beyond the stall deadline of the soak. */
  private static final Duration LONG = SoakContract.STALL.multipliedBy(2);

  private enum Kind {
    UNAVAILABLE,
    UNAVAILABLE_RETRY_AFTER,
    TOO_MANY_REQUESTS,
    SERVER_ERROR,
    CLOSED,
    ANSWER_LOST,
    NO_ANSWER,
    STALLED_HEAD,
    STALLED_BODY,
    CUT_BODY,
    RESET_BODY,
    TOO_LONG,
    OTHER_RANGE,
    RANGE_MISCALLED,
    RANGE_IGNORED;

    /** Of a GET's body. */
    boolean ofBody() {
      return compareTo(STALLED_BODY) >= 0;
    }

    /** Who does not know the version yet has nothing to compare with. */
    boolean ofKnownVersion() {
      return compareTo(OTHER_RANGE) >= 0;
    }
  }

  private final double share;
  private final SeededRandom random;
  private final SoakTally tally;

  /**
   * @param share of all requests, 0 to 1
   */
  SoakFaults(double share, SeededRandom random, SoakTally tally) {
    this.share = share;
    this.random = random;
    this.tally = tally;
  }

  @Override
  public Optional<Fault> apply(Call call) {
    if (!random.chance(share)) {
      return Optional.empty();
    }
    boolean get = call.operation().equals("GetObject");
    boolean pinned = get && call.request().header("If-Match").isPresent();
    List<Kind> possible = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kind.ofKnownVersion() ? pinned : !kind.ofBody() || get) {
        possible.add(kind);
      }
    }
    Kind kind = random.pick(possible);
    tally.fault(kind.name());
    return Optional.of(fault(kind));
  }

  private Fault fault(Kind kind) {
    return switch (kind) {
      case UNAVAILABLE -> Fault.status(503);
      case UNAVAILABLE_RETRY_AFTER -> Fault.status(503, Duration.ofSeconds(1));
      case TOO_MANY_REQUESTS -> Fault.status(429);
      case SERVER_ERROR -> Fault.status(500);
      case CLOSED -> Fault.closeBeforeAnswer();
      case ANSWER_LOST -> Fault.loseAnswer();
      case NO_ANSWER -> Fault.neverAnswer();
      case STALLED_HEAD -> Fault.stall(LONG);
      case STALLED_BODY -> Fault.stallAfter(some());
      case CUT_BODY -> Fault.closeAfter(some());
      case RESET_BODY -> Fault.resetAfter(some());
      case TOO_LONG -> Fault.tooLong(random.between(1, 100));
      case OTHER_RANGE -> Fault.anotherRange(1, 2 + random.below(100));
      case RANGE_MISCALLED -> Fault.contentRange("bytes 1-2/3");
      case RANGE_IGNORED -> Fault.rangeIgnored();
    };
  }

  /** Within most bodies. */
  private long some() {
    return random.below(random.chance(0.5) ? 1000 : 100_000);
  }
}
