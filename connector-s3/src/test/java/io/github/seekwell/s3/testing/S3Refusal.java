package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Call;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** An error of the service, with its status, code, message and whatever else it tells. */
final class S3Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Map<String, String> details;
  private final transient Map<String, String> headers;

  S3Refusal(int status, String code, String message) {
    this(status, code, message, Map.of(), Map.of());
  }

  private S3Refusal(
      int status,
      String code,
      String message,
      Map<String, String> details,
      Map<String, String> headers) {
    // No stack: this is an answer, not a failure.
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  S3Refusal detail(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new S3Refusal(status, code, message(), more, headers);
  }

  S3Refusal header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new S3Refusal(status, code, message(), details, more);
  }

  Answer answer(Call call) {
    // 304 and the errors of HEAD have no body; for the latter the emulator sees to it.
    if (status == 304) {
      return Answer.of(304).headers(headers);
    }
    return S3Xml.answer(
            status,
            "Error",
            "",
            xml -> {
              xml.text("Code", code).text("Message", message());
              details.forEach(xml::text);
              xml.text("Resource", call.request().rawPath())
                  .text("RequestId", call.request().id())
                  .text("HostId", S3Dialect.hostId(call.request().id()));
            })
        .headers(headers);
  }

  /** What the service says, in general, with a status. */
  static S3Refusal ofStatus(int status) {
    String code =
        switch (status) {
          case 301 -> "PermanentRedirect";
          case 307 -> "TemporaryRedirect";
          case 400 -> "InvalidRequest";
          case 403 -> "AccessDenied";
          case 404 -> "NoSuchKey";
          case 405 -> "MethodNotAllowed";
          case 409 -> "OperationAborted";
          case 411 -> "MissingContentLength";
          case 412 -> "PreconditionFailed";
          case 416 -> "InvalidRange";
          case 429 -> "TooManyRequests";
          case 500 -> "InternalError";
          case 501 -> "NotImplemented";
          case 503 -> "SlowDown";
          default -> "Unknown";
        };
    return new S3Refusal(status, code, "The service answers " + status + " as it was told to.");
  }

  static S3Refusal noSuchBucket(String bucket) {
    return new S3Refusal(404, "NoSuchBucket", "The specified bucket does not exist")
        .detail("BucketName", bucket);
  }

  static S3Refusal noSuchKey(String key) {
    return new S3Refusal(404, "NoSuchKey", "The specified key does not exist.").detail("Key", key);
  }

  static S3Refusal noSuchUpload(String id) {
    return new S3Refusal(
            404,
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.")
        .detail("UploadId", id);
  }

  static S3Refusal preconditionFailed(String condition) {
    return new S3Refusal(
            412,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold")
        .detail("Condition", condition);
  }

  static S3Refusal invalidArgument(String name, String value, String message) {
    return new S3Refusal(400, "InvalidArgument", message)
        .detail("ArgumentName", name)
        .detail("ArgumentValue", value);
  }

  static S3Refusal invalidRequest(String message) {
    return new S3Refusal(400, "InvalidRequest", message);
  }

  static S3Refusal malformedXml() {
    return new S3Refusal(
        400,
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema");
  }

  static S3Refusal accessDenied(String message) {
    return new S3Refusal(403, "AccessDenied", message);
  }

  static S3Refusal notImplemented(String what) {
    return new S3Refusal(
        501,
        "NotImplemented",
        "A header or query you provided implies functionality that is not implemented: " + what);
  }
}
