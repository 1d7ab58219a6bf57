package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.HttpDates;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an object says of itself, and whence it knows. */
final class S3Headers {
  /** Sizes of the parts an object was made of, with commas between. Not sent. */
  static final String PARTS = ":parts";

  static final String STORAGE_CLASS = "x-amz-storage-class";
  static final String CHECKSUM = "x-amz-checksum-";

  private static final List<String> KEPT =
      List.of(
          "content-type",
          "content-language",
          "content-encoding",
          "content-disposition",
          "cache-control",
          "expires",
          "x-amz-website-redirect-location");
  private static final List<String> CLASSES =
      List.of(
          "STANDARD",
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "GLACIER",
          "DEEP_ARCHIVE",
          "OUTPOSTS",
          "GLACIER_IR",
          "SNOW",
          "EXPRESS_ONEZONE");
  private static final List<String> ACLS =
      List.of(
          "private",
          "public-read",
          "public-read-write",
          "authenticated-read",
          "aws-exec-read",
          "bucket-owner-read",
          "bucket-owner-full-control",
          "log-delivery-write");
  private static final String OVERRIDE = "response-";

  private S3Headers() {}

  /** What a request wants kept with its object, encryption and storage class included. */
  static Map<String, String> kept(Request request) {
    checkAcl(request);
    Map<String, String> kept = new HashMap<>();
    request
        .headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (KEPT.contains(lower) || lower.startsWith("x-amz-meta-")) {
                kept.put(lower, value);
              }
            });
    kept.computeIfPresent("content-encoding", (name, value) -> withoutFraming(value));
    kept.values().removeIf(String::isEmpty);
    kept.putAll(storageClass(request));
    kept.putAll(Encryption.of(request));
    return kept;
  }

  /** Framing is of the request, not of the object. */
  private static String withoutFraming(String encodings) {
    return Arrays.stream(encodings.split(","))
        .map(String::strip)
        .filter(one -> !one.equals("aws-chunked"))
        .collect(Collectors.joining(","));
  }

  private static Map<String, String> storageClass(Request request) {
    String name = request.header(STORAGE_CLASS).orElse("STANDARD");
    if (!CLASSES.contains(name)) {
      throw new S3Refusal(
          400, "InvalidStorageClass", "The storage class you specified is not valid");
    }
    return name.equals("STANDARD") ? Map.of() : Map.of(STORAGE_CLASS, name);
  }

  private static void checkAcl(Request request) {
    Optional<String> acl = request.header("x-amz-acl");
    if (acl.isPresent() && !ACLS.contains(acl.get())) {
      throw S3Refusal.invalidArgument("x-amz-acl", acl.get(), "");
    }
  }

  /** An answer's head about an object, without length and range. */
  static Answer described(int status, StoredObject object, Request request) {
    boolean checksums = request.header("x-amz-checksum-mode").orElse("").equals("ENABLED");
    Map<String, String> headers = new HashMap<>();
    object
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.startsWith(":") && (checksums || !name.startsWith(CHECKSUM))) {
                headers.put(name, value);
              }
            });
    request
        .query()
        .forEach(
            (name, value) -> {
              if (name.startsWith(OVERRIDE)) {
                headers.put(name.substring(OVERRIDE.length()), value);
              }
            });
    return Answer.of(status)
        .header("Content-Type", "binary/octet-stream")
        .headers(headers)
        .header("ETag", quoted(object.etag()))
        .header("Last-Modified", HttpDates.format(object.modified()))
        .header("Accept-Ranges", "bytes");
  }

  static String quoted(String etag) {
    return '"' + etag + '"';
  }
}
