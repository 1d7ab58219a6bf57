package io.github.seekwell.core.http;

/**
 * Where the time of one exchange went, in nanoseconds.
 *
 * @param queueNanos waiting for one of the engine's connections to be free
 * @param connectNanos resolving the name, connecting and shaking hands, failed addresses included;
 *     about 0 for a reused connection
 * @param firstByteNanos from the first byte sent to the head of the answer received, the sending of
 *     the request's body included; of the last attempt
 * @param bodyNanos spent inside reads of the body so far; the reader's own time is not in it
 * @param attempts times the request was sent: 1, or 2 if a pooled connection proved dead
 * @param reused whether the connection had carried another exchange before
 */
public record HttpTimings(
    long queueNanos,
    long connectNanos,
    long firstByteNanos,
    long bodyNanos,
    int attempts,
    boolean reused) {}
