package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Request;
import java.util.Map;
import java.util.Set;

/** Names operations as the service's reference does. */
final class S3Operations {
  private static final String ASSUME_ROLE = "AssumeRole";
  private static final String WEB_IDENTITY = "AssumeRoleWithWebIdentity";

  /** Parts of a bucket or object that are not played here. */
  private static final Set<String> OTHERS =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "attributes",
          "cors",
          "encryption",
          "intelligent-tiering",
          "inventory",
          "legal-hold",
          "lifecycle",
          "logging",
          "metrics",
          "notification",
          "object-lock",
          "ownershipControls",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "session",
          "tagging",
          "torrent",
          "versioning",
          "versions",
          "website");

  private S3Operations() {}

  static String of(Request request, S3Path path) {
    Map<String, String> query = query(request);
    if (query.keySet().stream().anyMatch(OTHERS::contains)) {
      return S3Dialect.UNKNOWN;
    }
    boolean copies = request.header(CopySource.HEADER).isPresent();
    if (!path.key().isEmpty()) {
      return ofObject(request.method(), query, copies);
    }
    return path.bucket().isEmpty()
        ? ofService(request)
        : isForm(request) ? tokens(request) : ofBucket(request.method(), query);
  }

  static boolean isOfTokens(String operation) {
    return operation.equals(ASSUME_ROLE) || operation.equals(WEB_IDENTITY);
  }

  private static String ofObject(String method, Map<String, String> query, boolean copies) {
    boolean upload = query.containsKey("uploadId");
    return switch (method) {
      case "GET" -> upload ? "ListParts" : "GetObject";
      case "HEAD" -> "HeadObject";
      case "PUT" ->
          upload ? copies ? "UploadPartCopy" : "UploadPart" : copies ? "CopyObject" : "PutObject";
      case "POST" ->
          upload
              ? "CompleteMultipartUpload"
              : query.containsKey("uploads") ? "CreateMultipartUpload" : S3Dialect.UNKNOWN;
      case "DELETE" -> upload ? "AbortMultipartUpload" : "DeleteObject";
      default -> S3Dialect.UNKNOWN;
    };
  }

  private static String ofBucket(String method, Map<String, String> query) {
    return switch (method) {
      case "GET" ->
          query.containsKey("location")
              ? "GetBucketLocation"
              : query.containsKey("uploads")
                  ? "ListMultipartUploads"
                  : query.getOrDefault("list-type", "").equals("2")
                      ? "ListObjectsV2"
                      : "ListObjects";
      case "HEAD" -> "HeadBucket";
      case "PUT" -> "CreateBucket";
      case "POST" -> query.containsKey("delete") ? "DeleteObjects" : S3Dialect.UNKNOWN;
      case "DELETE" -> "DeleteBucket";
      default -> S3Dialect.UNKNOWN;
    };
  }

  private static String ofService(Request request) {
    return isForm(request)
        ? tokens(request)
        : request.method().equals("GET") ? "ListBuckets" : S3Dialect.UNKNOWN;
  }

  /** The action stands in the body, which is not there yet; but only one of the two is signed. */
  private static String tokens(Request request) {
    return request.header("Authorization").isPresent() ? ASSUME_ROLE : WEB_IDENTITY;
  }

  private static boolean isForm(Request request) {
    return request.method().equals("POST")
        && request
            .header("Content-Type")
            .orElse("")
            .startsWith("application/x-www-form-urlencoded");
  }

  private static Map<String, String> query(Request request) {
    try {
      return request.query();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Map.of();
    }
  }
}
