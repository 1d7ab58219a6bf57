package io.github.seekwell.core.hadoop;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of a file system that are being written. What is still open when the file system is
 * closed will never be published, so its uploads are dropped while the store can still be asked.
 */
final class OpenWrites {
  private static final Logger LOG = LoggerFactory.getLogger(OpenWrites.class);

  private static final int AT_ONCE = 8;

  private final Set<WriteStream> open = ConcurrentHashMap.newKeySet();

  void add(WriteStream stream) {
    open.add(stream);
  }

  void remove(WriteStream stream) {
    open.remove(stream);
  }

  /**
   * Aborts all, and waits for that as long as it may: a writer that is stuck in a request keeps its
   * stream, and ends when the store is closed.
   */
  void abortAll(Duration patience) {
    List<WriteStream> left = List.copyOf(open);
    if (left.isEmpty()) {
      return;
    }
    LOG.warn(
        "{} files are closed unfinished and not published, such as {}", left.size(), left.get(0));
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(AT_ONCE, left.size()),
            task -> {
              Thread thread = new Thread(task, "seekwell-abort");
              thread.setDaemon(true);
              return thread;
            });
    left.forEach(stream -> pool.execute(() -> abort(stream)));
    pool.shutdown();
    try {
      if (!pool.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("{} of them may leave parts behind: their writers are busy", open.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void abort(WriteStream stream) {
    Exception left = stream.drop().anyCleanupException();
    if (left != null) {
      LOG.warn("{}: parts may be left behind", stream, left);
    }
  }
}
