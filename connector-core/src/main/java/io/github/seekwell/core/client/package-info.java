/**
 * What every store's client does the same way, whatever SDK it stands on: keep account of one
 * request, believe an answer only if it is the one that was asked for, and put into words and a
 * kind what went wrong below the store's own error codes.
 *
 * <p>A {@link StoreCall} is one request: the door to the engine notes the exchange in it, and its
 * end becomes one {@code Attempt}, whatever an SDK did in between. {@link Answers} holds the checks
 * of ranges, lengths and versions, and hands on bodies. {@link CallFailures} turns broken exchanges
 * into {@code StoreException}. {@link SignedGets} keeps requests whose signature serves for more
 * than one range. What a code or a status of one store means stays in its client.
 */
@NullMarked
package io.github.seekwell.core.client;

import org.jspecify.annotations.NullMarked;
