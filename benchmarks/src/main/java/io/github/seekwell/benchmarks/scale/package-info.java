/**
 * The scale job: the dimuon reduction on more and more executors, against a store whose latency and
 * bandwidth take so much longer than the processor that a few cores are enough.
 *
 * <p>{@code ScaleJob} is one client on so many executors: it waits for all of them, has each warm
 * up, measures, and leaves a {@code ScaleRun} in a file. {@code Scale} puts the runs together: a
 * {@code Curve} knows what a client could have reached and where it bends, {@code ScaleReport}
 * writes it down and {@code ScalePicture} draws it.
 */
@NullMarked
package io.github.seekwell.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
