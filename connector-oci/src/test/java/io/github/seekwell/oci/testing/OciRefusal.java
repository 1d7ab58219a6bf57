package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.Answer;
import java.io.Serial;
import java.util.Map;

/** An error of the service, with its status, code and message. */
final class OciRefusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  OciRefusal(int status, String code, String message) {
    // No stack: this is an answer, not a failure.
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  Answer answer() {
    return Answer.json(
        status, OciJson.write(Map.of("code", code, "message", String.valueOf(getMessage()))));
  }

  /** What the service says, in general, with a status. */
  static OciRefusal ofStatus(int status) {
    String code =
        switch (status) {
          case 400 -> "InvalidParameter";
          case 401 -> "NotAuthenticated";
          case 403 -> "NotAuthorized";
          case 404 -> "NotAuthorizedOrNotFound";
          case 409 -> "IncorrectState";
          case 412 -> "IfMatchFailed";
          case 429 -> "TooManyRequests";
          case 500 -> "InternalServerError";
          case 503 -> "ServiceUnavailable";
          default -> "Unknown";
        };
    return new OciRefusal(status, code, "The service answers " + status + " as it was told to.");
  }

  static OciRefusal noSuchBucket(String bucket, String namespace) {
    return new OciRefusal(
        404,
        "BucketNotFound",
        "Either the bucket named '%s' does not exist in the namespace '%s' or you are not authorized to access it"
            .formatted(bucket, namespace));
  }

  static OciRefusal noSuchObject(String key, String bucket) {
    return new OciRefusal(
        404,
        "ObjectNotFound",
        "The object '%s' was not found in the bucket '%s'".formatted(key, bucket));
  }

  static OciRefusal noSuchUpload(String id) {
    return new OciRefusal(404, "NoSuchUpload", "There is no upload with id '%s'".formatted(id));
  }

  static OciRefusal invalid(String message) {
    return new OciRefusal(400, "InvalidParameter", message);
  }

  static OciRefusal ifMatchFailed() {
    return new OciRefusal(
        412, "IfMatchFailed", "The If-Match header is set and the entity tag is another");
  }

  static OciRefusal ifNoneMatchFailed() {
    return new OciRefusal(
        412, "IfNoneMatchFailed", "The If-None-Match header is set and there is such an entity");
  }

  static OciRefusal notAuthenticated(String why) {
    return new OciRefusal(
        401,
        "NotAuthenticated",
        "The required information to complete authentication was not provided or was incorrect. "
            + why);
  }
}
