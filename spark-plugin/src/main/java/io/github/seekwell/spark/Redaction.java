package io.github.seekwell.spark;

import org.apache.spark.SparkConf;

/**
 * What Spark hides in its UI, its event log and its REST answers, extended by those of our settings
 * that its own expression lets through: a passphrase, a customer's encryption key.
 */
final class Redaction {
  static final String SETTING = "spark.redaction.regex";

  /** Of Spark 3.5 to 4.2, in case nobody has set another. */
  private static final String OF_SPARK = "(?i)secret|password|token|access[.]?key";

  /** The sign before a name keeps values that only speak of these things in sight. */
  private static final String OURS =
      "(?i:[.]passphrase|[.](server-side-)?encryption[.](key|context)"
          + "|[.]proxy[.]username|[.]external[.]id|[.]custom[.]headers)";

  private Redaction() {}

  /**
   * Adds ours to what is hidden already.
   *
   * @param conf of the SparkContext, which is changed
   */
  static void extend(SparkConf conf) {
    final String theirs = conf.get(SETTING, OF_SPARK);
    if (!theirs.endsWith(OURS)) {
      conf.set(SETTING, theirs.isBlank() ? OURS : "(?:" + theirs + ")|" + OURS);
    }
  }
}
