/**
 * What a run has cost, from whoever knows: Spark, the connector through its plugin's report, and
 * the embedded store. Each account is kept apart, since they count different things; here they
 * become tables and pictures.
 */
@NullMarked
package io.github.seekwell.benchmarks.report;

import org.jspecify.annotations.NullMarked;
