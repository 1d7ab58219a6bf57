package io.github.seekwell.oci.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An identity that lies in files, and is read again when one of them is another than before: they
 * are looked at once a second at most. A file that cannot be read the second time, because somebody
 * is about to replace it, leaves the identity as it was.
 */
final class FileIdentity implements IdentitySource {
  private static final Logger LOG = LoggerFactory.getLogger(FileIdentity.class);

  /** Between two looks; a store asks some hundred times in it. */
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  @FunctionalInterface
  interface Reader {
    Identity read() throws IdentityException;
  }

  /** What tells one state of a file from another; a file that is replaced has another key. */
  private record Stamp(long modified, long size, @Nullable Object key) {
    private static final Stamp ABSENT = new Stamp(0, -1, null);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime().toMillis(), now.size(), now.fileKey());
      } catch (IOException e) {
        return ABSENT;
      }
    }
  }

  private record Held(Identity identity, List<Stamp> stamps) {}

  private final List<Path> files;
  private final Reader reader;
  private final LongSupplier clock;

  /** Guards the reading of files. They are small and local, so whoever waits does not wait long. */
  private final Object lock = new Object();

  private volatile @Nullable Held held;
  private volatile long looked;

  /**
   * @param files whose change makes the identity another
   * @param clock nanoseconds on a monotonic clock
   */
  FileIdentity(List<Path> files, Reader reader, LongSupplier clock) {
    this.files = List.copyOf(files);
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public Identity current() throws IdentityException {
    Held now = held;
    if (now != null && clock.getAsLong() - looked < LOOK_NANOS) {
      return now.identity;
    }
    synchronized (lock) {
      now = held;
      if (now == null) {
        return read().identity;
      }
      if (clock.getAsLong() - looked < LOOK_NANOS) {
        return now.identity;
      }
      looked = clock.getAsLong();
      return stamps().equals(now.stamps) ? now.identity : readOrKeep(now).identity;
    }
  }

  @Override
  public Identity renewed(Identity refused) throws IdentityException {
    synchronized (lock) {
      Held now = Objects.requireNonNullElseGet(held, () -> new Held(refused, List.of()));
      return now.identity.equals(refused) ? readOrKeep(now).identity : now.identity;
    }
  }

  private Held readOrKeep(Held old) {
    try {
      Held fresh = read();
      if (!fresh.identity.equals(old.identity)) {
        LOG.info("Credentials changed in {}", files);
      }
      return fresh;
    } catch (IdentityException e) {
      LOG.warn("Credentials stay as they were: {}", e.getMessage());
      return old;
    }
  }

  private Held read() throws IdentityException {
    // Before the reading: what changes meanwhile is seen by the next look.
    List<Stamp> before = stamps();
    Held fresh = new Held(reader.read(), before);
    held = fresh;
    looked = clock.getAsLong();
    return fresh;
  }

  private List<Stamp> stamps() {
    List<Stamp> stamps = new ArrayList<>(files.size());
    for (Path file : files) {
      stamps.add(Stamp.of(file));
    }
    return stamps;
  }
}
