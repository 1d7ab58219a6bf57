package io.github.seekwell.oci.client;

import com.oracle.bmc.auth.ResourcePrincipalAuthenticationDetailsProvider;
import com.oracle.bmc.auth.internal.EnvironmentRptPathProvider;
import io.github.seekwell.core.config.HttpConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A resource of OCI, such as a function or a data flow run, whose environment variables say who it
 * is. Versions 2.2 (a token and a key, written by somebody else) and 3.0 (the same for a leaf, and
 * its parent's token in exchange) are ours; the older ones are left to the official SDK.
 *
 * @param version as the environment says
 * @param environment of this process
 * @param federation where parents' tokens are issued; empty to take what the environment says
 */
record ResourcePrincipal(
    String version, Function<String, @Nullable String> environment, String federation)
    implements OciAuth {
  private static final String PREFIX = "OCI_RESOURCE_PRINCIPAL_";
  private static final String TITLE = "resource principal's token";
  private static final List<String> LEFT_TO_THE_SDK = List.of("1.1", "2.1", "2.1.1", "2.1.2");

  static ResourcePrincipal of(Function<String, @Nullable String> environment, String federation) {
    String version = environment.apply(PREFIX + "VERSION");
    if (version == null || version.isEmpty()) {
      throw new IllegalArgumentException(
          "resource principals work in resources of OCI only: " + PREFIX + "VERSION is not set");
    }
    if (!version.equals("2.2") && !version.equals("3.0") && !LEFT_TO_THE_SDK.contains(version)) {
      throw new IllegalArgumentException(PREFIX + "VERSION = '" + version + "' is not known");
    }
    return new ResourcePrincipal(version, environment, federation);
  }

  @Override
  public Kind kind() {
    return Kind.RESOURCE_PRINCIPAL;
  }

  @Override
  public String source() {
    return PREFIX + "* (version " + version + ")";
  }

  @Override
  public String region() {
    String region = environment.apply(PREFIX + "REGION");
    if (region == null && version.equals("3.0")) {
      region = environment.apply(PREFIX + "REGION_FOR_LEAF_RESOURCE");
    }
    return region == null ? "" : region;
  }

  @Override
  public IdentitySource open(HttpConfig http) throws IdentityException {
    return switch (version) {
      case "2.2" -> given("");
      case "3.0" -> parent(http);
      default -> older();
    };
  }

  /** Token and key as they are, or in files that somebody replaces from time to time. */
  private IdentitySource given(String suffix) throws IdentityException {
    String token = needed("RPST" + suffix);
    String pem = needed("PRIVATE_PEM" + suffix);
    String passphrase = environment.apply(PREFIX + "PRIVATE_PEM_PASSPHRASE" + suffix);
    List<Path> files = new ArrayList<>();
    for (String one : List.of(token, pem, passphrase == null ? "" : passphrase)) {
      if (isFile(one)) {
        files.add(Path.of(one));
      }
    }
    return new FileIdentity(
        files,
        () -> {
          String opens = passphrase == null ? "" : content(passphrase, "passphrase");
          return Identity.ofToken(
              content(token, "token"),
              isFile(pem)
                  ? PrivateKeys.read(Path.of(pem), opens, PREFIX + "PRIVATE_PEM" + suffix)
                  : PrivateKeys.parse(pem, opens, PREFIX + "PRIVATE_PEM" + suffix));
        },
        System::nanoTime);
  }

  private IdentitySource parent(HttpConfig http) throws IdentityException {
    String leaf = needed("VERSION_FOR_LEAF_RESOURCE");
    if (!leaf.equals("2.2")) {
      return older();
    }
    URI asked = URI.create(needed("RPT_URL_FOR_PARENT_RESOURCE"));
    String issued = environment.apply(PREFIX + "RPST_ENDPOINT_FOR_PARENT_RESOURCE");
    String service = federation.isEmpty() && issued != null ? issued : federation;
    if (service.isEmpty()) {
      if (region().isEmpty()) {
        throw missing("RPST_ENDPOINT_FOR_PARENT_RESOURCE");
      }
      service = InstanceMetadata.federation(region()).toString();
    }
    return new IssuedIdentity(
        TITLE,
        new ResourceIssuer(given("_FOR_LEAF_RESOURCE"), asked, URI.create(service), http),
        Clock.systemUTC());
  }

  /** Reads this process's own environment. */
  private IdentitySource older() throws IdentityException {
    try {
      ResourcePrincipalAuthenticationDetailsProvider
              .ResourcePrincipalAuthenticationDetailsProviderBuilder
          builder = ResourcePrincipalAuthenticationDetailsProvider.builder();
      if (version.equals("1.1")) {
        // As Oracle's connector does.
        builder.resourcePrincipalTokenPathProvider(new EnvironmentRptPathProvider());
      }
      return new ProviderIdentity(builder.build());
    } catch (RuntimeException e) {
      throw IdentityException.of("no resource principal of version " + version, e);
    }
  }

  private String needed(String name) throws IdentityException {
    String value = environment.apply(PREFIX + name);
    if (value == null || value.isEmpty()) {
      throw missing(name);
    }
    return value;
  }

  private static IdentityException missing(String name) {
    return IdentityException.of(
        "the resource principal is incomplete: " + PREFIX + name + " is not set", null);
  }

  private static String content(String text, String what) throws IdentityException {
    return isFile(text)
        ? new TokenFile(Path.of(text), "resource principal's " + what).read()
        : text;
  }

  private static boolean isFile(String text) {
    try {
      return text.startsWith("/") && Files.exists(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** A process is one resource. */
  @Override
  public String credentialScope() {
    return Scopes.of("resource", version);
  }

  @Override
  public String toString() {
    return "resource principal (" + source() + ")";
  }
}
