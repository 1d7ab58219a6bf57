package io.github.seekwell.core.client;

import io.github.seekwell.core.http.HttpException;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Failures of a call that no store's error code tells of, as a kind and a sentence. */
public final class CallFailures {

  /** An error page of some proxy may be long; its beginning says what it is. */
  private static final int MOST_DETAIL = 300;

  private CallFailures() {}

  /** An answer that came, and is not the one that was asked for. */
  public static StoreException answer(StoreCall call, ErrorKind kind, String detail) {
    return new StoreException(kind, failure(call, detail), null);
  }

  /**
   * What broke below an SDK, whatever it wrapped it in: our own exceptions come back as they were,
   * a broken exchange gets its kind, an interrupt is restored. Nothing if it is none of these.
   */
  public static Optional<StoreException> ofTransport(StoreCall call, Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StoreException ours) {
        return Optional.of(ours);
      } else if (t instanceof HttpException broken) {
        return Optional.of(
            new StoreException(
                kindOf(broken.kind()), failure(call, "" + broken.getMessage()), broken));
      } else if (interrupted(t)) {
        Thread.currentThread().interrupt();
        return Optional.of(
            new StoreException(ErrorKind.INTERRUPTED, failure(call, "interrupted"), t));
      }
    }
    return Optional.empty();
  }

  /** Java calls a socket's time limit an interrupt as well, which it is not. */
  private static boolean interrupted(Throwable thrown) {
    return thrown instanceof InterruptedException
        || thrown instanceof ClosedByInterruptException
        || (thrown instanceof InterruptedIOException
            && !(thrown instanceof SocketTimeoutException));
  }

  public static ErrorKind kindOf(HttpException.Kind kind) {
    return switch (kind) {
      case UNKNOWN_HOST -> ErrorKind.UNKNOWN_HOST;
      case CONNECT, RESET, POOL_WAIT -> ErrorKind.CONNECTION;
      case TLS -> ErrorKind.TLS;
      case STALL -> ErrorKind.STALLED;
      case TRUNCATED -> ErrorKind.TRUNCATED;
      case PROTOCOL -> ErrorKind.WRONG_ANSWER;
      case CLOSED -> ErrorKind.CLOSED;
    };
  }

  /** The particulars as far as the call knows them. */
  public static Failure failure(StoreCall call, String detail) {
    return new Failure(
        call.action(), detail, call.status(), call.requestId(), call.address(), retryAfter(call));
  }

  /** How far this machine's clock is ahead of the store's; nothing if the answer has no date. */
  public static Optional<Duration> clockAhead(StoreCall call) {
    try {
      return call.answer("Date")
          .map(date -> ZonedDateTime.parse(date.trim(), DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(date -> Duration.between(date.toInstant(), Instant.now()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether the clocks are further apart than a store allows. */
  public static boolean clockIsWrong(StoreCall call, Duration allowed) {
    return clockAhead(call).filter(ahead -> ahead.abs().compareTo(allowed) > 0).isPresent();
  }

  /** By how much this machine's clock is wrong, in words; a store's date has whole seconds. */
  public static String clockInWords(StoreCall call) {
    return clockAhead(call)
        .filter(ahead -> ahead.abs().toMinutes() > 0)
        .map(
            ahead ->
                "this machine's clock is "
                    + ahead.abs().toSeconds()
                    + " s "
                    + (ahead.isNegative() ? "behind" : "ahead of")
                    + " the store's")
        .orElse("this machine's clock is off");
  }

  /** Seconds or a date; zero if there is none, it is past or nobody can read it. */
  public static Duration retryAfter(StoreCall call) {
    Optional<String> header = call.answer("Retry-After");
    if (header.isEmpty()) {
      return Duration.ZERO;
    }
    String text = header.get().trim();
    try {
      if (text.chars().allMatch(Character::isDigit)) {
        return Duration.ofSeconds(Long.parseLong(text));
      }
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), until);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (NumberFormatException | DateTimeException e) {
      return Duration.ZERO;
    }
  }

  /** Nothing instead of a null, for what an SDK may not know. */
  public static String word(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** One line, and not too long a one. */
  public static String shortened(@Nullable String text) {
    String line = word(text).replaceAll("\\s+", " ").trim();
    return line.length() <= MOST_DETAIL ? line : line.substring(0, MOST_DETAIL) + "…";
  }
}
