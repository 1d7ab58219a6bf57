package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes all objects of a flat listing: batches as large as the store takes, so many at a time,
 * and so many pages' keys in memory. Its threads end with it; a single batch needs none.
 */
final class DirectoryDelete {
  private final ObjectStore store;
  private final int threads;
  private long deleted;

  /**
   * @param threads most batches at a time
   */
  DirectoryDelete(ObjectStore store, int threads) {
    this.store = store;
    this.threads = threads;
  }

  /**
   * @throws java.io.InterruptedIOException saying how many are known to be gone
   */
  void run(ListPage first, Pages pages, RequestContext context) throws IOException {
    if (first.isLast() && first.objects().size() <= store.deleteBatchLimit()) {
      BatchDelete.run(store, keys(first), context);
      return;
    }
    try (ParallelWork<List<String>> work = new ParallelWork<>("seekwell-delete-", threads)) {
      List<String> keys = new ArrayList<>(keys(first));
      while (pages.hasNext()) {
        keys.addAll(keys(pages.next()));
        if (keys.size() >= (long) threads * store.deleteBatchLimit()) {
          delete(keys, work, context);
        }
      }
      delete(keys, work, context);
    } catch (ParallelWork.Interrupted e) {
      throw e.saying("deleted in part: " + deleted + " objects or more");
    }
  }

  private void delete(List<String> keys, ParallelWork<List<String>> work, RequestContext context)
      throws IOException {
    int limit = store.deleteBatchLimit();
    List<List<String>> batches = new ArrayList<>();
    for (int start = 0; start < keys.size(); start += limit) {
      batches.add(List.copyOf(keys.subList(start, Math.min(start + limit, keys.size()))));
    }
    try {
      work.each(batches, batch -> BatchDelete.run(store, batch, context));
    } finally {
      work.done().forEach(batch -> deleted += batch.size());
    }
    keys.clear();
  }

  private static List<String> keys(ListPage page) {
    return page.objects().stream().map(ObjectInfo::key).toList();
  }
}
