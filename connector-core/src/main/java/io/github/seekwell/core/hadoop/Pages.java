package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The pages of one listing, fetched one at a time. For one thread. */
final class Pages {
  private final ObjectStore store;
  private final RequestContext context;
  private @Nullable ListRequest next;

  Pages(ObjectStore store, ListRequest first, RequestContext context) {
    this.store = store;
    this.next = first;
    this.context = context;
  }

  /** Whether there is another page; known without a request. */
  boolean hasNext() {
    return next != null;
  }

  /** One LIST. */
  ListPage next() throws StoreException {
    ListRequest request = next;
    if (request == null) {
      throw new NoSuchElementException();
    }
    ListPage page = store.list(request, context);
    next = page.isLast() ? null : request.next(page);
    return page;
  }
}
