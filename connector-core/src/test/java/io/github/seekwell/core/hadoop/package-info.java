/** Tests of the Hadoop adapter, and {@code mem://}, the adapter over a store in memory. */
@NullMarked
package io.github.seekwell.core.hadoop;

import org.jspecify.annotations.NullMarked;
