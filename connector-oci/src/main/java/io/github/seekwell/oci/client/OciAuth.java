package io.github.seekwell.oci.client;

import com.oracle.bmc.ConfigFileReader;
import com.oracle.bmc.auth.AuthenticationDetailsProvider;
import com.oracle.bmc.auth.BasicAuthenticationDetailsProvider;
import com.oracle.bmc.http.client.pki.PemEncryptedKeyException;
import com.oracle.bmc.http.client.pki.PemEncryptionException;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who we are towards OCI. One kind of credentials is understood so far; the others are known by
 * name and refused by name, never passed over in silence.
 */
public sealed interface OciAuth {

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
  Setting<String> AUTHENTICATOR =
      Setting.text(
          "fs.oci.client.custom.authenticator",
          "",
          "Class that provides credentials in Oracle's connector; not yet supported here.");
  Setting<String> CONFIG_FILE =
      Setting.text(
          "fs.seekwell.oci.config-file",
          "~/.oci/config",
          "OCI configuration file, used if no fs.oci.client.auth.* is set.");
  Setting<String> CONFIG_PROFILE =
      Setting.text(
          "fs.seekwell.oci.config-profile", "DEFAULT", "Profile in the OCI configuration file.");

  /** The kinds of credentials there are in OCI. */
  enum Kind {
    API_KEY("API key"),
    INSTANCE_PRINCIPAL("instance principal"),
    RESOURCE_PRINCIPAL("resource principal"),
    WORKLOAD_IDENTITY("workload identity"),
    SESSION_TOKEN("session token"),
    DELEGATION_TOKEN("delegation token"),
    UPST("token exchange (UPST)"),
    CUSTOM("class of one's own");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The kind that one of Oracle's authenticator classes stands for. */
    static Kind ofAuthenticator(String className) {
      String simple = className.substring(className.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (simple.startsWith("instanceprincipals")) {
        return INSTANCE_PRINCIPAL;
      } else if (simple.startsWith("resourceprincipals")) {
        return RESOURCE_PRINCIPAL;
      } else if (simple.contains("workloadidentity")) {
        return WORKLOAD_IDENTITY;
      } else if (simple.startsWith("upst")) {
        return UPST;
      } else if (simple.contains("delegation") || simple.contains("obo")) {
        return DELEGATION_TOKEN;
      }
      return CUSTOM;
    }

    private IllegalArgumentException notYet(String asked) {
      return new IllegalArgumentException(
          asked
              + " asks for credentials of the kind '"
              + title
              + "', which is not yet supported; use an API key ("
              + TENANT.key()
              + ", …) or a profile of an OCI configuration file that holds one");
    }
  }

  Kind kind();

  /** What the SDK signs with. The private key is read here, not before. */
  BasicAuthenticationDetailsProvider provider();

  /** Says what is wrong when the SDK could not make a signer of these credentials; no secret. */
  String explain(RuntimeException failure);

  /** Where the credentials came from, for messages; no secret. */
  String source();

  /** The region that came with the credentials; empty if none did. */
  String region();

  /** Equal for equal credentials, and tells nothing of them. */
  String credentialScope();

  /**
   * Chooses the credentials that settings ask for: an API key by settings if any {@code
   * fs.oci.client.auth.*} is there, the profile of a configuration file otherwise.
   *
   * @throws IllegalArgumentException naming what is missing, malformed or not yet supported
   */
  static OciAuth from(Settings settings) {
    String authenticator = settings.get(AUTHENTICATOR);
    if (!authenticator.isEmpty()) {
      throw Kind.ofAuthenticator(authenticator).notYet(AUTHENTICATOR.key() + " = " + authenticator);
    }
    boolean bySettings = settings.findSecret(PASSPHRASE.key()).isPresent();
    for (Setting<String> setting : List.of(TENANT, USER, FINGERPRINT, PEM_FILE)) {
      bySettings |= !settings.get(setting).isEmpty();
    }
    return bySettings ? ApiKey.fromSettings(settings) : ApiKey.fromProfile(settings);
  }

  /**
   * An API key: signs with a private key whose public half the user has uploaded.
   *
   * @param tenancy OCID of the tenancy
   * @param user OCID of the user
   * @param fingerprint of the key
   * @param pemFile where the private key is
   * @param passphrase of the private key; empty if it is not encrypted
   * @param region of the profile; empty if none
   * @param source where all this was found
   */
  record ApiKey(
      String tenancy,
      String user,
      String fingerprint,
      Path pemFile,
      String passphrase,
      String region,
      String source)
      implements OciAuth {

    public ApiKey {
      Objects.requireNonNull(tenancy, "tenancy");
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(fingerprint, "fingerprint");
      Objects.requireNonNull(pemFile, "pemFile");
      Objects.requireNonNull(passphrase, "passphrase");
      Objects.requireNonNull(region, "region");
      Objects.requireNonNull(source, "source");
    }

    private static ApiKey fromSettings(Settings settings) {
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
          "fs.oci.client.auth.*");
    }

