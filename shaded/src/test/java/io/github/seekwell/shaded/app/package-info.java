/**
 * Programs of imaginary users, run in JVMs of their own by the tests beside them. They know Hadoop
 * and Spark and nothing of Seekwell but its scheme.
 */
@NullMarked
package io.github.seekwell.shaded.app;

import org.jspecify.annotations.NullMarked;
