/**
 * Tests of the one jar as a user meets it: packaged, in a JVM of its own, beside the Hadoop, Spark
 * and old libraries that happen to be there. Nothing of the reactor is on those class paths; the
 * applications that run there are in {@code app}.
 */
@NullMarked
package io.github.seekwell.shaded;

import org.jspecify.annotations.NullMarked;
