package io.github.seekwell.core.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one host: believed for a time to live of our own, all of them used in turn,
 * those that fail, or answer late or not at all, left alone for a while. If the name service fails,
 * the old answer is kept and the question repeated soon, so that its outage breaks no running read.
 *
 * <p>Safe for many threads. Look-ups run in the thread of one caller; only a caller with no address
 * at all waits for another's look-up.
 */
public final class AddressBook {

  /** So often may failed connections cause an early look-up; the name service is not ours alone. */
  static final Duration EARLIEST = Duration.ofSeconds(1);

  /** Answers of an address before it is compared with others, and over which its mean moves. */
  private static final int ENOUGH = 8;

  /**
   * One answer may be so much later than the next, the mean of eight hardly: it is then another
   * path or a sick host.
   */
  private static final double SLOW_FACTOR = 3;

  /** Below, going elsewhere would gain less than a new connection costs. */
  private static final Duration NOTICEABLE = Duration.ofMillis(20);

  private final String host;
  private final Resolver resolver;
  private final Rules rules;
  private final LongSupplier clock;
  private final AddressListener listener;

  /**
   * The right to ask the resolver. It is held over the look-up on purpose; callers who have an
   * answer only try for it and never wait.
   */
  private final ReentrantLock turn = new ReentrantLock();

  /** Guards everything below; nothing foreign is called under it. */
  private final Object lock = new Object();

  private final Map<InetAddress, Standing> standings = new LinkedHashMap<>();
  private int rotation;
  private long askedAt;
  private long expiresAt;
  private int lookupFailures;
  private @Nullable UnknownHostException lastFailure;

  /**
   * @param host the name to resolve, as the user gave it
   * @param clock nanoseconds on a monotonic clock
   */
  public AddressBook(
      String host, Resolver resolver, Rules rules, LongSupplier clock, AddressListener listener) {
    this.host = host;
    this.resolver = resolver;
    this.rules = rules;
    this.clock = clock;
    this.listener = listener;
  }

  public String host() {
    return host;
  }

  /**
   * Returns the addresses in the order this caller should try them, asking the name service first
   * if the answer has expired and nobody else is asking.
   *
   * @throws UnknownHostException only if there never was an answer
   */
  public AddressChoice choose() throws UnknownHostException {
    boolean known;
    boolean due;
    synchronized (lock) {
      known = !standings.isEmpty();
      due = !known || clock.getAsLong() - expiresAt >= 0;
    }
    if (!due || (known && !turn.tryLock())) {
      return arranged();
    }
    if (!known) {
      turn.lock();
    }
    return askInTurn(false);
  }

  /**
   * As {@link #choose()}, but for a caller for whom every address has failed: asks the name service
   * again unless that was done within the last second, and waits for a look-up that is under way.
   */
  public AddressChoice chooseAfresh() throws UnknownHostException {
    turn.lock();
    return askInTurn(true);
  }

  /** Whether the last answer of the name service has this address. */
  public boolean lists(InetAddress address) {
    synchronized (lock) {
      return standings.containsKey(address);
    }
  }

  /**
   * Notes that a connection to this address failed: it is left alone for a while, longer each time,
   * and the name service is asked again early, in case the host has moved.
   */
  public void leaveAlone(InetAddress address) {
    leaveAlone(address, false);
  }

  /**
   * Notes that this address took a connection and a request and gave no byte of an answer. It is
   * left alone as one that cannot be connected to, if there is another to go to, until it answers:
   * that it takes connections is no proof.
   *
   * @return whether it is left alone now
   */
  public boolean unanswered(InetAddress address) {
    return leaveAlone(address, true);
  }

  private boolean leaveAlone(InetAddress address, boolean silent) {
    long nanos;
    synchronized (lock) {
      Standing standing = standings.get(address);
      if (standing == null || (silent && !othersAreReady(address))) {
        return false;
      }
      long now = clock.getAsLong();
      hasten(now);
      standing.silent |= silent;
      if (standing.leftAloneAt(now) && !standing.onTrial) {
        return true; // One dead host seen by thirty callers is one failure.
      }
      nanos = rules.leaveAloneNanos(standing.failures);
      standing.failures++;
      standing.until = now + nanos;
      standing.onTrial = false;
    }
    listener.addressFailed(host, address, nanos);
    return true;
  }

  private boolean othersAreReady(InetAddress address) {
    return standings.entrySet().stream()
        .anyMatch(entry -> !entry.getKey().equals(address) && entry.getValue().failures == 0);
  }

  /** Notes that a connection to this address succeeded. */
  public void works(InetAddress address) {
    recovered(address, false);
  }

