package io.github.seekwell.oci.client;

import com.oracle.bmc.auth.internal.AuthUtils;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.store.ErrorKind;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Tokens for the machine itself: its certificate, which changes several times a day and is read for
 * each token, signs the request for one.
 */
final class InstanceIssuer implements IssuedIdentity.Issuer {
  private static final String WHAT = "instance principal's token";

  private final InstanceMetadata metadata;
  private final String federation;
  private final TokenCalls calls;

  /**
   * @param federation where tokens are issued; empty to take what the machine's region has
   */
  InstanceIssuer(String metadata, String federation, HttpConfig http) {
    this.metadata = new InstanceMetadata(metadata);
    this.federation = federation;
    this.calls = new TokenCalls(http);
  }

  @Override
  public String issue(KeyPair session) throws IdentityException {
    URI service = federation.isEmpty() ? metadata.federation() : URI.create(federation);
    String pem = metadata.get("identity/cert.pem");
    X509Certificate leaf = certificate(pem);
    Identity machine =
        new Identity(
            tenancy(leaf) + "/fed-x509-sha256/" + AuthUtils.getFingerPrint(leaf),
            PrivateKeys.parse(metadata.get("identity/key.pem"), "", "instance metadata"));
    String request =
        TokenCalls.json(
            Map.of(
                "certificate",
                bare(pem),
                "intermediateCertificates",
                List.of(bare(metadata.get("identity/intermediate.pem"))),
                "publicKey",
                Base64.getEncoder().encodeToString(session.getPublic().getEncoded()),
                "purpose",
                "DEFAULT",
                "fingerprintAlgorithm",
                "SHA256"));
    return calls
        .postSigned(WHAT, service.resolve("/v1/x509"), machine, request)
        .member("token", WHAT);
  }

  private static X509Certificate certificate(String pem) throws IdentityException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw new IdentityException(
          ErrorKind.WRONG_ANSWER, "instance metadata has no certificate of this machine", e);
    }
  }

  private static String tenancy(X509Certificate leaf) throws IdentityException {
    try {
      return AuthUtils.getTenantIdFromCertificate(leaf);
    } catch (RuntimeException e) {
      throw IdentityException.of("the certificate of this machine names no tenancy", e);
    }
  }

  /** As it was sent, so that whoever checks it sees the bytes that were signed. */
  private static String bare(String pem) {
    return pem.replaceAll("-----[A-Z ]+-----|\\s", "");
  }

  @Override
  public void close() {
    metadata.close();
    calls.close();
  }
}
