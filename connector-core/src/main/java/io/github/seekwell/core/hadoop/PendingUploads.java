package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StartedUpload;
import io.github.seekwell.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads that nobody has completed or dropped: those under way, and those of processes that were
 * killed, whose parts are paid for and seen by nobody. Safe for threads.
 */
final class PendingUploads {
  private static final Logger LOG = LoggerFactory.getLogger(PendingUploads.class);

  private final ObjectStore store;

  PendingUploads(ObjectStore store) {
    this.store = store;
  }

  /** Those of a file and of all below a directory of that name; of all files for an empty key. */
  List<PendingUpload> of(String key, RequestContext context) throws StoreException {
    return started(key, context)
        .sorted(Comparator.comparing(StartedUpload::started))
        .map(
            started ->
                new PendingUpload(
                    store.id().uri(started.upload().key()),
                    started.upload().id(),
                    started.started()))
        .toList();
  }

  /**
   * Drops those of them that were started longer ago than that.
   *
   * @return how many
   */
  int abort(String key, Duration olderThan, RequestContext context) throws StoreException {
    Instant latest = Instant.now().minus(olderThan);
    return abort(started(key, context).filter(s -> s.started().isBefore(latest)), context);
  }

  /** Drops all of them. */
  int abortAll(String key, RequestContext context) throws StoreException {
    return abort(started(key, context), context);
  }

  /** Drops old ones of the whole bucket; nothing fails for want of a permission to do so. */
  void purge(Duration olderThan, RequestContext context) {
    try {
      int dropped = abort("", olderThan, context);
      LOG.info("{}: {} uploads older than {} dropped", store.id(), dropped, olderThan);
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.CLOSED && e.kind() != ErrorKind.INTERRUPTED) {
        LOG.warn("{}: old uploads are not dropped: {}", store.id(), e.getMessage());
      }
    }
  }

  private int abort(Stream<StartedUpload> uploads, RequestContext context) throws StoreException {
    int aborted = 0;
    for (StartedUpload started : uploads.toList()) {
      store.abortUpload(started.upload(), context);
      aborted++;
    }
    return aborted;
  }

  private Stream<StartedUpload> started(String key, RequestContext context) throws StoreException {
    return store.listUploads(key, context).stream()
        .filter(started -> isWithin(key, started.upload().key()));
  }

  private static boolean isWithin(String key, String uploads) {
    return key.isEmpty() || uploads.equals(key) || uploads.startsWith(Directories.below(key));
  }
}
