package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pod's service account on OKE.
 *
 * @param service the cluster's proxy that issues tokens
 * @param account the service account's token
 * @param authority certificates of the cluster's authority
 * @param metadata where the region is asked for
 */
record WorkloadIdentity(URI service, Path account, Path authority, String metadata)
    implements OciAuth {
  private static final String ACCOUNTS = "/var/run/secrets/kubernetes.io/serviceaccount/";

  /** The port of OKE's proxy, as in the official SDK. */
  private static final int PORT = 12250;

  static WorkloadIdentity of(
      Function<String, @Nullable String> environment, String service, String metadata) {
    String host = environment.apply("KUBERNETES_SERVICE_HOST");
    if (service.isEmpty() && (host == null || host.isEmpty())) {
      throw new IllegalArgumentException(
          "workload identity works in pods of OKE only: KUBERNETES_SERVICE_HOST is not set");
    }
    String authority = environment.apply("OCI_KUBERNETES_SERVICE_ACCOUNT_CERT_PATH");
    String account = environment.apply("OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH");
    return new WorkloadIdentity(
        URI.create(service.isEmpty() ? "https://" + bracketed("" + host) + ":" + PORT : service),
        Path.of(account == null ? ACCOUNTS + "token" : account),
        Path.of(authority == null ? ACCOUNTS + "ca.crt" : authority),
        metadata);
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  @Override
  public Kind kind() {
    return Kind.WORKLOAD_IDENTITY;
  }

  @Override
  public String source() {
    return "service account in " + account;
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
        "workload identity's token",
        new WorkloadIssuer(service, new TokenFile(account, "service account's token"), authority),
        Clock.systemUTC());
  }

  /** A pod has one service account. */
  @Override
  public String credentialScope() {
    return Scopes.of("workload", service.toString(), account.toString());
  }

  @Override
  public String toString() {
    return "workload identity (" + source() + ")";
  }
}
