package io.github.seekwell.s3.client;

import static io.github.seekwell.core.client.CallFailures.shortened;
import static io.github.seekwell.core.client.CallFailures.word;

import io.github.seekwell.core.client.CallFailures;
import io.github.seekwell.core.client.StoreCall;
import io.github.seekwell.core.http.HttpException;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * Turns what the SDK, the engine or the service said into a kind and a sentence, with advice where
 * a setting would help. The SDK's own exceptions end here.
 */
final class S3Errors {

  /** The store's name for a request, and what its support wants to know besides. */
  static final String REQUEST_ID = "x-amz-request-id";

  private static final String EXTENDED_ID = "x-amz-id-2";

  /** Where the bucket is, told with most refusals of a request to the wrong region. */
  private static final String BUCKET_REGION = "x-amz-bucket-region";

  /** How far a request's date may be from the store's clock. */
  private static final Duration CLOCK_ALLOWED = Duration.ofMinutes(15);

  private static final Pattern REGION = Pattern.compile("<Region>\\s*([A-Za-z0-9-]+)\\s*</Region>");

  /** Codes that say the credentials are no longer, or not, good; new ones may be. */
  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "TokenRefreshRequired",
          "InvalidToken",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "SignatureDoesNotMatch",
          "RequestExpired");

  private static final Set<String> SLOW_DOWN =
      Set.of(
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestLimitExceeded",
          "RequestThrottled",
          "TooManyRequests",
          "TooManyRequestsException",
          "ServiceUnavailable",
          "Busy");

  private final S3Bucket bucket;
  private final S3Auth auth;

  S3Errors(S3Bucket bucket, S3Auth auth) {
    this.bucket = bucket;
    this.auth = auth;
  }

  /**
   * What a request failed of.
   *
   * @param told in our words
   * @param code the store's; empty if it gave none
   * @param region where the store says the bucket is; empty if it does not
   */
  record Refusal(StoreException told, String code, String region) {
    static Refusal of(StoreException told) {
      return new Refusal(told, "", "");
    }

    boolean credentialsAreBad() {
      return BAD_CREDENTIALS.contains(code)
          || (told.kind() == ErrorKind.UNAUTHENTICATED && told.failure().status() != 0);
    }

    /** An answer to HEAD has no body, so nobody learns why. */
    boolean silent() {
      int status = told.failure().status();
      return code.isEmpty() && (status == 400 || status == 403);
    }
  }

  /** Thrown inside the SDK when there are no credentials, so that we know it was that. */
  static final class NoCredentials extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoCredentials(String message, RuntimeException cause) {
      super(message, cause);
    }
  }

  Refusal of(StoreCall call, Throwable thrown) {
    // First, because a status says more than whatever went wrong while its explanation was read.
    if (thrown instanceof AwsServiceException refused && refused.statusCode() > 0) {
      return refused(call, refused);
    }
    Optional<StoreException> transport = CallFailures.ofTransport(call, thrown);
    if (transport.isPresent()) {
      return Refusal.of(hinted(call, transport.get()));
    }
    if (thrown instanceof AbortedException) {
      Thread.currentThread().interrupt();
      return Refusal.of(told(call, ErrorKind.INTERRUPTED, "interrupted", thrown));
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof NoCredentials) {
        // A token service that was not reached may be reached the next time.
        boolean mayMend = t.getCause() instanceof S3AuthException known && known.retryable();
        return Refusal.of(
            told(
                call,
                mayMend ? ErrorKind.SERVER_ERROR : ErrorKind.UNAUTHENTICATED,
                "" + t.getMessage(),
                t.getCause()));
      }
    }
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String detail = root.getClass().getSimpleName() + ": " + shortened(root.getMessage());
    if (call.status() != 0) {
      // The SDK could make nothing of a header or of the XML.
      return Refusal.of(
          told(call, ErrorKind.WRONG_ANSWER, "the answer makes no sense: " + detail, root));
    }
    // The SDK sends no request for some names, though the service might take them.
    boolean refusedHere = !(root instanceof IOException);
    return Refusal.of(
        told(call, refusedHere ? ErrorKind.INVALID_REQUEST : ErrorKind.LOCAL, detail, root));
  }

  /** What the service said about one of many keys. */
  static StoreException ofKey(StoreCall call, String action, String code, String message) {
    return new StoreException(
        kindOf(call, 200, code),
        new Failure(
            action,
            code + ": " + shortened(message),
            call.status(),
            requestId(call, ""),
            call.address(),
            Duration.ZERO),
        null);
  }

  private Refusal refused(StoreCall call, AwsServiceException refused) {
    int status = call.status() == 0 ? refused.statusCode() : call.status();
    @Nullable AwsErrorDetails details = refused.awsErrorDetails();
    String code = details == null ? "" : word(details.errorCode());
    if (code.matches("[0-9]{3}.*")) {
      code = ""; // A status that the SDK put in place of a code.
    }
    String raw =
        details == null || details.rawResponse() == null
            ? ""
            : details.rawResponse().asUtf8String();
    String said = details == null ? "" : shortened(details.errorMessage());
    if (call.bytesReceived() == 0) {
      // As to HEAD: whatever code there is, the SDK guessed it from the status.
      code = "";
      said = "the store gives no reason";
    } else if (said.isEmpty()) {
      said = shortened(raw.replaceAll("<[^>]*>", " "));
    }
    String region = call.answer(BUCKET_REGION).orElseGet(() -> regionIn(raw));
    boolean unexplained = status == 403 && code.isEmpty();
    ErrorKind kind =
        unexplained && CallFailures.clockIsWrong(call, CLOCK_ALLOWED)
            ? ErrorKind.CLOCK_WRONG
            : kindOf(call, status, code);
    String detail =
        (code.isEmpty() ? "" : code + ": ") + explained(call, kind, status, code, said, region);
    Failure failure =
        new Failure(
            call.action(),
            detail,
            status,
            requestId(call, word(refused.requestId())),
            call.address(),
            CallFailures.retryAfter(call));
    return new Refusal(new StoreException(kind, failure, null), code, region);
  }

  private static String regionIn(String raw) {
    Matcher matcher = REGION.matcher(raw);
    return matcher.find() ? matcher.group(1) : "";
  }

  private String explained(
      StoreCall call, ErrorKind kind, int status, String code, String said, String region) {
    if (kind == ErrorKind.UNSUPPORTED && call.conditional()) {
      return said
          + " (the store does not know conditional writes: set "
          + S3Options.CONDITIONAL.key()
          + " = false, and two writers at the same moment may both believe they were first)";
    } else if (status == 412 || code.equals("PreconditionFailed")) {
      return call.precondition().isEmpty() ? said : call.precondition() + " (" + said + ")";
    } else if (kind == ErrorKind.UNAUTHENTICATED) {
      return said
          + " (credentials: "
          + auth.source()
          + (code.equals("SignatureDoesNotMatch")
              ? "; check the secret key, and " + S3Endpoint.REGION.key()
              : "")
          + ")";
    } else if (kind == ErrorKind.CLOCK_WRONG) {
      return said + " (" + CallFailures.clockInWords(call) + ")";
    } else if (kind == ErrorKind.ACCESS_DENIED) {
      return said + " (credentials: " + auth.source() + ")";
    } else if (status == 301
        || status == 307
        || (!region.isEmpty() && kind == ErrorKind.INVALID_REQUEST)) {
      return said
          + " (the bucket is "
          + (region.isEmpty() ? "elsewhere" : "in " + region)
          + ": check "
          + S3Endpoint.ENDPOINT.key()
          + " and "
          + S3Endpoint.REGION.key()
          + (bucket.options().crossRegion() ? "" : ", or allow " + S3Options.CROSS_REGION.key())
          + ")";
    } else if (status == 404 && code.isEmpty()) {
      return "no such object or bucket";
    }
    return said;
  }

  private static ErrorKind kindOf(StoreCall call, int status, String code) {
    if (BAD_CREDENTIALS.contains(code)) {
      return ErrorKind.UNAUTHENTICATED;
    } else if (code.equals("RequestTimeTooSkewed")) {
      return ErrorKind.CLOCK_WRONG;
    } else if (SLOW_DOWN.contains(code)) {
      return ErrorKind.THROTTLED;
    }
    return switch (code) {
      case "NoSuchBucket" -> ErrorKind.BUCKET_NOT_FOUND;
      case "NoSuchKey", "NoSuchUpload" -> ErrorKind.NOT_FOUND;
      case "AccessDenied", "AllAccessDisabled" -> ErrorKind.ACCESS_DENIED;
      case "PreconditionFailed" -> unmet(call);
      case "NotImplemented" -> ErrorKind.UNSUPPORTED;
      case "OperationAborted", "ConditionalRequestConflict" -> ErrorKind.CONFLICT;
      // What was damaged on its way may arrive the next time.
      case "InternalError",
          "RequestTimeout",
          "BadDigest",
          "IncompleteBody",
          "XAmzContentSHA256Mismatch",
          "XAmzContentChecksumMismatch" ->
          ErrorKind.SERVER_ERROR;
      default -> ofStatus(call, status);
    };
  }

  private static ErrorKind ofStatus(StoreCall call, int status) {
    return switch (status) {
      // An error told after the head of the answer had gone out.
      case 200 -> ErrorKind.SERVER_ERROR;
      case 401 -> ErrorKind.UNAUTHENTICATED;
      case 403 -> ErrorKind.ACCESS_DENIED;
      case 404 -> call.isListing() ? ErrorKind.BUCKET_NOT_FOUND : ErrorKind.NOT_FOUND;
      case 408 -> ErrorKind.SERVER_ERROR;
      case 412 -> unmet(call);
      case 416 -> ErrorKind.INVALID_RANGE;
      case 429, 503 -> ErrorKind.THROTTLED;
      case 501 -> ErrorKind.UNSUPPORTED;
      default ->
          status >= 500
              ? ErrorKind.SERVER_ERROR
              : status >= 300 ? ErrorKind.INVALID_REQUEST : ErrorKind.WRONG_ANSWER;
    };
  }

  private static ErrorKind unmet(StoreCall call) {
    return call.mustBeAbsent() ? ErrorKind.ALREADY_EXISTS : ErrorKind.CHANGED;
  }

  /** Which setting may be to blame for a connection that came to nothing. */
  private StoreException hinted(StoreCall call, StoreException told) {
    if (bucket.endpoint().kind() != S3Endpoint.Kind.OTHER
        || !(told.getCause() instanceof HttpException)) {
      return told;
    }
    String hint =
        switch (told.kind()) {
          case TLS ->
              bucket.endpoint().plain()
                  ? ""
                  : "if the store speaks plain HTTP, write http:// in "
                      + S3Endpoint.ENDPOINT.key()
                      + " or set "
                      + S3Endpoint.SSL.key()
                      + " = false";
          case WRONG_ANSWER ->
              bucket.endpoint().plain()
                  ? "if the store speaks TLS, write https:// in " + S3Endpoint.ENDPOINT.key()
                  : "";
          case UNKNOWN_HOST ->
              bucket.endpoint().pathStyle()
                  ? ""
                  : "if the store does not put buckets into host names, set "
                      + S3Endpoint.PATH_STYLE.key()
                      + " = true";
          default -> "";
        };
    return hint.isEmpty()
        ? told
        : told(call, told.kind(), told.failure().detail() + " (" + hint + ")", told.getCause());
  }

  private static StoreException told(
      StoreCall call, ErrorKind kind, String detail, @Nullable Throwable cause) {
    return new StoreException(kind, CallFailures.failure(call, detail), cause);
  }

  private static String requestId(StoreCall call, String otherwise) {
    String id = call.requestId().isEmpty() ? otherwise : call.requestId();
    String extended = call.answer(EXTENDED_ID).orElse("");
    return extended.isEmpty() ? id : id + ", extended " + extended;
  }
}
