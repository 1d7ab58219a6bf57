package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import java.util.List;

/**
 * Somebody who acts for somebody else, whose token lies in a file and is sent along.
 *
 * @param actor who signs
 * @param token for whom
 * @param subject whom the token spoke for when it was first seen; empty if it did not say
 */
record Delegated(OciAuth actor, TokenFile token, String subject) implements OciAuth {

  static Delegated of(OciAuth actor, TokenFile token) {
    return new Delegated(actor, token, token.subject());
  }

  @Override
  public Kind kind() {
    return Kind.DELEGATION_TOKEN;
  }

  @Override
  public String source() {
    return actor.source() + ", for the user in " + token.path();
  }

  @Override
  public String region() throws IdentityException {
    return actor.region();
  }

  @Override
  public String credentialScope() {
    return Scopes.of("for", actor.credentialScope(), token.path().toString(), subject);
  }

  @Override
  public IdentitySource open(HttpConfig http) throws IdentityException {
    IdentitySource actors = actor.open(http);
    FileIdentity together =
        new FileIdentity(List.of(token.path()), () -> both(actors.current()), System::nanoTime);
    return new IdentitySource() {
      @Override
      public Identity current() throws IdentityException {
        // Two sources, each of which looks in its own time: the token's is asked for the token.
        return actors.current().onBehalfOf(together.current().onBehalfOf());
      }

      @Override
      public Identity renewed(Identity refused) throws IdentityException {
        String older = refused.onBehalfOf();
        Identity actor = refused.onBehalfOf("");
        String newer = together.renewed(together.current()).onBehalfOf();
        return newer.equals(older)
            ? actors.renewed(actor).onBehalfOf(newer)
            : actors.current().onBehalfOf(newer);
      }

      @Override
      public void close() {
        actors.close();
      }
    };
  }

  private Identity both(Identity actor) throws IdentityException {
    String now = token.read();
    if (!subject.isEmpty() && !TokenClaims.of(now).subject().equals(subject)) {
      throw IdentityException.of(
          "the delegation token in " + token.path() + " is somebody else's now", null);
    }
    return actor.onBehalfOf(now);
  }

  @Override
  public String toString() {
    return actor + " for the user in " + token.path();
  }
}
