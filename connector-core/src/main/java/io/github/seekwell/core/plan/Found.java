package io.github.seekwell.core.plan;

/** How a read found the blocks it covers, the worst of them. */
public enum Found {
  /** All in memory, and read before or brought by a demand. */
  HERE,
  /** All in memory, some of it brought in hope and read for the first time. */
  AS_HOPED,
  /** None to be asked for, some still on their way. */
  COMING,
  /** Some to be asked for. */
  ABSENT
}
