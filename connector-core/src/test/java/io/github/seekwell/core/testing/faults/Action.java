package io.github.seekwell.core.testing.faults;

import java.io.IOException;

/** Something that a caller does. */
@FunctionalInterface
interface Action {
  void run() throws IOException;
}
