package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import java.net.URI;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens for the resource that a resource is part of (resource principals, version 3.0): the leaf's
 * identity fetches what proves its parent, and exchanges it; the parent may have a parent itself.
 */
final class ResourceIssuer implements IssuedIdentity.Issuer {
  private static final String WHAT = "resource principal's token";

  /** Where an answer names the next parent. */
  private static final String PARENT = "opc-parent-rpt-url";

  /** As the official SDK has it. */
  private static final int MOST_PARENTS = 10;

  private final IdentitySource leaf;
  private final URI parent;
  private final URI federation;
  private final TokenCalls calls;

  /**
   * @param parent tells what proves the parent
   * @param federation where that is exchanged for a token
   */
  ResourceIssuer(IdentitySource leaf, URI parent, URI federation, HttpConfig http) {
    this.leaf = leaf;
    this.parent = parent;
    this.federation = federation;
    this.calls = new TokenCalls(http);
  }

  @Override
  public String issue(KeyPair session) throws IdentityException {
    Identity asking = leaf.current();
    URI asked = parent;
    String token = "";
    for (int depth = 1; depth <= MOST_PARENTS; depth++) {
      TokenCalls.Answer proof = calls.getSigned(WHAT, asked, asking);
      token = exchanged(proof, asking, session);
      Optional<String> next = Optional.ofNullable(proof.headers().get(PARENT));
      if (next.isEmpty() || next.get().isBlank() || next.get().equals(asked.toString())) {
        break;
      }
      asked = URI.create(next.get());
      asking = Identity.ofToken(token, (RSAPrivateKey) session.getPrivate());
    }
    return token;
  }

  private String exchanged(TokenCalls.Answer proof, Identity asking, KeyPair session)
      throws IdentityException {
    String request =
        TokenCalls.json(
            Map.of(
                "resourcePrincipalToken",
                proof.member("resourcePrincipalToken", WHAT),
                "servicePrincipalSessionToken",
                proof.member("servicePrincipalSessionToken", WHAT),
                "sessionPublicKey",
                Base64.getEncoder().encodeToString(session.getPublic().getEncoded())));
    return calls
        .postSigned(WHAT, federation.resolve("/v1/resourcePrincipalSessionToken"), asking, request)
        .member("token", WHAT);
  }

  @Override
  public void close() {
    calls.close();
    leaf.close();
  }
}
