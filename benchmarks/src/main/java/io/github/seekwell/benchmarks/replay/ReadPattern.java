package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.AccessTrace;
import io.github.seekwell.core.testing.AccessTrace.Call;
import io.github.seekwell.core.testing.AccessTrace.Opening;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is done to one object or to several.
 *
 * @param name for options and tables
 * @param sentence what it is
 * @param suffix of the objects' names, which tells a file's format to whoever looks; empty for none
 * @param objectSize bytes of each object
 * @param mode how the readers stand to one another
 * @param readers who reads what
 * @param opening what the readers tell the file system when they open an object
 * @param goalMillis what we want to need on the default store; 0 for no goal
 */
record ReadPattern(
    String name,
    String sentence,
    String suffix,
    long objectSize,
    Tape.Mode mode,
    List<Reader> readers,
    Opening opening,
    int goalMillis) {

  ReadPattern {
    readers = List.copyOf(readers);
  }

  /** Readers who open objects by names that tell nothing. */
  ReadPattern(
      String name,
      String sentence,
      long objectSize,
      Tape.Mode mode,
      List<Reader> readers,
      int goalMillis) {
    this(name, sentence, "", objectSize, mode, readers, Opening.PLAIN, goalMillis);
  }

  /** One reader's calls on the object of that number. */
  record Reader(int object, List<Call> calls) {
    Reader {
      calls = List.copyOf(calls);
    }
  }

  /** One reader on one object. */
  static ReadPattern of(
      String name, String sentence, long objectSize, List<Call> calls, int goalMillis) {
    return new ReadPattern(
        name, sentence, objectSize, Tape.Mode.IN_TURN, List.of(new Reader(0, calls)), goalMillis);
  }

  /** A trace, opened by a name like that of its file and nothing else. */
  static ReadPattern of(AccessTrace trace, int goalMillis) {
    return of(trace, trace.name(), "recorded trace " + trace.name(), Opening.PLAIN, goalMillis);
  }

  /** A trace, opened as its reader did. */
  static ReadPattern asOpened(AccessTrace trace) {
    return of(
        trace,
        trace.name() + "-opened",
        "the same, opened as its reader did: openFile() with "
            + new TreeMap<>(trace.opening().options())
            + (trace.opening().withStatus() ? " and the file's status" : ""),
        trace.opening(),
        0);
  }

  private static ReadPattern of(
      AccessTrace trace, String name, String sentence, Opening opening, int goalMillis) {
    String file = trace.file();
    return new ReadPattern(
        name,
        sentence,
        file.contains(".") ? file.substring(file.lastIndexOf('.')) : "",
        trace.length(),
        Tape.Mode.IN_TURN,
        List.of(new Reader(0, trace.calls())),
        opening,
        goalMillis);
  }

  int objects() {
    return 1 + readers.stream().mapToInt(Reader::object).max().orElseThrow();
  }

  String objectName(int object) {
    return "object-" + object + suffix;
  }

  /** What a reader's calls deliver, in order; runs of one-byte reads as one. */
  List<ByteRange> delivered(Reader reader) {
    List<ByteRange> ranges = new ArrayList<>();
    long position = 0;
    for (Call call : reader.calls()) {
      switch (call.kind()) {
        case SEEK -> position = call.position();
        case READ, READ_ONES -> {
          ByteRange range = cut(ByteRange.ofLength(position, call.length()));
          ranges.add(range);
          position = range.end();
        }
        case PREAD -> ranges.add(cut(ByteRange.ofLength(call.position(), call.length())));
        case VREAD -> call.ranges().forEach(range -> ranges.add(cut(range)));
        default -> throw new IllegalStateException(call.toString());
      }
    }
    return ranges;
  }

  private ByteRange cut(ByteRange range) {
    return ByteRange.of(Math.min(range.start(), objectSize), Math.min(range.end(), objectSize));
  }

  /** Bytes that are delivered at least once. */
  long uniqueBytes() {
    Map<Integer, List<ByteRange>> byObject = new TreeMap<>();
    for (Reader reader : readers) {
      byObject.computeIfAbsent(reader.object(), o -> new ArrayList<>()).addAll(delivered(reader));
    }
    return byObject.values().stream().mapToLong(ReadPattern::unionLength).sum();
  }

  private static long unionLength(List<ByteRange> ranges) {
    List<ByteRange> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(ByteRange::start));
    long length = 0;
    long end = 0;
    for (ByteRange range : sorted) {
      length += Math.max(0, range.end() - Math.max(end, range.start()));
      end = Math.max(end, range.end());
    }
    return length;
  }
}
