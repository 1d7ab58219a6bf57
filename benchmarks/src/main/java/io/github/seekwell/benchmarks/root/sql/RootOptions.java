package io.github.seekwell.benchmarks.root.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The options of a read.
 *
 * @param paths of files, folders and patterns: what {@code load(...)} was given
 * @param trees {@code tree}: names with commas; the first that a file has is its tree
 * @param splitBytes {@code maxSplitBytes}: about how much of a file one task reads
 * @param refuseUnreadable {@code unreadable}: {@code skip} leaves branches out of the schema that
 *     the reader does not take, {@code fail} refuses the file
 * @param hadoop all others
 */
record RootOptions(
    List<String> paths,
    List<String> trees,
    long splitBytes,
    boolean refuseUnreadable,
    Map<String, String> hadoop) {

  private static final String TREE = "tree";
  private static final String SPLIT = "maxSplitBytes";
  private static final String UNREADABLE = "unreadable";
  private static final Set<String> OURS =
      Set.of("path", "paths", TREE, SPLIT.toLowerCase(Locale.ROOT), UNREADABLE);

  /** Smaller than a store's blocks, so that a few hundred megabytes keep every core busy. */
  private static final String SPLIT_BYTES = "16m";

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static RootOptions of(CaseInsensitiveStringMap map) {
    List<String> paths = new ArrayList<>(several(map.get("paths")));
    String single = map.get("path");
    if (single != null) {
      paths.add(single);
    }
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("format root: no path; say load(\"oci://...\")");
    }
    List<String> trees =
        List.of(map.getOrDefault(TREE, "Events").split(",")).stream().map(String::trim).toList();
    long split = JavaUtils.byteStringAsBytes(map.getOrDefault(SPLIT, SPLIT_BYTES));
    if (split <= 0) {
      throw new IllegalArgumentException("format root: " + SPLIT + " must be positive");
    }
    String unreadable = map.getOrDefault(UNREADABLE, "skip");
    if (!Set.of("skip", "fail").contains(unreadable)) {
      throw new IllegalArgumentException(
          "format root: " + UNREADABLE + " is skip or fail, not " + unreadable);
    }
    Map<String, String> hadoop = new TreeMap<>(map.asCaseSensitiveMap());
    hadoop.keySet().removeIf(key -> OURS.contains(key.toLowerCase(Locale.ROOT)));
    return new RootOptions(List.copyOf(paths), trees, split, unreadable.equals("fail"), hadoop);
  }

  /** Spark hands several paths over as a list in JSON. */
  private static List<String> several(@Nullable String json) {
    try {
      return json == null ? List.of() : List.of(new ObjectMapper().readValue(json, String[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("format root: not a list of paths: " + json, e);
    }
  }

  /** A configuration with the options that are not ours. */
  Configuration addedTo(Configuration base) {
    Configuration all = new Configuration(base);
    hadoop.forEach(all::set);
    return all;
  }
}
