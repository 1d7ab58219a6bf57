package io.github.seekwell.core.block.disk;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** A background thread that works when the test says so. Any thread may leave work for it. */
final class Steps {
  private final Queue<Runnable> soon = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

  Executor soon() {
    return soon::add;
  }

  Executor later() {
    return later::add;
  }

  /** Does what is to be done at once. */
  void run() {
    while (!soon.isEmpty()) {
      soon.remove().run();
    }
  }

  /** Does everything, as if time had passed. */
  void runAll() {
    run();
    while (!later.isEmpty()) {
      later.remove().run();
      run();
    }
  }
}
