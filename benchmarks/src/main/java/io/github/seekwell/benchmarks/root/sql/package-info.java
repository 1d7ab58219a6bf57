/**
 * ROOT files for Spark SQL: {@code spark.read().format("root").option("tree", "Events").load(...)}.
 * {@link io.github.seekwell.benchmarks.root.sql.RootSource} is where Spark comes in. The driver
 * makes the schema from the first file's tree and cuts all files between clusters; a task opens its
 * file with the configuration that was broadcast, reads the columns that were asked for and no
 * others, and hands them to Spark as they lie in memory, a batch a cluster.
 */
@NullMarked
package io.github.seekwell.benchmarks.root.sql;

import org.jspecify.annotations.NullMarked;
