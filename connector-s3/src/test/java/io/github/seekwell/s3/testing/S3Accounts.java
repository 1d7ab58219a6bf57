package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Who may do what: access keys, sessions and roles. Everything can be changed while requests come
 * in; the next request is judged by what is true then. Safe for several threads.
 */
public final class S3Accounts implements SignatureCheck {
  private static final Predicate<Call> EVERYTHING = call -> true;
  private static final Predicate<Call> NOTHING = call -> false;

  private final Clock clock;
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Map<String, Predicate<Call>> roles = new ConcurrentHashMap<>();
  private final Set<String> identities = ConcurrentHashMap.newKeySet();
  private volatile Predicate<Call> unsigned = NOTHING;

  public S3Accounts() {
    this(Clock.systemUTC());
  }

  public S3Accounts(Clock clock) {
    this.clock = clock;
  }

  /** Temporary credentials, as the token service gives them. */
  record Session(String accessKey, String secret, String token, Instant expiry) {}

  /**
   * @param token empty for credentials without one
   */
  private record Account(String secret, String token, Instant expiry, Predicate<Call> permitted) {}

  /** A key that may do everything and does not expire; a key that is there gets a new secret. */
  public S3Accounts add(String accessKey, String secret) {
    accounts.put(accessKey, new Account(secret, "", Instant.MAX, EVERYTHING));
    return this;
  }

  /** Temporary credentials that may do everything. */
  public S3Accounts addSession(String accessKey, String secret, String token, Instant expiry) {
    accounts.put(accessKey, new Account(secret, token, expiry, EVERYTHING));
    return this;
  }

  /** Limits what a key may do, from now on. Asked for every object a request touches. */
  public S3Accounts permit(String accessKey, Predicate<Call> permitted) {
    accounts.computeIfPresent(
        accessKey, (key, old) -> new Account(old.secret, old.token, old.expiry, permitted));
    return this;
  }

  /** Ends temporary credentials now. */
  public void expire(String accessKey) {
    accounts.computeIfPresent(
        accessKey, (key, old) -> new Account(old.secret, old.token, Instant.MIN, old.permitted));
  }

  public void remove(String accessKey) {
    accounts.remove(accessKey);
  }

  /** What requests may do that are not signed; nothing by default. */
  public S3Accounts permitUnsigned(Predicate<Call> permitted) {
    unsigned = permitted;
    return this;
  }

  /** A role that any key and any known identity may assume, and what it may do then. */
  public S3Accounts role(String arn, Predicate<Call> permitted) {
    roles.put(arn, permitted);
    return this;
  }

  /** A token of a web identity that is believed. */
  public S3Accounts webIdentity(String token) {
    identities.add(token);
    return this;
  }

  @Override
  public Admission check(Request request, Body body) {
    if (request.header("Authorization").isEmpty()) {
      return new Admission(unsigned, ChunkSeal.NONE);
    }
    SignatureV4 signature = SignatureV4.of(request);
    Account account = accounts.get(signature.accessKey());
    String token = request.header("x-amz-security-token").orElse("");
    if (account == null || (!account.token.isEmpty() && token.isEmpty())) {
      throw new S3Refusal(
              403,
              "InvalidAccessKeyId",
              "The AWS Access Key Id you provided does not exist in our records.")
          .detail("AWSAccessKeyId", signature.accessKey());
    }
    if (!account.token.equals(token)) {
      throw new S3Refusal(
          400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
    }
    if (!clock.instant().isBefore(account.expiry)) {
      throw new S3Refusal(400, "ExpiredToken", "The provided token has expired.");
    }
    return new Admission(
        account.permitted, signature.verify(body, account.secret, clock.instant()));
  }

  Session assume(Request request, Body body, String role, Duration duration) {
    check(request, body);
    return session(role, duration);
  }

  Session assume(String identity, String role, Duration duration) {
    if (!identities.contains(identity)) {
      throw new S3Refusal(
          400, "InvalidIdentityToken", "The provided identity token is not believed.");
    }
    return session(role, duration);
  }

  private Session session(String role, Duration duration) {
    Predicate<Call> permitted = roles.get(role);
    if (permitted == null) {
      throw S3Refusal.accessDenied("Not authorized to perform sts:AssumeRole on " + role);
    }
    Session session =
        new Session(
            "ASIA" + random().substring(0, 16).toUpperCase(Locale.ROOT),
            random(),
            random() + random(),
            clock.instant().plus(duration).truncatedTo(ChronoUnit.SECONDS));
    accounts.put(
        session.accessKey, new Account(session.secret, session.token, session.expiry, permitted));
    return session;
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
