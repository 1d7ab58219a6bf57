package io.github.seekwell.core.plan;

/** How a read found the blocks it covers, the worst of them. */
public enum Found {
  /** All in memory. */
  HERE,
  /** None to be asked for, some still on their way. */
  COMING,
  /** Some to be asked for. */
  ABSENT
}
