/**
 * Seekwell inside Spark: {@code spark.plugins=io.github.seekwell.spark.SeekwellPlugin}.
 *
 * <p>Three things happen on the driver and on every executor. {@link
 * io.github.seekwell.spark.Schemes} make {@code oci://} known to Hadoop, because a service file in
 * a {@code --jars} jar is not seen by the driver; {@link io.github.seekwell.spark.SparkSettings}
 * lay the {@code spark.hadoop.*} settings under whatever {@code Configuration} a reader brings,
 * because a bare one would otherwise open a file system without credentials and leave it in
 * Hadoop's cache for everybody; and {@link io.github.seekwell.spark.Gauges} show the connector's
 * numbers in Spark's metrics system.
 *
 * <p>After each task an executor tells the driver what it has seen so far; {@link
 * io.github.seekwell.spark.Report} adds that up. Spark ends an application whose plugin throws, so
 * every entry point goes through {@link io.github.seekwell.spark.Quietly}.
 *
 * <p>In local mode Spark loads this package twice in one JVM, once for the driver and once for the
 * executor: nothing here counts on being alone, and a figure is known by the source it came from.
 */
@NullMarked
package io.github.seekwell.spark;

import org.jspecify.annotations.NullMarked;
