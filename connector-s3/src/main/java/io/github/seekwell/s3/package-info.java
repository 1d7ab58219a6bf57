/**
 * {@code s3a://} and {@code s3://}: Hadoop's side of the connector for S3.
 *
 * <p>{@link io.github.seekwell.s3.S3FileSystem} adds to {@code core.hadoop} what is particular to
 * S3: addresses, the {@code fs.s3a.*} keys of S3A with their spellings ({@code S3Settings}, and the
 * table of all keys in {@code S3Keys}), and objects of classes that only users know ({@code
 * UserClasses}). Requests, signatures and credentials are next door, in {@code s3.client}, which
 * knows nothing of Hadoop; in turn nothing here knows the AWS SDK.
 */
@NullMarked
package io.github.seekwell.s3;

import org.jspecify.annotations.NullMarked;
