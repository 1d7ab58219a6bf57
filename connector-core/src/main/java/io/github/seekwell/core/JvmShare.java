package io.github.seekwell.core;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Our part of budgets that belong to the whole JVM.
 *
 * <p>Spark's local mode loads this class twice, in class loaders that know nothing of each other.
 * They meet at a system property that counts them: a text, because whoever lists the system
 * properties expects nothing else. Each takes an equal part. A class loader is counted from its
 * first fetch on, so a driver that only lists files takes nothing from its executor. Safe for
 * threads.
 */
final class JvmShare {
  static final String PROPERTY = "io.github.seekwell.runtimes";

  private final AtomicBoolean joined = new AtomicBoolean();

  /** Our part of {@code bytes} at the moment. Who asks for it is counted from now on. */
  long of(long bytes) {
    if (!joined.get() && joined.compareAndSet(false, true)) {
      System.getProperties().merge(PROPERTY, "1", (held, one) -> String.valueOf(parse(held) + 1));
    }
    return bytes / Math.max(1, parse(System.getProperty(PROPERTY, "1")));
  }

  private static int parse(Object held) {
    try {
      return Integer.parseInt(held.toString());
    } catch (NumberFormatException e) {
      // Somebody else's property of our name: taking the whole is the least wrong.
      return 0;
    }
  }
}
