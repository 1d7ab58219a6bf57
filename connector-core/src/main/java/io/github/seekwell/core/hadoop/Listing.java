package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * A listing as Hadoop iterates it. When half a page is used up the next one is asked for, so who
 * stops early has asked for nothing in vain, and who works through it seldom waits. After an
 * interrupt it only fails: a part must not be taken for the whole. For one thread.
 *
 * @param <T> what an entry is shown as
 */
final class Listing<T> implements RemoteIterator<T> {
  private final String path;
  private final Pages pages;
  private final Function<ListPage, List<T>> show;
  private final Runnable onFurtherPage;
  private final Executor background;
  private final Queue<T> ready = new ArrayDeque<>();

  /** So many left: time to ask for the next page. */
  private int lowWater;

  private @Nullable FutureTask<ListPage> coming;

  /**
   * @param show what a page holds, in its order
   * @param onFurtherPage called for every page but {@code first}, on the iterating thread
   * @param background fetches pages; on the iterating thread itself, none is fetched ahead
   */
  Listing(
      String path,
      ListPage first,
      Pages pages,
      Function<ListPage, List<T>> show,
      Runnable onFurtherPage,
      Executor background) {
    this.path = path;
    this.pages = pages;
    this.show = show;
    this.onFurtherPage = onFurtherPage;
    this.background = background;
    add(first);
  }

  @Override
  public boolean hasNext() throws IOException {
    while (ready.isEmpty() && (coming != null || pages.hasNext())) {
      add(await(coming == null ? ask() : coming));
      onFurtherPage.run();
    }
    return !ready.isEmpty();
  }

  @Override
  public T next() throws IOException {
    if (!hasNext()) {
      throw new NoSuchElementException(path + " has no more entries");
    }
    T next = ready.remove();
    if (ready.size() == lowWater && !ready.isEmpty() && coming == null && pages.hasNext()) {
      ask();
    }
    return next;
  }

  private void add(ListPage page) {
    ready.addAll(show.apply(page));
    lowWater = ready.size() / 2;
  }

  private FutureTask<ListPage> ask() {
    FutureTask<ListPage> asked = new FutureTask<>(pages::next);
    coming = asked;
    background.execute(asked);
    return asked;
  }

  private ListPage await(FutureTask<ListPage> asked) throws IOException {
    try {
      ListPage page = asked.get();
      coming = null;
      return page;
    } catch (InterruptedException e) {
      // It stays the one that is coming: what it still fetches would be missing in any other.
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw interrupted("listing " + path, e);
    } catch (CancellationException e) {
      throw interrupted("the listing of " + path + " was interrupted and cannot go on", e);
    } catch (ExecutionException e) {
      coming = null;
      if (e.getCause() instanceof StoreException failed) {
        throw HadoopErrors.translate(failed.forAnotherWaiter(), path);
      }
      throw new IOException(path + ": " + e.getCause(), e.getCause());
    }
  }

  private static InterruptedIOException interrupted(String message, Exception cause) {
    InterruptedIOException interrupted = new InterruptedIOException(message);
    interrupted.initCause(cause);
    return interrupted;
  }
}
