package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.store.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Tokens for a pod's service account on OKE: the cluster's own proxy issues them to whoever shows
 * the account's token, over TLS that the cluster's certificate authority vouches for. The
 * certificate names no host, so its name is not compared, as in the official SDK.
 */
final class WorkloadIssuer implements IssuedIdentity.Issuer {
  private static final String WHAT = "workload identity's token";

  private final URI service;
  private final TokenFile account;
  private final Path authority;

  /**
   * @param service where tokens are issued, without a path
   * @param account the service account's token, which Kubernetes keeps fresh
   * @param authority certificates of the cluster's authority
   */
  WorkloadIssuer(URI service, TokenFile account, Path authority) {
    this.service = service;
    this.account = account;
    this.authority = authority;
  }

  @Override
  public String issue(KeyPair session) throws IdentityException {
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + account.read(), "Accept", "application/json");
    String request =
        TokenCalls.json(
            Map.of("podKey", Base64.getEncoder().encodeToString(session.getPublic().getEncoded())));
    // A connection for each token: there are few of them, and the authority may have changed.
    try (TokenCalls calls = new TokenCalls(http())) {
      TokenCalls.Answer answer =
          calls.post(WHAT, service.resolve("/resourcePrincipalSessionTokens"), headers, request);
      return new TokenCalls.Answer(decoded(answer), Map.of()).member("token", WHAT);
    }
  }

  /** The answer is a JSON text, which is JSON in Base 64. */
  private static String decoded(TokenCalls.Answer answer) throws IdentityException {
    try {
      byte[] inner = Base64.getDecoder().decode(TokenCalls.text(answer.text(), WHAT));
      return new String(inner, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IdentityException(
          ErrorKind.WRONG_ANSWER, WHAT + ": the answer is not in Base 64", null);
    }
  }

  private HttpConfig http() throws IdentityException {
    HttpConfig plain = HttpConfig.defaults().with(TokenCalls.localTimeouts());
    return service.getScheme().equals("https")
        ? plain.with(HttpConfig.Tls.of(trust()).withoutHostnameVerification())
        : plain;
  }

  private SSLContext trust() throws IdentityException {
    try (InputStream in = Files.newInputStream(authority)) {
      KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
      known.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        known.setCertificateEntry("cluster-" + number++, one);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw IdentityException.of(
          "the certificates of the cluster's authority in " + authority + " cannot be read", e);
    }
  }
}
