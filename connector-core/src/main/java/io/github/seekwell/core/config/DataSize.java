package io.github.seekwell.core.config;

import java.util.Locale;

/**
 * Sizes as people write them: {@code 4096}, {@code 512k}, {@code 8m}, {@code 2g}, {@code 1.5 MiB}.
 */
public final class DataSize {
  private static final String UNITS = "kmgt";

  private DataSize() {}

  /**
   * @return bytes
   * @throws IllegalArgumentException if the text is no size
   */
  public static long parse(String text) {
    String digits = text.trim().toLowerCase(Locale.ROOT);
    digits = stripEnd(stripEnd(digits, "b"), "i");
    int shift = 0;
    if (!digits.isEmpty()) {
      int unit = UNITS.indexOf(digits.charAt(digits.length() - 1));
      if (unit >= 0) {
        shift = 10 * (unit + 1);
        digits = digits.substring(0, digits.length() - 1);
      }
    }
    try {
      double bytes = Double.parseDouble(digits.trim()) * (1L << shift);
      if (bytes < 0 || bytes > Long.MAX_VALUE || bytes != Math.rint(bytes)) {
        throw new IllegalArgumentException("not a size in bytes: " + text);
      }
      return (long) bytes;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "not a size: '" + text + "' (write bytes, or a number with k, m, g or t)", e);
    }
  }

  /** The shortest exact way to write it: {@code 512k}, {@code 8m}, {@code 1000}. */
  public static String format(long bytes) {
    for (int unit = UNITS.length(); unit > 0; unit--) {
      long size = 1L << (10 * unit);
      if (bytes >= size && bytes % size == 0) {
        return bytes / size + UNITS.substring(unit - 1, unit);
      }
    }
    return Long.toString(bytes);
  }

  private static String stripEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }
}
