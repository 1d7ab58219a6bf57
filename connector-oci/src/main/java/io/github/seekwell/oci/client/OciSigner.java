package io.github.seekwell.oci.client;

import com.oracle.bmc.auth.AbstractAuthenticationDetailsProvider;
import com.oracle.bmc.http.client.HttpRequest;
import com.oracle.bmc.http.client.Method;
import com.oracle.bmc.http.signing.RequestSigner;
import com.oracle.bmc.http.signing.RequestSignerFactory;
import com.oracle.bmc.http.signing.SigningStrategy;
import com.oracle.bmc.http.signing.internal.RequestSignerImpl;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs requests where they leave the SDK, so that key and key id are of one moment, and a request
 * that was refused for its signature can be signed anew. The SDK itself is told to sign nothing.
 */
final class OciSigner {
  /** For the SDK's client: it must have some, and we sign. */
  static final RequestSignerFactory NONE =
      (service, provider) -> (RequestSigner) (uri, method, headers, body) -> Map.of();

  static final Map<SigningStrategy, RequestSignerFactory> NONE_OF_ALL =
      Map.of(SigningStrategy.STANDARD, NONE, SigningStrategy.EXCLUDE_BODY, NONE);

  /** Likewise. */
  static final AbstractAuthenticationDetailsProvider NOBODY =
      new AbstractAuthenticationDetailsProvider() {};

  private static final String ON_BEHALF_OF = "opc-obo-token";

  /** What a signature adds, and a second one has to replace. */
  static final List<String> OF_THE_SIGNATURE = List.of("authorization", "date", ON_BEHALF_OF);

  private final IdentitySource source;

  OciSigner(IdentitySource source) {
    this.source = source;
  }

  /** Signs with the identity of the moment, which it returns. */
  Identity sign(OciRequest request) throws IdentityException {
    Identity identity = current();
    OF_THE_SIGNATURE.forEach(request::removeHeader);
    if (!identity.onBehalfOf().isEmpty()) {
      request.header(ON_BEHALF_OF, identity.onBehalfOf());
    }
    headers(request, identity).forEach(request::header);
    return identity;
  }

  /** The identity of the moment. */
  Identity current() throws IdentityException {
    return source.current();
  }

  /** The headers that sign a GET, what the identity brings included. */
  static Map<String, String> ofGet(URI uri, Identity identity) {
    Map<String, String> headers = new LinkedHashMap<>();
    Map<String, List<String>> known = new HashMap<>();
    if (!identity.onBehalfOf().isEmpty()) {
      headers.put(ON_BEHALF_OF, identity.onBehalfOf());
      known.put(ON_BEHALF_OF, List.of(identity.onBehalfOf()));
    }
    headers.putAll(
        by(identity, SigningStrategy.STANDARD).signRequest(uri, Method.GET.name(), known, null));
    return headers;
  }

  /** Whether there is another identity than the one that was refused. */
  boolean renew(Identity refused) throws IdentityException {
    return !source.renewed(refused).equals(refused);
  }

  /** The signature's own headers and those it fills in; bodies of objects are not signed. */
  static Map<String, String> headers(HttpRequest request, Identity identity) {
    SigningStrategy strategy =
        request.body() instanceof InputStream
            ? SigningStrategy.EXCLUDE_BODY
            : SigningStrategy.STANDARD;
    return by(identity, strategy)
        .signRequest(request.uri(), request.method().name(), request.headers(), request.body());
  }

  private static RequestSigner by(Identity identity, SigningStrategy strategy) {
    return new RequestSignerImpl(keyId -> Optional.of(identity.key()), strategy, identity::keyId);
  }
}
