/**
 * What a single read costs when no socket is in the way: JMH benchmarks of the read path, most of
 * them through the {@code FSDataInputStream} that a user holds, over a store in memory.
 *
 * <p>{@link io.github.seekwell.benchmarks.jmh.BenchmarkMain} runs them and writes the table. JMH
 * makes a subclass round each benchmark and its states, so those are not final, and their fields
 * are assigned by the method it calls first. No job for Spark carries any of this: the application
 * jar leaves the package out.
 */
@NullMarked
package io.github.seekwell.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
