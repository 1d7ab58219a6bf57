/**
 * S3 as the emulator plays it.
 *
 * <p>{@link io.github.seekwell.s3.testing.S3Dialect} finds bucket and key in host and path ({@link
 * io.github.seekwell.s3.testing.S3Path}), names the operation, checks signature and permission
 * ({@link io.github.seekwell.s3.testing.S3Accounts}), takes framing off the body ({@link
 * io.github.seekwell.s3.testing.AwsChunked}) and hands the call to the class for its kind of
 * resource. A refusal anywhere is an {@link io.github.seekwell.s3.testing.S3Refusal}, thrown and
 * turned into S3's XML at one place. What may differ between servers and regions is in {@link
 * io.github.seekwell.s3.testing.S3Rules}.
 *
 * <p>What an object carries besides its bytes is kept as the headers it is answered with; names
 * that begin with a colon are the emulator's own notes and are never sent. Paths, headers and error
 * codes are those of the service's API reference; the official SDK client is the judge, in {@code
 * OfficialClientIT}. {@link io.github.seekwell.s3.testing.S3EmulatorMain} runs all of it as a
 * process.
 */
@NullMarked
package io.github.seekwell.s3.testing;

import org.jspecify.annotations.NullMarked;
