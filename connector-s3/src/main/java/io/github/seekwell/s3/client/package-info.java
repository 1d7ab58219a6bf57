/**
 * S3 as a store: the AWS SDK for requests, signatures and credentials, our own HTTP engine for
 * everything on the wire, and no Hadoop.
 *
 * <p>{@link io.github.seekwell.s3.client.S3Store} is the room's work: one bucket behind the store
 * SPI, one attempt a call. Each call is a {@link io.github.seekwell.core.client.StoreCall}, which
 * waits in {@link io.github.seekwell.s3.client.S3Http}, the door the SDK reaches the engine by, for
 * the request that the SDK makes on the same thread: so the door knows deadline and address to
 * avoid, and the call knows status, headers and address, whatever the SDK makes of them. GETs of
 * objects after a client's first take a shorter way to that door ({@code S3Gets}). Bodies of GETs
 * are read outside the SDK, and bodies of PUTs are opened anew by whoever needs them, so none is
 * ever copied whole. The SDK's retries, its redirects and its newer checksums are off; what it
 * would have mended of these is mended in {@code S3Client}, once and under our eyes: a bucket in
 * another region, credentials that have expired. {@code S3Errors} turns what went wrong into a kind
 * and a sentence, and {@link io.github.seekwell.s3.client.S3Auth} says who we are.
 *
 * <p>Where the bucket is ({@link io.github.seekwell.s3.client.S3Endpoint}) and how requests to it
 * are made ({@link io.github.seekwell.s3.client.S3Options}) are read once from S3A's settings. What
 * the SDK has a word for only in some requests goes into all of them as headers.
 *
 * <p>Credentials are a chain of sources in the order that settings name them ({@code S3AuthChain},
 * made by {@code S3AuthFactory} of the names in {@code S3AuthNames}): keys in settings, which are
 * read again and again ({@code S3AuthKeys}), providers of the SDK ({@code S3AuthSdk}), roles of the
 * token service ({@code S3AuthRoles}), and classes of users', which may have been compiled against
 * an SDK that is not ours ({@code S3AuthBridge}).
 */
@NullMarked
package io.github.seekwell.s3.client;

import org.jspecify.annotations.NullMarked;
