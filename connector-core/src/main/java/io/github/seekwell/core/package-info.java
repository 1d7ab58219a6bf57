/**
 * Composition: {@code ConnectorRuntime} builds the stack of layers round a store, and owns what all
 * file systems of a class loader share: block cache, fetch pool, recorder.
 *
 * <p>Spark's local mode loads these classes twice, so nothing here may rely on being alone in the
 * JVM; budgets that belong to the JVM are shared through JDK types.
 */
@NullMarked
package io.github.seekwell.core;

import org.jspecify.annotations.NullMarked;
