/**
 * OCI Object Storage as the emulator plays it.
 *
 * <p>{@link io.github.seekwell.oci.testing.OciDialect} reads a path ({@link
 * io.github.seekwell.oci.testing.OciPath}), checks the signature, and hands the call to the class
 * for its kind of resource. A refusal anywhere is an {@link
 * io.github.seekwell.oci.testing.OciRefusal}, thrown and turned into OCI's JSON at one place.
 * Paths, headers and error codes are those of the service's API reference; the official SDK client
 * is the judge, in {@code OfficialClientIT}. {@link io.github.seekwell.oci.testing.OciEmulatorMain}
 * runs all of it as a process.
 */
@NullMarked
package io.github.seekwell.oci.testing;

import org.jspecify.annotations.NullMarked;
