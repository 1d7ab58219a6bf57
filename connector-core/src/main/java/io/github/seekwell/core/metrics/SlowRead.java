package io.github.seekwell.core.metrics;

/**
 * One of the reads that took longest.
 *
 * @param object what was read, such as {@code oci://bucket@namespace/key}
 * @param position of the first byte read
 * @param bytes delivered
 * @param nanos what the caller felt
 * @param address IP address of the store that brought the bytes; empty if that is not known
 * @param requestId the store's name for the request that brought them; empty if that is not known
 */
public record SlowRead(
    String object, long position, long bytes, long nanos, String address, String requestId) {}
