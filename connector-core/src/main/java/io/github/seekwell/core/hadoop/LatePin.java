package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.read.FirstRead;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.RequestContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Pins a stream whose opener told the length but no version: the request of its first read tells
 * which it is. A file that is shorter than was told is another file, which is an error; what lies
 * behind the length that was told is not shown.
 */
final class LatePin implements SeekStream.Source {
  private final Connection connection;
  private final String path;
  private final String key;
  private final long length;
  private final AccessHints hints;
  private final RequestContext context;

  /** Used under the stream's monitor only. */
  private @Nullable ObjectInfo pinned;

  LatePin(
      Connection connection,
      String path,
      String key,
      long length,
      AccessHints hints,
      RequestContext context) {
    this.connection = connection;
    this.path = path;
    this.key = key;
    this.length = length;
    this.hints = hints;
    this.context = context;
  }

  @Override
  public ObjectReader open(long position, int count) throws IOException {
    ObjectInfo object = pinned;
    if (object != null) {
      return connection.readers().open(connection.store(), object, hints, context);
    }
    FirstRead first = new FirstRead(length, position, count);
    ObjectReader reader =
        connection.readers().openAt(connection.store(), key, first, hints, context);
    if (reader.size() < length) {
      throw new ObjectChangedException(
          path,
          "has "
              + reader.size()
              + " bytes now (version "
              + reader.object().etag()
              + "), was said to have "
              + length,
          null);
    }
    pinned = reader.object();
    return reader;
  }
}
