package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.Renaming;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives all objects below one prefix another prefix: page after page, the objects of a page in
 * parallel. Its threads end with it.
 *
 * <p>A store that renames at once does so, the directory's own marker last. On one that copies,
 * nothing is deleted before all is copied (in stages, for directories too large to remember), so
 * that a failure on the way costs nobody a byte: what was copied is taken away again and the source
 * is whole.
 */
final class DirectoryMove {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryMove.class);

  /** How many of the moved objects a failure names. */
  private static final int NAMED = 5;

  /** Copies before the first delete: some 20 MB of keys. */
  private static final int STAGE = 100_000;

  private final ObjectStore store;
  private final String from;
  private final String to;
  private final int threads;
  private final int stage;
  private final List<String> named = new ArrayList<>();
  private int moved;

  /**
   * @param from prefix ending in a slash
   * @param to prefix ending in a slash
   * @param threads most requests at a time
   */
  DirectoryMove(ObjectStore store, String from, String to, int threads) {
    this(store, from, to, threads, STAGE);
  }

  /** For tests of directories larger than a stage. */
  DirectoryMove(ObjectStore store, String from, String to, int threads, int stage) {
    this.store = store;
    this.from = from;
    this.to = to;
    this.threads = threads;
    this.stage = stage;
  }

  void run(Pages pages, RequestContext context) throws IOException {
    try (ParallelWork<ObjectInfo> work = new ParallelWork<>("seekwell-rename-", threads)) {
      if (store.renaming() == Renaming.AT_ONCE) {
        renameAll(pages, work, context);
      } else {
        copyAll(pages, work, context);
      }
    } catch (ParallelWork.Interrupted e) {
      throw e.saying(describe());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void renameAll(Pages pages, ParallelWork<ObjectInfo> work, RequestContext context)
      throws IOException {
    boolean marker = false;
    while (pages.hasNext()) {
      List<ObjectInfo> objects = new ArrayList<>();
      for (ObjectInfo object : pages.next().objects()) {
        if (object.key().equals(from)) {
          marker = true;
        } else {
          objects.add(object);
        }
      }
      try {
        work.each(objects, object -> rename(object.key(), context));
      } finally {
        work.done().forEach(this::count);
      }
    }
    if (marker) {
      rename(from, context);
    }
  }

  private void rename(String key, RequestContext context) throws StoreException {
    store.rename(key, target(key), PutCondition.ALWAYS, context);
  }

  private void copyAll(Pages pages, ParallelWork<ObjectInfo> work, RequestContext context)
      throws IOException {
    List<ObjectInfo> copied = new ArrayList<>();
    while (pages.hasNext()) {
      try {
        copy(pages.next(), work, copied, context);
      } catch (IOException e) {
        undo(copied, context, e);
        throw e;
      }
      if (copied.size() >= stage) {
        deleteSources(copied, context);
      }
    }
    deleteSources(copied, context);
  }

  private void copy(
      ListPage page, ParallelWork<ObjectInfo> work, List<ObjectInfo> copied, RequestContext context)
      throws IOException {
    try {
      work.each(
          page.objects(),
          object -> store.copy(object, target(object.key()), PutCondition.ALWAYS, context));
    } finally {
      copied.addAll(work.done());
    }
  }

  private void deleteSources(List<ObjectInfo> copied, RequestContext context) throws IOException {
    BatchDelete.run(store, copied.stream().map(ObjectInfo::key).toList(), context);
    copied.forEach(this::count);
    copied.clear();
  }

  /** Only while every source is still there. */
  private void undo(List<ObjectInfo> copied, RequestContext context, IOException cause) {
    if (moved > 0) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      List<String> targets = copied.stream().map(object -> target(object.key())).toList();
      BatchDelete.run(store, targets, context);
    } catch (IOException e) {
      LOG.warn("copies made below {} are left there: {}", store.id().uri(to), e.toString());
      cause.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private String target(String key) {
    return to + key.substring(from.length());
  }

  private void count(ObjectInfo object) {
    moved++;
    if (named.size() < NAMED) {
      named.add(object.key());
    }
  }

  private RenameFailedException failed(IOException cause) {
    return new RenameFailedException(store.id().uri(from), describe(), cause);
  }

  private String describe() {
    return "moved to "
        + store.id().uri(to)
        + " only in part: "
        + moved
        + " objects"
        + (named.isEmpty() ? "" : ", among them " + String.join(", ", named));
  }
}
