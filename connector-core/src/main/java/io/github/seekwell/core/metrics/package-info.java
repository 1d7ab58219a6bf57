/**
 * The door for numbers.
 *
 * <p>What happens on the read path is told to a {@link
 * io.github.seekwell.core.metrics.ReadListener}: few methods, empty bodies, primitive arguments but
 * for a request's end. {@link io.github.seekwell.core.metrics.Accounts} is the listener that every
 * runtime has: it knows whose event it is, and adds up an owner's hits until somebody asks for
 * them. {@link io.github.seekwell.core.metrics.ReadRecorder} counts those of a scheme or of an
 * owner: striped counters and histograms, no lock and no allocation on the hit path, read as an
 * immutable {@link io.github.seekwell.core.metrics.ReadSnapshot}. {@link
 * io.github.seekwell.core.metrics.ConnectorMetrics} names what a snapshot holds, for whoever
 * exports it; {@link io.github.seekwell.core.metrics.MetricsBeans} does so in JMX. Durations are
 * nanoseconds.
 */
@NullMarked
package io.github.seekwell.core.metrics;

import org.jspecify.annotations.NullMarked;
