package io.github.seekwell.spark;

/** How a task ended, as far as we care. */
enum Ending {
  WELL,
  FAILED,
  KILLED,
  /** It had ended before, and this came in after. */
  BEFORE
}
