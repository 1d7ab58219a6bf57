/**
 * Input for the benchmarks, made where they run: small real files, and large ones made of them by
 * repeating a tree without touching its baskets, so that the result of a job is known beforehand.
 */
@NullMarked
package io.github.seekwell.benchmarks.data;

import org.jspecify.annotations.NullMarked;
