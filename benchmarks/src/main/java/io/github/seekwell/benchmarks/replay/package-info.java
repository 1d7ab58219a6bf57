/**
 * The replay benchmark: what readers do to a file, as patterns and as recorded traces, played on
 * our connector and on its peers against one embedded store with a latency model.
 *
 * <p>Each client lives in a JVM with its own class path. There {@code ReplayDriver} plays a {@code
 * Tape} with a {@code Player}: these, and {@code Vectored}, know the JDK and Hadoop's API and
 * nothing else. {@code Replay} tells the JVMs what to play, one after the other, asks the store
 * through {@code StoreDoor} what that has cost, and has {@code ReplayReport} write it down.
 */
@NullMarked
package io.github.seekwell.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
