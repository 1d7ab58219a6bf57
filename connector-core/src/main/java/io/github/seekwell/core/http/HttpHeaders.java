package io.github.seekwell.core.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Header lines in their order; names compare without regard to case, repeats are kept. */
public final class HttpHeaders {

  /** One header line. */
  public record Line(String name, String value) {}

  /** No lines. */
  public static final HttpHeaders EMPTY = new HttpHeaders(List.of());

  private final List<Line> lines;

  public HttpHeaders(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /** Returns all lines in the order they were sent. */
  public List<Line> lines() {
    return lines;
  }

  /** Returns the value of the first line of this name. */
  public Optional<String> first(String name) {
    for (Line line : lines) {
      if (line.name().equalsIgnoreCase(name)) {
        return Optional.of(line.value());
      }
    }
    return Optional.empty();
  }

  /** Returns the values of all lines of this name, in order. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(2);
    for (Line line : lines) {
      if (line.name().equalsIgnoreCase(name)) {
        values.add(line.value());
      }
    }
    return values;
  }

  public boolean contains(String name) {
    return first(name).isPresent();
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
