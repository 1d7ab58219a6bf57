package io.github.seekwell.s3;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.DataSize;
import io.github.seekwell.core.config.Durations;
import io.github.seekwell.core.config.FilesConfig;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.hadoop.KeyForms;
import io.github.seekwell.s3.S3Key.Treatment;
import io.github.seekwell.s3.client.S3Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code fs.s3a.*} keys of S3A, and what becomes of each here; they are the same for {@code
 * s3a://} and {@code s3://}. A key may be set for one bucket as {@code fs.s3a.bucket.NAME.<rest>}.
 */
final class S3Settings {
  static final String PREFIX = "fs.s3a.";
  static final String BUCKETS = PREFIX + "bucket.";

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  static final Setting<Long> BLOCK_SIZE =
      Setting.size(
          "fs.s3a.block.size",
          "32M",
          "1",
          "1t",
          "What files are said to be made of; decides how jobs split them.");

  static final Setting<String> PROXY_HOST = Setting.text("fs.s3a.proxy.host", "", "Proxy.");
  static final Setting<String> PROXY_PORT =
      Setting.text("fs.s3a.proxy.port", "", "Port of the proxy.");
  static final Setting<String> PROXY_USER =
      Setting.secret("fs.s3a.proxy.username", "User at the proxy.");
  static final Setting<String> PROXY_PASSWORD =
      Setting.secret("fs.s3a.proxy.password", "Password of that user.");

  /** The connector's own settings under our prefix. */
  static final List<Setting<?>> OWN =
      S3Options.ALL.stream()
          .<Setting<?>>map(setting -> setting)
          .filter(setting -> setting.key().startsWith(ConnectorConfig.PREFIX))
          .toList();

  private S3Settings() {}

  /** The spellings under which a bucket's settings may be found. */
  static KeyForms forms(S3Address address) {
    String bucket = address.bucket();
    return new KeyForms(
        List.of(
            new KeyForms.Form(PREFIX, BUCKETS + bucket + ".", ""),
            // S3A looks for secrets under this one too.
            new KeyForms.Form(PREFIX, BUCKETS + bucket + "." + PREFIX, ""),
            KeyForms.Form.suffix(ConnectorConfig.PREFIX, bucket)),
        Map.of(),
        Map.of(
            "fs.s3a.encryption.algorithm", "fs.s3a.server-side-encryption-algorithm",
            "fs.s3a.encryption.key", "fs.s3a.server-side-encryption.key"),
        "fs.s3a.security.credential.provider.path");
  }

  /**
   * The same settings, with ours filled in from those of S3A that mean the same.
   *
   * @throws IllegalArgumentException naming the first key that is refused
   */
  static Settings translated(Settings settings) {
    Map<String, String> ours = new HashMap<>();
    for (S3Key row : S3Keys.ALL) {
      Optional<String> value = set(settings, row.key());
      if (value.isEmpty()) {
        continue;
      }
      if (row.treatment() == Treatment.MAPPED) {
        if (settings.find(row.ours()).filter(Settings.Value::setByUser).isEmpty()) {
          mapped(row, value.get())
              .ifPresent(text -> ours.merge(row.ours(), text, (a, b) -> larger(row, a, b)));
        }
      } else if (row.treatment() == Treatment.REFUSED && !row.asksForNothing(value.get())) {
        throw new IllegalArgumentException(
            row.key()
                + " is set, which is not supported: "
                + row.remark()
                + (row.allowed().isEmpty()
                    ? " Remove it"
                    : " Remove it or set one of " + worded(row.allowed()))
                + " (it is refused rather than ignored because security or data may depend on it)");
      }
    }
    return settings.over(Settings.of(ours));
  }

  /** Only numbers of attempts are told twice. */
  private static String larger(S3Key row, String one, String other) {
    return row.unit() == S3Key.Unit.RETRIES && Integer.parseInt(one) >= Integer.parseInt(other)
        ? one
        : other;
  }

  /**
   * A value in our units; refused here, under the key that the user knows, if it does not fit.
   *
   * @return nothing if it asks for what we have no word for, such as no limit at all
   */
  private static Optional<String> mapped(S3Key row, String value) {
    try {
      Optional<String> ours = converted(row, value);
      ours.ifPresent(text -> check(row.ours(), text));
      return ours;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          row.key() + " = '" + value + "' does not fit: " + e.getMessage(), e);
    }
  }

  private static Optional<String> converted(S3Key row, String value) {
    return switch (row.unit()) {
      case NONE -> Optional.of(value);
      case MILLIS -> {
        Duration duration = Durations.parse(value, "ms");
        yield duration.isZero() || duration.isNegative()
            ? Optional.empty()
            : Optional.of(Durations.format(duration));
      }
      case SIZE -> {
        long most = row.ours().equals(WriteConfig.PART_SIZE.key()) ? GIB : 5 * GIB;
        yield Optional.of(Long.toString(Math.max(5 * MIB, Math.min(most, DataSize.parse(value)))));
      }
      case COUNT -> Optional.of(Long.toString(Math.min(number(value), most(row.ours()))));
      // A hundred is the most that our own setting takes.
      case RETRIES -> Optional.of(Long.toString(Math.min(number(value) + 1, 100)));
      case INVERTED -> Optional.of(Boolean.toString(!flag(value)));
      case BUFFER -> Optional.of(buffer(value));
      case ETAG ->
          Optional.of(
              (flag(value) ? FilesConfig.Checksum.ETAG : FilesConfig.Checksum.NONE)
                  .name()
                  .toLowerCase(Locale.ROOT));
    };
  }

  /** Above these S3A's numbers mean no more than "many". */
  private static long most(String ours) {
    if (ours.equals(ConnectorConfig.LIST_PAGE_SIZE.key())) {
      return 1000;
    } else if (ours.equals(WriteConfig.PARTS_IN_FLIGHT.key())) {
      return 64;
    } else if (ours.equals(FilesConfig.RENAME_THREADS.key())) {
      return 256;
    }
    return 10_000;
  }

  private static long number(String value) {
    try {
      return Long.parseLong(value.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a whole number", e);
    }
  }

  private static String buffer(String value) {
    return switch (value.trim().toLowerCase(Locale.ROOT)) {
      case "array" -> "memory";
      case "bytebuffer" -> "off-heap";
      case "disk" -> "disk";
      default -> throw new IllegalArgumentException("disk, array or bytebuffer");
    };
  }

  private static boolean flag(String value) {
    return switch (value.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false");
    };
  }

  private static void check(String key, String text) {
    Stream.concat(ConnectorConfig.ALL.stream(), OWN.stream())
        .filter(setting -> setting.key().equals(key))
        .forEach(setting -> Settings.of(Map.of(key, text)).get(setting));
  }

  /**
   * The proxy of S3A's settings, added to what our own say.
   *
   * @throws IllegalArgumentException naming the setting that does not fit
   */
  static HttpConfig http(HttpConfig config, Settings settings) {
    return config.with(proxy(settings));
  }

  private static HttpConfig.Proxy proxy(Settings settings) {
    String host = settings.get(PROXY_HOST);
    String port = settings.get(PROXY_PORT);
    String user = settings.get(PROXY_USER).trim();
    String password = settings.get(PROXY_PASSWORD).trim();
    if (host.isEmpty()) {
      if (!port.isEmpty()) {
        throw new IllegalArgumentException(
            PROXY_PORT.key() + " is set without " + PROXY_HOST.key());
      }
      return HttpConfig.Proxy.NONE;
    }
    if (user.isEmpty() != password.isEmpty()) {
      throw new IllegalArgumentException(
          PROXY_USER.key() + " and " + PROXY_PASSWORD.key() + " go together: set both or none");
    }
    HttpConfig.Proxy proxy;
    try {
      // Without a port the one of plain HTTP, as in S3A.
      proxy = HttpConfig.Proxy.at(host, port.isEmpty() ? 80 : Math.toIntExact(number(port)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(
          PROXY_PORT.key() + " = '" + port + "': write a number from 1 to 65535", e);
    }
    return user.isEmpty() ? proxy : proxy.as(user, password);
  }

  /** The keys that the user set although they mean nothing here, groups by each of their keys. */
  static List<String> harmless(Settings settings) {
    List<String> found = new ArrayList<>();
    for (String key : settings.keys(PREFIX)) {
      if (!key.startsWith(BUCKETS)
          && S3Keys.of(key).filter(row -> row.treatment() == Treatment.HARMLESS).isPresent()
          && set(settings, key).isPresent()) {
        found.add(key);
      }
    }
    return found;
  }

  /** Without the empty value, which is as good as none. */
  private static List<String> worded(Collection<String> values) {
    return values.stream().filter(value -> !value.isEmpty()).sorted().toList();
  }

  /** The keys under S3A's prefix that no S3A knows, most likely misspelt. */
  static List<String> unknown(Settings settings) {
    List<String> found = new ArrayList<>();
    for (String key : settings.keys(PREFIX)) {
      if (!key.startsWith(BUCKETS)
          && S3Keys.of(key).isEmpty()
          && !ofAnotherBucket(key)
          && set(settings, key).isPresent()) {
        found.add(key);
      }
    }
    return found;
  }

  /** With a bucket "a" open, a key for the bucket "a.b" looks like a key that begins with b. */
  private static boolean ofAnotherBucket(String key) {
    String rest = key.substring(PREFIX.length());
    for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.', dot + 1)) {
      if (S3Keys.of(PREFIX + rest.substring(dot + 1)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> set(Settings settings, String key) {
    return settings
        .find(key)
        .filter(Settings.Value::setByUser)
        .map(value -> value.text().trim())
        .filter(text -> !text.isEmpty());
  }
}
