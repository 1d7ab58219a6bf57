package io.github.seekwell.oci.client;

import com.oracle.bmc.Region;
import com.oracle.bmc.Service;
import com.oracle.bmc.Services;
import io.github.seekwell.core.store.ErrorKind;
import java.net.URI;
import java.util.Map;

/** What a machine of OCI is told of itself, by a service that only it can reach. */
final class InstanceMetadata implements AutoCloseable {
  /** The service that makes tokens of certificates. */
  private static final Service AUTH =
      Services.serviceBuilder().serviceName("AUTH").serviceEndpointPrefix("auth").build();

  /** By the service's documentation; keeps requests out that were tricked into going there. */
  private static final Map<String, String> HEADERS = Map.of("Authorization", "Bearer Oracle");

  private final URI base;
  private final TokenCalls calls = TokenCalls.local();
  private volatile boolean reached;

  /**
   * @param base such as {@code http://169.254.169.254/opc/v2/}
   */
  InstanceMetadata(String base) {
    this.base = URI.create(base.endsWith("/") ? base : base + "/");
  }

  String get(String path) throws IdentityException {
    try {
      String answer = calls.get("instance metadata", base.resolve(path), HEADERS).text();
      reached = true;
      return answer;
    } catch (IdentityException e) {
      boolean absent = e.kind() == ErrorKind.CONNECTION || e.kind() == ErrorKind.STALLED;
      if (absent && !reached) {
        throw IdentityException.of(
            e.getMessage() + " (there is such a service on machines of OCI only)", e);
      }
      throw e;
    }
  }

  /** The region's id, or its code if this SDK does not know the region. */
  String region() throws IdentityException {
    String told = get("instance/region").trim();
    try {
      return Region.fromRegionCodeOrId(told).getRegionId();
    } catch (IllegalArgumentException e) {
      return told;
    }
  }

  /** Where tokens are issued in the region of this machine. */
  URI federation() throws IdentityException {
    return federation(region());
  }

  static URI federation(String region) {
    try {
      return Region.fromRegionCodeOrId(region)
          .getEndpoint(AUTH)
          .map(URI::create)
          .orElseGet(() -> URI.create(Region.formatDefaultRegionEndpoint(AUTH, region)));
    } catch (IllegalArgumentException e) {
      return URI.create(Region.formatDefaultRegionEndpoint(AUTH, region));
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
