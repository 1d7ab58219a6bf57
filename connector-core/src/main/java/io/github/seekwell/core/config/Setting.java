package io.github.seekwell.core.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A setting, declared once: key, type, default, range and the sentence that documents it.
 *
 * <p>Dots make groups, dashes join words, values carry units. Immutable.
 *
 * @param <T> what objects get to see
 */
public final class Setting<T> {
  private final String key;
  private final String defaultText;
  private final String type;
  private final String description;
  private final boolean secret;
  private final Function<String, T> parser;

  private Setting(
      String key,
      String defaultText,
      String type,
      String description,
      boolean secret,
      Function<String, T> parser) {
    this.key = Objects.requireNonNull(key);
    this.defaultText = Objects.requireNonNull(defaultText);
    this.type = type;
    this.description = description;
    this.secret = secret;
    this.parser = parser;
  }

  /** A size in bytes within {@code [min, max]}. */
  public static Setting<Long> size(
      String key, String defaultText, String min, String max, String description) {
    long low = DataSize.parse(min);
    long high = DataSize.parse(max);
    return new Setting<>(
        key,
        defaultText,
        "size, " + min + " to " + max,
        description,
        false,
        text -> inRange(DataSize.parse(text), low, high, min + " to " + max));
  }

  public static Setting<Integer> count(
      String key, int defaultValue, int min, int max, String description) {
    return new Setting<>(
        key,
        Integer.toString(defaultValue),
        "number, " + min + " to " + max,
        description,
        false,
        text -> (int) inRange(parseLong(text), min, max, min + " to " + max));
  }

  /** A fraction between 0 and 1, both included. */
  public static Setting<Double> fraction(String key, String defaultText, String description) {
    return new Setting<>(
        key,
        defaultText,
        "fraction, 0 to 1",
        description,
        false,
        text -> {
          double value = Double.parseDouble(text.trim());
          if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("must be between 0 and 1");
          }
          return value;
        });
  }

  /** A number of at least {@code min} and at most {@code max}. */
  public static Setting<Double> ratio(
      String key, String defaultText, double min, double max, String description) {
    return new Setting<>(
        key,
        defaultText,
        "number, " + min + " to " + max,
        description,
        false,
        text -> {
          double value;
          try {
            value = Double.parseDouble(text.trim());
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number", e);
          }
          if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException("must be within " + min + " to " + max);
          }
          return value;
        });
  }

  /** A share of something or a size. */
  public static Setting<Reserve> reserve(String key, String defaultText, String description) {
    return new Setting<>(
        key, defaultText, "share such as 5%, or size", description, false, Reserve::parse);
  }

  /** A duration longer than zero; a number without a unit is in seconds. */
  public static Setting<Duration> duration(String key, String defaultText, String description) {
    return new Setting<>(
        key,
        defaultText,
        "duration",
        description,
        false,
        text -> {
          Duration value = parseDuration(text);
          if (value.isZero()) {
            throw new IllegalArgumentException("must be longer than zero");
          }
          return value;
        });
  }

  /** A duration of zero or longer; a number without a unit is in seconds. */
  public static Setting<Duration> age(String key, String defaultText, String description) {
    return new Setting<>(
        key, defaultText, "duration, or 0", description, false, Setting::parseDuration);
  }

  private static Duration parseDuration(String text) {
    Duration value = Durations.parse(text, "s");
    if (value.isNegative()) {
      throw new IllegalArgumentException("must not be negative");
    }
    return value;
  }

  public static Setting<Boolean> flag(String key, boolean defaultValue, String description) {
    return new Setting<>(
        key,
        Boolean.toString(defaultValue),
        "true or false",
        description,
        false,
        text ->
            switch (text.trim().toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("must be true or false");
            });
  }

  /** One of an enum's constants, written in lower case with dashes. */
  public static <E extends Enum<E>> Setting<E> choice(String key, E standard, String description) {
    Class<E> type = standard.getDeclaringClass();
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(word(constant), constant);
    }
    String allowed = String.join(", ", words.keySet());
    return new Setting<>(
        key,
        word(standard),
        "one of " + allowed,
        description,
        false,
        text -> {
          E chosen = words.get(text.trim().toLowerCase(Locale.ROOT));
          if (chosen == null) {
            throw new IllegalArgumentException("must be one of " + allowed);
          }
          return chosen;
        });
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Any text; empty is the usual default and means "not set". */
  public static Setting<String> text(String key, String defaultText, String description) {
    return new Setting<>(key, defaultText, "text", description, false, String::trim);
  }

  /** Comma-separated words. */
  public static Setting<List<String>> list(String key, String defaultText, String description) {
    return new Setting<>(
        key,
        defaultText,
        "words, comma-separated",
        description,
        false,
        text ->
            List.of(text.trim().split("\\s*,\\s*")).stream().filter(s -> !s.isEmpty()).toList());
  }

  /** A text that prints as stars and is looked up in credential files first. */
  public static Setting<String> secret(String key, String description) {
    return new Setting<>(key, "", "secret", description, true, Function.identity());
  }

  public String key() {
    return key;
  }

  /** As it stands in the reference; empty if there is no default. */
  public String defaultText() {
    return defaultText;
  }

  /** Type and range in words. */
  public String type() {
    return type;
  }

  public String description() {
    return description;
  }

  public boolean isSecret() {
    return secret;
  }

  /**
   * @throws IllegalArgumentException naming the key, the value (unless secret) and what is allowed
   */
  T parse(String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      String shown = secret ? "********" : "'" + text + "'";
      throw new IllegalArgumentException(
          key + " = " + shown + ": " + e.getMessage() + " (" + type + ")", e);
    }
  }

  @Override
  public String toString() {
    return key;
  }

  private static long parseLong(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a whole number", e);
    }
  }

  private static long inRange(long value, long min, long max, String range) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("must be within " + range);
    }
    return value;
  }
}
