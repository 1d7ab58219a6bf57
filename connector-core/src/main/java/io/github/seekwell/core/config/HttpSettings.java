package io.github.seekwell.core.config;

import java.time.Duration;
import java.util.List;

/** The settings behind {@link HttpConfig}, and how they become one. */
public final class HttpSettings {
  private static final HttpConfig DEFAULTS = HttpConfig.defaults();

  public static final Setting<Integer> MAX_CONNECTIONS =
      Setting.count(
          "fs.seekwell.http.max-connections",
          DEFAULTS.pool().maxConnections(),
          1,
          10_000,
          "Most connections of one file system, in use and idle together.");
  public static final Setting<Integer> SPARE_CONNECTIONS =
      Setting.count(
          "fs.seekwell.http.spare-connections",
          8,
          0,
          1000,
          "Idle connections that are kept ready for an endpoint in use, opened in the background; "
              + "fewer where they go unused.");
  public static final Setting<Duration> CONNECTION_WAIT =
      Setting.duration(
          "fs.seekwell.http.connection-wait",
          Durations.format(DEFAULTS.pool().maxWait()),
          "How long a request waits for a free connection.");
  public static final Setting<Duration> CONNECTION_AGE =
      Setting.duration(
          "fs.seekwell.http.connection-max-age",
          Durations.format(DEFAULTS.pool().maxAge()),
          "Age at which a connection is replaced instead of used again.");
  public static final Setting<Duration> CONNECTION_IDLE =
      Setting.duration(
          "fs.seekwell.http.connection-max-idle",
          Durations.format(DEFAULTS.pool().maxIdle()),
          "Idle time after which a connection is not used again.");
  public static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.duration(
          "fs.seekwell.http.connect-timeout",
          Durations.format(DEFAULTS.timeouts().connect()),
          "The longest wait for a connection to one address; the next address is tried then.");
  public static final Setting<Duration> DNS_TTL =
      Setting.duration(
          "fs.seekwell.dns.ttl",
          Durations.format(DEFAULTS.names().ttl()),
          "How long the addresses of the endpoint's name are believed, whatever the JVM's own DNS "
              + "cache does.");

  /** For the reference. */
  public static final List<Setting<?>> ALL =
      List.of(
          MAX_CONNECTIONS,
          SPARE_CONNECTIONS,
          CONNECTION_WAIT,
          CONNECTION_AGE,
          CONNECTION_IDLE,
          CONNECT_TIMEOUT,
          DNS_TTL);

  private HttpSettings() {}

  /** TLS, proxy and user agent are the connector's to add. */
  public static HttpConfig from(Settings settings) {
    HttpConfig.Pool pool =
        DEFAULTS
            .pool()
            .withMaxConnections(settings.get(MAX_CONNECTIONS))
            .withSpare(settings.get(SPARE_CONNECTIONS))
            .withMaxWait(settings.get(CONNECTION_WAIT))
            .withMaxAge(settings.get(CONNECTION_AGE))
            .withMaxIdle(settings.get(CONNECTION_IDLE));
    HttpConfig.Timeouts timeouts =
        new HttpConfig.Timeouts(
            settings.get(CONNECT_TIMEOUT),
            settings.get(ReadConfig.STALL_DEADLINE),
            DEFAULTS.timeouts().expectContinue());
    return DEFAULTS
        .with(pool)
        .with(timeouts)
        .with(DEFAULTS.names().withTtl(settings.get(DNS_TTL)))
        .with(FaultsConfig.from(settings));
  }
}
