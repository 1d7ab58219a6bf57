package io.github.seekwell.core.store;

import java.util.Objects;

/**
 * Which bucket of which store, seen with whose eyes. Part of every block's identity, so that user B
 * is never served blocks that user A was allowed to fetch.
 *
 * @param scheme the URI scheme, such as {@code oci}
 * @param endpoint scheme, host and port of the service
 * @param bucket the bucket; for OCI {@code bucket@namespace}
 * @param credentialScope a digest that is equal for equal credentials and tells nothing of them
 */
public record StoreId(String scheme, String endpoint, String bucket, String credentialScope) {
  public StoreId {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(credentialScope, "credentialScope");
  }

  /** The address of an object as a user would write it. */
  public String uri(String key) {
    return scheme + "://" + bucket + "/" + key;
  }

  @Override
  public String toString() {
    return scheme + "://" + bucket + " at " + endpoint;
  }
}
