package io.github.seekwell.core.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one process owns, by the lock on a file in it. The lock ends with the process,
 * however it ends, and the next one takes the first directory that is free, with all that is in it.
 *
 * <p>A lock on a file belongs to the whole JVM, and closing any handle of the file gives it up. Two
 * class loaders of one JVM, which know nothing of each other, therefore first agree by a system
 * property who may touch the file: a text, because whoever lists the properties expects texts.
 */
public final class Slot implements Closeable {
  private static final String LOCK = "lock";
  private static final String PROPERTY = "io.github.seekwell.disk:";

  /** More processes of one user on one machine will not share a disk. */
  private static final int MAX_SLOTS = 256;

  private final Path directory;
  private final String claim;
  private final FileChannel channel;
  private final FileLock lock;

  private Slot(Path directory, String claim, FileChannel channel, FileLock lock) {
    this.directory = directory;
    this.claim = claim;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the first directory below {@code home} that nobody has.
   *
   * @param home made if it is not there
   * @throws IOException if there is none, or locks do not work here
   */
  public static Slot takeFirst(Path home) throws IOException {
    PrivateFiles.directory(home);
    for (int number = 0; number < MAX_SLOTS; number++) {
      Path directory = path(home, number);
      PrivateFiles.directory(directory);
      Slot slot = take(directory);
      if (slot != null) {
        slot.touch();
        return slot;
      }
    }
    throw new IOException("all " + MAX_SLOTS + " directories in " + home + " are taken");
  }

  /** What to do with a directory that nobody owns; its lock is held meanwhile. */
  public interface Visitor {
    void abandoned(Path directory) throws IOException;
  }

  /** Visits the directories below {@code home} that nobody has owned since {@code since}. */
  public static void visitAbandoned(Path home, Instant since, Visitor visitor) throws IOException {
    for (int number = 0; number < MAX_SLOTS; number++) {
      Path directory = path(home, number);
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      try (Slot slot = isOlder(directory, since) ? take(directory) : null) {
        if (slot != null) {
          visitor.abandoned(directory);
        }
      }
    }
  }

  private static boolean isOlder(Path directory, Instant since) throws IOException {
    return Files.getLastModifiedTime(directory).toInstant().isBefore(since);
  }

  private static @Nullable Slot take(Path directory) throws IOException {
    String claim = PROPERTY + directory.toRealPath();
    if (System.getProperties().putIfAbsent(claim, "taken") != null) {
      return null;
    }
    Slot slot = null;
    try {
      slot = lock(directory, claim);
    } finally {
      if (slot == null) {
        System.getProperties().remove(claim);
      }
    }
    return slot;
  }

  private static @Nullable Slot lock(Path directory, String claim) throws IOException {
    Path file = directory.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
            PrivateFiles.fileAttributes(file));
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Somebody in this JVM who does not know our property has it.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : new Slot(directory, claim, channel, lock);
  }

  private static Path path(Path home, int number) {
    return home.resolve("slot-" + number);
  }

  public Path directory() {
    return directory;
  }

  /** Whether it still stands where it stood, and is ours. */
  public boolean isThere() {
    return lock.isValid() && Files.exists(directory.resolve(LOCK));
  }

  /**
   * It is in use today; for {@link #visitAbandoned} of later processes. The directory is marked,
   * not the lock's file: the JDK would open and close that, and so give up the lock.
   */
  public void touch() throws IOException {
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      System.getProperties().remove(claim);
    }
  }
}