  /** Notes that this address has answered a request, whatever it said. */
  public void answered(InetAddress address) {
    recovered(address, true);
  }

  /**
   * The same, of a request that any address should answer alike. One that takes three times as long
   * as the best, and is noticeably later, is left alone until an answer on trial comes sooner.
   *
   * @param nanos from the request to the first byte of its answer
   * @return whether it is left alone now
   */
  public boolean answered(InetAddress address, long nanos) {
    long leftAlone;
    synchronized (lock) {
      Standing standing = standings.get(address);
      if (standing == null) {
        return false;
      }
      long now = clock.getAsLong();
      boolean trial = standing.slow && standing.onTrial;
      if (standing.failures > 0 && !standing.silent && !trial) {
        return standing.leftAloneAt(now); // sent before it was left alone
      }
      standing.took(nanos);
      if (standing.silent || !isSlow(address, standing, trial)) {
        leftAlone = 0;
      } else {
        leftAlone = rules.leaveAloneNanos(standing.failures);
        standing.failures++;
        standing.until = now + leftAlone;
        standing.onTrial = false;
        standing.slow = true;
        standing.answers = 0;
      }
    }
    if (leftAlone == 0) {
      recovered(address, true);
      return false;
    }
    listener.addressSlow(host, address, leftAlone);
    return true;
  }

  private boolean isSlow(InetAddress address, Standing standing, boolean trial) {
    if (!trial && standing.answers < ENOUGH) {
      return false;
    }
    double best = Double.MAX_VALUE;
    for (Map.Entry<InetAddress, Standing> entry : standings.entrySet()) {
      Standing other = entry.getValue();
      if (!entry.getKey().equals(address) && other.failures == 0 && other.answers >= ENOUGH) {
        best = Math.min(best, other.typicalNanos());
      }
    }
    double typical = standing.typicalNanos();
    return typical >= SLOW_FACTOR * best && typical - best >= NOTICEABLE.toNanos();
  }

  private void recovered(InetAddress address, boolean answered) {
    synchronized (lock) {
      Standing standing = standings.get(address);
      boolean proof = answered || !(standing != null && (standing.silent || standing.slow));
      if (standing == null || standing.failures == 0 || !proof) {
        return;
      }
      standing.failures = 0;
      standing.silent = false;
      standing.slow = false;
      standing.onTrial = false;
    }
    listener.addressRecovered(host, address);
  }

  private void hasten(long now) {
    long earliest = askedAt + EARLIEST.toNanos();
    long early = earliest - now > 0 ? earliest : now;
    if (early - expiresAt < 0) {
      expiresAt = early;
    }
  }

  /** The caller holds the turn; it is given up here, before anybody is told of changes. */
  private AddressChoice askInTurn(boolean afresh) throws UnknownHostException {
    Changes changes = Changes.NONE;
    try {
      if (worthAsking(afresh)) {
        changes = ask();
      }
    } finally {
      turn.unlock();
    }
    changes.tell(host, listener);
    if (changes.fatal() != null) {
      throw changes.fatal();
    }
    return arranged();
  }

  private boolean worthAsking(boolean afresh) throws UnknownHostException {
    synchronized (lock) {
      long now = clock.getAsLong();
      boolean askedJustNow = now - askedAt < EARLIEST.toNanos();
      if (standings.isEmpty()) {
        if (lastFailure != null && askedJustNow) {
          throw again(lastFailure); // Those who waited for the same failed look-up share it.
        }
        return true;
      }
      return afresh ? !askedJustNow : now - expiresAt >= 0;
    }
  }

  private UnknownHostException again(UnknownHostException failure) {
    UnknownHostException copy = new UnknownHostException(failure.getMessage());
    copy.initCause(failure);
    return copy;
  }

  private Changes ask() {
    List<InetAddress> found;
    long begin = clock.getAsLong();
    try {
      found = resolver.resolve(host);
      if (found.isEmpty()) {
        throw new UnknownHostException(host + ": the name service knows no address");
      }
    } catch (UnknownHostException e) {
      synchronized (lock) {
        askedAt = clock.getAsLong();
        lastFailure = e;
        if (standings.isEmpty()) {
          return Changes.failed(askedAt - begin, "", e);
        }
        expiresAt = askedAt + rules.lookupRetryNanos(lookupFailures);
        lookupFailures++;
        return Changes.failed(askedAt - begin, String.valueOf(e.getMessage()), null);
      }
    }
    synchronized (lock) {
      return take(new LinkedHashSet<>(found), begin);
    }
  }

