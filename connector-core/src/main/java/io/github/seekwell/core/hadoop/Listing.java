package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A listing as Hadoop iterates it; holds one page at a time. For one thread.
 *
 * @param <T> what an entry is shown as
 */
final class Listing<T> implements RemoteIterator<T> {
  private final String path;
  private final Pages pages;
  private final Function<ListPage, ? extends Iterable<T>> show;
  private final Runnable onFurtherPage;
  private final Queue<T> ready = new ArrayDeque<>();

  /**
   * @param show what a page holds, in its order
   * @param onFurtherPage called for every page but {@code first}, on the iterating thread
   */
  Listing(
      String path,
      ListPage first,
      Pages pages,
      Function<ListPage, ? extends Iterable<T>> show,
      Runnable onFurtherPage) {
    this.path = path;
    this.pages = pages;
    this.show = show;
    this.onFurtherPage = onFurtherPage;
    show.apply(first).forEach(ready::add);
  }

  @Override
  public boolean hasNext() throws IOException {
    while (ready.isEmpty() && pages.hasNext()) {
      try {
        show.apply(pages.next()).forEach(ready::add);
      } catch (StoreException e) {
        throw HadoopErrors.translate(e, path);
      }
      onFurtherPage.run();
    }
    return !ready.isEmpty();
  }

  @Override
  public T next() throws IOException {
    if (!hasNext()) {
      throw new NoSuchElementException(path + " has no more entries");
    }
    return ready.remove();
  }
}
