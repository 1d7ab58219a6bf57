package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Request;

/** The object a copy is made of, as its header names it: {@code [/]bucket/key}, encoded. */
record CopySource(String bucket, String key) {
  static final String HEADER = "x-amz-copy-source";

  static CopySource of(Request request) {
    String header = request.header(HEADER).orElse("");
    try {
      int query = header.indexOf("?versionId=");
      String path = Request.decodePath(query < 0 ? header : header.substring(0, query));
      String relative = path.startsWith("/") ? path.substring(1) : path;
      int slash = relative.indexOf('/');
      if (query < 0 && slash > 0 && slash < relative.length() - 1) {
        return new CopySource(relative.substring(0, slash), relative.substring(slash + 1));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Refused below like any that names no object.
    }
    throw S3Refusal.invalidArgument(
        HEADER,
        header,
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }
}
