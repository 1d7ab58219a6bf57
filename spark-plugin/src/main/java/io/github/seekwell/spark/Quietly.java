package io.github.seekwell.spark;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a thing, or says once why not.
 *
 * <p>An exception that leaves a plugin ends the executor, and after a few of those the application.
 * Nothing this plugin does is worth that, so whatever is thrown, errors of linkage and memory
 * included, ends here: one warning for each kind of thing and each cause, and the job goes on.
 */
final class Quietly {
  private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

  /**
   * Before what was already complained of, among the system properties: a field would be there
   * twice in local mode. A text, because whoever lists the properties expects texts.
   */
  private static final String SAID = "io.github.seekwell.spark.said:";

  /** Likewise before the hash of what was the cause of it: Spark's pages list the properties. */
  private static final String BLAMED = "io.github.seekwell.spark.blamed:";

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
    runUnless(() -> true, what, work);
  }

  /** As {@link #run}; what fails after the end has begun does so in good order. */
  static void runUnless(BooleanSupplier ending, String what, Work work) {
    run(
        what,
        () -> {
          try {
            work.run();
          } catch (Exception e) {
            if (!ending.getAsBoolean()) {
              throw e;
            }
            if (e instanceof InterruptedException) {
              Thread.currentThread().interrupt();
            }
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

  /** Whether nobody has said so in this JVM, in whichever class loader. */
  static boolean isNews(String what) {
    return System.getProperties().putIfAbsent(SAID + what, "once") == null;
  }

  /** Whether nothing else has failed of this: one shut door keeps us from many things. */
  static boolean isNewCause(Throwable e) {
    return System.getProperties().putIfAbsent(BLAMED + e.toString().hashCode(), "once") == null;
  }

  private static void complain(String what, Throwable e) {
    try {
      if (isNews(what) && isNewCause(e)) {
        LOG.warn("Seekwell could not {}; the job goes on without it", what, e);
      } else {
        LOG.debug("Seekwell could not {}", what, e);
      }
    } catch (Throwable deaf) {
      // A logger that throws is no reason to end a job either.
    }
  }
}
