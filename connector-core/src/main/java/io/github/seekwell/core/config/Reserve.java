package io.github.seekwell.core.config;

/**
 * Room that stays untouched: a share of the whole, or a size. People write {@code 5%}, {@code 0.05}
 * or {@code 10g}.
 *
 * @param fraction of the whole, 0 to 1; 0 if it is a size
 * @param bytes 0 if it is a share
 */
public record Reserve(double fraction, long bytes) {

  /**
   * @throws IllegalArgumentException if the text is neither a share nor a size
   */
  public static Reserve parse(String text) {
    String trimmed = text.trim();
    if (trimmed.endsWith("%")) {
      return share(number(text, trimmed.substring(0, trimmed.length() - 1)) / 100);
    }
    if (trimmed.startsWith("0.") || trimmed.startsWith(".")) {
      return share(number(text, trimmed));
    }
    return new Reserve(0, DataSize.parse(trimmed));
  }

  private static double number(String text, String digits) {
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "neither a share nor a size: '" + text + "' (write 5%, 0.05 or 10g)", e);
    }
  }

  private static Reserve share(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("a share must be between 0 and 1");
    }
    return new Reserve(fraction, 0);
  }

  /** Bytes to leave of {@code total}. */
  public long of(long total) {
    return bytes + (long) (total * fraction);
  }
}
