package io.github.seekwell.core.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Durations as Hadoop's users write them: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h}. */
public final class Durations {
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private Durations() {}

  /**
   * @param bareUnit the unit of a number without one, such as {@code "s"}
   * @throws IllegalArgumentException if the text is no duration
   */
  public static Duration parse(String text, String bareUnit) {
    String trimmed = text.trim().toLowerCase(Locale.ROOT);
    int end = trimmed.length();
    while (end > 0 && Character.isLetter(trimmed.charAt(end - 1))) {
      end--;
    }
    String unit = end == trimmed.length() ? bareUnit : trimmed.substring(end);
    Long nanos = NANOS.get(unit);
    try {
      if (nanos != null) {
        return Duration.ofNanos(
            Math.multiplyExact(Long.parseLong(trimmed.substring(0, end).trim()), nanos));
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("not a duration: '" + text + "'", e);
    }
    throw new IllegalArgumentException(
        "not a duration: '" + text + "' (write a number with ms, s, m, h or d)");
  }

  /** The shortest exact way to write it. */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    for (String unit : new String[] {"d", "h", "m", "s", "ms", "us"}) {
      if (nanos != 0 && nanos % NANOS.get(unit) == 0) {
        return nanos / NANOS.get(unit) + unit;
      }
    }
    return nanos + "ns";
  }
}
