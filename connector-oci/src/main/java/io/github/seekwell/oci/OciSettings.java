package io.github.seekwell.oci;

import static io.github.seekwell.oci.OciSettings.Treatment.HARMLESS;
import static io.github.seekwell.oci.OciSettings.Treatment.HONOURED;
import static io.github.seekwell.oci.OciSettings.Treatment.MAPPED;
import static io.github.seekwell.oci.OciSettings.Treatment.REFUSED;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.FilesConfig;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.config.HttpSettings;
import io.github.seekwell.core.config.ReadConfig;
import io.github.seekwell.core.config.RetryConfig;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.hadoop.KeyForms;
import io.github.seekwell.oci.client.OciAuth;
import io.github.seekwell.oci.client.OciEndpoint;
import io.github.seekwell.oci.client.OciOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The {@code fs.oci.*} keys of Oracle's connector, and what becomes of each here. A key may be set
 * for one bucket as {@code <key>.<bucket>.<namespace>}, and under its old prefix {@code
 * fs.oraclebmc.}.
 */
public final class OciSettings {
  public static final String PREFIX = "fs.oci.";

  public static final Setting<Integer> BLOCK_SIZE_MB =
      Setting.count(
          "fs.oci.blocksize.mb",
          32,
          1,
          2047,
          "What files are said to be made of, in MiB; decides how jobs split them.");

  public static final Setting<String> PROXY =
      Setting.text(
          "fs.oci.client.proxy.uri", "", "HTTP proxy, such as http://proxy.example.com:8080.");
  public static final Setting<String> PROXY_USER =
      Setting.text("fs.oci.client.proxy.username", "", "User of the proxy.");
  public static final Setting<String> PROXY_PASSWORD =
      Setting.secret("fs.oci.client.proxy.password", "Password of the proxy's user.");

  public static final Setting<Boolean> OVERWRITE =
      Setting.flag(
          "fs.oci.io.write.allow.overwrite",
          true,
          "Whether an upload may replace an object. If not, each is made on the condition that "
              + "nothing is there, so that neither a concurrent writer nor a repeated request "
              + "replaces anything; create() with overwrite deletes the old file first.");
  public static final Setting<Boolean> MULTIPART_OVERWRITE =
      Setting.flag(
          "fs.oci.io.write.multipart.overwrite",
          true,
          "Deprecated name of fs.oci.io.write.allow.overwrite; both may not be set.");

  public static final Setting<Boolean> BATCH_DELETE =
      Setting.flag(
          "fs.oci.client.batch.delete.enabled",
          true,
          "Whether objects are deleted many at a time. On unless set, unlike in Oracle's "
              + "connector.");
  public static final Setting<Integer> BATCH_SIZE =
      Setting.count(
          "fs.oci.client.batch.delete.size",
          OciOptions.MOST_DELETED,
          1,
          OciOptions.MOST_DELETED,
          "Most objects deleted by one request.");

  /** Hadoop's, which Oracle's connector understands as well. */
  public static final Setting<String> COMBINE_MODE =
      Setting.text(
          "dfs.checksum.combine.mode",
          "MD5MD5CRC",
          "With COMPOSITE_CRC uploads carry a CRC-32C which the service keeps, and "
              + "getFileChecksum() tells it, comparable with HDFS's; as fs.seekwell.files.checksum "
              + "= crc32c does.");

  /** What is done with a key that the user has set. */
  public enum Treatment {
    /** Means here what it means there. */
    HONOURED,
    /** Sets a setting of ours that means the same, unless that is set itself. */
    MAPPED,
    /** Has no meaning here, and its absence does no harm; mentioned once. */
    HARMLESS,
    /** Security or durability may rest on it: nothing works until it is removed. */
    REFUSED
  }

