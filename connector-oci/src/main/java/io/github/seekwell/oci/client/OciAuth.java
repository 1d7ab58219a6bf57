package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who we are towards OCI, as settings say it: nobody is asked and no key is read before the first
 * request. A kind that is not understood is refused by name, never passed over in silence.
 */
public sealed interface OciAuth
    permits ApiKey,
        SessionToken,
        InstancePrincipal,
        ResourcePrincipal,
        WorkloadIdentity,
        Delegated,
        CustomAuthenticator {

  Setting<String> TENANT =
      Setting.text("fs.oci.client.auth.tenantId", "", "OCID of the tenancy of an API key.");
  Setting<String> USER =
      Setting.text("fs.oci.client.auth.userId", "", "OCID of the user of an API key.");
  Setting<String> FINGERPRINT =
      Setting.text("fs.oci.client.auth.fingerprint", "", "Fingerprint of an API key.");
  Setting<String> PEM_FILE =
      Setting.text(
          "fs.oci.client.auth.pemfilepath",
          "",
          "File with the private key in PEM format, on every machine that reads or writes.");
  Setting<String> PASSPHRASE =
      Setting.secret(
          "fs.oci.client.auth.passphrase", "Passphrase of the private key, if it is encrypted.");
  Setting<Boolean> SESSION =
      Setting.flag(
          "fs.oci.client.auth.sessiontoken.enable",
          false,
          "Whether a session token is used, as oci session authenticate writes it, with the key in "
              + "fs.oci.client.auth.pemfilepath (~/.oci/sessions/DEFAULT/oci_api_key.pem unless "
              + "set).");
  Setting<String> SESSION_TOKEN =
      Setting.text(
          "fs.oci.client.auth.sessiontoken",
          "~/.oci/sessions/DEFAULT/security_token",
          "File with the session token; read again when it changes.");
  Setting<String> DELEGATION_TOKEN =
      Setting.text(
          "fs.oci.delegation.token.filepath",
          "",
          "File with a delegation token, sent with every request; read again when it changes. The "
              + "environment variable OCI_DELEGATION_TOKEN_FILE wins.");
  Setting<String> AUTHENTICATOR =
      Setting.text(
          "fs.oci.client.custom.authenticator",
          "",
          "Class that provides credentials: one of Oracle's (instance principals, resource "
              + "principals, OKE workload identity), which stands for our own kind, or yours, of "
              + "com.oracle.bmc.auth.BasicAuthenticationDetailsProvider.");
  Setting<String> CONFIG_FILE =
      Setting.text(
          "fs.seekwell.oci.config-file",
          "~/.oci/config",
          "OCI configuration file, used if no fs.oci.client.auth.* is set.");
  Setting<String> CONFIG_PROFILE =
      Setting.text(
          "fs.seekwell.oci.config-profile", "DEFAULT", "Profile in the OCI configuration file.");
  Setting<String> METADATA =
      Setting.text(
          "fs.seekwell.oci.metadata-url",
          "http://169.254.169.254/opc/v2/",
          "Where a machine of OCI learns of itself. The environment variable "
              + "OCI_METADATA_BASE_URL is asked if this is not set.");
  Setting<String> FEDERATION =
      Setting.text(
          "fs.seekwell.oci.federation-url",
          "",
          "Where tokens for instances and resources are issued; the region's own service unless "
              + "set.");
  Setting<String> WORKLOAD =
      Setting.text(
          "fs.seekwell.oci.workload-url",
          "",
          "Where tokens for pods of OKE are issued; port 12250 of KUBERNETES_SERVICE_HOST unless "
              + "set.");

  /** Settings of ours about credentials. */
  List<Setting<?>> OURS = List.of(CONFIG_FILE, CONFIG_PROFILE, METADATA, FEDERATION, WORKLOAD);

  /** The kinds of credentials there are in OCI. */
  enum Kind {
    API_KEY,
    INSTANCE_PRINCIPAL,
    RESOURCE_PRINCIPAL,
    WORKLOAD_IDENTITY,
    SESSION_TOKEN,
    DELEGATION_TOKEN,
    UPST,
    CUSTOM;

    /** The kind that one of Oracle's authenticator classes stands for. */
    static Kind ofAuthenticator(String className) {
      // In pieces: where the SDK has other names, so would a text that looks like one.
      boolean oracles =
          className.startsWith("com.oracle.")
              && className.contains(".bmc.")
              && className.contains(".auth.");
      String simple = className.substring(className.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (!oracles) {
        return CUSTOM;
      } else if (simple.startsWith("instanceprincipals")) {
        return INSTANCE_PRINCIPAL;
      } else if (simple.startsWith("resourceprincipal")) {
        return RESOURCE_PRINCIPAL;
      } else if (simple.contains("workloadidentity") && !simple.contains("federation")) {
        return WORKLOAD_IDENTITY;
      } else if (simple.startsWith("upst")) {
        return UPST;
      }
      return CUSTOM;
    }
  }

  Kind kind();

  /** Where the credentials came from, for messages; no secret. */
  String source();

  /**
   * The region that came with the credentials; empty if none did. Some have to ask for it.
   *
   * @throws IdentityException if nobody answered
   */
  String region() throws IdentityException;

  /** Equal for equal identities, whatever key or token they have at the time; tells nothing. */
  String credentialScope();

  /**
   * Begins to provide identities. Nothing is asked or read before the first is wanted.
   *
   * @param http how services beyond this machine are reached
   */
  IdentitySource open(HttpConfig http) throws IdentityException;

  /** As {@link #from(Settings, Function, Function)}, where no class of one's own is wanted. */
  static OciAuth from(Settings settings) {
    return from(
        settings,
        System::getenv,
        name -> {
          throw new IllegalArgumentException("nobody can make a " + name + " here");
        });
  }

  /**
   * Chooses the credentials that settings ask for: a class by name; else a session token; else an
   * API key by settings if any {@code fs.oci.client.auth.*} is there; else the profile of a
   * configuration file. A delegation token comes on top of any.
   *
   * @param environment the process's environment variables
   * @param authenticators makes an object of a class by its name
   * @throws IllegalArgumentException naming what is missing, malformed or not supported
   */
  static OciAuth from(
      Settings settings,
      Function<String, @Nullable String> environment,
      Function<String, Object> authenticators) {
    OciAuth actor = undelegated(settings, environment, authenticators);
    String file =
        Objects.requireNonNullElse(
            environment.apply("OCI_DELEGATION_TOKEN_FILE"), settings.get(DELEGATION_TOKEN));
    return file.isEmpty()
        ? actor
        : Delegated.of(
            actor, new TokenFile(path(file, DELEGATION_TOKEN.key()), "delegation token"));
  }

  private static OciAuth undelegated(
      Settings settings,
      Function<String, @Nullable String> environment,
      Function<String, Object> authenticators) {
    InstancePrincipal machine = machine(settings, environment);
    String authenticator = settings.get(AUTHENTICATOR);
    if (!authenticator.isEmpty()) {
      return switch (Kind.ofAuthenticator(authenticator)) {
        case INSTANCE_PRINCIPAL -> machine;
        case RESOURCE_PRINCIPAL -> ResourcePrincipal.of(environment, settings.get(FEDERATION));
        case WORKLOAD_IDENTITY ->
            WorkloadIdentity.of(environment, settings.get(WORKLOAD), machine.metadata());
        case UPST ->
            throw new IllegalArgumentException(
                AUTHENTICATOR.key()
                    + " = "
                    + authenticator
                    + " asks for a token in exchange for Kerberos' (UPST), which is not supported");
        default -> CustomAuthenticator.of(authenticators.apply(authenticator));
      };
    }
    if (settings.get(SESSION)) {
      String pem = settings.get(PEM_FILE);
      return SessionToken.of(
          path(settings.get(SESSION_TOKEN), SESSION_TOKEN.key()),
          path(pem.isEmpty() ? "~/.oci/sessions/DEFAULT/oci_api_key.pem" : pem, PEM_FILE.key()),
          settings.get(PASSPHRASE),
          "",
          SESSION.key());
    }
    boolean bySettings = settings.findSecret(PASSPHRASE.key()).isPresent();
    for (Setting<String> setting : List.of(TENANT, USER, FINGERPRINT, PEM_FILE)) {
      bySettings |= !settings.get(setting).isEmpty();
    }
    return bySettings
        ? apiKey(settings)
        : new OciProfile(
                path(settings.get(CONFIG_FILE), CONFIG_FILE.key()),
                settings.get(CONFIG_PROFILE),
                machine)
            .auth();
  }

  private static InstancePrincipal machine(
      Settings settings, Function<String, @Nullable String> environment) {
    String elsewhere = environment.apply("OCI_METADATA_BASE_URL");
    String metadata =
        settings.isSetByUser(METADATA) || elsewhere == null ? settings.get(METADATA) : elsewhere;
    return new InstancePrincipal(metadata, settings.get(FEDERATION));
  }

  private static ApiKey apiKey(Settings settings) {
    List<String> missing = new ArrayList<>();
    for (Setting<String> setting : List.of(TENANT, USER, FINGERPRINT, PEM_FILE)) {
      if (settings.get(setting).isEmpty()) {
        missing.add(setting.key());
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "the API key for OCI is incomplete: set " + String.join(", ", missing) + " as well");
    }
    return new ApiKey(
        settings.get(TENANT),
        settings.get(USER),
        settings.get(FINGERPRINT),
        path(settings.get(PEM_FILE), PEM_FILE.key()),
        settings.get(PASSPHRASE),
        "",
        Optional.empty());
  }

  /** A file's name as users write it, {@code ~} included. */
  static Path path(String text, String key) {
    String expanded =
        text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text;
    try {
      return Path.of(expanded);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(key + " is not a file name: " + e.getReason(), e);
    }
  }
}
