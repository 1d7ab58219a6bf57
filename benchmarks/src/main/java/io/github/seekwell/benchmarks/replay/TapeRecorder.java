package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.replay.Tape.Kind;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.AccessTrace.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Makes tapes of patterns. */
final class TapeRecorder {
  private TapeRecorder() {}

  static Tape record(ReadPattern pattern) {
    ObjectContent content = ObjectContent.of(pattern);
    List<Tape.Reader> readers = new ArrayList<>();
    for (ReadPattern.Reader reader : pattern.readers()) {
      String name = pattern.objectName(reader.object());
      readers.add(new Lines(pattern.objectSize(), content).take(name, reader));
    }
    return new Tape(
        pattern.mode(),
        pattern.opening().options(),
        pattern.opening().withStatus() ? pattern.objectSize() : Tape.NO_STATUS,
        readers);
  }

  private static final class Lines {
    private final long objectSize;
    private final ObjectContent content;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final List<Integer> sums = new ArrayList<>();
    private long position;

    Lines(long objectSize, ObjectContent content) {
      this.objectSize = objectSize;
      this.content = content;
    }

    Tape.Reader take(String name, ReadPattern.Reader reader) {
      reader.calls().forEach(this::take);
      return new Tape.Reader(
          name,
          kinds.toArray(Kind[]::new),
          positions.stream().mapToLong(Long::longValue).toArray(),
          lengths.stream().mapToInt(Integer::intValue).toArray(),
          sums.stream().mapToInt(Integer::intValue).toArray());
    }

    private void take(Call call) {
      switch (call.kind()) {
        case SEEK -> {
          position = call.position();
          line(Kind.SEEK, position, 0, 0);
        }
        case READ -> here(Kind.READ, call.length());
        case READ_ONES -> here(Kind.ONES, call.length());
        case PREAD -> there(Kind.PREAD, call.position(), call.length());
        case VREAD -> {
          line(Kind.VREAD, 0, call.ranges().size(), 0);
          for (ByteRange range : call.ranges()) {
            there(Kind.RANGE, range.start(), (int) range.length());
          }
        }
        default -> throw new IllegalArgumentException(call.toString());
      }
    }

    private void here(Kind kind, int length) {
      there(kind, position, length);
      position = Math.min(position + length, objectSize);
    }

    private void there(Kind kind, long start, int length) {
      long end = Math.min(start + length, objectSize);
      line(kind, start, length, sum(start, (int) Math.max(0, end - start)));
    }

    private void line(Kind kind, long start, int length, int sum) {
      kinds.add(kind);
      positions.add(start);
      lengths.add(length);
      sums.add(sum);
    }

    private int sum(long start, int length) {
      CRC32C sum = new CRC32C();
      sum.update(content.bytes(start, length));
      return (int) sum.getValue();
    }
  }
}
