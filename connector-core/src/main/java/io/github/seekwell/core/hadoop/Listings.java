package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.RequestContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;

/**
 * All ways to list: one LIST a page, and a HEAD more if it was a file that was to be listed.
 * Recursive ones are flat, a LIST for each page of files, however many directories. Iterators hold
 * two pages at most. Safe for any number of threads; an iterator is for one.
 */
final class Listings {
  private final Directories directories;
  private final Statuses statuses;
  private final Operations operations;
  private final Executor background;

  /**
   * @param background fetches the next page while somebody goes through one
   */
  Listings(Directories directories, Statuses statuses, Operations operations, Executor background) {
    this.directories = directories;
    this.statuses = statuses;
    this.operations = operations;
    this.background = background;
  }

  /** Fetches no page ahead: nothing is done between two pages that it could be hidden behind. */
  FileStatus[] all(Path path) throws IOException {
    return operations.read(
        StoreStatisticNames.OP_LIST_STATUS,
        path,
        (key, context) -> {
          Listing<FileStatus> listing =
              list(path, key, false, context, this::children, Runnable::run);
          List<FileStatus> all = new ArrayList<>();
          while (listing.hasNext()) {
            all.add(listing.next());
          }
          return all.toArray(new FileStatus[0]);
        });
  }

  RemoteIterator<FileStatus> children(Path path) throws IOException {
    return operations.read(
        StoreStatisticNames.OP_LIST_STATUS,
        path,
        (key, context) -> list(path, key, false, context, this::children, background));
  }

  RemoteIterator<LocatedFileStatus> located(Path path) throws IOException {
    return operations.read(
        StoreStatisticNames.OP_LIST_LOCATED_STATUS,
        path,
        (key, context) -> list(path, key, false, context, statuses::located, background));
  }

  RemoteIterator<LocatedFileStatus> files(Path path, boolean recursive) throws IOException {
    return operations.read(
        StoreStatisticNames.OP_LIST_FILES,
        path,
        (key, context) -> list(path, key, recursive, context, statuses::files, background));
  }

  ContentSummary summary(Path path) throws IOException {
    return operations.read(
        StoreStatisticNames.OP_GET_CONTENT_SUMMARY,
        path,
        (key, context) -> {
          Summary summary = new Summary(Directories.below(key));
          Pages pages = directories.list(key, true, context);
          ListPage first = pages.next();
          if (first.isEmpty() && !key.isEmpty()) {
            return Summary.ofFile(requireFile(path, key, context));
          }
          summary.add(first);
          while (pages.hasNext()) {
            summary.add(pages.next());
            operations.furtherPage();
          }
          return summary.get();
        });
  }

  private <T> Listing<T> list(
      Path path,
      String key,
      boolean flat,
      RequestContext context,
      Function<ListPage, List<T>> view,
      Executor ahead)
      throws IOException {
    Pages pages = directories.list(key, flat, context);
    ListPage first = pages.next();
    if (first.isEmpty() && !key.isEmpty()) {
      first = new ListPage(List.of(requireFile(path, key, context)), List.of(), "");
    }
    return new Listing<>(path.toString(), first, pages, view, operations::furtherPage, ahead);
  }

  private List<FileStatus> children(ListPage page) {
    return new ArrayList<>(statuses.entries(page));
  }

  private ObjectInfo requireFile(Path path, String key, RequestContext context) throws IOException {
    return directories
        .file(key, context)
        .orElseThrow(() -> new FileNotFoundException("no such file: " + path));
  }
}
