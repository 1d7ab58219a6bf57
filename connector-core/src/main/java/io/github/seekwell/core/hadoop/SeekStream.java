package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.read.AnnouncedRanges;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.ByteBufferPositionedReadable;
import org.apache.hadoop.fs.ByteBufferReadable;
import org.apache.hadoop.fs.CanSetReadahead;
import org.apache.hadoop.fs.CanUnbuffer;
import org.apache.hadoop.fs.FSExceptionMessages;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads one version of one file. Owns a position and nothing else that moves: a seek assigns it and
 * does no I/O.
 *
 * <p>Positioned reads are safe for any number of threads, do not touch the position, and are never
 * short except at the end of the file. Calls that use the position belong to one thread at a time.
 * Delivered bytes are counted in {@link FileSystem.Statistics} on the thread that asked for them;
 * of those read one by one the last {@value #STRETCH} may be missing there until the position moves
 * in another way, the file ends or the stream is closed.
 */
final class SeekStream extends FSInputStream
    implements ByteBufferReadable,
        ByteBufferPositionedReadable,
        CanSetReadahead,
        CanUnbuffer,
        Prefetching,
        StreamCapabilities,
        IOStatisticsSource {
  /** What a direct buffer is filled through at a time. */
  private static final int COPY_SIZE = 256 * 1024;

  /**
   * How many bytes are read one by one before Hadoop's statistics hear of them. Telling costs some
   * 8 ns (a thread-local look-up and a volatile store), a read of one byte 2.
   */
  private static final int STRETCH = 1024;

  /**
   * Makes readers of the version this stream is pinned to; the first one may have to ask for it.
   */
  interface Source {
    /**
     * @param position where the read begins that needs the reader
     * @param count how many bytes it wants
     */
    ObjectReader open(long position, int count) throws IOException;
  }

  private final String path;
  private final long length;
  private final Source source;
  private final FileSystem.Statistics callerStatistics;
  private final HadoopStatistics fileSystemStatistics;
  private final ReadCounters counters;
  private final IOStatistics statistics;
  private final ThreadStatistics openersStatistics = ThreadStatistics.current();

  /** Null before the first read and after {@link #unbuffer()}; assigned under the monitor. */
  private volatile @Nullable ObjectReader reader;

  /** Set under the monitor. */
  private volatile boolean closed;

  private long position;

  /** Before this position, bytes read one by one need not be told yet. */
  private long stretchEnd;

  /** How many bytes read one by one have been told. */
  private long toldBytes;

  /**
   * @param length bytes of the file, as the opener was told
   * @param opened a reader, if there is one already
   * @param counters hear of this stream's requests
   */
  SeekStream(
      String path,
      long length,
      Source source,
      @Nullable ObjectReader opened,
      FileSystem.Statistics callerStatistics,
      HadoopStatistics fileSystemStatistics,
      ReadCounters counters) {
    this.path = path;
    this.length = length;
    this.source = source;
    this.reader = opened;
    this.callerStatistics = callerStatistics;
    this.fileSystemStatistics = fileSystemStatistics;
    this.counters = counters;
    this.statistics = counters.statistics();
    fileSystemStatistics.streamOpened();
  }

  @Override
  public void seek(long target) throws IOException {
    checkTarget(target);
    noteJump(target - position);
    position = target;
  }

  @Override
  public long getPos() {
    return position;
  }

  /** There is one source only. */
  @Override
  public boolean seekToNewSource(long target) {
    return false;
  }

  @Override
  public int read() throws IOException {
    if (position >= stretchEnd && !beginStretch()) {
      return -1;
    }
    int value;
    try {
      value = reader(position, 1).read(position);
    } catch (StoreException e) {
      throw failed(e);
    }
    if (value >= 0) {
      position++;
      counters.readByte();
    }
    return value;
  }

  /** False at the end of the file. */
  private boolean beginStretch() throws IOException {
    tellSingleBytes();
    if (position >= length) {
      checkOpen();
      return false;
    }
    stretchEnd = Math.min(length, position + STRETCH);
    return true;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    int n = readAt(position, buffer, offset, count);
    if (n > 0) {
      tellSingleBytes();
      position += n;
      counters.read(n, count);
      callerStatistics.incrementBytesRead(n);
    }
    return n;
  }

  @Override
  public int read(long from, byte[] buffer, int offset, int count) throws IOException {
    int n = readAt(from, buffer, offset, count);
    if (n > 0) {
      counters.readPositioned(n, count);
      callerStatistics.incrementBytesRead(n);
    }
    return n;
  }

  /** Reads without counting. */
  private int readAt(long from, byte[] buffer, int offset, int count) throws IOException {
    checkOpen();
    if (from < 0) {
      throw new EOFException(path + ": a read at " + from + ", before the file begins");
    }
    validatePositionedReadArgs(from, buffer, offset, count);
    if (count == 0) {
      return 0;
    }
    if (from >= length) {
      return -1;
    }
    try {
      int wanted = (int) Math.min(count, length - from);
      return reader(from, wanted).read(from, buffer, offset, wanted);
    } catch (StoreException e) {
      throw failed(e);
    }
  }

  @Override
  public void readFully(long from, byte[] buffer, int offset, int count) throws IOException {
    counters.readFully();
    int n = read(from, buffer, offset, count);
    if (n < count) {
      throw new EOFException(
          String.format(
              Locale.ROOT,
              "%s: %s: %d bytes wanted at %d of %d",
              path,
              FSExceptionMessages.EOF_IN_READ_FULLY,
              count,
              from,
              length));
    }
  }

  @Override
  public void readFully(long from, byte[] buffer) throws IOException {
    readFully(from, buffer, 0, buffer.length);
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    int n = read(position, buffer);
    position += Math.max(n, 0);
    return n;
  }

  @Override
  public int read(long from, ByteBuffer buffer) throws IOException {
    int count = buffer.remaining();
    if (buffer.hasArray()) {
      int n = read(from, buffer.array(), buffer.arrayOffset() + buffer.position(), count);
      buffer.position(buffer.position() + Math.max(n, 0));
      return n;
    }
    byte[] copy = new byte[Math.min(count, COPY_SIZE)];
    int done = 0;
    while (true) {
      int n = read(from + done, copy, 0, Math.min(copy.length, count - done));
      if (n <= 0) {
        return done == 0 ? n : done;
      }
      buffer.put(copy, 0, n);
      done += n;
    }
  }

  @Override
  public void readFully(long from, ByteBuffer buffer) throws IOException {
    counters.readFully();
    int count = buffer.remaining();
    if (read(from, buffer) < count) {
      throw new EOFException(path + ": " + FSExceptionMessages.EOF_IN_READ_FULLY);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>All ranges are asked for at once, near ones in one request. The length is known, so a range
   * beyond the end is refused before any is read. Of Hadoop 3.3.5 and later; on older ones nobody
   * calls it.
   *
   * @throws EOFException if a range is not within the file
   */
  @Override
  public void readVectored(List<? extends FileRange> ranges, IntFunction<ByteBuffer> allocate)
      throws IOException {
    checkOpen();
    counters.readVectored(ranges.size());
    for (FileRange range : ranges) {
      if (range.getLength() > length - range.getOffset()) {
        throw new EOFException(path + ": " + range + " is not within its " + length + " bytes");
      }
    }
    new Announced(announce(ranges)).readVectored(ranges, allocate);
  }

  /** Null if there is nothing to ask for, or something that Hadoop is going to refuse. */
  private @Nullable AnnouncedRanges announce(List<? extends FileRange> ranges) throws IOException {
    List<ByteRange> wanted = new ArrayList<>(ranges.size());
    for (FileRange range : ranges) {
      if (range.getOffset() < 0 || range.getLength() < 0) {
        return null;
      }
      if (range.getLength() > 0) {
        wanted.add(ByteRange.ofLength(range.getOffset(), range.getLength()));
      }
    }
    if (wanted.isEmpty()) {
      return null;
    }
    wanted.sort(Comparator.comparingLong(ByteRange::start));
    ByteRange first = wanted.get(0);
    try {
      int count = (int) Math.min(first.length(), Integer.MAX_VALUE);
      return reader(first.start(), count).announce(wanted);
    } catch (StoreException e) {
      throw failed(e);
    }
  }

  /** What Hadoop's vectored read reads through: it checks the ranges and fills the buffers. */
  private final class Announced implements PositionedReadable {
    private final @Nullable AnnouncedRanges ranges;

    Announced(@Nullable AnnouncedRanges ranges) {
      this.ranges = ranges;
    }

    @Override
    public int read(long from, byte[] buffer, int offset, int count) throws IOException {
      AnnouncedRanges coming = ranges;
      if (coming == null || count == 0) {
        return SeekStream.this.read(from, buffer, offset, count);
      }
      try {
        coming.read(from, buffer, offset, count);
      } catch (StoreException e) {
        throw failed(e);
      }
      counters.readPositioned(count, count);
      callerStatistics.incrementBytesRead(count);
      return count;
    }

    @Override
    public void readFully(long from, byte[] buffer, int offset, int count) throws IOException {
      counters.readFully();
      read(from, buffer, offset, count);
    }

    @Override
    public void readFully(long from, byte[] buffer) throws IOException {
      readFully(from, buffer, 0, buffer.length);
    }
  }

  @Override
  public void prefetch(List<ByteRange> ranges) throws IOException {
    checkOpen();
    if (ranges.isEmpty()) {
      return;
    }
    try {
      ByteRange first = ranges.get(0);
      int count = (int) Math.min(first.length(), Integer.MAX_VALUE);
      reader(first.start(), count).prefetch(ranges);
    } catch (StoreException e) {
      throw failed(e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    checkOpen();
    long distance = Math.min(Math.max(count, 0), length - position);
    noteJump(distance);
    counters.skipped(distance);
    position += distance;
    return distance;
  }

  /**
   * Bytes in memory from here on; at least 1 before the end of the file, because decompressors
   * ({@code GZIPInputStream}) take 0 for the end and drop what follows.
   */
  @Override
  public int available() throws IOException {
    checkOpen();
    if (position >= length) {
      return 0;
    }
    ObjectReader current = reader;
    return current == null ? 1 : Math.max(1, current.available(position));
  }

  /** Accepted and not needed: look-ahead follows what is read. */
  @Override
  public void setReadahead(@Nullable Long bytes) {
    if (bytes != null && bytes < 0) {
      throw new IllegalArgumentException("readahead " + bytes);
    }
  }

  /** Gives back what this stream holds; the next read goes on as before, at the same version. */
  @Override
  public void unbuffer() {
    ObjectReader held;
    synchronized (this) {
      held = reader;
      reader = null;
    }
    if (held != null) {
      held.close();
    }
    counters.unbuffered();
  }

  @Override
  public boolean hasCapability(String capability) {
    return switch (capability.toLowerCase(Locale.ROOT)) {
      case StreamCapabilities.READBYTEBUFFER,
          StreamCapabilities.PREADBYTEBUFFER,
          StreamCapabilities.READAHEAD,
          StreamCapabilities.UNBUFFER,
          StreamCapabilities.IOSTATISTICS,
          StreamCapabilities.VECTOREDIO,
          Prefetching.CAPABILITY ->
          true;
      default -> false;
    };
  }

  @Override
  public IOStatistics getIOStatistics() {
    return statistics;
  }

  @Override
  public void close() {
    ObjectReader held;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      held = reader;
      reader = null;
    }
    if (held != null) {
      held.close();
    }
    tellSingleBytes();
    counters.closed();
    fileSystemStatistics.streamClosed(counters.ofCaller());
    openersStatistics.add(statistics);
  }

  @Override
  public String toString() {
    return path + " at " + position + " of " + length + (closed ? " (closed)" : "");
  }

  private ObjectReader reader(long from, int count) throws IOException {
    ObjectReader current = reader;
    return current != null ? current : openReader(from, count);
  }

  private synchronized ObjectReader openReader(long from, int count) throws IOException {
    checkOpen();
    ObjectReader current = reader;
    if (current == null) {
      current = source.open(from, count);
      reader = current;
    }
    return current;
  }

  /** Tells Hadoop's statistics of this thread what was read one by one since the last time. */
  private void tellSingleBytes() {
    long all = counters.singleBytes();
    if (all != toldBytes) {
      callerStatistics.incrementBytesRead(all - toldBytes);
      toldBytes = all;
    }
  }

  private void noteJump(long distance) {
    if (distance == 0) {
      return;
    }
    tellSingleBytes();
    stretchEnd = 0;
    counters.seeked(distance);
    ObjectReader current = reader;
    if (current != null) {
      current.seeked(distance);
    }
  }

  private void checkTarget(long target) throws IOException {
    checkOpen();
    if (target < 0) {
      throw new EOFException(path + ": " + FSExceptionMessages.NEGATIVE_SEEK + ": " + target);
    }
    if (target > length) {
      throw new EOFException(
          path + ": " + FSExceptionMessages.CANNOT_SEEK_PAST_EOF + ": " + target + " of " + length);
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException(path + ": " + FSExceptionMessages.STREAM_IS_CLOSED);
    }
  }

  private IOException failed(StoreException e) throws IOException {
    counters.failed();
    checkOpen();
    return HadoopErrors.translate(e, path);
  }
}
