package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * A token that somebody logged in for ({@code oci session authenticate}) and keeps fresh ({@code
 * oci session refresh}), with the key it is bound to.
 *
 * @param token where the token is
 * @param pemFile where the private key is
 * @param passphrase of the private key; empty if it is not encrypted
 * @param region of the profile; empty if none
 * @param source where all this was found
 * @param subject whom the token spoke for when it was first seen; empty if it did not say
 * @param credentialScope by the subject, or of its own
 */
record SessionToken(
    TokenFile token,
    Path pemFile,
    String passphrase,
    String region,
    String source,
    String subject,
    String credentialScope)
    implements OciAuth {

  static SessionToken of(
      Path tokenFile, Path pemFile, String passphrase, String region, String source) {
    TokenFile token = new TokenFile(tokenFile, "session token");
    String subject = token.subject();
    String scope = subject.isEmpty() ? Scopes.unknown() : Scopes.of("session", subject);
    return new SessionToken(token, pemFile, passphrase, region, source, subject, scope);
  }

  @Override
  public Kind kind() {
    return Kind.SESSION_TOKEN;
  }

  @Override
  public IdentitySource open(HttpConfig http) {
    return new FileIdentity(List.of(token.path(), pemFile), this::identity, System::nanoTime);
  }

  private Identity identity() throws IdentityException {
    String now = token.read();
    // Blocks that one user has fetched are kept under this store's name, and are not for another.
    if (!subject.isEmpty() && !TokenClaims.of(now).subject().equals(subject)) {
      throw IdentityException.of(
          "the session token in " + token.path() + " is somebody else's now", null);
    }
    return Identity.ofToken(now, PrivateKeys.read(pemFile, passphrase, source));
  }

  @Override
  public String toString() {
    return "session token in " + token.path() + " (" + source + ", key in " + pemFile + ")";
  }
}
