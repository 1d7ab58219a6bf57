package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Pins a stream whose opener told the length but no version: one HEAD, when it is first read. A
 * file that is shorter than was told is another file, which is an error; what lies behind the
 * length that was told is not shown.
 */
final class LatePin implements SeekStream.Source {
  private final Connection connection;
  private final String path;
  private final String key;
  private final long length;
  private final Object owner;

  /** Used under the stream's monitor only. */
  private @Nullable ObjectInfo pinned;

  LatePin(Connection connection, String path, String key, long length, Object owner) {
    this.connection = connection;
    this.path = path;
    this.key = key;
    this.length = length;
    this.owner = owner;
  }

  @Override
  public ObjectReader open() throws IOException {
    ObjectInfo object = pinned;
    if (object == null) {
      object = pin();
      pinned = object;
    }
    return connection.readers().open(connection.store(), object, owner);
  }

  private ObjectInfo pin() throws IOException {
    ObjectInfo now;
    try {
      now =
          connection
              .store()
              .head(
                  key,
                  RequestContext.DEMAND
                      .ownedBy(owner)
                      .stallingAtMost(connection.config().read().stallDeadline()));
    } catch (StoreException e) {
      throw HadoopErrors.translate(e, path);
    }
    if (now.size() < length) {
      throw new ObjectChangedException(
          path,
          "has "
              + now.size()
              + " bytes now (version "
              + now.etag()
              + "), was said to have "
              + length,
          null);
    }
    return now;
  }
}
