package io.github.seekwell.benchmarks.replay;

/**
 * One pass of one client over one pattern.
 *
 * @param pair which pair it belongs to: samples of two clients with the same number were taken one
 *     after the other, and met the same row of latencies
 * @param pass 1 for cold, 2 for again on the same file system
 * @param millis from before the first open to after the last close; 0 if it failed
 * @param failure what went wrong; empty if nothing
 */
record Sample(
    String client, String pattern, int pair, int pass, double millis, Cost cost, String failure) {

  boolean failed() {
    return !failure.isEmpty();
  }
}
