package io.github.seekwell.core.store;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/**
 * An upload under way. A plain value: it may be serialised, sent to another process and completed
 * or aborted there, which is what a committer does.
 *
 * @param bucket as in {@link StoreId#bucket()}
 * @param key what will be published
 * @param id the store's name for the upload
 */
public record MultipartUpload(String bucket, String key, String id) implements Serializable {
  @Serial private static final long serialVersionUID = 1;

  public MultipartUpload {
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(id, "id");
  }
}
