package io.github.seekwell.core.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a real reader asked of a file, call by call; the format is told in {@code traces/README.md}.
 *
 * @param name of the trace
 * @param length bytes of the file it was recorded on
 * @param calls in order
 */
public record AccessTrace(String name, long length, List<Call> calls) {
  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":(\\d+)");
  private static final Pattern PAIR = Pattern.compile("\\[(\\d+),(\\d+)\\]");

  public AccessTrace {
    calls = List.copyOf(calls);
  }

  /** A seek moves the position, a read starts from it, a positioned read leaves it alone. */
  public record Call(Kind kind, long position, int length) {}

  public enum Kind {
    SEEK,
    READ,
    /** So many reads of one byte each. */
    READ_ONES,
    PREAD
  }

  /** One of the traces that travel with this project. */
  public static AccessTrace resource(String name) {
    String path = "/traces/" + name + ".jsonl";
    try (InputStream in = AccessTrace.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no trace " + path);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return parse(name, lines);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + path, e);
    }
  }

  /** 4 KiB reads from the end of a range toward its beginning, each next to the one before. */
  public static AccessTrace backwardScan(int reads) {
    List<Call> calls = new ArrayList<>();
    for (int i = 1; i <= reads; i++) {
      calls.add(new Call(Kind.SEEK, (64L << 20) - 4096L * i, 0));
      calls.add(new Call(Kind.READ, 0, 4096));
    }
    return new AccessTrace("backward-scan", 128L << 20, calls);
  }

  private static AccessTrace parse(String name, BufferedReader lines) throws IOException {
    long size = number(lines.readLine(), "length");
    List<Call> calls = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("\"seek\"")) {
        calls.add(new Call(Kind.SEEK, number(line, "pos"), 0));
      } else if (line.contains("\"read\"")) {
        Kind kind = line.contains("\"ones\"") ? Kind.READ_ONES : Kind.READ;
        calls.add(new Call(kind, 0, (int) number(line, "len")));
      } else if (line.contains("\"pread\"")) {
        calls.add(new Call(Kind.PREAD, number(line, "pos"), (int) number(line, "len")));
      } else if (line.contains("\"vread\"")) {
        Matcher pair = PAIR.matcher(line);
        while (pair.find()) {
          calls.add(
              new Call(Kind.PREAD, Long.parseLong(pair.group(1)), Integer.parseInt(pair.group(2))));
        }
      }
    }
    return new AccessTrace(name, size, calls);
  }

  private static long number(String line, String name) {
    Matcher matcher = NUMBER.matcher(line);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return Long.parseLong(matcher.group(2));
      }
    }
    throw new IllegalArgumentException("no " + name + " in " + line);
  }
}
