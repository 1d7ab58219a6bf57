package io.github.seekwell.oci.client;

import java.net.URI;
import java.util.Objects;

/**
 * Where a bucket is.
 *
 * @param endpoint scheme, host and port of the service, such as {@code
 *     https://objectstorage.us-ashburn-1.oraclecloud.com}
 * @param namespace the tenancy's Object Storage namespace
 * @param name the bucket's name
 */
public record OciBucket(URI endpoint, String namespace, String name) {
  public OciBucket {
    Objects.requireNonNull(endpoint, "endpoint");
    if (namespace.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("bucket '" + name + "' in namespace '" + namespace + "'");
    }
  }

  /** As it stands in addresses: {@code bucket@namespace}. */
  @Override
  public String toString() {
    return name + "@" + namespace;
  }
}