  /**
   * A key of Oracle's connector.
   *
   * @param key its general form
   * @param ours the setting it is mapped to; empty if it is not
   * @param unit what follows its number as a value of ours, such as {@code ms}; {@code retries} and
   *     {@code retrying} for numbers and times that become a number of attempts
   * @param allowed the value with which even a refused key asks for nothing; empty if there is none
   * @param why it is refused, or does no harm; empty for others
   */
  public record Key(
      String key, Treatment treatment, String ours, String unit, String allowed, String why) {}

  private static final String RETRIES = "retries";
  private static final String RETRYING = "retrying";

  private static final String EXCHANGE =
      "A token in exchange for Kerberos' (UPST) cannot be had here: neither the SDK has it, nor could "
          + "we try it against a key distribution centre. Use any other kind of credentials.";
  private static final String CLASSES =
      "A class of Oracle's connector or for it cannot take the place of the layers here, which cache, "
          + "retry, verify and measure.";

  /** All of them. */
  public static final List<Key> KEYS =
      Stream.of(
              honoured(
                  BLOCK_SIZE_MB,
                  OciEndpoint.HOSTNAME,
                  OciEndpoint.REGION,
                  OciEndpoint.MULTIREGION,
                  OciEndpoint.REALM_TEMPLATE,
                  OciAuth.TENANT,
                  OciAuth.USER,
                  OciAuth.FINGERPRINT,
                  OciAuth.PEM_FILE,
                  OciAuth.PASSPHRASE,
                  OciAuth.SESSION,
                  OciAuth.SESSION_TOKEN,
                  OciAuth.DELEGATION_TOKEN,
                  OciAuth.AUTHENTICATOR,
                  PROXY,
                  PROXY_USER,
                  PROXY_PASSWORD,
                  OVERWRITE,
                  MULTIPART_OVERWRITE,
                  BATCH_DELETE,
                  BATCH_SIZE),
              List.of(
                  mapped(
                      "fs.oci.client.http.connectiontimeout", HttpSettings.CONNECT_TIMEOUT, "ms"),
                  mapped("fs.oci.client.http.readtimeout", ReadConfig.STALL_DEADLINE, "ms"),
                  mapped("fs.oci.client.http.readmaxretries", RetryConfig.ATTEMPTS, RETRIES),
                  mapped("fs.oci.client.http.writemaxretries", RetryConfig.ATTEMPTS, RETRIES),
                  mapped("fs.oci.client.retry.timeout.seconds", RetryConfig.ATTEMPTS, RETRYING),
                  mapped("fs.oci.client.retry.reset.threshold.seconds", RetryConfig.MAX_DELAY, "s"),
                  mapped(
                      "fs.oci.client.apache.max.connection.pool.size",
                      HttpSettings.MAX_CONNECTIONS,
                      ""),
                  mapped("fs.oci.client.multipart.partsize.mb", WriteConfig.PART_SIZE, "m"),
                  mapped("fs.oci.client.multipart.numthreads", WriteConfig.PARTS_IN_FLIGHT, ""),
                  mapped("fs.oci.rename.operation.numthreads", FilesConfig.RENAME_THREADS, ""),
                  mapped("fs.oci.client.num.delete.threads", FilesConfig.DELETE_THREADS, ""),
                  mapped(
                      "fs.oci.dir.recursive.list.fetch.size", ConnectorConfig.LIST_PAGE_SIZE, "")),
              refused(
                  CLASSES,
                  "fs.oci.client.custom.client",
                  "fs.oci.io.read.custom.stream",
                  "fs.oci.io.write.custom.stream"),
              refused(
                  EXCHANGE,
                  "fs.oci.client.upst.tokenExchangeServicePrincipal",
                  "fs.oci.client.upst.userPrincipal",
                  "fs.oci.client.upst.issuer",
                  "fs.oci.client.upst.clientId",
                  "fs.oci.client.upst.clientSecret",
                  "fs.oci.client.upst.domainUrl",
                  "fs.oci.client.keytab.path"),
              List.of(
                  new Key("fs.oci.client.kinit.internal.mode", REFUSED, "", "", "false", EXCHANGE)),
              harmless(
                  "Objects always appear whole and at once; how they are sent, and whether parts wait "
                      + "in memory or on disk, is fs.seekwell.write.*'s matter.",
                  "fs.oci.io.write.inmemory",
                  "fs.oci.io.write.multipart.inmemory",
                  "fs.oci.io.write.multipart.inmemory.tasktimeout.seconds",
                  "fs.oci.client.multipart.allowed",
                  "fs.oci.client.multipart.minobjectsize.mb",
                  "fs.oci.client.multipart.minpartsize.mb"),
              harmless(
                  "Reading goes by blocks in a shared, bounded cache, with look-ahead that follows "
                      + "the reader: fs.seekwell.read.* and fs.seekwell.cache.*.",
                  "fs.oci.io.read.inmemory",
                  "fs.oci.io.read.ahead",
                  "fs.oci.io.read.ahead.blocksize",
                  "fs.oci.io.read.ahead.blockcount",
                  "fs.oci.io.read.ahead.numthreads",
                  "fs.oci.first.read.optimization.for.ttfb",
                  "fs.oci.object.autoclose.inputstream",
                  "fs.oci.caching.object.parquet.enabled",
                  "fs.oci.caching.object.parquet.spec",
                  "fs.oci.caching.object.payload.enabled",
                  "fs.oci.caching.object.payload.maxweight.bytes",
                  "fs.oci.caching.object.payload.maxsize.count",
                  "fs.oci.caching.object.payload.initialcapacity.count",
                  "fs.oci.caching.object.payload.recordstats.enabled",
                  "fs.oci.caching.object.payload.recordstats.timeinterval.seconds",
                  "fs.oci.caching.object.payload.expireafteraccess.seconds",
                  "fs.oci.caching.object.payload.expireafterwrite.seconds",
                  "fs.oci.caching.object.payload.consistencypolicy.class",
                  "fs.oci.caching.object.payload.directory"),
              harmless(
                  "A file's status is asked for when it is wanted, and is never older than that.",
                  "fs.oci.caching.object.metadata.enabled",
                  "fs.oci.caching.object.metadata.spec",
                  "fs.oci.head.object.coalescing.enabled",
                  "fs.oci.object.coalescing.waittime.millis"),
              harmless(
                  "File systems are cached by Hadoop; what they share here, they share anyway.",
                  "fs.oci.caching.filesystem.enabled",
                  "fs.oci.caching.filesystem.maxsize.count",
                  "fs.oci.caching.filesystem.initialcapacity.count",
                  "fs.oci.caching.filesystem.expireafteraccess.seconds",
                  "fs.oci.caching.filesystem.expireafterwrite.seconds"),
              harmless(
                  "The HTTP engine is another one. It waits a random time before it tries again "
                      + "(full jitter), and slows down when the service says so instead of breaking "
                      + "a circuit.",
                  "fs.oci.client.circuitbreaker.enabled",
                  "fs.oci.client.retry.jitter.millis",
                  "fs.oci.client.jersey.logging.enabled",
                  "fs.oci.client.jersey.logging.level",
                  "fs.oci.client.jersey.logging.verbosity",
                  "fs.oci.client.jersey.default.connector.enabled",
                  "fs.oci.client.apache.connection.closing.strategy",
                  "fs.oci.io.threads.timeout.seconds"),
              harmless(
                  "Directories with and without markers are both seen as directories.",
                  "fs.oci.require.directory.marker"),
              harmless(
                  "Numbers are told by Hadoop's statistics and Spark's metrics, not sent to OCI's "
                      + "monitoring.",
                  "fs.oci.mon.consumer.plugins",
                  "fs.oci.mon.telemetry.ingestion.endpoint",
                  "fs.oci.mon.compartment.ocid",
                  "fs.oci.mon.grouping.cluster.id",
                  "fs.oci.mon.rg.name",
                  "fs.oci.mon.ns.name",
                  "fs.oci.mon.bucket.level.enabled",
                  "fs.oci.mon.max.backlog.before.drop",
                  "fs.oci.emit.thread.poll.interval.seconds"))
          .flatMap(List::stream)
          .toList();

