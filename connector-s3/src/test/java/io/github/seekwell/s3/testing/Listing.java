package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * One page of anything that is listed by key: entries and common prefixes share the page's limit.
 *
 * @param last the last key or prefix of the page; empty if it is empty
 * @param truncated whether more would follow
 */
record Listing<T>(List<T> entries, Set<String> prefixes, Optional<String> last, boolean truncated) {
  static final int MOST = 1000;

  /**
   * Takes a page.
   *
   * @param all by key, in the order they are listed
   * @param after entries and prefixes up to this one are left out; empty for none
   * @param limit at least 0
   */
  static <T> Listing<T> of(
      NavigableMap<String, T> all, String prefix, String delimiter, String after, int limit) {
    List<T> entries = new ArrayList<>();
    Set<String> prefixes = new LinkedHashSet<>();
    Optional<String> last = Optional.empty();
    for (var entry : from(all, prefix, after).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix)) {
        break;
      }
      int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String common = cut < 0 ? "" : key.substring(0, cut + delimiter.length());
      // A prefix that was listed stands for all keys below it.
      if (!common.isEmpty() && (prefixes.contains(common) || common.equals(after))) {
        continue;
      }
      if (entries.size() + prefixes.size() >= limit) {
        return new Listing<>(entries, prefixes, last, limit > 0);
      }
      if (common.isEmpty()) {
        entries.add(entry.getValue());
        last = Optional.of(key);
      } else {
        prefixes.add(common);
        last = Optional.of(common);
      }
    }
    return new Listing<>(entries, prefixes, last, false);
  }

  private static <T> NavigableMap<String, T> from(
      NavigableMap<String, T> all, String prefix, String after) {
    NavigableMap<String, T> some = all.tailMap(prefix, true);
    boolean further =
        !after.isEmpty()
            && !some.isEmpty()
            && some.comparator().compare(after, some.firstKey()) >= 0;
    return further ? some.tailMap(after, false) : some;
  }

  /** A page's limit as a parameter states it; more than the service gives is not refused. */
  static int limit(Request request, String parameter) {
    String text = request.parameter(parameter).orElse("" + MOST);
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 0) {
        return Math.min(limit, MOST);
      }
    } catch (NumberFormatException e) {
      // Refused below like a number that is out of bounds.
    }
    throw S3Refusal.invalidArgument(
        parameter, text, "Argument " + parameter + " must be an integer between 0 and 2147483647");
  }
}
