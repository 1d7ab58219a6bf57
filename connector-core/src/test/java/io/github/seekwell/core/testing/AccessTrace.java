package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.ByteRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a real reader asked of a file, call by call; the format is told in {@code traces/README.md}.
 *
 * @param name of the trace
 * @param file the name of the file it was recorded on; empty if nobody knows
 * @param length bytes of the file it was recorded on
 * @param opening how the reader opened it
 * @param calls in order
 */
public record AccessTrace(
    String name, String file, long length, Opening opening, List<Call> calls) {
  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":(\\d+)");
  private static final Pattern FILE = Pattern.compile("\"file\":\"(?:[^\"]*/)?([^\"/]*)\"");
  private static final Pattern PAIR = Pattern.compile("\\[(\\d+),(\\d+)\\]");

  private static final Pattern OPTION =
      Pattern.compile("(fs\\.option\\.[\\w.]+)=(.*?)(?=,? fs\\.option\\.| withFileStatus|\"|$)");

  public AccessTrace {
    calls = List.copyOf(calls);
  }

  /** A trace of a reader who opened a file by its name alone, and no format is told by that. */
  public AccessTrace(String name, long length, List<Call> calls) {
    this(name, "", length, Opening.PLAIN, calls);
  }

  /**
   * What a reader told the file system when it opened a file.
   *
   * @param options of {@code openFile()}
   * @param withStatus whether it handed over the file's status
   */
  public record Opening(Map<String, String> options, boolean withStatus) {
    public static final Opening PLAIN = new Opening(Map.of(), false);

    public Opening {
      options = Map.copyOf(options);
    }
  }

  /**
   * A seek moves the position, a read starts from it, a positioned or vectored read leaves it
   * alone.
   *
   * @param position where a seek goes and a positioned read begins; 0 for the others
   * @param length bytes asked for, of all ranges together
   * @param ranges of a vectored read, in the order of the call; empty for the others
   */
  public record Call(Kind kind, long position, int length, List<ByteRange> ranges) {
    public Call {
      ranges = List.copyOf(ranges);
    }

    /** A call that is no vectored read. */
    public Call(Kind kind, long position, int length) {
      this(kind, position, length, List.of());
    }

    public static Call seek(long position) {
      return new Call(Kind.SEEK, position, 0);
    }

    public static Call read(int length) {
      return new Call(Kind.READ, 0, length);
    }

    public static Call pread(long position, int length) {
      return new Call(Kind.PREAD, position, length);
    }

    public static Call vread(List<ByteRange> ranges) {
      long length = ranges.stream().mapToLong(ByteRange::length).sum();
      return new Call(Kind.VREAD, 0, Math.toIntExact(length), ranges);
    }
  }

  public enum Kind {
    SEEK,
    READ,
    /** So many reads of one byte each. */
    READ_ONES,
    PREAD,
    /** Several ranges in one call. */
    VREAD
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

  /** A trace that somebody has recorded, under the name of its file. */
  public static AccessTrace file(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      return parse(file.getFileName().toString().replaceFirst("\\.jsonl$", ""), lines);
    }
  }

  /** The same, with every range of a vectored read as a positioned read: for older Hadoops. */
  public AccessTrace withoutVectors() {
    List<Call> plain = new ArrayList<>();
    for (Call call : calls) {
      if (call.kind() == Kind.VREAD) {
        call.ranges().forEach(r -> plain.add(Call.pread(r.start(), (int) r.length())));
      } else {
        plain.add(call);
      }
    }
    return new AccessTrace(name, file, length, opening, plain);
  }

  /** 4 KiB reads from the end of a range toward its beginning, each next to the one before. */
  public static AccessTrace backwardScan(int reads) {
    List<Call> calls = new ArrayList<>();
    for (int i = 1; i <= reads; i++) {
      calls.add(Call.seek((64L << 20) - 4096L * i));
      calls.add(Call.read(4096));
    }
    return new AccessTrace("backward-scan", 128L << 20, calls);
  }

  private static AccessTrace parse(String name, BufferedReader lines) throws IOException {
    String header = lines.readLine();
    long size = number(header, "length");
    List<Call> calls = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("\"seek\"")) {
        calls.add(Call.seek(number(line, "pos")));
      } else if (line.contains("\"read\"")) {
        Kind kind = line.contains("\"ones\"") ? Kind.READ_ONES : Kind.READ;
        calls.add(new Call(kind, 0, (int) number(line, "len")));
      } else if (line.contains("\"pread\"")) {
        calls.add(Call.pread(number(line, "pos"), (int) number(line, "len")));
      } else if (line.contains("\"vread\"")) {
        calls.add(Call.vread(ranges(line)));
      }
    }
    return new AccessTrace(name, fileName(header), size, opening(header), calls);
  }

  private static String fileName(String header) {
    Matcher file = FILE.matcher(header);
    return file.find() ? file.group(1) : "";
  }

  private static Opening opening(String header) {
    Map<String, String> options = new TreeMap<>();
    Matcher option = OPTION.matcher(header);
    while (option.find()) {
      options.put(option.group(1), option.group(2));
    }
    return new Opening(options, header.contains("withFileStatus"));
  }

  private static List<ByteRange> ranges(String line) {
    List<ByteRange> ranges = new ArrayList<>();
    Matcher pair = PAIR.matcher(line);
    while (pair.find()) {
      ranges.add(ByteRange.ofLength(Long.parseLong(pair.group(1)), Long.parseLong(pair.group(2))));
    }
    return ranges;
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