    private static ApiKey fromProfile(Settings settings) {
      Path file = path(settings.get(CONFIG_FILE), CONFIG_FILE.key());
      String profile = settings.get(CONFIG_PROFILE);
      String source = "profile " + profile + " of " + file;
      ConfigFileReader.ConfigFile config;
      try (InputStream in = Files.newInputStream(file)) {
        config = ConfigFileReader.parse(in, profile);
      } catch (NoSuchFileException e) {
        throw new IllegalArgumentException(
            "no credentials for OCI: set "
                + String.join(", ", TENANT.key(), USER.key(), FINGERPRINT.key(), PEM_FILE.key())
                + ", or provide an OCI configuration file ("
                + CONFIG_FILE.key()
                + " = "
                + file
                + " does not exist)",
            e);
      } catch (IOException e) {
        throw new IllegalArgumentException("the OCI configuration file cannot be read: " + e, e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "there is no profile " + profile + " in the OCI configuration file " + file, e);
      } catch (IllegalStateException e) {
        // The parser's own message repeats the line, which may be a secret.
        throw new IllegalArgumentException(
            "the OCI configuration file "
                + file
                + " has a line that is neither [profile] nor key="
                + "value");
      }
      if (config.get("security_token_file") != null) {
        throw Kind.SESSION_TOKEN.notYet("security_token_file in " + source);
      }
      if (config.get("delegation_token_file") != null) {
        throw Kind.DELEGATION_TOKEN.notYet("delegation_token_file in " + source);
      }
      if ("instance_principal".equals(config.get("authentication_type"))) {
        throw Kind.INSTANCE_PRINCIPAL.notYet("authentication_type in " + source);
      }
      return new ApiKey(
          entry(config, "tenancy", source),
          entry(config, "user", source),
          entry(config, "fingerprint", source),
          path(entry(config, "key_file", source), "key_file in " + source),
          Objects.requireNonNullElse(config.get("pass_phrase"), ""),
          Objects.requireNonNullElse(config.get("region"), ""),
          source);
    }

    private static String entry(ConfigFileReader.ConfigFile config, String name, String source) {
      String value = config.get(name);
      if (value == null || value.isEmpty()) {
        throw new IllegalArgumentException("there is no " + name + " in " + source);
      }
      return value;
    }

    private static Path path(String text, String key) {
      String expanded =
          text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text;
      try {
        return Path.of(expanded);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException(key + " is not a file name: " + e.getReason(), e);
      }
    }

    @Override
    public Kind kind() {
      return Kind.API_KEY;
    }

    @Override
    public BasicAuthenticationDetailsProvider provider() {
      return new KeyOfUser(this);
    }

    private InputStream openKey() {
      try {
        return Files.newInputStream(pemFile);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * For the SDK. Its own class of this kind also names a region, and warns on the user's console
     * when it knows none, although we always tell the endpoint.
     */
    private record KeyOfUser(ApiKey key) implements AuthenticationDetailsProvider {
      @Override
      public String getTenantId() {
        return key.tenancy;
      }

      @Override
      public String getUserId() {
        return key.user;
      }

      @Override
      public String getFingerprint() {
        return key.fingerprint;
      }

      @Override
      public String getKeyId() {
        return key.tenancy + "/" + key.user + "/" + key.fingerprint;
      }

      @Override
      public InputStream getPrivateKey() {
        return key.openKey();
      }

      @Override
      @Deprecated
      public @Nullable String getPassPhrase() {
        return key.passphrase.isEmpty() ? null : key.passphrase;
      }

      @Override
      public char @Nullable [] getPassphraseCharacters() {
        return key.passphrase.isEmpty() ? null : key.passphrase.toCharArray();
      }
    }

    @Override
    public String explain(RuntimeException failure) {
      String file = "the private key in " + pemFile + " (" + source + ") ";
      for (Throwable t = failure; t != null; t = t.getCause()) {
        if (t instanceof NoSuchFileException) {
          return file + "cannot be read: there is no such file";
        } else if (t instanceof IOException) {
          return file + "cannot be read: " + t.getMessage();
        } else if (t instanceof PemEncryptedKeyException) {
          return file + "is encrypted: set " + PASSPHRASE.key();
        } else if (t instanceof PemEncryptionException) {
          return file + "does not open with the passphrase given";
        }
      }
      return file + "is not an RSA key in PEM format";
    }

    @Override
    public String credentialScope() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String part : List.of(tenancy, user, fingerprint)) {
          digest.update(part.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
        }
        // 64 bits tell the users of one process apart; more would only lengthen keys.
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JVM has SHA-256", e);
      }
    }

    @Override
    public String toString() {
      return "API key of "
          + user
          + " ("
          + source
          + ", key in "
          + pemFile
          + (passphrase.isEmpty() ? "" : ", passphrase ********")
          + ")";
    }
  }
}
