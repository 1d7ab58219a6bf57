package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives all objects below one prefix another prefix: page after page, the objects of a page in
 * parallel, the directory's own marker last. Its threads end with it.
 */
final class DirectoryMove {
  /** How many of the moved objects a failure names. */
  private static final int NAMED = 5;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ObjectStore store;
  private final String from;
  private final String to;
  private final int threads;
  private final List<String> moved = new ArrayList<>();
  private int movedCount;

  /** Set by the first failure: what has not begun then stays where it is. */
  private volatile boolean failing;

  /**
   * @param from prefix ending in a slash
   * @param to prefix ending in a slash
   * @param threads most renames at a time
   */
  DirectoryMove(ObjectStore store, String from, String to, int threads) {
    this.store = store;
    this.from = from;
    this.to = to;
    this.threads = threads;
  }

  void run(Pages pages, RequestContext context) throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "seekwell-rename-" + NUMBER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    boolean marker = false;
    try {
      while (pages.hasNext()) {
        marker |= movePage(pages.next(), pool, context);
      }
      if (marker) {
        move(from, context);
      }
    } catch (StoreException e) {
      throw failed(e);
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * @return whether the directory's own marker is in this page
   */
  private boolean movePage(ListPage page, ExecutorService pool, RequestContext context)
      throws IOException {
    boolean marker = false;
    List<String> keys = new ArrayList<>();
    List<Future<Boolean>> moves = new ArrayList<>();
    for (ObjectInfo object : page.objects()) {
      if (object.key().equals(from)) {
        marker = true;
      } else {
        keys.add(object.key());
        moves.add(pool.submit(() -> !failing && moveOrStop(object.key(), context)));
      }
    }
    IOException failure = null;
    for (int i = 0; i < moves.size(); i++) {
      try {
        if (moves.get(i).get()) {
          movedCount++;
          if (moved.size() < NAMED) {
            moved.add(keys.get(i));
          }
        }
      } catch (ExecutionException e) {
        // Others are under way: wait for them, so that the count is true.
        IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e);
        if (failure == null) {
          failure = cause;
        } else {
          failure.addSuppressed(cause);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException(describe());
        interrupted.initCause(e);
        throw interrupted;
      }
    }
    if (failure != null) {
      throw failed(failure);
    }
    return marker;
  }

  private boolean moveOrStop(String key, RequestContext context) throws StoreException {
    try {
      move(key, context);
      return true;
    } catch (StoreException | RuntimeException e) {
      failing = true;
      throw e;
    }
  }

  private void move(String key, RequestContext context) throws StoreException {
    store.rename(key, to + key.substring(from.length()), PutCondition.ALWAYS, context);
  }

  private RenameFailedException failed(IOException cause) {
    return new RenameFailedException(store.id().uri(from), describe(), cause);
  }

  private String describe() {
    return "moved to "
        + store.id().uri(to)
        + " only in part: "
        + movedCount
        + " objects"
        + (moved.isEmpty() ? "" : ", among them " + String.join(", ", moved));
  }
}
