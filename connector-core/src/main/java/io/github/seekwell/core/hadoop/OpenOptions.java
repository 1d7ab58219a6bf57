package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.plan.AccessHint;
import io.github.seekwell.core.plan.AccessHints;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * The options of {@code openFile()}. Hadoop 3.3.4 declares none of their names, so they are spelt
 * here. A value that is none is taken for nothing said, even of a mandatory option: all of them are
 * hints (Hadoop's specification, fsdatainputstreambuilder).
 *
 * @param length of the file; -1 if nobody said
 * @param hints how it will be read
 */
record OpenOptions(long length, AccessHints hints) {
  private static final String LENGTH = "fs.option.openfile.length";
  private static final String READ_POLICY = "fs.option.openfile.read.policy";
  private static final String SPLIT_START = "fs.option.openfile.split.start";
  private static final String SPLIT_END = "fs.option.openfile.split.end";

  /** S3A's older names for the read policy; the standard one goes first. */
  private static final List<String> OLD_READ_POLICIES =
      List.of("fs.s3a.experimental.input.fadvise", "fs.s3a.input.fadvise");

  /**
   * What {@code openFile().must()} may ask for. Those not named above are not needed: buffers are
   * blocks of the cache, footers stay in it like anything that is read again, and look-ahead finds
   * its own width.
   */
  static final Set<String> KEYS =
      Set.of(
          LENGTH,
          READ_POLICY,
          SPLIT_START,
          SPLIT_END,
          OLD_READ_POLICIES.get(0),
          OLD_READ_POLICIES.get(1),
          "fs.option.openfile.buffer.size",
          "fs.option.openfile.footer.cache",
          "fs.option.openfile.ec.policy",
          "fs.s3a.readahead.range",
          "fs.s3a.async.drain.threshold",
          "fs.s3a.input.async.drain.threshold");

  /** Hadoop's words, and S3A's {@code normal}. */
  private static final Map<String, AccessHint> POLICIES =
      Map.ofEntries(
          Map.entry("default", AccessHint.ADAPTIVE),
          Map.entry("adaptive", AccessHint.ADAPTIVE),
          Map.entry("normal", AccessHint.ADAPTIVE),
          Map.entry("sequential", AccessHint.SEQUENTIAL),
          Map.entry("avro", AccessHint.SEQUENTIAL),
          Map.entry("csv", AccessHint.SEQUENTIAL),
          Map.entry("json", AccessHint.SEQUENTIAL),
          Map.entry("whole-file", AccessHint.WHOLE),
          Map.entry("random", AccessHint.RANDOM),
          Map.entry("vector", AccessHint.RANDOM),
          Map.entry("hbase", AccessHint.RANDOM),
          Map.entry("parquet", AccessHint.COLUMNAR),
          Map.entry("orc", AccessHint.COLUMNAR),
          Map.entry("columnar", AccessHint.COLUMNAR));

  static OpenOptions of(Configuration options) {
    long start = Math.max(0, number(options, SPLIT_START, 0));
    long end = number(options, SPLIT_END, AccessHints.UNKNOWN_END);
    if (end < start) {
      // As S3A does: of two that contradict each other neither is believed.
      start = 0;
      end = AccessHints.UNKNOWN_END;
    }
    return new OpenOptions(
        Math.max(-1, number(options, LENGTH, -1)), new AccessHints(policy(options), start, end));
  }

  /** The first word that is known, of the first option that is set. */
  private static AccessHint policy(Configuration options) {
    String words = options.getTrimmed(READ_POLICY, "");
    for (String older : OLD_READ_POLICIES) {
      if (words.isEmpty()) {
        words = options.getTrimmed(older, "");
      }
    }
    for (String word : words.toLowerCase(Locale.ROOT).split(",", -1)) {
      AccessHint known = POLICIES.get(word.trim());
      if (known != null) {
        return known;
      }
    }
    return AccessHint.ADAPTIVE;
  }

  /** Older callers set whole numbers as floats, which Hadoop's own file systems take for none. */
  private static long number(Configuration options, String key, long otherwise) {
    try {
      return Long.parseLong(options.getTrimmed(key, ""));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
