/**
 * OCI Object Storage as a store: the OCI SDK for requests, signatures and credentials, our own HTTP
 * engine for everything on the wire, and no Hadoop.
 *
 * <p>{@link io.github.seekwell.oci.client.OciStore} is the room's work: one bucket behind the store
 * SPI, one attempt a call. Each call is an {@code OciCall}, which travels through the SDK as an
 * attribute of its request and comes out in {@link io.github.seekwell.oci.client.OciHttp}, the door
 * the SDK reaches the engine by: so the door knows deadline, address to avoid and body, and the
 * call's account knows status, headers and address, whatever the SDK makes of them. The SDK's
 * retries and circuit breaker are off. GETs of objects after a client's first take a shorter way to
 * the engine ({@code OciGets}). {@code OciErrors} turns what went wrong into a kind and a sentence.
 *
 * <p>{@link io.github.seekwell.oci.client.OciAuth} says who we are, as settings have it; what it
 * opens is an {@code IdentitySource}, which is asked for the identity of the moment before each
 * request, and once more when the service did not accept one. {@code OciSigner} signs at the door,
 * after the SDK is done with a request, so that a request can be signed and sent again. Identities
 * lie in files ({@code FileIdentity}), are issued by a service for a while ({@code IssuedIdentity})
 * or come out of a provider of somebody's own ({@code ProviderIdentity}).
 */
@NullMarked
package io.github.seekwell.oci.client;

import org.jspecify.annotations.NullMarked;
