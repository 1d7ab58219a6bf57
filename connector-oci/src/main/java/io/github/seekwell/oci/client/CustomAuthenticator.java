package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;

/**
 * Somebody's own provider.
 *
 * @param provider of the SDK's interface, whatever that is called here
 * @param credentialScope of its own, since nobody knows whom it speaks for
 */
record CustomAuthenticator(Object provider, String credentialScope) implements OciAuth {

  /**
   * @throws IllegalArgumentException if it is no provider
   */
  static CustomAuthenticator of(Object provider) {
    new ProviderIdentity(provider).close();
    return new CustomAuthenticator(provider, Scopes.unknown());
  }

  @Override
  public Kind kind() {
    return Kind.CUSTOM;
  }

  @Override
  public String source() {
    return AUTHENTICATOR.key() + " = " + provider.getClass().getName();
  }

  @Override
  public String region() {
    return "";
  }

  @Override
  public IdentitySource open(HttpConfig http) {
    return new ProviderIdentity(provider);
  }

  /** Not the provider's own text, which may be anything. */
  @Override
  public String toString() {
    return provider.getClass().getName();
  }
}
