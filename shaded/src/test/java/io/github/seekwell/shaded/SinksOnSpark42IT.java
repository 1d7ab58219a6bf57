package io.github.seekwell.shaded;

/** The same with a Spark 4.2. */
class SinksOnSpark42IT extends SinksIT {
  SinksOnSpark42IT() {
    super("4.2.0", "2.13");
  }
}
