package io.github.seekwell.spark;

import java.util.Locale;

/**
 * Just enough JSON to write nested objects and lists of numbers and words, so that the plugin needs
 * no library for it. For one thread.
 */
final class Json {
  private final StringBuilder out = new StringBuilder();
  private int depth;
  private boolean first = true;

  /** Begins an object; the outermost has no name. */
  Json open(String name) {
    if (depth > 0) {
      key(name);
    }
    out.append('{');
    depth++;
    first = true;
    return this;
  }

  /** Ends the object begun last. */
  Json close() {
    depth--;
    if (!first) {
      line();
    }
    out.append('}');
    first = false;
    return this;
  }

  /** Begins a list. */
  Json list(String name) {
    key(name);
    out.append('[');
    depth++;
    first = true;
    return this;
  }

  /** Begins an object of the list begun last. */
  Json item() {
    separate();
    out.append('{');
    depth++;
    first = true;
    return this;
  }

  /** Puts words into the list begun last. */
  Json word(String value) {
    separate();
    quote(value);
    return this;
  }

  /** Ends the list begun last. */
  Json end() {
    depth--;
    if (!first) {
      line();
    }
    out.append(']');
    first = false;
    return this;
  }

  Json number(String name, long value) {
    key(name);
    out.append(value);
    return this;
  }

  /** What JSON has no number for becomes 0. */
  Json number(String name, double value) {
    key(name);
    out.append(Double.isFinite(value) ? String.format(Locale.ROOT, "%.6f", value) : "0");
    return this;
  }

  Json text(String name, String value) {
    key(name);
    quote(value);
    return this;
  }

  private void key(String name) {
    separate();
    quote(name);
    out.append(": ");
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    first = false;
    line();
  }

  private void line() {
    out.append('\n').append("  ".repeat(depth));
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      final char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out + "\n";
  }
}
