package io.github.seekwell.oci;

import java.net.URI;

/**
 * The address of a bucket or object, {@code oci://bucket@namespace/key}, or, where several regions
 * are wanted at a time, {@code oci://bucket@namespace.region/key}.
 *
 * @param bucket the bucket's name
 * @param namespace the tenancy's Object Storage namespace
 * @param region where the bucket is; empty if the address does not say
 * @param key the object's key; empty for the bucket itself
 */
public record OciAddress(String bucket, String namespace, String region, String key) {
  public static final String SCHEME = "oci";

  private static final String FORM = "write oci://bucket@namespace/key";

  /** Somewhere that settings say. */
  public OciAddress(String bucket, String namespace, String key) {
    this(bucket, namespace, "", key);
  }

  public OciAddress {
    if (bucket.isEmpty() || namespace.isEmpty()) {
      throw new IllegalArgumentException("bucket '" + bucket + "', namespace '" + namespace + "'");
    }
  }

  /**
   * @throws IllegalArgumentException saying what is wrong with the address
   */
  public static OciAddress of(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("not an oci:// address: " + bare(uri) + "; " + FORM);
    }
    // Not getHost(): names with an underscore are no host names to java.net.URI.
    String authority = uri.getRawAuthority();
    if (authority == null || authority.isEmpty()) {
      throw new IllegalArgumentException("there is no bucket in '" + bare(uri) + "': " + FORM);
    }
    int at = authority.indexOf('@');
    if (authority.indexOf(':') >= 0) {
      // Not repeated in the message, since it may be a password.
      throw new IllegalArgumentException(
          "an oci:// address has neither port nor password: " + FORM);
    }
    if (at < 0) {
      throw new IllegalArgumentException(
          "there is no namespace in 'oci://" + authority + "': " + FORM);
    }
    String bucket = authority.substring(0, at);
    String namespace = authority.substring(at + 1);
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no bucket in 'oci://" + authority + "': " + FORM);
    }
    if (namespace.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no namespace in 'oci://" + authority + "': " + FORM);
    }
    if (namespace.indexOf('@') >= 0) {
      throw new IllegalArgumentException("one @ too many in 'oci://" + authority + "': " + FORM);
    }
    // Names of namespaces have no dots.
    int dot = namespace.indexOf('.');
    String region = dot < 0 ? "" : namespace.substring(dot + 1);
    if (dot == 0 || (dot > 0 && (region.isEmpty() || region.indexOf('.') >= 0))) {
      throw new IllegalArgumentException(
          "'oci://"
              + authority
              + "' is neither "
              + FORM
              + " nor oci://bucket@namespace.region/key");
    }
    String path = uri.getPath();
    return new OciAddress(
        bucket,
        dot < 0 ? namespace : namespace.substring(0, dot),
        region,
        path == null || path.isEmpty() ? "" : path.substring(1));
  }

  /** The bucket alone, without a path. */
  public URI root() {
    String place = region.isEmpty() ? namespace : namespace + "." + region;
    return URI.create(SCHEME + "://" + bucket + "@" + place);
  }

  @Override
  public String toString() {
    return root() + "/" + key;
  }

  private static String bare(URI uri) {
    return uri.getScheme() + "://" + (uri.getHost() == null ? "" : uri.getHost());
  }
}
