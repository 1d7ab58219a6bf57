package io.github.seekwell.oci.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Dialect;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObjects;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The services by which OCI tells machines, resources and pods who they are. Whoever got a token
 * may use the store that asks {@link KnownKeys}; a newer token of the same subject ends the older.
 */
public final class TokenDialect implements Dialect {
  public static final String ACCOUNT = "the-account's-token";

  /** Of the leaf of a resource; its parent's proof is fetched with it. */
  public static final String LEAF = "ST$" + Tokens.of("leaf", Duration.ofDays(1));

  private final MachineCertificate machine;
  private final KnownKeys store;
  private final Duration life;
  private final KnownKeys askers = new KnownKeys();
  private volatile String latest = "";

  /**
   * @param store where issued tokens are good
   * @param life of a token
   */
  public TokenDialect(MachineCertificate machine, KnownKeys store, Duration life)
      throws GeneralSecurityException {
    this.machine = machine;
    this.store = store;
    this.life = life;
    askers.accept(
        MachineCertificate.TENANCY + "/fed-x509-sha256/" + fingerprint(),
        machine.certificate().getPublicKey());
    askers.accept(LEAF, machine.certificate().getPublicKey());
  }

  /** The token that was issued last, with its prefix. */
  public String latest() {
    return latest;
  }

  private String fingerprint() throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(machine.certificate().getEncoded());
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
  }

  @Override
  public Call identify(Request request) {
    return new Call(request, request.method() + " " + request.rawPath(), "", "");
  }

  @Override
  public Answer answer(Call call, Body body, StoredObjects objects) {
    try {
      return switch (call.operation()) {
        case "GET /opc/v2/instance/region" -> metadata(call, "iad");
        case "GET /opc/v2/identity/cert.pem", "GET /opc/v2/identity/intermediate.pem" ->
            metadata(call, machine.certificatePem());
        case "GET /opc/v2/identity/key.pem" -> metadata(call, machine.keyPem());
        case "POST /v1/x509" -> ofMachine(call, body);
        case "GET /parent", "GET /grandparent" -> proof(call, body);
        case "POST /v1/resourcePrincipalSessionToken" -> ofResource(call, body);
        case "POST /resourcePrincipalSessionTokens" -> ofPod(call, body);
        default -> OciRefusal.ofStatus(404).answer();
      };
    } catch (OciRefusal refusal) {
      return refusal.answer();
    } catch (GeneralSecurityException e) {
      return OciRefusal.invalid("" + e.getMessage()).answer();
    }
  }

  private static Answer metadata(Call call, String text) {
    if (!call.request().header("Authorization").equals(Optional.of("Bearer Oracle"))) {
      throw OciRefusal.ofStatus(401);
    }
    return Answer.of(200).header("Content-Type", "text/plain").body(Content.of(text));
  }

  private Answer ofMachine(Call call, Body body) throws GeneralSecurityException {
    askers.check(call.request(), body);
    JsonNode request = OciJson.read(body);
    String certificate = Base64.getEncoder().encodeToString(machine.certificate().getEncoded());
    if (!OciJson.required(request, "certificate").equals(certificate)
        || !request.path("intermediateCertificates").path(0).asText().equals(certificate)
        || !OciJson.required(request, "fingerprintAlgorithm").equals("SHA256")) {
      throw OciRefusal.notAuthenticated("The certificates are not this machine's.");
    }
    return token(issue("machine", OciJson.required(request, "publicKey")));
  }

  /** Whoever names himself as his parent has none. */
  private Answer proof(Call call, Body body) {
    askers.check(call.request(), body);
    Answer proof =
        Answer.json(
            200,
            OciJson.write(
                Map.of(
                    "resourcePrincipalToken",
                    "rpt" + call.operation(),
                    "servicePrincipalSessionToken",
                    "spst")));
    String host = call.request().header("host").orElse("");
    return proof.header("opc-parent-rpt-url", "http://" + host + "/grandparent");
  }

  private Answer ofResource(Call call, Body body) throws GeneralSecurityException {
    askers.check(call.request(), body);
    JsonNode request = OciJson.read(body);
    if (!List.of("rptGET /parent", "rptGET /grandparent")
            .contains(OciJson.required(request, "resourcePrincipalToken"))
        || !OciJson.required(request, "servicePrincipalSessionToken").equals("spst")) {
      throw OciRefusal.notAuthenticated("The proofs are not the parent's.");
    }
    String session = OciJson.required(request, "sessionPublicKey");
    String token = issue(OciJson.required(request, "resourcePrincipalToken"), session);
    askers.accept("ST$" + token, key(session));
    return token(token);
  }

  private Answer ofPod(Call call, Body body) throws GeneralSecurityException {
    if (!call.request().header("Authorization").equals(Optional.of("Bearer " + ACCOUNT))) {
      throw OciRefusal.ofStatus(401);
    }
    String token = issue("pod", OciJson.required(OciJson.read(body), "podKey"));
    String inner = OciJson.write(Map.of("token", "ST$" + token));
    byte[] bytes = inner.getBytes(StandardCharsets.UTF_8);
    return Answer.json(200, OciJson.write(Base64.getEncoder().encodeToString(bytes)));
  }

  private static Answer token(String token) {
    return Answer.json(200, OciJson.write(Map.of("token", token)));
  }

  private String issue(String subject, String publicKey) throws GeneralSecurityException {
    String token = Tokens.of(subject, life);
    store.accept("ST$" + token, key(publicKey));
    store.revoke(latest);
    latest = "ST$" + token;
    return token;
  }

  private static PublicKey key(String base64) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  @Override
  public Answer refusal(Call call, int status) {
    return OciRefusal.ofStatus(status).answer();
  }

  @Override
  public Answer complete(Call call, Answer answer) {
    return answer.header("opc-request-id", call.request().id());
  }
}
