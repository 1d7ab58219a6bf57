package io.github.seekwell.s3;

import io.github.seekwell.core.config.Setting;
import java.util.List;
import java.util.Locale;

/**
 * A key of S3A, and what becomes of it.
 *
 * @param key its general form; one that ends in a dot and a star stands for all keys under it
 * @param ours the setting it is mapped to; empty if it is not
 * @param unit how its value becomes one of ours
 * @param allowed the values with which even a refused key asks for nothing, in lower case
 * @param remark one sentence for the reference: what it does, or why it does nothing
 */
record S3Key(
    String key, Treatment treatment, String ours, Unit unit, List<String> allowed, String remark) {

  private static final String GROUP = ".*";

  /** What is done with a key that the user has set. */
  enum Treatment {
    /** Means here what it means there. */
    HONOURED,
    /** Sets a setting of ours that means the same, unless that is set itself. */
    MAPPED,
    /** Has no meaning here, and its absence does no harm; mentioned once. */
    HARMLESS,
    /** Security or durability may rest on it: nothing works until it is removed. */
    REFUSED
  }

  /** What a value is in S3A. */
  enum Unit {
    /** The same text means the same. */
    NONE,
    /** A duration; a number alone is milliseconds, and nothing or less is no limit. */
    MILLIS,
    /** Bytes, with K, M, G, T; brought into our range, as S3A brings it into its own. */
    SIZE,
    /** A number, brought into our range. */
    COUNT,
    /** So many times after the first. */
    RETRIES,
    /** True there is false here. */
    INVERTED,
    /** True there is {@code etag} here. */
    ETAG,
    /** Where parts wait, in S3A's words. */
    BUFFER
  }

  static S3Key honoured(Setting<?> setting) {
    return honoured(setting.key(), setting.description());
  }

  static S3Key honoured(String key, String remark) {
    return new S3Key(key, Treatment.HONOURED, "", Unit.NONE, List.of(), remark);
  }

  static S3Key mapped(String key, Setting<?> ours, Unit unit, String remark) {
    return new S3Key(key, Treatment.MAPPED, ours.key(), unit, List.of(), remark);
  }

  static S3Key harmless(String key, String remark) {
    return new S3Key(key, Treatment.HARMLESS, "", Unit.NONE, List.of(), remark);
  }

  static S3Key refused(String key, String remark, String... allowed) {
    return new S3Key(key, Treatment.REFUSED, "", Unit.NONE, List.of(allowed), remark);
  }

  /** Whether this row speaks of a key. */
  boolean covers(String other) {
    return key.endsWith(GROUP)
        ? other.startsWith(key.substring(0, key.length() - 1))
        : key.equals(other);
  }

  /** Whether the row stands for more than one key. */
  boolean group() {
    return key.endsWith(GROUP);
  }

  boolean asksForNothing(String value) {
    return allowed.contains(value.trim().toLowerCase(Locale.ROOT));
  }
}
