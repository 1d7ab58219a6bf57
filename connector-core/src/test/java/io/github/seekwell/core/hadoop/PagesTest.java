package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ForwardingStore;
import io.github.seekwell.core.testing.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PagesTest {
  /** As a store answers that does not count prefixes: with every page all that are left. */
  private static final Map<String, ListPage> FORGETFUL =
      Map.of(
          "", new ListPage(List.of(), List.of("a/", "b/", "c/", "d/"), "1"),
          "1", new ListPage(List.of(), List.of("b/", "c/", "d/"), "2"),
          "2", new ListPage(List.of(), List.of("d/", "e/"), "3"),
          "3", new ListPage(List.of(), List.of(), "4"),
          "4", new ListPage(List.of(), List.of("f/"), ""));

  @Test
  void prefixesThatAStoreRepeats_areToldOnce() throws StoreException {
    Pages pages =
        new Pages(
            new ForwardingStore(new MemoryStore()) {
              @Override
              public ListPage list(ListRequest request, RequestContext context) {
                return FORGETFUL.get(request.token());
              }

              @Override
              public String toString() {
                return "Forgetful";
              }
            },
            ListRequest.children("", 2),
            RequestContext.DEMAND);

    List<String> prefixes = new ArrayList<>();
    while (pages.hasNext()) {
      prefixes.addAll(pages.next().prefixes());
    }

    assertThat(prefixes).containsExactly("a/", "b/", "c/", "d/", "e/", "f/");
  }
}
