package io.github.seekwell.benchmarks.root;

import edu.vanderbilt.accre.laurelin.root_proxy.FileInterface;
import io.github.seekwell.core.hadoop.Prefetching;
import io.github.seekwell.core.store.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Laurelin's door to a file, on a Hadoop stream that was opened with the job's own configuration.
 * Laurelin's own {@code HadoopFile} makes a bare {@code new Configuration()}, and so loses what
 * Spark was told, and takes a short positioned read for a full one.
 */
final class StreamFile implements FileInterface {
  private static final int PAGE = 16 << 10;

  private final Path path;
  private final FSDataInputStream stream;
  private final long length;
  private @Nullable IOException failure;

  StreamFile(Path path, FSDataInputStream stream, long length) {
    this.path = path;
    this.stream = stream;
    this.length = length;
  }

  @Override
  public ByteBuffer read(long position, long count) throws IOException {
    requireWithin(position, count);
    byte[] bytes = new byte[Math.toIntExact(count)];
    try {
      stream.readFully(position, bytes, 0, bytes.length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    return ByteBuffer.wrap(bytes);
  }

  /** What the store has thrown, whatever a reader made of it; null if nothing. */
  @Nullable IOException failure() {
    return failure;
  }

  /**
   * @throws UnsupportedRootFileException when the file does not reach so far: it refers to places
   *     that it has not, so something is missing or wrong in it
   */
  void requireWithin(long position, long count) throws UnsupportedRootFileException {
    if (position < 0 || count < 0 || position > length - count) {
      throw new UnsupportedRootFileException(
          path,
          "damaged or cut short: it has "
              + length
              + " bytes and refers to "
              + count
              + " bytes from "
              + position
              + " on");
    }
  }

  /**
   * Tells a stream that takes such hints what will be read of it soon, as ROOT's own cache does.
   */
  void announce(List<BasketRange> baskets) throws IOException {
    if (!baskets.isEmpty() && stream.hasCapability("seekwell:prefetch")) {
      Ours.announce(stream, baskets.stream().map(this::asRead).toList());
    }
  }

  private record Range(long start, long end) {}

  /** Laurelin reads a basket's key, and small baskets, by pages. */
  private Range asRead(BasketRange basket) {
    long page = basket.position() / PAGE * PAGE;
    long end = Math.max(basket.position() + basket.length(), page + PAGE);
    return new Range(page, Math.min(end, length));
  }

  /** Apart, since class paths of other connectors have no class of ours. */
  private static final class Ours {
    static void announce(FSDataInputStream stream, List<Range> ranges) throws IOException {
      if (stream.getWrappedStream() instanceof Prefetching hinted) {
        hinted.prefetch(ranges.stream().map(r -> ByteRange.of(r.start(), r.end())).toList());
      }
    }
  }

  @Override
  public long getLimit() {
    return length;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  @Override
  public ByteBuffer[] readv(int[] positions, int[] lengths) {
    throw new UnsupportedOperationException("Laurelin 1.0.1 reads one range at a time");
  }

  @Override
  public Future<ByteBuffer> readAsync(int position, int count) {
    throw new UnsupportedOperationException("Laurelin 1.0.1 reads one range at a time");
  }

  @Override
  public Future<ByteBuffer>[] readvAsync(int[] positions, int[] lengths) {
    throw new UnsupportedOperationException("Laurelin 1.0.1 reads one range at a time");
  }
}
