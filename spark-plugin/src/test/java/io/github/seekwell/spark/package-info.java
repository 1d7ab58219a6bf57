/** Tests of the plugin without a Spark; with a real one it is tested in the jar users get. */
@NullMarked
package io.github.seekwell.spark;

import org.jspecify.annotations.NullMarked;
