package io.github.seekwell.core.write;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.config.DataSize;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The directories in which a file system's parts may wait, in turn. Those that two file systems
 * name, and the room, they have in common. Safe for threads.
 */
final class Spool {
  private final Disk disk;
  private final WriteBudget budget;
  private final Map<Path, SpoolDirectory> known;
  private final List<SpoolDirectory> directories = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  Spool(Disk disk, WriteBudget budget, List<String> directories) {
    this(disk, budget, new ConcurrentHashMap<>(), directories);
  }

  private Spool(
      Disk disk, WriteBudget budget, Map<Path, SpoolDirectory> known, List<String> directories) {
    this.disk = disk;
    this.budget = budget;
    this.known = known;
    for (String directory : directories) {
      Path path =
          directory.startsWith("file:") ? Path.of(URI.create(directory)) : Path.of(directory);
      this.directories.add(
          known.computeIfAbsent(
              path.toAbsolutePath().normalize(), base -> new SpoolDirectory(base, disk)));
    }
  }

  /** The same room for a file system that names other directories. */
  Spool over(List<String> others) {
    return new Spool(disk, budget, known, others);
  }

  /** Whether there is no directory, so that nothing may be put on disk. */
  boolean isEmpty() {
    return directories.isEmpty();
  }

  /** Leaves directories that hold no part of ours. */
  void leave() {
    known.values().forEach(SpoolDirectory::leave);
  }

  /** What parts take on disk. */
  WriteBudget budget() {
    return budget;
  }

  /**
   * An empty buffer in a file.
   *
   * @param room for {@code size} bytes; given back with the buffer, also if this throws
   */
  FileBuffer begin(long size, WriteBudget.Room room, String action) throws StoreException {
    boolean made = false;
    try {
      SpoolFile file = create(size, action, new LinkedHashMap<>(), empty -> {});
      made = true;
      return new FileBuffer(this, file, room, size, action);
    } finally {
      if (!made) {
        room.release();
      }
    }
  }

  /** Writes the first bytes of a new file. */
  interface Beginning {
    void into(SpoolFile file) throws IOException;
  }

  /**
   * Makes a file in the next directory that takes it.
   *
   * @param size that it may reach
   * @param failed directories that are not asked, and why
   */
  SpoolFile create(
      long size, String action, Map<SpoolDirectory, IOException> failed, Beginning beginning)
      throws StoreException {
    for (SpoolDirectory directory : inTurn()) {
      if (failed.containsKey(directory)) {
        continue;
      }
      try {
        return create(size, directory, beginning);
      } catch (IOException e) {
        directory.failed(e);
        failed.put(directory, e);
      }
    }
    throw noRoom(size, action, failed);
  }

  /** All of them, those that have failed lately at the end. */
  private List<SpoolDirectory> inTurn() {
    int first = next.getAndIncrement();
    List<SpoolDirectory> sound = new ArrayList<>();
    List<SpoolDirectory> resting = new ArrayList<>();
    for (int i = 0; i < directories.size(); i++) {
      SpoolDirectory directory = directories.get(Math.floorMod(first + i, directories.size()));
      (directory.isResting() ? resting : sound).add(directory);
    }
    sound.addAll(resting);
    return sound;
  }

  private static SpoolFile create(long size, SpoolDirectory directory, Beginning beginning)
      throws IOException {
    SpoolFile file = directory.create(size);
    boolean begun = false;
    try {
      beginning.into(file);
      begun = true;
      return file;
    } finally {
      if (!begun) {
        file.delete();
      }
    }
  }

  private static StoreException noRoom(
      long size, String action, Map<SpoolDirectory, IOException> failed) {
    List<String> reasons = new ArrayList<>();
    failed.forEach((directory, e) -> reasons.add(directory + ": " + reason(e)));
    StoreException noRoom =
        new StoreException(
            ErrorKind.LOCAL,
            action,
            "no directory of "
                + BufferConfig.DIRECTORIES.key()
                + " takes a part of "
                + DataSize.format(size)
                + " ("
                + String.join("; ", reasons)
                + "); make room or name others");
    failed.values().forEach(noRoom::addSuppressed);
    return noRoom;
  }

  /** The JDK's own exceptions tell by their name what is wrong, and a path. */
  private static String reason(IOException e) {
    return e instanceof FileSystemException named && named.getReason() == null
        ? e.getClass().getSimpleName() + " " + e.getMessage()
        : e.getMessage();
  }

  @Override
  public String toString() {
    return "in " + directories;
  }
}
