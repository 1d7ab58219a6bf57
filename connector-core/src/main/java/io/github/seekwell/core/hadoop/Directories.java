package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.config.FilesConfig;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.Renaming;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What directories are where there are only keys.
 *
 * <p>A directory exists if any key begins with its name and a slash. One that would vanish with its
 * last file is held by a marker: an empty object whose key ends in a slash. Markers are made by
 * {@link #make} and after deletions and renames, kept when files come, and tolerated when others
 * made them. The names here are keys without a slash at either end; the root is the empty name.
 * None of it is atomic: two clients at once may see each other's halves.
 *
 * <p>Safe for any number of threads. Fails with {@link StoreException} or, where the tree itself
 * forbids something, with Hadoop's own exceptions.
 */
final class Directories {
  private static final Logger LOG = LoggerFactory.getLogger(Directories.class);

  private final ObjectStore store;
  private final int pageSize;
  private final FilesConfig config;

  Directories(ObjectStore store, int pageSize, FilesConfig config) {
    this.store = store;
    this.pageSize = pageSize;
    this.config = config;
  }

  /**
   * A file or directory.
   *
   * @param name as the caller gave it
   * @param object the file's object; for a directory its marker, or what stands for a missing one
   */
  record Entry(String name, boolean isDirectory, ObjectInfo object) {
    static Entry file(ObjectInfo object) {
      return new Entry(object.key(), false, object);
    }

    static Entry directory(String name) {
      return new Entry(name, true, new ObjectInfo(below(name), 0, Etag.ANY, Instant.EPOCH));
    }
  }

  /** What all keys below a directory begin with. */
  static String below(String name) {
    return name.isEmpty() ? "" : name + "/";
  }

  static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  /** One HEAD for a file; one LIST more for a directory or for nothing; one LIST for the root. */
  Optional<Entry> find(String name, RequestContext context) throws StoreException {
    Optional<ObjectInfo> file = file(name, context);
    return file.isPresent() ? file.map(Entry::file) : directory(name, context);
  }

  /** One HEAD; the root is no file and costs none. */
  Optional<ObjectInfo> file(String name, RequestContext context) throws StoreException {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(store.head(name, context));
    } catch (StoreException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** One LIST of one key. */
  Optional<Entry> directory(String name, RequestContext context) throws StoreException {
    ListPage page = store.list(ListRequest.flat(below(name), 1), context);
    if (name.isEmpty()) {
      return Optional.of(Entry.directory(name));
    }
    if (page.objects().isEmpty()) {
      return Optional.empty();
    }
    ObjectInfo first = page.objects().get(0);
    return Optional.of(
        first.key().equals(below(name)) ? new Entry(name, true, first) : Entry.directory(name));
  }

  /** The children of a directory, or everything below it; the first page is fetched at once. */
  Pages list(String name, boolean flat, RequestContext context) throws StoreException {
    ListRequest first =
        flat
            ? ListRequest.flat(below(name), pageSize)
            : ListRequest.children(below(name), pageSize);
    return new Pages(store, first, context);
  }

  /**
   * Makes a directory and, with it, its ancestors.
   *
   * @throws FileAlreadyExistsException if a file is in its place
   * @throws ParentNotDirectoryException if an ancestor is a file
   */
  void make(String name, RequestContext context) throws IOException {
    if (directory(name, context).isPresent()) {
      return;
    }
    if (file(name, context).isPresent()) {
      throw new FileAlreadyExistsException(store.id().uri(name) + " is a file");
    }
    requireNoFileAbove(name, context);
    mark(name, context);
  }

  /** Whether a missing parent directory comes into being with its first file. */
  enum MissingParent {
    MADE,
    REFUSED
  }

  /**
   * Whether a file may be written here. Costs a LIST for the name and one for its parent, and a
   * HEAD if it must not overwrite; what is missing above costs a HEAD and a LIST each. Without
   * checks it costs nothing.
   *
   * @throws FileAlreadyExistsException if a directory, or a file that must stay, has the name
   * @throws ParentNotDirectoryException if an ancestor is a file
   * @throws FileNotFoundException if the parent is missing and not to be made
   */
  void checkCreatable(String name, CreateOptions options, RequestContext context)
      throws IOException {
    String uri = store.id().uri(name);
    if (name.isEmpty()) {
      throw new FileAlreadyExistsException(uri + " is a directory");
    }
    if (options.checks() == CreateOptions.Checks.NONE) {
      return;
    }
    if (directory(name, context).isPresent()) {
      throw new FileAlreadyExistsException(uri + " is a directory");
    }
    if (options.checks() == CreateOptions.Checks.ALL
        && options.condition().ifAbsent()
        && file(name, context).isPresent()) {
      throw new FileAlreadyExistsException(uri + " exists already");
    }
    boolean hasParent = requireNoFileAbove(name, context);
    if (!hasParent && options.missing() == MissingParent.REFUSED) {
      throw new FileNotFoundException("the parent directory of " + uri + " does not exist");
    }
  }

  /**
   * Deletes a file, or a directory with all that is in it.
   *
   * @return whether there was anything to delete; also false for a root with something in it, which
   *     is never deleted
   * @throws PathIsNotEmptyDirectoryException if there is something in it and it is not recursive
   */
  boolean delete(String name, boolean recursive, RequestContext context) throws IOException {
    if (file(name, context).isPresent()) {
      store.delete(name, context);
      keep(parent(name), context);
      return true;
    }
    Pages pages = list(name, true, context);
    ListPage first = pages.next();
    if (name.isEmpty()) {
      return deleteRoot(first, recursive);
    }
    if (first.objects().isEmpty()) {
      return false;
    }
    if (!recursive && !(first.isLast() && isMarkerOnly(first, name))) {
      throw new PathIsNotEmptyDirectoryException(store.id().uri(name));
    }
    new DirectoryDelete(store, config.deleteThreads()).run(first, pages, context);
    keep(parent(name), context);
    return true;
  }

  /**
   * Moves a file or a directory, as Hadoop's specification says: into {@code to} if that is a
   * directory, else to that name.
   *
   * @return false, and nothing happened, if the target is a file, or a directory of that name
   *     within the target directory, or if the root or a directory was to be moved onto or into
   *     itself
   * @throws FileNotFoundException if there is no {@code from}
   * @throws ParentNotDirectoryException if an ancestor of the target is a file
   * @throws RenameFailedException if a directory was moved in part
   */
  boolean rename(String from, String to, RequestContext context) throws IOException {
    if (from.isEmpty()) {
      return refused(from, to, "the root cannot be moved");
    }
    Entry source =
        find(from, context)
            .orElseThrow(() -> new FileNotFoundException("no such file: " + store.id().uri(from)));
    if (from.equals(to)) {
      return !source.isDirectory() || refused(from, to, "source and target are the same");
    }
    if (source.isDirectory() && below(to).startsWith(below(from))) {
      return refused(from, to, "a directory cannot be moved into itself");
    }
    String target = to;
    if (directory(to, context).isPresent()) {
      target = below(to) + from.substring(from.lastIndexOf('/') + 1);
      if (target.equals(from)) {
        return !source.isDirectory() || refused(from, to, "source and target are the same");
      }
      if (directory(target, context).isPresent()) {
        return refused(from, target, "the target is a directory already");
      }
    } else if (!parent(to).equals(parent(from))) {
      requireNoFileAbove(to, context);
    }
    if (file(target, context).isPresent()) {
      return refused(from, target, "the target exists already");
    }
    try {
      move(source, target, PutCondition.IF_ABSENT, context);
    } catch (StoreException e) {
      if (e.kind() == ErrorKind.ALREADY_EXISTS) {
        return refused(from, target, "somebody else was quicker");
      }
      throw e;
    }
    return true;
  }

  /**
   * Moves a file or a directory to exactly this name; whatever forbids it is an exception. A file
   * replaces another at once, and of two that must not replace one wins, as far as the store's own
   * conditions go.
   *
   * @return true
   * @throws FileNotFoundException if there is no {@code from}, or no parent of {@code to}
   * @throws FileAlreadyExistsException if there is a {@code to} that is not to be replaced
   * @throws ParentNotDirectoryException if an ancestor of the target is a file
   * @throws PathIsNotEmptyDirectoryException if a directory with something in it was to be replaced
   * @throws RenameFailedException if a directory was moved in part
   * @throws PathIOException if a file was to replace a directory or the other way round, or a
   *     directory was to be moved into itself
   */
  boolean renameExactly(String from, String to, boolean overwrite, RequestContext context)
      throws IOException {
    String uri = store.id().uri(to);
    Entry source =
        find(from, context)
            .orElseThrow(() -> new FileNotFoundException("no such file: " + store.id().uri(from)));
    if (from.equals(to)) {
      throw new FileAlreadyExistsException(uri + " is source and target");
    }
    if (from.isEmpty() || (source.isDirectory() && below(to).startsWith(below(from)))) {
      throw new PathIOException(store.id().uri(from), "cannot be moved into itself, to " + uri);
    }
    Optional<Entry> target = find(to, context);
    if (target.isPresent()) {
      requireReplaceable(source, target.get(), overwrite, context);
    } else if (!requireNoFileAbove(to, context)) {
      throw new FileNotFoundException("the parent directory of " + uri + " does not exist");
    }
    move(source, to, overwrite ? PutCondition.ALWAYS : PutCondition.IF_ABSENT, context);
    return true;
  }

  private void requireReplaceable(
      Entry source, Entry target, boolean overwrite, RequestContext context) throws IOException {
    String uri = store.id().uri(target.name());
    if (source.isDirectory() != target.isDirectory()) {
      throw new PathIOException(
          uri,
          target.isDirectory()
              ? "is a directory, which a file cannot replace"
              : "is a file, which a directory cannot replace");
    }
    if (!overwrite) {
      throw new FileAlreadyExistsException(uri + " exists already");
    }
    if (target.isDirectory()) {
      ListPage page = store.list(ListRequest.flat(below(target.name()), 2), context);
      if (target.name().isEmpty() || !isMarkerOnly(page, target.name())) {
        throw new PathIsNotEmptyDirectoryException(uri);
      }
    }
  }

  private void move(Entry source, String target, PutCondition condition, RequestContext context)
      throws IOException {
    String from = source.name();
    if (source.isDirectory()) {
      new DirectoryMove(store, below(from), below(target), config.renameThreads())
          .run(list(from, true, context), context);
    } else {
      moveFile(source.object(), target, condition, context);
    }
    if (!parent(from).equals(parent(target))) {
      keep(parent(from), context);
    }
  }

  private void moveFile(
      ObjectInfo file, String target, PutCondition condition, RequestContext context)
      throws IOException {
    if (store.renaming() == Renaming.AT_ONCE) {
      store.rename(file.key(), target, condition, context);
      return;
    }
    store.copy(file, target, condition, context);
    try {
      store.delete(file.key(), context);
    } catch (StoreException e) {
      throw new RenameFailedException(
          store.id().uri(file.key()),
          "copied to " + store.id().uri(target) + " but not deleted, so that both are there",
          e);
    }
  }

  /** The upload that makes a directory exist for itself. */
  private void mark(String name, RequestContext context) throws StoreException {
    store.put(below(name), ObjectBody.EMPTY, PutCondition.ALWAYS, context);
  }

  /** A directory does not vanish because its last file did. */
  private void keep(String name, RequestContext context) throws StoreException {
    if (!name.isEmpty() && directory(name, context).isEmpty()) {
      mark(name, context);
    }
  }

  /**
   * Looks upward until something exists. A LIST comes first, since a parent is mostly there and a
   * directory.
   *
   * @return whether the parent itself exists
   */
  private boolean requireNoFileAbove(String name, RequestContext context) throws IOException {
    boolean hasParent = true;
    for (String above = parent(name); !above.isEmpty(); above = parent(above)) {
      if (directory(above, context).isPresent()) {
        return hasParent;
      }
      if (file(above, context).isPresent()) {
        throw new ParentNotDirectoryException(
            store.id().uri(above) + " is a file, so nothing can be below it");
      }
      hasParent = false;
    }
    return hasParent;
  }

  private boolean deleteRoot(ListPage first, boolean recursive) throws IOException {
    if (first.objects().isEmpty()) {
      return true;
    }
    if (!recursive) {
      throw new PathIsNotEmptyDirectoryException(store.id().uri(""));
    }
    LOG.info("refused to delete all of {}", store.id());
    return false;
  }

  private static boolean isMarkerOnly(ListPage page, String name) {
    return page.objects().size() == 1 && page.objects().get(0).key().equals(below(name));
  }

  private boolean refused(String from, String to, String why) {
    LOG.info("rename of {} to {} refused: {}", store.id().uri(from), store.id().uri(to), why);
    return false;
  }
}
