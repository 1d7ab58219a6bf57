package io.github.seekwell.benchmarks.replay;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Hadoop's vectored reads, found by reflection: this module is compiled for the Hadoop of Spark
 * 3.5, which has none, and its driver runs on Hadoops that do.
 */
final class Vectored {
  private static final Optional<Vectored> HERE = find();

  private final Method range;
  private final Method data;
  private final Method read;

  private Vectored(Class<?> fileRange) throws NoSuchMethodException {
    range = fileRange.getMethod("createFileRange", long.class, int.class);
    data = fileRange.getMethod("getData");
    read = FSDataInputStream.class.getMethod("readVectored", List.class, IntFunction.class);
  }

  /** Empty with a Hadoop older than 3.3.5. */
  static Optional<Vectored> here() {
    return HERE;
  }

  private static Optional<Vectored> find() {
    try {
      return Optional.of(new Vectored(Class.forName("org.apache.hadoop.fs.FileRange")));
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  /** Asks for {@code count} ranges, from {@code first} on in the arrays, into heap buffers. */
  List<Future<?>> read(FSDataInputStream in, long[] positions, int[] lengths, int first, int count)
      throws IOException {
    try {
      List<Object> ranges = new ArrayList<>(count);
      for (int i = first; i < first + count; i++) {
        ranges.add(range.invoke(null, positions[i], lengths[i]));
      }
      IntFunction<ByteBuffer> heap = ByteBuffer::allocate;
      read.invoke(in, ranges, heap);
      List<Future<?>> promises = new ArrayList<>(count);
      for (Object each : ranges) {
        promises.add((Future<?>) data.invoke(each));
      }
      return promises;
    } catch (InvocationTargetException e) {
      throw new IOException("readVectored failed: " + e.getCause(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
