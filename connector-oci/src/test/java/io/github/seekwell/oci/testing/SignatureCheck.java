package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Request;
import java.security.PublicKey;
import java.time.Clock;

/** Decides whether a request may be carried out. Refuses by {@link OciRefusal}. */
public interface SignatureCheck {
  SignatureCheck ACCEPT_ALL = (request, body) -> {};

  void check(Request request, Body body);

  /**
   * Verifies request signatures of one API key.
   *
   * @param keyId {@code tenancy/user/fingerprint}
   */
  static SignatureCheck of(String keyId, PublicKey key) {
    return of(keyId, key, Clock.systemUTC());
  }

  /** The same by another clock. */
  static SignatureCheck of(String keyId, PublicKey key, Clock clock) {
    return new ApiKeySignature(keyId, key, clock);
  }
}
