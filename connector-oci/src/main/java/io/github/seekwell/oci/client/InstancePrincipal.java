package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import java.time.Clock;

/**
 * The machine itself, as one of OCI's instances.
 *
 * @param metadata where the machine learns of itself
 * @param federation where tokens are issued; empty for its region's
 */
record InstancePrincipal(String metadata, String federation) implements OciAuth {

  @Override
  public Kind kind() {
    return Kind.INSTANCE_PRINCIPAL;
  }

  @Override
  public String source() {
    return "instance metadata at " + metadata;
  }

  @Override
  public String region() throws IdentityException {
    try (InstanceMetadata machine = new InstanceMetadata(metadata)) {
      return machine.region();
    }
  }

  @Override
  public IdentitySource open(HttpConfig http) {
    return new IssuedIdentity(
        "instance principal's token",
        new InstanceIssuer(metadata, federation, http),
        Clock.systemUTC());
  }

  /** A machine is one. */
  @Override
  public String credentialScope() {
    return Scopes.of("instance", metadata);
  }

  @Override
  public String toString() {
    return "instance principal (" + source() + ")";
  }
}
