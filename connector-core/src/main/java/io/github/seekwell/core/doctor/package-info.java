/**
 * Examines from outside, through Hadoop's own API, whether a store can be used from here. Used by
 * {@link io.github.seekwell.Doctor}.
 */
@org.jspecify.annotations.NullMarked
package io.github.seekwell.core.doctor;
