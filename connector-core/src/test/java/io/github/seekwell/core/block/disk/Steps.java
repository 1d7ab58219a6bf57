package io.github.seekwell.core.block.disk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** A background thread that works when the test says so. */
final class Steps {
  private final Deque<Runnable> soon = new ArrayDeque<>();
  private final Deque<Runnable> later = new ArrayDeque<>();

  Executor soon() {
    return soon::addLast;
  }

  Executor later() {
    return later::addLast;
  }

  /** Does what is to be done at once. */
  void run() {
    while (!soon.isEmpty()) {
      soon.removeFirst().run();
    }
  }

  /** Does everything, as if time had passed. */
  void runAll() {
    run();
    while (!later.isEmpty()) {
      later.removeFirst().run();
      run();
    }
  }
}
