package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Request;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is about, from its host and path: {@code /bucket/key}, or {@code /key} of the
 * bucket that the host's name begins with.
 *
 * @param bucket empty if the request is about none
 * @param key decoded, slashes and all; empty if there is none
 */
record S3Path(String bucket, String key) {
  private static final Pattern AMAZON =
      Pattern.compile("(?:(.+)\\.)?s3(?:[.-]([a-z0-9-]+))?\\.amazonaws\\.com");

  /**
   * Reads a request's host and path.
   *
   * @param domains names under which a bucket's name may stand; Amazon's own always count
   * @throws IllegalArgumentException if the path's encoding is broken
   */
  static S3Path of(Request request, List<String> domains) {
    String path = request.rawPath().startsWith("/") ? request.rawPath().substring(1) : "";
    String bucket = hostBucket(host(request), domains);
    if (!bucket.isEmpty()) {
      return new S3Path(bucket, decoded(path));
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? new S3Path(decoded(path), "")
        : new S3Path(decoded(path.substring(0, slash)), decoded(path.substring(slash + 1)));
  }

  /** The region an Amazon host's name speaks of; {@code otherwise} for any other host. */
  static String region(Request request, String otherwise) {
    Matcher amazon = AMAZON.matcher(host(request));
    return amazon.matches() && amazon.group(2) != null ? amazon.group(2) : otherwise;
  }

  static String host(Request request) {
    String host = request.header("Host").orElse("").toLowerCase(Locale.ROOT);
    int colon = host.lastIndexOf(':');
    return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
  }

  private static String hostBucket(String host, List<String> domains) {
    for (String domain : domains) {
      if (host.endsWith("." + domain)) {
        return host.substring(0, host.length() - domain.length() - 1);
      }
    }
    Matcher amazon = AMAZON.matcher(host);
    return amazon.matches() && amazon.group(1) != null ? amazon.group(1) : "";
  }

  private static String decoded(String text) {
    try {
      return Request.decodePath(text);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("broken encoding: " + text, e);
    }
  }
}
