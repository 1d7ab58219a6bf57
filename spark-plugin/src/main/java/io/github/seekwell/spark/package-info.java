/**
 * Seekwell inside Spark: {@code spark.plugins=io.github.seekwell.spark.SeekwellPlugin}.
 *
 * <p>Three things happen on the driver and on every executor. {@link
 * io.github.seekwell.spark.Schemes} make {@code oci://} known to Hadoop, because a service file in
 * a {@code --jars} jar is not seen by the driver; {@link io.github.seekwell.spark.SparkSettings}
 * lay the {@code spark.hadoop.*} settings under whatever {@code Configuration} a reader brings,
 * because a bare one would otherwise open a file system without credentials and leave it in
 * Hadoop's cache for everybody; and {@link io.github.seekwell.spark.SparkMetrics} show the
 * connector's numbers in Spark's metrics system.
 *
 * <p>I/O is told to the task that causes it: {@link io.github.seekwell.spark.TaskAccounts} find the
 * account of the calling thread's task. When a task ends the {@link
 * io.github.seekwell.spark.Courier} sends it to the driver, with the executor's totals, as {@link
 * io.github.seekwell.spark.Tidings}; the driver enters it into its {@link
 * io.github.seekwell.spark.Ledger}, which also hears from Spark which tasks there were. At the end
 * {@link io.github.seekwell.spark.Report} says what was found, {@link
 * io.github.seekwell.spark.Advice} first. The same figures reach Spark's stage page through {@link
 * io.github.seekwell.spark.StageAccumulators}. Nothing depends on an executor's shutdown, which
 * Spark seldom waits for. Spark ends an application whose plugin throws, so every entry point goes
 * through {@link io.github.seekwell.spark.Quietly}.
 *
 * <p>In local mode Spark loads this package twice in one JVM, once for the driver and once for the
 * executor: nothing here counts on being alone, and a figure is known by the source it came from.
 */
@NullMarked
package io.github.seekwell.spark;

import org.jspecify.annotations.NullMarked;
