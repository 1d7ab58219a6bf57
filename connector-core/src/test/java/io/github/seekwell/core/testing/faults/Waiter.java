package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A caller on a thread of his own, who waits for a store. */
final class Waiter {
  /** Longer than any wait that is to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AtomicReference<Optional<Throwable>> outcome =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final Thread thread;

  Waiter(Action action) {
    thread =
        new Thread(
            () -> {
              try {
                action.run();
              } catch (IOException | RuntimeException | Error e) {
                outcome.set(Optional.of(e));
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            },
            "waiter");
    thread.setDaemon(true);
    thread.start();
  }

  void interrupt() {
    thread.interrupt();
  }

  /** His wait has ended; whether well or not is told. */
  Optional<Throwable> ended() throws InterruptedException {
    thread.join(PATIENCE.toMillis());
    assertThat(thread.isAlive()).as("still waiting").isFalse();
    return outcome.get();
  }

  /** His wait has ended with this. */
  void failed(Class<? extends IOException> type) throws InterruptedException {
    assertThat(ended()).get().isInstanceOf(type);
  }

  /** The same, and said this. */
  void failed(Class<? extends IOException> type, String said) throws InterruptedException {
    assertThat(ended())
        .get()
        .isInstanceOf(type)
        .extracting(Throwable::getMessage)
        .asString()
        .contains(said);
  }

  boolean stayedInterrupted() {
    return interrupted.get();
  }
}
