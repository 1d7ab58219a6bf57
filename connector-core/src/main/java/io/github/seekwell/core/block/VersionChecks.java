package io.github.seekwell.core.block;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checks of versions that were opened lately by readers who want them compared with their
 * stores' checksums. Bounded, and safe for threads.
 */
public final class VersionChecks {
  /**
   * Sums kept in all, eight bytes each: those of 32 GiB in blocks of 8 KiB. An object that has more
   * is not compared.
   */
  private static final long MOST_BLOCKS = 4 << 20;

  // Guarded by itself, as is the count.
  private final Map<ObjectVersion, VersionCheck> checks = new LinkedHashMap<>(64, 0.75f, true);
  private long blocks;

  /**
   * Under which identity a version is to be read by those who want it compared: one that shares no
   * block with others, and if what came of it was found to be wrong yet another one, so that
   * nothing of that is met again, here or on disk.
   */
  public ObjectVersion current(ObjectVersion version) {
    synchronized (checks) {
      ObjectVersion now = version.compared();
      while (failed(checks.get(now))) {
        now = now.fetchedAnew();
      }
      return now;
    }
  }

  private static boolean failed(@Nullable VersionCheck check) {
    return check != null && check.failed();
  }

  /** The check that all such readers of a version share; none if the object is too large. */
  public @Nullable VersionCheck of(ObjectVersion version, int blockSize) {
    if (version.size() / blockSize >= MOST_BLOCKS) {
      return null;
    }
    synchronized (checks) {
      @Nullable VersionCheck known = checks.get(version);
      if (known != null) {
        return known;
      }
      VersionCheck check = new VersionCheck(version, blockSize);
      checks.put(version, check);
      blocks += check.blocks();
      Iterator<VersionCheck> eldest = checks.values().iterator();
      while (blocks > MOST_BLOCKS && checks.size() > 1) {
        blocks -= eldest.next().blocks();
        eldest.remove();
      }
      return check;
    }
  }
}
