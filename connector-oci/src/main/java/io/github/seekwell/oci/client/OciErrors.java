package io.github.seekwell.oci.client;

import com.fasterxml.jackson.core.JacksonException;
import com.oracle.bmc.model.BmcException;
import io.github.seekwell.core.client.CallFailures;
import io.github.seekwell.core.client.StoreCall;
import io.github.seekwell.core.http.HttpException;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns what the SDK, the engine or the service said into a kind and a sentence. The SDK's own
 * exceptions end here: their messages are a page long and their classes are relocated in our jar.
 */
final class OciErrors {

  /** How far a request's date may be from the service's clock. */
  private static final Duration CLOCK_ALLOWED = Duration.ofMinutes(5);

  /** What the SDK puts in place of a body, which answers to HEAD do not have. */
  static final String SDK_SAYS_NOTHING = "Detailed exception information not available";

  private OciErrors() {}

  /** What a call failed of, in our words. */
  static StoreException of(StoreCall call, Throwable thrown) {
    // First, because a status says more than whatever went wrong while its explanation was read.
    if (thrown instanceof BmcException refused && refused.getStatusCode() > 0) {
      return refused(call, refused);
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof IdentityException nobody) {
        return new StoreException(
            nobody.kind(), CallFailures.failure(call, "" + nobody.getMessage()), nobody);
      }
    }
    Optional<StoreException> transport = CallFailures.ofTransport(call, thrown);
    if (transport.isPresent()) {
      return hinted(call, transport.get());
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof JacksonException) {
        return new StoreException(
            ErrorKind.WRONG_ANSWER,
            CallFailures.failure(call, "the answer is not the JSON it should be"),
            t);
      }
    }
    Throwable root = root(thrown);
    String detail =
        root.getClass().getSimpleName() + ": " + CallFailures.shortened(root.getMessage());
    if (call.status() != 0) {
      // The SDK could make nothing of a header.
      return new StoreException(
          ErrorKind.WRONG_ANSWER,
          CallFailures.failure(call, "the answer makes no sense: " + detail),
          root);
    }
    return new StoreException(ErrorKind.LOCAL, CallFailures.failure(call, detail), root);
  }

  private static StoreException hinted(StoreCall call, StoreException told) {
    if (told.kind() != ErrorKind.TLS || !(told.getCause() instanceof HttpException broken)) {
      return told;
    }
    String hint =
        " (an endpoint that speaks plain HTTP is written with http:// in "
            + OciEndpoint.HOSTNAME.key()
            + ")";
    return new StoreException(
        told.kind(), CallFailures.failure(call, broken.getMessage() + hint), broken);
  }

  /** What the service said about one of many keys. */
  static StoreException ofStatus(StoreCall call, String action, int status, String detail) {
    return new StoreException(
        kindOf(status, "", false),
        new Failure(
            action,
            CallFailures.shortened(detail),
            status,
            call.requestId(),
            call.address(),
            Duration.ZERO),
        null);
  }

  private static StoreException refused(StoreCall call, BmcException refused) {
    String code =
        "Unknown".equals(refused.getServiceCode())
            ? ""
            : CallFailures.word(refused.getServiceCode());
    int status = refused.getStatusCode();
    String said = CallFailures.shortened(refused.getUnmodifiedMessage());
    if (said.equals(SDK_SAYS_NOTHING)) {
      said = "the store gives no reason";
    }
    String detail = (code.isEmpty() ? "" : code + ": ") + explained(call, status, code, said);
    String requestId =
        call.requestId().isEmpty()
            ? CallFailures.word(refused.getOpcRequestId())
            : call.requestId();
    Failure failure =
        new Failure(
            call.action(),
            detail,
            status,
            requestId,
            call.address(),
            CallFailures.retryAfter(call));
    ErrorKind kind =
        clockIsWrong(call, status)
            ? ErrorKind.CLOCK_WRONG
            : kindOf(status, code, call.mustBeAbsent());
    return new StoreException(
        kind == ErrorKind.NOT_FOUND && call.isListing() ? ErrorKind.BUCKET_NOT_FOUND : kind,
        failure,
        null);
  }

  /** The service has one code for whatever is wrong with a signature, and none to HEAD. */
  private static boolean clockIsWrong(StoreCall call, int status) {
    return status == 401 && CallFailures.clockIsWrong(call, CLOCK_ALLOWED);
  }

  private static String explained(StoreCall call, int status, String code, String said) {
    return switch (status) {
      case 401 ->
          clockIsWrong(call, status)
              ? said + " (" + CallFailures.clockInWords(call) + "; 5 minutes are allowed)"
              : said
                  + " (check "
                  + OciAuth.TENANT.key()
                  + ", .userId, .fingerprint and .pemfilepath, or the profile they come from, and"
                  + " this machine's clock: requests more than 5 minutes off are refused)";
      case 404 ->
          switch (code) {
            case "" ->
                "no such object or bucket, or these credentials may not see it (the store does not"
                    + " say which)";
            case "NotAuthorizedOrNotFound" ->
                said + " (either it does not exist or these credentials may not see it)";
            default -> said;
          };
      case 412 -> call.precondition().isEmpty() ? said : call.precondition() + " (" + said + ")";
      default -> said;
    };
  }

  private static ErrorKind kindOf(int status, String code, boolean mustBeAbsent) {
    return switch (status) {
      // What was damaged on its way may arrive the next time.
      case 400 ->
          code.equals("UnmatchedContentMD5") ? ErrorKind.SERVER_ERROR : ErrorKind.INVALID_REQUEST;
      case 401 -> ErrorKind.UNAUTHENTICATED;
      case 403 -> ErrorKind.ACCESS_DENIED;
      case 404 ->
          switch (code) {
            case "BucketNotFound", "NamespaceNotFound" -> ErrorKind.BUCKET_NOT_FOUND;
            // Never taken for absence: whoever is not allowed to look must not conclude that
            // nothing is there, and overwrite it.
            case "NotAuthorizedOrNotFound" -> ErrorKind.ACCESS_DENIED;
            default -> ErrorKind.NOT_FOUND;
          };
      // What loses against a concurrent request may win the next time.
      case 408 -> ErrorKind.SERVER_ERROR;
      case 409 ->
          code.contains("AlreadyExists")
              ? ErrorKind.ALREADY_EXISTS
              : switch (code) {
                case "ConcurrentObjectUpdate" -> ErrorKind.CONFLICT;
                case "IncorrectState" -> ErrorKind.SERVER_ERROR;
                default -> ErrorKind.INVALID_REQUEST;
              };
      case 412 ->
          mustBeAbsent || code.startsWith("IfNoneMatch")
              ? ErrorKind.ALREADY_EXISTS
              : ErrorKind.CHANGED;
      case 416 -> ErrorKind.INVALID_RANGE;
      case 429, 503 -> ErrorKind.THROTTLED;
      case 501 -> ErrorKind.UNSUPPORTED;
      default ->
          status >= 500
              ? ErrorKind.SERVER_ERROR
              : status >= 400 ? ErrorKind.INVALID_REQUEST : ErrorKind.WRONG_ANSWER;
    };
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null
        && (root instanceof BmcException || !(root instanceof IOException))) {
      root = root.getCause();
    }
    return root;
  }
}
