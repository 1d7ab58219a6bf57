package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.Request;

/**
 * A path of the API: {@code /n/{namespace}/b/{bucket}/{kind}/{name}}.
 *
 * @param kind {@code o}, {@code u} or {@code actions}; empty if the path ends before
 * @param name the rest, decoded, slashes and all; empty if there is none
 */
record OciPath(String namespace, String bucket, String kind, String name) {
  private static final int DEPTH = 7;

  /** Reads an undecoded path; what is not of the above form has no namespace. */
  static OciPath parse(String rawPath) {
    // A name may hold slashes that were not encoded, so only the first six separate.
    String[] parts = rawPath.split("/", DEPTH);
    if (parts.length < 2 || !parts[1].equals("n")) {
      return new OciPath("", "", "", "");
    }
    return new OciPath(part(parts, 2), part(parts, 4), part(parts, 5), part(parts, 6));
  }

  private static String part(String[] parts, int index) {
    return index < parts.length ? Request.decodePath(parts[index]) : "";
  }
}
