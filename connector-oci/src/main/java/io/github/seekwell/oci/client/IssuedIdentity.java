package io.github.seekwell.oci.client;

import io.github.seekwell.core.store.ErrorKind;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An identity that a service issues for a while: a token, bound to a key made for it.
 *
 * <p>A new one is asked for when three quarters of the time are over, by one thread, while the
 * others go on with the old one; only when that has ended do they wait. If the service is not to be
 * reached before the end, the old one is kept and the service is asked again a little later. A
 * failure is told to all who waited for that answer: they do not ask one after the other.
 */
final class IssuedIdentity implements IdentitySource {
  private static final Logger LOG = LoggerFactory.getLogger(IssuedIdentity.class);

  /** Of a token that does not say when it ends. */
  private static final Duration UNSAID = Duration.ofMinutes(5);

  /** Between two attempts to replace a token that is still good. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /**
   * An identity younger than this is not replaced although a request was refused: whoever refuses
   * the newest refuses for another reason, and the token service shall not pay for it.
   */
  private static final Duration NEW = Duration.ofSeconds(1);

  /** Asks a service. */
  interface Issuer extends AutoCloseable {
    /**
     * @param session whose public half the token is bound to
     * @return the token
     */
    String issue(KeyPair session) throws IdentityException;

    @Override
    default void close() {}
  }

  private record Held(Identity identity, Instant issued, Instant renew, Instant end) {
    Held postponed(Instant until) {
      return new Held(identity, issued, until, end);
    }
  }

  private final String title;
  private final Issuer issuer;
  private final Clock clock;
  private final Supplier<KeyPair> keys;

  /** Held while the service is asked, which is what it is for: one question at a time. */
  private final ReentrantLock asking = new ReentrantLock();

  private volatile @Nullable Held held;

  /** How often the service was asked in vain, and what came of it the last time. */
  private final AtomicInteger failures = new AtomicInteger();

  private @Nullable IdentityException lastFailure; // guarded by asking

  /**
   * @param title whose identity it is, for the log
   */
  IssuedIdentity(String title, Issuer issuer, Clock clock) {
    this(title, issuer, clock, IssuedIdentity::newKey);
  }

  /**
   * @param title whose identity it is, for the log
   * @param keys makes an RSA key at every call
   */
  IssuedIdentity(String title, Issuer issuer, Clock clock, Supplier<KeyPair> keys) {
    this.title = title;
    this.issuer = issuer;
    this.clock = clock;
    this.keys = keys;
  }

  @Override
  public Identity current() throws IdentityException {
    Instant now = clock.instant();
    Held mine = held;
    if (mine != null && now.isBefore(mine.renew)) {
      return mine.identity;
    }
    if (mine != null && now.isBefore(mine.end)) {
      return replacedInTime(mine).identity;
    }
    int known = failures.get();
    asking.lock();
    try {
      mine = held;
      if (mine == null || !clock.instant().isBefore(mine.end)) {
        mine = issueUnlessFailedSince(known);
      }
      return mine.identity;
    } finally {
      asking.unlock();
    }
  }

  private Held replacedInTime(Held old) {
    if (!asking.tryLock()) {
      return old;
    }
    try {
      Held now = held;
      return now == null || now.equals(old) ? issue() : now;
    } catch (IdentityException e) {
      LOG.warn(
          "The {} could not be renewed, and is good until {}: {}", title, old.end, e.getMessage());
      Held kept = old.postponed(clock.instant().plus(PAUSE));
      held = kept;
      return kept;
    } finally {
      asking.unlock();
    }
  }

  @Override
  public Identity renewed(Identity refused) throws IdentityException {
    int known = failures.get();
    asking.lock();
    try {
      Held now = held;
      if (now != null && !now.identity.equals(refused)) {
        return now.identity;
      }
      if (now != null && clock.instant().isBefore(now.issued.plus(NEW))) {
        return refused;
      }
      return issueUnlessFailedSince(known).identity;
    } finally {
      asking.unlock();
    }
  }

  /**
   * @param known how many failures there were when the waiting began
   */
  private Held issueUnlessFailedSince(int known) throws IdentityException {
    IdentityException last = lastFailure;
    if (last != null && failures.get() != known) {
      throw new IdentityException(last.kind(), "" + last.getMessage(), last);
    }
    try {
      return issue();
    } catch (IdentityException e) {
      lastFailure = e;
      failures.incrementAndGet();
      throw e;
    }
  }

  private Held issue() throws IdentityException {
    KeyPair session = keys.get();
    String token = issuer.issue(session);
    Instant now = clock.instant();
    Instant end = TokenClaims.of(token).expires().orElse(now.plus(UNSAID));
    if (!now.isBefore(end)) {
      throw new IdentityException(
          ErrorKind.SERVER_ERROR,
          "the " + title + " that was issued ended at " + end + ", by this machine's clock",
          null);
    }
    Instant renew = now.plus(Duration.between(now, end).multipliedBy(3).dividedBy(4));
    Held fresh =
        new Held(Identity.ofToken(token, (RSAPrivateKey) session.getPrivate()), now, renew, end);
    held = fresh;
    LOG.info("Got the {}, good until {}", title, end);
    return fresh;
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      // What the services accept, and the official SDK makes.
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has RSA", e);
    }
  }

  @Override
  public void close() {
    issuer.close();
  }
}
