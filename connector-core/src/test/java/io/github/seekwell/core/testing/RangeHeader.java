package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's side of HTTP's {@code Range} header: one range, in any of its three forms. */
public final class RangeHeader {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d*)-(\\d*)");

  private RangeHeader() {}

  /**
   * What a header asks of an object of {@code size} bytes.
   *
   * @return empty if the object has no such byte; the whole object if the header is malformed,
   *     since HTTP has such a header ignored
   */
  public static Optional<ByteRange> resolve(String header, long size) {
    Matcher form = FORM.matcher(header.replace(" ", ""));
    if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
      return Optional.of(ByteRange.of(0, size));
    }
    if (form.group(1).isEmpty()) {
      long suffix = Math.min(size, Long.parseLong(form.group(2)));
      return suffix == 0 ? Optional.empty() : Optional.of(ByteRange.of(size - suffix, size));
    }
    long start = Long.parseLong(form.group(1));
    long end = form.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(form.group(2)) + 1);
    return start < end ? Optional.of(ByteRange.of(start, end)) : Optional.empty();
  }

  public static boolean isWellFormed(String header) {
    Matcher form = FORM.matcher(header.replace(" ", ""));
    return form.matches() && !(form.group(1).isEmpty() && form.group(2).isEmpty());
  }

  /** The value of a {@code Content-Range} header. */
  public static String contentRange(ByteRange range, long size) {
    return "bytes " + range.start() + "-" + (range.end() - 1) + "/" + size;
  }
}
