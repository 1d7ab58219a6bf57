package io.github.seekwell.benchmarks.root;

import edu.vanderbilt.accre.laurelin.root_proxy.FileInterface;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Laurelin's door to a file, on a Hadoop stream that was opened with the job's own configuration.
 * Laurelin's own {@code HadoopFile} makes a bare {@code new Configuration()}, and so loses what
 * Spark was told, and takes a short positioned read for a full one.
 */
final class StreamFile implements FileInterface {
  private final FSDataInputStream stream;
  private final long length;

  StreamFile(FSDataInputStream stream, long length) {
    this.stream = stream;
    this.length = length;
  }

  @Override
  public ByteBuffer read(long position, long count) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(count)];
    stream.readFully(position, bytes, 0, bytes.length);
    return ByteBuffer.wrap(bytes);
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
