package io.github.seekwell.core.hadoop;

import java.time.Instant;

/**
 * An upload that was started and neither completed nor dropped.
 *
 * @param uri what it would make; its key as it is, whether or not a path can name it
 * @param id the store's name for it
 * @param started by the store's clock; {@link Instant#MAX} if the store does not tell
 */
public record PendingUpload(String uri, String id, Instant started) {}
