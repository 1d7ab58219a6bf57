package io.github.seekwell.spark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a thing, or says once why not.
 *
 * <p>An exception that leaves a plugin ends the executor, and after a few of those the application.
 * Nothing this plugin does is worth that, so whatever is thrown, errors of linkage and memory
 * included, ends here: one warning for each kind of thing, and the job goes on.
 */
final class Quietly {
  private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

  /** What was already complained of. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private Quietly() {}

  /** Work that may fail in any way. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /**
   * Runs {@code work}; never throws.
   *
   * @param what completes the sentence "Seekwell could not …"
   */
  static void run(String what, Work work) {
    try {
      work.run();
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      complain(what, e);
    }
  }

  /** As {@link #run}, for what may well fail in good order: only the debug log tells. */
  static void attempt(String what, Work work) {
    run(
        what,
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            LOG.debug("Seekwell could not {}", what, e);
          }
        });
  }

  /** Asks {@code work}; null if it fails. As {@link #run} otherwise. */
  static <T> @Nullable T get(String what, Supplier<T> work) {
    final AtomicReference<@Nullable T> answer = new AtomicReference<>();
    run(what, () -> answer.set(work.get()));
    return answer.get();
  }

  private static void complain(String what, Throwable e) {
    try {
      if (SAID.add(what)) {
        LOG.warn("Seekwell could not {}; the job goes on without it", what, e);
      }
    } catch (Throwable deaf) {
      // A logger that throws is no reason to end a job either.
    }
  }
}
