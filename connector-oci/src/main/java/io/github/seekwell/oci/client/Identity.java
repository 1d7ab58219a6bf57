package io.github.seekwell.oci.client;

import java.security.interfaces.RSAPrivateKey;
import java.util.Objects;

/**
 * What one request is signed with: a name and the key that proves it, always of the same moment.
 *
 * @param keyId as signatures carry it: {@code tenancy/user/fingerprint}, or {@code ST$} and a token
 * @param key the private key that goes with it
 * @param onBehalfOf a delegation token, sent and signed with every request; empty if there is none
 */
record Identity(String keyId, RSAPrivateKey key, String onBehalfOf) {

  Identity {
    if (keyId.isEmpty()) {
      throw new IllegalArgumentException("no key id");
    }
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(onBehalfOf, "onBehalfOf");
  }

  Identity(String keyId, RSAPrivateKey key) {
    this(keyId, key, "");
  }

  /** By a security token, as the services of OCI issue them. */
  static Identity ofToken(String token, RSAPrivateKey key) {
    return new Identity(token.startsWith("ST$") ? token : "ST$" + token, key);
  }

  Identity onBehalfOf(String token) {
    return new Identity(keyId, key, token);
  }

  /** A key id may be a token, and so is not told. */
  @Override
  public String toString() {
    return "Identity[********]";
  }
}
