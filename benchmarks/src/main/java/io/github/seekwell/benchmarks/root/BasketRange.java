package io.github.seekwell.benchmarks.root;

/** Where a basket lies in its file, with its key. */
record BasketRange(long position, int length) {}
