package io.github.seekwell.s3;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address of a bucket or object, {@code s3a://bucket/key} or {@code s3://bucket/key}.
 *
 * @param scheme {@code s3a} or {@code s3}
 * @param bucket the bucket's name, or the alias of an access point
 * @param key the object's key; empty for the bucket itself
 */
public record S3Address(String scheme, String bucket, String key) {
  public static final String S3A = "s3a";
  public static final String S3 = "s3";

  private static final Set<String> SCHEMES = Set.of(S3A, S3);

  private static final String FORM = "write s3a://bucket/key or s3://bucket/key";

  /**
   * Today's rule is lower case, 3 to 63 characters and no underscore; buckets of us-east-1 that are
   * older than March 2018 may have capitals, underscores and 255 characters.
   */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

  public S3Address {
    Objects.requireNonNull(key, "key");
    if (!SCHEMES.contains(scheme)) {
      throw new IllegalArgumentException("not a scheme of S3: '" + scheme + "'");
    }
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException("not a bucket's name: '" + bucket + "'");
    }
  }

  /**
   * @throws IllegalArgumentException saying what is wrong with the address, without a secret that
   *     may stand in it
   */
  public static S3Address of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme)) {
      throw new IllegalArgumentException("not an s3a:// or s3:// address: " + scheme + "; " + FORM);
    }
    // Not getHost(): names with an underscore are no host names to java.net.URI.
    String authority = uri.getRawAuthority();
    if (authority == null || authority.isEmpty()) {
      throw new IllegalArgumentException("there is no bucket in '" + scheme + "://': " + FORM);
    }
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      // Nothing before the @ is repeated: people have written their keys there.
      throw new IllegalArgumentException(
          "keys in an address are not accepted, since addresses end up in logs: write "
              + scheme
              + "://"
              + authority.substring(at + 1)
              + " and set fs.s3a.access.key and fs.s3a.secret.key, best in a credential file");
    }
    if (authority.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "'"
              + scheme
              + "://"
              + authority
              + "' has a port, which belongs into fs.s3a.endpoint: "
              + FORM);
    }
    if (!BUCKET.matcher(authority).matches()) {
      throw new IllegalArgumentException(
          "'"
              + authority
              + "' is not a bucket's name (letters, digits, dots, dashes; underscores in old ones): "
              + FORM);
    }
    String path = uri.getPath();
    return new S3Address(
        scheme, authority, path == null || path.isEmpty() ? "" : path.substring(1));
  }

  /** The bucket alone, without a path. */
  public URI root() {
    return URI.create(scheme + "://" + bucket);
  }

  @Override
  public String toString() {
    return root() + "/" + key;
  }
}
