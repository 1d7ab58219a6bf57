package io.github.seekwell.s3.client;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** No credentials could be had. The message says why, for people; it holds no secret. */
public final class S3AuthException extends SdkClientException {
  @Serial private static final long serialVersionUID = 1;

  private final boolean mayMend;

  S3AuthException(String message, @Nullable Throwable cause, boolean mayMend) {
    super(builder().message(message).cause(cause));
    this.mayMend = mayMend;
  }

  S3AuthException(String message) {
    this(message, null, false);
  }

  /** A source that failed; it may mend if a service was not reached or was not well. */
  static S3AuthException of(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return new S3AuthException(message, failure, mayMend(failure));
  }

  /** Whether it makes sense to ask again. */
  @Override
  public boolean retryable() {
    return mayMend;
  }

  private static boolean mayMend(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof S3AuthException known) {
        return known.mayMend;
      } else if (t instanceof SdkServiceException answer) {
        return answer.statusCode() >= 500 || answer.isThrottlingException();
      } else if (t instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}
