package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.read.ReaderFactory;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.write.WriterFactory;
import java.io.Closeable;
import java.net.URI;

/**
 * One bucket, ready to be used: what a file system is made of. Safe for any number of threads.
 *
 * <p>Whoever makes it decides what is shared with other connections; {@link #close()} gives back
 * what is not.
 */
public interface Connection extends Closeable {

  /** Scheme and authority of every path, such as {@code oci://bucket@namespace}, without a path. */
  URI root();

  /** The store with all its layers. */
  ObjectStore store();

  ReaderFactory readers();

  WriterFactory writers();

  ConnectorConfig config();

  /** What files are said to be made of, in bytes; decides how jobs split them. At least 1. */
  long blockSize();

  /**
   * Who is asking: the token that requests of the calling thread carry. Asked on the caller's
   * thread, once an operation and once a stream.
   */
  default Object owner() {
    return RequestContext.NO_OWNER;
  }

  /** Idempotent. */
  @Override
  void close();
}