  private Changes take(Set<InetAddress> found, long begin) {
    askedAt = clock.getAsLong();
    expiresAt = askedAt + rules.ttl().toNanos();
    lookupFailures = 0;
    lastFailure = null;
    List<InetAddress> added = new ArrayList<>();
    List<InetAddress> removed = new ArrayList<>();
    for (Iterator<InetAddress> known = standings.keySet().iterator(); known.hasNext(); ) {
      InetAddress address = known.next();
      if (!found.contains(address)) {
        known.remove();
        removed.add(address);
      }
    }
    for (InetAddress address : found) {
      if (standings.putIfAbsent(address, new Standing()) == null) {
        added.add(address);
      }
    }
    return new Changes(added, removed, askedAt - begin, "", null);
  }

  private AddressChoice arranged() {
    List<InetAddress> ready = new ArrayList<>();
    List<InetAddress> leftAlone = new ArrayList<>();
    InetAddress onTrial = null;
    synchronized (lock) {
      long now = clock.getAsLong();
      for (Map.Entry<InetAddress, Standing> entry : standings.entrySet()) {
        Standing standing = entry.getValue();
        if (standing.failures == 0) {
          ready.add(entry.getKey());
        } else if (onTrial == null && !standing.leftAloneAt(now)) {
          // This caller is to try it, first of all; the others keep off until it is known how that
          // went.
          onTrial = entry.getKey();
          standing.onTrial = true;
          standing.until = now + rules.leaveAloneFirst().toNanos();
        } else {
          leftAlone.add(entry.getKey());
        }
      }
      leftAlone.sort(Comparator.comparingLong(a -> standingOf(a).until - now));
      if (ready.size() > 1) {
        rotation = Math.floorMod(rotation + 1, ready.size());
        Collections.rotate(ready, rotation);
      }
    }
    if (onTrial != null) {
      ready.add(0, onTrial);
    }
    return new AddressChoice(ready, leftAlone);
  }

  private Standing standingOf(InetAddress address) {
    return standings.getOrDefault(address, new Standing());
  }

  /**
   * How long things are believed.
   *
   * @param ttl an answer of the name service
   * @param retry until the next question after a failed one; doubled each time, up to the TTL
   * @param leaveAloneFirst after an address's first failure; doubled each time
   * @param leaveAloneMost the longest time an address is left alone
   */
  public record Rules(
      Duration ttl, Duration retry, Duration leaveAloneFirst, Duration leaveAloneMost) {

    private long lookupRetryNanos(int failuresBefore) {
      return doubled(retry, failuresBefore, ttl);
    }

    private long leaveAloneNanos(int failuresBefore) {
      return doubled(leaveAloneFirst, failuresBefore, leaveAloneMost);
    }

    private static long doubled(Duration first, int times, Duration most) {
      // 2^30 first steps are beyond any sensible limit, and far from an overflow of their product.
      double nanos = (double) first.toNanos() * (1L << Math.min(times, 30));
      return (long) Math.min(nanos, (double) most.toNanos());
    }
  }

  private static final class Standing {
    private int failures;
    private long until;
    private boolean onTrial;

    /** Whether it took connections and gave no answers. */
    private boolean silent;

    /** Whether it was left alone because its answers came late. */
    private boolean slow;

    private int answers;
    private double logNanos;

    /** A moving mean of logarithms: one late answer of many changes little. */
    private void took(long nanos) {
      answers = Math.min(answers + 1, ENOUGH);
      logNanos += (Math.log(Math.max(1, nanos)) - logNanos) / answers;
    }

    private double typicalNanos() {
      return Math.exp(logNanos);
    }

    private boolean leftAloneAt(long now) {
      return failures > 0 && now - until < 0;
    }
  }

  /**
   * What came of asking the name service.
   *
   * @param nanos how long it took; negative if it was not asked
   * @param failure why the old addresses stay in use; empty if they do not have to
   * @param fatal why there are none
   */
  private record Changes(
      List<InetAddress> added,
      List<InetAddress> removed,
      long nanos,
      String failure,
      @Nullable UnknownHostException fatal) {

    private static final Changes NONE = new Changes(List.of(), List.of(), -1, "", null);

    private static Changes failed(
        long nanos, String failure, @Nullable UnknownHostException fatal) {
      return new Changes(List.of(), List.of(), nanos, failure, fatal);
    }

    private void tell(String host, AddressListener listener) {
      if (nanos >= 0) {
        listener.lookedUp(host, nanos, failure.isEmpty() && fatal == null);
      }
      added.forEach(address -> listener.addressAdded(host, address));
      removed.forEach(address -> listener.addressRemoved(host, address));
      if (!failure.isEmpty()) {
        listener.lookupFailed(host, failure);
      }
    }
  }
}
