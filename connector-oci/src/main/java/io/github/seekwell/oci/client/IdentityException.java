package io.github.seekwell.oci.client;

import io.github.seekwell.core.store.ErrorKind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is nothing to sign with; the message says why and holds no secret. */
final class IdentityException extends IOException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  /**
   * @param kind retryable if it may mend by itself, as a token service that is busy does
   */
  IdentityException(ErrorKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Nothing will mend this but somebody who changes settings or files. */
  static IdentityException of(String message, @Nullable Throwable cause) {
    return new IdentityException(ErrorKind.UNAUTHENTICATED, message, cause);
  }

  ErrorKind kind() {
    return kind;
  }
}
