/**
 * From collision events to a training set, as the Spark DL Trigger prepares its data: ROOT files
 * are read by Spark SQL, events with a hard lepton become fourteen features each, the classes are
 * made equal, shuffled, scaled, and cut into a set to train with and one to test with. {@link
 * io.github.seekwell.benchmarks.ingest.Preparation} is the pipeline, {@link
 * io.github.seekwell.benchmarks.ingest.IngestJob} the program round it, which checks what it wrote.
 */
@NullMarked
package io.github.seekwell.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
