package io.github.seekwell.core.plan;

/** Which way a run walks. */
enum Direction {
  UNKNOWN,
  FORWARD,
  BACK
}
