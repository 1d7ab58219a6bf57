package io.github.seekwell.core.config;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What the HTTP engine is told once, when it is built. Immutable; every part checks itself, so an
 * engine never meets a value it would have to doubt.
 *
 * @param pool how many connections, for how long
 * @param timeouts how long to wait for the other side
 * @param names how long an answer of the name service is believed, and a failed address left alone
 * @param tls trust and verification
 * @param proxy where requests go first; {@link Proxy#NONE} for a direct way
 * @param userAgent sent when a call brings no {@code User-Agent} of its own; not blank
 * @param faults made on purpose; {@link FaultsConfig#NONE} for none
 */
public record HttpConfig(
    Pool pool,
    Timeouts timeouts,
    Names names,
    Tls tls,
    Proxy proxy,
    String userAgent,
    FaultsConfig faults) {

  public HttpConfig {
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(proxy, "proxy");
    Objects.requireNonNull(faults, "faults");
    if (userAgent.isBlank() || userAgent.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "user agent must be one line of text: '" + userAgent + "'");
    }
  }

  /** Returns the settings of somebody who set nothing. */
  public static HttpConfig defaults() {
    return new HttpConfig(
        Pool.defaults(),
        Timeouts.defaults(),
        Names.defaults(),
        Tls.defaults(),
        Proxy.NONE,
        "seekwell",
        FaultsConfig.NONE);
  }

  public HttpConfig with(Pool other) {
    return new HttpConfig(other, timeouts, names, tls, proxy, userAgent, faults);
  }

  public HttpConfig with(Timeouts other) {
    return new HttpConfig(pool, other, names, tls, proxy, userAgent, faults);
  }

  public HttpConfig with(Names other) {
    return new HttpConfig(pool, timeouts, other, tls, proxy, userAgent, faults);
  }

  public HttpConfig with(Tls other) {
    return new HttpConfig(pool, timeouts, names, other, proxy, userAgent, faults);
  }

  public HttpConfig with(Proxy other) {
    return new HttpConfig(pool, timeouts, names, tls, other, userAgent, faults);
  }

  public HttpConfig withUserAgent(String other) {
    return new HttpConfig(pool, timeouts, names, tls, proxy, other, faults);
  }

  public HttpConfig with(FaultsConfig other) {
    return new HttpConfig(pool, timeouts, names, tls, proxy, userAgent, other);
  }

  /**
   * Bounds of the connections one engine keeps.
   *
   * @param maxConnections connections open at a time, leased and idle together, at least 1
   * @param maxWait how long a call may wait for a free connection
   * @param maxAge age at which a connection is replaced instead of being used again
   * @param maxIdle idle time after which a connection is not used again; servers close theirs after
   *     5 to 60 s
   * @param checkAfterIdle idle time after which a connection is looked at (1 ms) before its next
   *     use
   * @param drainLimit unread bytes that closing an exchange may still fetch to keep its connection
   * @param spare idle connections that are kept ready for each endpoint in use, beyond those that
   *     calls have left; 0 for none
   */
  public record Pool(
      int maxConnections,
      Duration maxWait,
      Duration maxAge,
      Duration maxIdle,
      Duration checkAfterIdle,
      long drainLimit,
      int spare) {

    public Pool {
      if (maxConnections < 1) {
        throw new IllegalArgumentException("max connections must be at least 1: " + maxConnections);
      }
      positive("max wait for a connection", maxWait);
      positive("max age of a connection", maxAge);
      positive("max idle time of a connection", maxIdle);
      if (checkAfterIdle.isNegative()) {
        throw new IllegalArgumentException("check after idle is negative: " + checkAfterIdle);
      }
      if (drainLimit < 0) {
        throw new IllegalArgumentException("drain limit is negative: " + drainLimit);
      }
      if (spare < 0) {
        throw new IllegalArgumentException("spare connections are negative: " + spare);
      }
    }

    /**
     * 96 connections, 60 s to wait, 5 min of age, 30 s idle, checked after 2 s, 64 KiB drained,
     * none to spare.
     */
    public static Pool defaults() {
      return new Pool(
          96,
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          64 * 1024,
          0);
    }

    public Pool withMaxConnections(int other) {
      return new Pool(other, maxWait, maxAge, maxIdle, checkAfterIdle, drainLimit, spare);
    }

    public Pool withMaxWait(Duration other) {
      return new Pool(maxConnections, other, maxAge, maxIdle, checkAfterIdle, drainLimit, spare);
    }

    public Pool withMaxAge(Duration other) {
      return new Pool(maxConnections, maxWait, other, maxIdle, checkAfterIdle, drainLimit, spare);
    }

    public Pool withMaxIdle(Duration other) {
      return new Pool(maxConnections, maxWait, maxAge, other, checkAfterIdle, drainLimit, spare);
    }

    public Pool withCheckAfterIdle(Duration other) {
      return new Pool(maxConnections, maxWait, maxAge, maxIdle, other, drainLimit, spare);
    }

    public Pool withSpare(int other) {
      return new Pool(maxConnections, maxWait, maxAge, maxIdle, checkAfterIdle, drainLimit, other);
    }

    public Pool withDrainLimit(long other) {
      return new Pool(maxConnections, maxWait, maxAge, maxIdle, checkAfterIdle, other, spare);
    }
  }

  /**
   * How long to wait for the other side. There is no bound on the total time of a request: a large
   * body at a slow line is no fault.
   *
   * @param connect for the TCP connection to one address, and for each answer of its TLS handshake
   * @param stall for the first byte of an answer and for each byte after, unless the call says
   *     otherwise
   * @param expectContinue for the server's {@code 100 Continue}, before the body is sent anyway
   */
  public record Timeouts(Duration connect, Duration stall, Duration expectContinue) {

    public Timeouts {
      positive("connect timeout", connect);
      positive("stall deadline", stall);
      positive("wait for 100-continue", expectContinue);
    }

    /** 5 s to connect, 30 s without a byte, 1 s for {@code 100 Continue}. */
    public static Timeouts defaults() {
      return new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(1));
    }

    public Timeouts withConnect(Duration other) {
      return new Timeouts(other, stall, expectContinue);
    }

    public Timeouts withStall(Duration other) {
      return new Timeouts(connect, other, expectContinue);
    }
  }

  /**
   * How long names and bad experiences are remembered.
   *
   * @param ttl how long an answer of the name service is believed, whatever the JVM's cache does
   * @param retry when to ask again after the name service failed (at first), and how soon after a
   *     failed connection it may be asked early
   * @param leaveAloneFirst how long an address is left alone after its first failure; doubled by
   *     each further one
   * @param leaveAloneMost the longest time an address is left alone
   */
  public record Names(
      Duration ttl, Duration retry, Duration leaveAloneFirst, Duration leaveAloneMost) {

    public Names {
      positive("name TTL", ttl);
      positive("name retry", retry);
      positive("first time to leave an address alone", leaveAloneFirst);
      positive("longest time to leave an address alone", leaveAloneMost);
      if (leaveAloneMost.compareTo(leaveAloneFirst) < 0) {
        throw new IllegalArgumentException(
            "longest time to leave an address alone (" + leaveAloneMost + ") is below the first");
      }
    }

    /** 30 s, asked again after 1 s, left alone from 1 s to 60 s. */
    public static Names defaults() {
      return new Names(
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));
    }

    public Names withTtl(Duration other) {
      return new Names(other, retry, leaveAloneFirst, leaveAloneMost);
    }
  }

  /**
   * Trust and verification.
   *
   * @param context asked for the TLS context at the first secure connection; the JVM's default one
   *     unless set
   * @param verifyHostnames whether the certificate must name the host; off for tests only
   */
  public record Tls(Supplier<SSLContext> context, boolean verifyHostnames) {

    public Tls {
      Objects.requireNonNull(context, "context");
    }

    /** The JVM's own trust, host names verified. */
    public static Tls defaults() {
      return new Tls(Tls::jvmDefault, true);
    }

    public static Tls of(SSLContext context) {
      return new Tls(() -> context, true);
    }

    public Tls withoutHostnameVerification() {
      return new Tls(context, false);
    }

    private static SSLContext jvmDefault() {
      try {
        return SSLContext.getDefault();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this JVM has no default TLS context", e);
      }
    }
  }

  /**
   * An HTTP proxy: {@code http} requests are forwarded by it, {@code https} ones tunnelled through
   * it. Its name is then the one that is resolved; the endpoint's is the proxy's matter.
   *
   * @param host name or address; empty for no proxy
   * @param port 1 to 65535; 0 for no proxy
   * @param user for basic authentication; empty for none
   * @param password of that user
   */
  public record Proxy(String host, int port, String user, String password) {

    /** No proxy: connections go to the endpoint itself. */
    public static final Proxy NONE = new Proxy("", 0, "", "");

    public Proxy {
      if (host.isEmpty() ? port != 0 : port < 1 || port > 65535) {
        throw new IllegalArgumentException(
            "proxy needs host and port: '" + host + ":" + port + "'");
      }
      if (user.isEmpty() && !password.isEmpty()) {
        throw new IllegalArgumentException("proxy password without a user");
      }
    }

    public static Proxy at(String host, int port) {
      return new Proxy(host, port, "", "");
    }

    public Proxy as(String otherUser, String otherPassword) {
      return new Proxy(host, port, otherUser, otherPassword);
    }

    /** Whether there is a proxy at all. */
    public boolean used() {
      return !host.isEmpty();
    }

    @Override
    public String toString() {
      return used() ? "Proxy[" + host + ":" + port + (user.isEmpty() ? "" : ", ***") + "]" : "none";
    }
  }

  private static void positive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(what + " must be more than nothing: " + value);
    }
  }
}
