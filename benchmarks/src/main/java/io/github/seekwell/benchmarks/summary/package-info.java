/**
 * One page of all that {@code benchmarks/run all} has run: what each job has left in its folder,
 * the pictures, the tables and the words, in one HTML file that needs nothing beside it.
 */
@NullMarked
package io.github.seekwell.benchmarks.summary;

import org.jspecify.annotations.NullMarked;
