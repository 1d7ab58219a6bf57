package io.github.seekwell.core.store.layer;

import java.util.function.LongSupplier;

/**
 * How many requests a second an endpoint is sent that has asked us to slow down: as many as wanted
 * until it does, and again when it has not done so for a while. Arithmetic only, and not safe for
 * threads: {@link RequestLimit} holds its lock and does the waiting.
 *
 * <p>A limit on requests in flight cannot do this alone. A store that allows 50 requests a second
 * and answers in 10 ms is at its limit with half a request in flight.
 *
 * <p>Additive increase, multiplicative decrease. The rate falls when the answers of the last one to
 * two seconds hold three refusals or more, and either these are more than one in ten or one of them
 * has hit a request that was refused before. It falls to four fifths of what the store did answer,
 * and then rises by a fifth of that a second; what was sent before a fall says nothing of the new
 * rate and is not counted. A rise that has passed the old rate unrefused doubles its step every
 * second: the store allows more than it did. After the first fall of all, which rests on little,
 * the rate itself doubles twice a second until it falls again.
 *
 * <table>
 * <caption>Why these numbers</caption>
 * <tr><td>one in ten, or one twice</td><td>a store that refuses one in a hundred, whatever it is
 * sent, is not to be slowed down for. But a store at its limit can look like that: a few readers
 * take all it allows, few refusals are seen, and whoever has stepped back finds nothing left each
 * time he tries, until his attempts are used up. By chance, one request in ten thousand of such a
 * store is refused twice</td></tr>
 * <tr><td>three refusals</td><td>one of five says nothing</td></tr>
 * <tr><td>four fifths</td><td>the rate goes up and down between 80 and 120 % of what is allowed, and
 * what a store saves up during the low half it gives in the high one; a deeper fall would cost
 * more, and a smaller one leaves less to others who come new</td></tr>
 * <tr><td>half at most is taken for refused</td><td>a few answers after a pause can all be
 * refusals</td></tr>
 * <tr><td>a fifth a second</td><td>a second to what was allowed, some until the next refusals: many
 * answers to each refusal, also for hundreds of executors that do the same</td></tr>
 * <tr><td>1 a second at least</td><td>whoever asks gets an answer in the end</td></tr>
 * <tr><td>a minute until all is forgotten</td><td>S3 takes minutes to spread a hot prefix; by then
 * the doubling has gone beyond any store</td></tr>
 * </table>
 *
 * <p>The time that a store asks for with a refusal ({@code Retry-After}) is the refused request's
 * matter ({@link Backoff}). It comes in whole seconds and with each refusal alike: if it stopped
 * all requests, a store that allows hundreds a second would be left idle for most of the time.
 */
final class RequestRate {
  private static final double TOLERATED = 0.1;
  private static final int EVIDENCE = 3;
  private static final double KEPT = 0.8;
  private static final double MOST_REFUSED = 0.5;
  private static final double LEAST = 1;

  private static final double SECOND = 1e9;
  private static final long WINDOW = 1_000_000_000;
  private static final long SPARED = 60 * WINDOW;
  private static final double FIRST_DOUBLING = 0.5;

  /** Below, a few requests at the start of everything would pass for a rate. */
  private static final long LEAST_ELAPSED = 100_000_000;

  /** A thread that wakes up late makes up for it, up to this. */
  private static final long SLACK = 10_000_000;

  /** Beyond any store. */
  private static final double MOST_DOUBLINGS = 30;

  private final LongSupplier nanoClock;

  private boolean paced;
  private boolean fellOnce;
  // What the store seemed to answer at the last fall, when that was, and how long the rate has held
  // us back since; idle time is no proof that more is allowed.
  private double allowed;
  private long fellAt;
  private long felt;
  private long refusedAt;
  private long takenAt;
  private long nextAt;

  // Answers of this window and the one before it.
  private long windowAt;
  private int answers;
  private int refusals;
  private int answersBefore;
  private int refusalsBefore;
  private boolean refusedAgain;

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  RequestRate(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.windowAt = nanoClock.getAsLong();
    this.fellAt = windowAt - 1;
  }

  /** Takes the right to send a request now, if there is one. */
  boolean tryTake() {
    if (!paced) {
      return true;
    }
    long now = nanoClock.getAsLong();
    if (now - refusedAt > SPARED) {
      paced = false;
      return true;
    }
    if (now - nextAt < 0) {
      return false;
    }
    if (now - nextAt <= SLACK) {
      felt += now - takenAt;
    }
    takenAt = now;
    nextAt = Math.max(nextAt, now - SLACK) + (long) (SECOND / perSecond());
    return true;
  }

  /** How long until the next request may be sent; 0 if it may be now. */
  long nanosToNext() {
    return paced ? Math.max(0, nextAt - nanoClock.getAsLong()) : 0;
  }

  /** Whether requests are held back for what the store has asked. */
  boolean isPaced() {
    return paced;
  }

  /** Requests a second; only while paced. */
  double perSecond() {
    double seconds = felt / SECOND;
    if (fellOnce) {
      double doublings = Math.min(seconds / FIRST_DOUBLING, MOST_DOUBLINGS);
      return Math.max(LEAST, allowed * KEPT * Math.pow(2, doublings));
    }
    double beyond = seconds - 1;
    double steps = beyond <= 0 ? beyond : Math.pow(2, Math.min(beyond, MOST_DOUBLINGS)) - 1;
    return Math.max(LEAST, allowed * (1 + (1 - KEPT) * steps));
  }

  /**
   * The store has answered, whatever it said.
   *
   * @param sentAt when the request was sent
   */
  void answered(long sentAt) {
    if (sentAt - fellAt > 0) {
      turnWindow(nanoClock.getAsLong());
      answers++;
    }
  }

  /**
   * The store has asked us to slow down.
   *
   * @param sentAt when the request was sent
   * @param attempt 1 if it was its first
   * @return whether that has made requests paced which were not
   */
  boolean refused(long sentAt, int attempt) {
    long now = nanoClock.getAsLong();
    refusedAt = now;
    if (sentAt - fellAt <= 0) {
      return false;
    }
    turnWindow(now);
    refusals++;
    refusedAgain |= attempt > 1;
    int refused = refusals + refusalsBefore;
    int all = refused + answers + answersBefore;
    if (refused < EVIDENCE || (!refusedAgain && refused <= TOLERATED * all)) {
      return false;
    }
    boolean begins = !paced;
    fall(now, begins ? all * SECOND / elapsed(now) : perSecond(), (double) refused / all);
    return begins;
  }

  private void fall(long now, double rate, double share) {
    allowed = Math.max(LEAST, rate * (1 - Math.min(share, MOST_REFUSED)));
    fellOnce = !paced;
    paced = true;
    felt = 0;
    fellAt = now;
    takenAt = now;
    nextAt = now + (long) (SECOND / perSecond());
    windowAt = now;
    answers = 0;
    refusals = 0;
    answersBefore = 0;
    refusalsBefore = 0;
    refusedAgain = false;
  }

  private void turnWindow(long now) {
    long age = now - windowAt;
    if (age < WINDOW) {
      return;
    }
    boolean recent = age < 2 * WINDOW;
    answersBefore = recent ? answers : 0;
    refusalsBefore = recent ? refusals : 0;
    answers = 0;
    refusals = 0;
    windowAt = recent ? windowAt + WINDOW : now;
  }

  private long elapsed(long now) {
    long before = answersBefore + refusalsBefore > 0 ? WINDOW : 0;
    return Math.max(LEAST_ELAPSED, now - windowAt + before);
  }
}
