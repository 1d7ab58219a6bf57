/**
 * {@code oci://} for Hadoop: addresses, settings, and the file system that puts a client, the
 * shared runtime and Hadoop's adapter together.
 *
 * <p>{@link io.github.seekwell.oci.OciAddress} reads {@code oci://bucket@namespace/key}; {@link
 * io.github.seekwell.oci.OciSettings} knows every key of Oracle's connector and what becomes of it
 * here; {@link io.github.seekwell.oci.OciFileSystem} and {@link io.github.seekwell.oci.Oci} are the
 * names that Hadoop is configured with. What a file system does is in {@code core.hadoop}, what a
 * request does in {@link io.github.seekwell.oci.client}.
 */
@NullMarked
package io.github.seekwell.oci;

import org.jspecify.annotations.NullMarked;
