package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.PathIOException;

/** Deletes any number of objects with as few requests as the store allows. */
final class BatchDelete {
  /** How many of the failures besides the first are told. */
  private static final int TOLD = 9;

  private BatchDelete() {}

  /**
   * @throws PathIOException naming one that is still there, and how many are
   */
  static void run(ObjectStore store, List<String> keys, RequestContext context) throws IOException {
    int limit = store.deleteBatchLimit();
    for (int start = 0; start < keys.size(); start += limit) {
      List<String> batch = keys.subList(start, Math.min(start + limit, keys.size()));
      List<DeleteFailure> left = store.deleteAll(batch, context);
      if (!left.isEmpty()) {
        DeleteFailure one = left.get(0);
        PathIOException told =
            new PathIOException(
                store.id().uri(one.key()),
                left.size()
                    + " of "
                    + batch.size()
                    + " objects could not be deleted, this the first",
                one.cause());
        left.stream().skip(1).limit(TOLD).forEach(f -> told.addSuppressed(f.cause()));
        throw told;
      }
    }
  }
}
