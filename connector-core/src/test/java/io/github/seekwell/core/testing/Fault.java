package io.github.seekwell.core.testing;

import io.github.seekwell.core.testing.Delivery.Ending;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * One way for an answer to go wrong. Made by the static methods, combined by {@link #and}; {@link
 * #ok} is the fault of having none, for a place in a {@link Script}.
 *
 * @param deed whether the operation is carried out and answered
 * @param stall what the answer waits longer; the operation itself is carried out before
 * @param status of an error that takes the place of operation and answer
 * @param request what the store understands instead of what was asked
 * @param answer what it says instead of what it meant
 * @param delivery how the body is sent
 */
public record Fault(
    Deed deed,
    Duration stall,
    OptionalInt status,
    UnaryOperator<Request> request,
    UnaryOperator<Answer> answer,
    Delivery delivery) {

  /** Whether the operation is carried out and answered. */
  public enum Deed {
    DONE,
    /** The connection is closed; nothing happened. */
    REFUSED,
    /** The connection is reset; nothing happened. */
    BROKEN,
    /** Carried out, then the connection is closed without an answer. */
    LOST,
    /** Carried out, then answered with bytes that are no HTTP, and closed. */
    GARBLED,
    /** Neither carried out nor answered; the connection stays open. */
    IGNORED
  }

  private static final Fault NONE =
      new Fault(
          Deed.DONE,
          Duration.ZERO,
          OptionalInt.empty(),
          UnaryOperator.identity(),
          UnaryOperator.identity(),
          Delivery.HONEST);

  public static Fault ok() {
    return NONE;
  }

  /** The answer's head comes so much later. */
  public static Fault stall(Duration time) {
    return new Fault(Deed.DONE, time, NONE.status, NONE.request, NONE.answer, NONE.delivery);
  }

  /** An error in the store's own form; the operation is not carried out. */
  public static Fault status(int status) {
    return new Fault(
        Deed.DONE, Duration.ZERO, OptionalInt.of(status), NONE.request, NONE.answer, NONE.delivery);
  }

  public static Fault status(int status, Duration retryAfter) {
    String seconds = Long.toString(retryAfter.toSeconds());
    return status(status).and(answering(answer -> answer.header("Retry-After", seconds)));
  }

  /** The connection is closed when the request is complete. */
  public static Fault closeBeforeAnswer() {
    return deed(Deed.REFUSED);
  }

  /** The connection is reset when the request is complete. */
  public static Fault resetBeforeAnswer() {
    return deed(Deed.BROKEN);
  }

  /** The operation happens; nobody is told. */
  public static Fault loseAnswer() {
    return deed(Deed.LOST);
  }

  /** The operation happens; the answer is no HTTP. */
  public static Fault garbledAnswer() {
    return deed(Deed.GARBLED);
  }

  public static Fault neverAnswer() {
    return deed(Deed.IGNORED);
  }

  /**
   * The connection is reset after so many bytes of the body. What is still under way then is lost
   * too, so a slow client may see fewer.
   */
  public static Fault resetAfter(long bytes) {
    return delivering(Delivery.cut(bytes, Ending.RESET));
  }

  /** The connection is closed after so many bytes of the body. */
  public static Fault closeAfter(long bytes) {
    return delivering(Delivery.cut(bytes, Ending.CLOSE));
  }

  /** Nothing follows after so many bytes of the body, and the connection stays open. */
  public static Fault stallAfter(long bytes) {
    return delivering(Delivery.cut(bytes, Ending.STALL));
  }

  /** More bytes than {@code Content-Length} says, on a connection that is kept. */
  public static Fault tooLong(int surplus) {
    return delivering(new Delivery(Long.MAX_VALUE, Ending.KEEP, surplus, -1, 0));
  }

  /** The lowest bit of one byte of the body is turned. */
  public static Fault flippedBit(long position) {
    return delivering(new Delivery(Long.MAX_VALUE, Ending.KEEP, 0, position, 0));
  }

  /** The body comes so slowly. */
  public static Fault trickle(long bytesPerSecond) {
    return delivering(new Delivery(Long.MAX_VALUE, Ending.KEEP, 0, -1, bytesPerSecond));
  }

  /** Another range is answered than was asked, and honestly called so. */
  public static Fault anotherRange(long start, long end) {
    String range = "bytes=" + start + "-" + (end - 1);
    return understanding(request -> request.withHeader("Range", range));
  }

  /** The range asked for is answered, but called another. */
  public static Fault contentRange(String header) {
    return answering(answer -> answer.header("Content-Range", header));
  }

  /** The whole object is answered, whatever range was asked. */
  public static Fault rangeIgnored() {
    return understanding(request -> request.withoutHeader("Range"));
  }

  /** The version asked for is answered, but called another. */
  public static Fault etag(String value) {
    return answering(answer -> answer.header("ETag", value));
  }

  /** The right answer, which does not tell this. */
  public static Fault without(String header) {
    return answering(answer -> answer.withoutHeader(header));
  }

  /** Conditions are not looked at: a new version is answered to who asked for the old one. */
  public static Fault conditionIgnored() {
    return understanding(
        request -> request.withoutHeader("If-Match").withoutHeader("If-None-Match"));
  }

  /** The store understands something else. */
  public static Fault understanding(UnaryOperator<Request> change) {
    return new Fault(Deed.DONE, Duration.ZERO, NONE.status, change, NONE.answer, NONE.delivery);
  }

  /** The store says something else. */
  public static Fault answering(UnaryOperator<Answer> change) {
    return new Fault(Deed.DONE, Duration.ZERO, NONE.status, NONE.request, change, NONE.delivery);
  }

  /** Both at once; where both speak of the same thing, the other wins. */
  public Fault and(Fault other) {
    return new Fault(
        other.deed == Deed.DONE ? deed : other.deed,
        stall.plus(other.stall),
        other.status.isPresent() ? other.status : status,
        asked -> other.request.apply(request.apply(asked)),
        said -> other.answer.apply(answer.apply(said)),
        delivery.and(other.delivery));
  }

  /** This one, so many times. */
  public Fault[] times(int count) {
    Fault[] faults = new Fault[count];
    Arrays.fill(faults, this);
    return faults;
  }

  private static Fault deed(Deed deed) {
    return new Fault(deed, Duration.ZERO, NONE.status, NONE.request, NONE.answer, NONE.delivery);
  }

  private static Fault delivering(Delivery delivery) {
    return new Fault(Deed.DONE, Duration.ZERO, NONE.status, NONE.request, NONE.answer, delivery);
  }
}
