package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;

/** Shows what the store has as Hadoop's statuses. Immutable. */
final class Statuses {
  /** Whom Hadoop takes for "anywhere" and what object stores' file systems have always said. */
  private static final String[] NAMES = {"localhost:9866"};

  private static final String[] HOSTS = {"localhost"};

  private final Names names;
  private final long blockSize;
  private final String user;

  /**
   * @param user to whom everything belongs
   */
  Statuses(Names names, long blockSize, String user) {
    this.names = names;
    this.blockSize = blockSize;
    this.user = user;
  }

  ObjectStatus of(Directories.Entry entry) {
    Path path = names.path(entry.name());
    return entry.isDirectory()
        ? ObjectStatus.directory(path, entry.object().lastModified().toEpochMilli(), user)
        : file(path, entry.object());
  }

  /** Markers of the listed directory itself are not shown, nor what no path can name. */
  List<ObjectStatus> entries(ListPage page) {
    List<ObjectStatus> entries = new ArrayList<>();
    for (ObjectInfo object : page.objects()) {
      names.pathIfAny(object.key()).ifPresent(path -> entries.add(file(path, object)));
    }
    for (String prefix : page.prefixes()) {
      names
          .pathIfAny(prefix.substring(0, prefix.length() - 1))
          .ifPresent(path -> entries.add(ObjectStatus.directory(path, 0, user)));
    }
    return entries;
  }

  List<LocatedFileStatus> located(ListPage page) {
    List<LocatedFileStatus> located = new ArrayList<>();
    for (ObjectStatus status : entries(page)) {
      located.add(located(status));
    }
    return located;
  }

  List<LocatedFileStatus> files(ListPage page) {
    List<LocatedFileStatus> located = new ArrayList<>();
    for (ObjectStatus status : entries(page)) {
      if (status.isFile()) {
        located.add(located(status));
      }
    }
    return located;
  }

  /** Every byte is as near as every other: one location for the whole file. */
  private static LocatedObjectStatus located(ObjectStatus status) {
    BlockLocation[] locations =
        status.isFile()
            ? new BlockLocation[] {new BlockLocation(NAMES, HOSTS, 0, status.getLen())}
            : new BlockLocation[0];
    return new LocatedObjectStatus(status, locations);
  }

  private ObjectStatus file(Path path, ObjectInfo object) {
    return ObjectStatus.file(
        path,
        object.size(),
        object.lastModified().toEpochMilli(),
        object.etag().value(),
        blockSize,
        user);
  }
}
