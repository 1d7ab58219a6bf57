package io.github.seekwell.core.client;

import io.github.seekwell.core.store.StoreException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header {@code Last-Modified}. Most answers say of the same object what the one before
 * said, and reading a date takes a tenth of what a small request costs: so the last is remembered.
 * Safe for threads.
 */
public final class LastModified {
  private volatile @Nullable Read last;

  private record Read(String text, Instant time) {}

  /**
   * The time an answer tells; the epoch if it tells none.
   *
   * @throws StoreException WRONG_ANSWER if what it tells is no time
   */
  public Instant of(StoreCall call) throws StoreException {
    Optional<String> told = call.answer("Last-Modified");
    if (told.isEmpty()) {
      return Instant.EPOCH;
    }
    String text = told.get();
    Read known = last;
    if (known != null && known.text.equals(text)) {
      return known.time;
    }
    try {
      Instant time = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim()));
      last = new Read(text, time);
      return time;
    } catch (DateTimeParseException e) {
      throw Answers.wrong(call, "Last-Modified is '" + text + "', which is no time");
    }
  }
}