  /** Hadoop's own under that prefix. */
  private static final List<String> HADOOPS = List.of("fs.oci.impl", "fs.oci.impl.disable.cache");

  private OciSettings() {}

  /** The spellings under which a bucket's settings may be found. */
  public static KeyForms forms(OciAddress address) {
    return new KeyForms(
        List.of(address.bucket() + "." + address.namespace()), Map.of(PREFIX, "fs.oraclebmc."));
  }

  /**
   * The same settings, with ours filled in from those of Oracle's connector that mean the same.
   *
   * @throws IllegalArgumentException naming the first key that is refused
   */
  public static Settings translated(Settings settings) {
    Map<String, String> ours = new HashMap<>();
    for (Key key : KEYS) {
      Optional<String> value = set(settings, key.key());
      if (value.isEmpty()) {
        continue;
      }
      if (key.treatment() == MAPPED) {
        if (settings.find(key.ours()).filter(Settings.Value::setByUser).isEmpty()) {
          ours.merge(key.ours(), mapped(key, value.get(), settings), OciSettings::larger);
        }
      } else if (key.treatment() == REFUSED && !value.get().equalsIgnoreCase(key.allowed())) {
        throw new IllegalArgumentException(
            key.key()
                + " is set and not supported"
                + (key.allowed().isEmpty() ? ": remove it" : ": remove it or set " + key.allowed())
                + ". "
                + key.why());
      }
    }
    if (settings.get(COMBINE_MODE).equalsIgnoreCase("COMPOSITE_CRC")
        && !settings.isSetByUser(FilesConfig.CHECKSUM)) {
      ours.put(
          FilesConfig.CHECKSUM.key(), FilesConfig.Checksum.CRC32C.name().toLowerCase(Locale.ROOT));
    }
    return settings.over(Settings.of(ours));
  }

