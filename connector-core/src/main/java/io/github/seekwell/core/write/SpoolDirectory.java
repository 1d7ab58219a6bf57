package io.github.seekwell.core.write;

import io.github.seekwell.core.config.DataSize;
import io.github.seekwell.core.local.PrivateFiles;
import io.github.seekwell.core.local.Slot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One directory that the user named, and our place in it, which is taken with the first part. What
 * processes that are no more have left there is deleted then. Safe for threads.
 */
final class SpoolDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);

  private static final String PART = "part-";

  /** A part that meets a full disk is written twice, so that is not tried all the time. */
  private static final Duration REST = Duration.ofMinutes(1);

  private final Path base;
  private final Disk disk;
  private final AtomicLong made = new AtomicLong();
  private final AtomicBoolean complained = new AtomicBoolean();
  private volatile long restUntil = System.nanoTime();
  // Guarded by this.
  private @Nullable Slot slot;
  private int files;

  SpoolDirectory(Path base, Disk disk) {
    this.base = base;
    this.disk = disk;
  }

  /**
   * A new file.
   *
   * @param bytes that it may reach
   * @throws IOException if they do not fit, or it cannot be made
   */
  SpoolFile create(long bytes) throws IOException {
    Path home = enter();
    boolean created = false;
    try {
      long usable = disk.usable(home);
      if (usable < bytes) {
        throw new IOException("only " + DataSize.format(usable) + " bytes are free");
      }
      Path file = home.resolve(PART + made.incrementAndGet());
      disk.create(file);
      created = true;
      return new SpoolFile(this, disk, file);
    } finally {
      if (!created) {
        exit();
      }
    }
  }

  /** As {@link #exit} will be called for it, our place is kept. */
  private synchronized Path enter() throws IOException {
    Path home = home();
    files++;
    return home;
  }

  /** A file is no more. */
  synchronized void exit() {
    files--;
  }

  /** Leaves the place to others if no file of ours is in it. */
  synchronized void leave() {
    Slot ours = slot;
    if (ours != null && files == 0) {
      slot = null;
      close(ours);
    }
  }

  private void close(Slot ours) {
    try {
      ours.close();
    } catch (IOException e) {
      LOG.warn("{}: our place cannot be left", base, e);
    }
  }

  private Path home() throws IOException {
    Slot ours = slot;
    if (ours != null && ours.isThere()) {
      return ours.directory();
    }
    if (ours != null) { // somebody has tidied up
      slot = null;
      close(ours);
    }
    Files.createDirectories(base);
    Path home = PrivateFiles.home(base, "seekwell-write");
    Slot taken = Slot.takeFirst(home);
    slot = taken;
    clear(taken.directory());
    // Nobody who does not run comes back for his parts, however young they are.
    Slot.visitAbandoned(home, Instant.now().plus(Duration.ofDays(1)), this::clear);
    return taken.directory();
  }

  private void clear(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PART + "*")) {
      for (Path file : files) {
        disk.delete(file);
      }
    }
  }

  /** It is not asked first for a while. Logs the first failure since a part was kept here. */
  void failed(IOException failure) {
    restUntil = System.nanoTime() + REST.toNanos();
    if (complained.compareAndSet(false, true)) {
      LOG.warn("{}: parts of uploads cannot wait here: {}", base, failure.toString());
    }
  }

  /** Whether it has failed a short while ago. */
  boolean isResting() {
    return System.nanoTime() - restUntil < 0;
  }

  /** A whole part is there. */
  void kept() {
    complained.set(false);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
