package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one listing, fetched one at a time. For one thread.
 *
 * <p>A store should tell of each prefix once. Some tell of all that are left with every page, so
 * what the page before told of is left out.
 */
final class Pages {
  private final ObjectStore store;
  private final RequestContext context;
  private @Nullable ListRequest next;
  private Set<String> told = Set.of();

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
    return withoutRepeated(page);
  }

  private ListPage withoutRepeated(ListPage page) {
    List<String> fresh = page.prefixes();
    if (!told.isEmpty() && !fresh.isEmpty()) {
      fresh = new ArrayList<>(fresh);
      fresh.removeAll(told);
    }
    told = next == null ? Set.of() : new HashSet<>(page.prefixes());
    return fresh.size() == page.prefixes().size()
        ? page
        : new ListPage(page.objects(), fresh, page.nextToken());
  }
}
