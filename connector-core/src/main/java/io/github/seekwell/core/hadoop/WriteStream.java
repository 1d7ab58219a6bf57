package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.write.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.FSExceptionMessages;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one file, which appears whole when {@link #close()} returns, or not at all: after a failed
 * write or {@link #abort()}, closing publishes nothing.
 *
 * <p>{@link #hflush()} and {@link #hsync()} cannot make anything visible or durable before that.
 * They do nothing but say so once, because frameworks call them out of habit; with {@code
 * fs.seekwell.write.refuse-sync} they fail, and {@link #hasCapability} answers no in any case. Safe
 * for threads, one call at a time.
 */
final class WriteStream extends OutputStream
    implements StreamCapabilities, Abortable, Syncable, IOStatisticsSource {
  private static final Logger LOG = LoggerFactory.getLogger(WriteStream.class);

  private final String path;
  private final ObjectWriter writer;
  private final boolean refuseSync;
  private final HadoopStatistics fileSystemStatistics;
  private final OpenWrites openWrites;
  private final WriteCounters counters = new WriteCounters();
  private final IOStatistics statistics = counters.statistics();
  private final ThreadStatistics openersStatistics = ThreadStatistics.current();

  // The monitor guards what follows, and the writer.
  private boolean closed;
  private boolean saidUnsynced;
  private boolean dropped; // and its owner has not been told yet

  WriteStream(
      String path,
      ObjectWriter writer,
      boolean refuseSync,
      HadoopStatistics fileSystemStatistics,
      OpenWrites openWrites) {
    this.path = path;
    this.writer = writer;
    this.refuseSync = refuseSync;
    this.fileSystemStatistics = fileSystemStatistics;
    this.openWrites = openWrites;
    openWrites.add(this);
  }

  @Override
  public synchronized void write(int value) throws IOException {
    checkWritable();
    try {
      writer.write(value);
      counters.wrote(1);
    } catch (StoreException e) {
      throw failed(e);
    }
  }

  @Override
  public synchronized void write(byte[] buffer, int offset, int length) throws IOException {
    checkWritable();
    try {
      writer.write(buffer, offset, length);
      counters.wrote(length);
    } catch (StoreException e) {
      throw failed(e);
    }
  }

  /** Nothing to be done: parts are sent as they fill. */
  @Override
  public synchronized void flush() throws IOException {
    if (!closed) {
      checkWritable();
    }
  }

  @Override
  public synchronized void hflush() throws IOException {
    checkWritable();
    counters.hflushed();
    unsynced("hflush");
  }

  @Override
  public synchronized void hsync() throws IOException {
    checkWritable();
    counters.hsynced();
    unsynced("hsync");
  }

  /**
   * Publishes. Idempotent: after a failure the first call throws it again, later ones do nothing.
   */
  @Override
  public synchronized void close() throws IOException {
    if (dropped) {
      dropped = false;
      throw new IOException(
          path + ": not published, since the file system was closed before the file was");
    }
    if (closed) {
      return;
    }
    closed = true;
    try {
      writer.close();
    } catch (StoreException e) {
      counters.publishFailed();
      throw HadoopErrors.translate(e, path);
    } finally {
      tellStatistics();
      openWrites.remove(this);
    }
  }

  @Override
  public synchronized AbortableResult abort() {
    if (closed) {
      return new Aborted(true, null);
    }
    closed = true;
    counters.aborted();
    IOException left = null;
    try {
      writer.abort();
    } catch (IOException e) {
      left = e;
    } finally {
      tellStatistics();
      openWrites.remove(this);
    }
    return new Aborted(false, left);
  }

  /**
   * As {@link #abort}, by the file system that closes: who closes the stream is to hear of it, and
   * who is writing or closing it now is not waited for longer than its parts take to be cut off.
   */
  AbortableResult drop() {
    writer.giveUp("the file system was closed before the file was");
    synchronized (this) {
      dropped = !closed;
      return abort();
    }
  }

  @Override
  public boolean hasCapability(String capability) {
    return switch (capability.toLowerCase(Locale.ROOT)) {
      case StreamCapabilities.ABORTABLE_STREAM, StreamCapabilities.IOSTATISTICS -> true;
      default -> false;
    };
  }

  @Override
  public IOStatistics getIOStatistics() {
    return statistics;
  }

  @Override
  public String toString() {
    return path + " being written";
  }

  private record Aborted(boolean alreadyClosed, @Nullable IOException anyCleanupException)
      implements AbortableResult {}

  private void unsynced(String call) {
    if (refuseSync) {
      throw new UnsupportedOperationException(
          path + ": " + call + "() cannot publish or save anything before close()");
    }
    if (!saidUnsynced) {
      saidUnsynced = true;
      LOG.warn(
          "{}: {}() does nothing: the file is neither visible nor safe before close()", path, call);
    }
  }

  private void tellStatistics() {
    fileSystemStatistics.streamClosed(statistics);
    openersStatistics.add(statistics);
  }

  private IOException failed(StoreException e) {
    counters.failed();
    return HadoopErrors.translate(e, path);
  }

  private void checkWritable() throws IOException {
    if (closed) {
      throw new IOException(path + ": " + FSExceptionMessages.STREAM_IS_CLOSED);
    }
  }
}