  /**
   * How a store is to behave.
   *
   * @param translated as {@link #translated} gives them
   * @throws IllegalArgumentException naming the keys that contradict each other
   */
  static OciOptions options(Settings translated, ConnectorConfig config) {
    boolean old = translated.isSetByUser(MULTIPART_OVERWRITE);
    if (old && translated.isSetByUser(OVERWRITE)) {
      throw new IllegalArgumentException(
          OVERWRITE.key()
              + " and its deprecated spelling "
              + MULTIPART_OVERWRITE.key()
              + " are both set: remove one");
    }
    return new OciOptions(
        config.http().with(proxy(translated)),
        translated.get(old ? MULTIPART_OVERWRITE : OVERWRITE),
        config.files().checksum() == FilesConfig.Checksum.CRC32C,
        translated.get(BATCH_DELETE) ? translated.get(BATCH_SIZE) : 1);
  }

  static HttpConfig.Proxy proxy(Settings settings) {
    String text = settings.get(PROXY);
    if (text.isEmpty()) {
      return HttpConfig.Proxy.NONE;
    }
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      // Its message repeats the text, which may hold a password.
      throw new IllegalArgumentException(PROXY.key() + " is no URI");
    }
    if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          PROXY.key() + " must be the http:// address of a proxy (SOCKS is not supported)");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          PROXY.key() + " must not carry a user: set " + PROXY_USER.key());
    }
    HttpConfig.Proxy proxy =
        HttpConfig.Proxy.at(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    String user = settings.get(PROXY_USER);
    return user.isEmpty() ? proxy : proxy.as(user, settings.get(PROXY_PASSWORD));
  }

  /** A value in our units; refused here, under the key that the user knows, if it does not fit. */
  private static String mapped(Key key, String value, Settings settings) {
    String ours =
        switch (key.unit()) {
          case RETRIES -> attempts(1 + number(key, value));
          case RETRYING -> attempts(within(Duration.ofSeconds(number(key, value)), settings));
          default -> value + key.unit();
        };
    for (Setting<?> setting : ConnectorConfig.ALL) {
      if (setting.key().equals(key.ours())) {
        try {
          Settings.of(Map.of(key.ours(), ours)).get(setting);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              key.key() + " = '" + value + "' does not fit: " + e.getMessage(), e);
        }
      }
    }
    return ours;
  }

  private static long number(Key key, String value) {
    try {
      return Math.max(0, Math.min(Integer.MAX_VALUE, Long.parseLong(value)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key.key() + " = '" + value + "': not a whole number", e);
    }
  }

  /** More than a hundred attempts are a hundred: with our waits they last half an hour. */
  private static String attempts(long number) {
    return Long.toString(Math.min(100, number));
  }

  /** As many attempts as the longest waits between them fill a time. */
  private static long within(Duration time, Settings settings) {
    Duration most =
        set(settings, "fs.oci.client.retry.reset.threshold.seconds")
            .filter(text -> text.matches("[1-9]\\d{0,5}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .orElse(settings.get(RetryConfig.MAX_DELAY));
    Duration wait = settings.get(RetryConfig.BASE_DELAY);
    Duration waited = Duration.ZERO;
    int attempts = 1;
    while (waited.compareTo(time) < 0 && attempts < 100) {
      waited = waited.plus(wait);
      wait = wait.multipliedBy(2).compareTo(most) < 0 ? wait.multipliedBy(2) : most;
      attempts++;
    }
    return attempts;
  }

  /** Of two keys that stand for one of ours, such as the retries of reading and writing. */
  private static String larger(String one, String other) {
    return Long.parseLong(one) >= Long.parseLong(other) ? one : other;
  }

  /** The keys that the user set although they mean nothing here. */
  public static List<String> harmless(Settings settings) {
    List<String> found = new ArrayList<>();
    for (Key key : KEYS) {
      if (key.treatment() == HARMLESS && set(settings, key.key()).isPresent()) {
        found.add(key.key());
      }
    }
    return found;
  }

  /** The keys under Oracle's prefix that his connector does not know either: misspelt, mostly. */
  static List<String> unknown(Settings settings) {
    Set<String> known = new HashSet<>(HADOOPS);
    KEYS.forEach(key -> known.add(key.key()));
    OciAuth.OURS.forEach(setting -> known.add(setting.key()));
    List<String> found = new ArrayList<>();
    for (String key : settings.keys(PREFIX)) {
      // With its bucket behind it, it may be another file system's.
      boolean another = known.stream().anyMatch(one -> key.startsWith(one + "."));
      if (!known.contains(key) && !another && set(settings, key).isPresent()) {
        found.add(key);
      }
    }
    return found;
  }

  private static Optional<String> set(Settings settings, String key) {
    return settings
        .find(key)
        .filter(Settings.Value::setByUser)
        .map(value -> value.text().trim())
        .filter(text -> !text.isEmpty());
  }

  private static List<Key> honoured(Setting<?>... settings) {
    return Stream.of(settings)
        .map(setting -> new Key(setting.key(), HONOURED, "", "", "", ""))
        .toList();
  }

  private static Key mapped(String key, Setting<?> ours, String unit) {
    return new Key(key, MAPPED, ours.key(), unit, "", "");
  }

  private static List<Key> harmless(String why, String... keys) {
    return Stream.of(keys).map(key -> new Key(key, HARMLESS, "", "", "", why)).toList();
  }

  private static List<Key> refused(String why, String... keys) {
    return Stream.of(keys).map(key -> new Key(key, REFUSED, "", "", "", why)).toList();
  }
}
