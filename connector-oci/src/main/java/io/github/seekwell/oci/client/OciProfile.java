package io.github.seekwell.oci.client;

import com.oracle.bmc.ConfigFileReader;
import com.oracle.bmc.ConfigFileReader.ConfigFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A profile of an OCI configuration file.
 *
 * @param file such as {@code ~/.oci/config}
 * @param name such as {@code DEFAULT}
 * @param machine who this machine is, should the profile say that it counts
 */
record OciProfile(Path file, String name, InstancePrincipal machine) {

  /**
   * The credentials that the profile holds now.
   *
   * @throws IllegalArgumentException saying what is missing or malformed
   */
  OciAuth auth() {
    ConfigFile config = parsed();
    OciAuth auth = undelegated(config);
    String delegation = config.get("delegation_token_file");
    return delegation == null
        ? auth
        : Delegated.of(
            auth,
            new TokenFile(
                OciAuth.path(delegation, "delegation_token_file in " + this), "delegation token"));
  }

  private OciAuth undelegated(ConfigFile config) {
    String region = Objects.requireNonNullElse(config.get("region"), "");
    String type = Objects.requireNonNullElse(config.get("authentication_type"), "");
    if (type.equals("instance_principal")) {
      return machine;
    } else if (!type.isEmpty() && !type.equals("api_key") && !type.equals("security_token")) {
      throw new IllegalArgumentException(
          "authentication_type = '" + type + "' in " + this + " is not known");
    }
    Path key = OciAuth.path(entry(config, "key_file"), "key_file in " + this);
    String passphrase = Objects.requireNonNullElse(config.get("pass_phrase"), "");
    String token = config.get("security_token_file");
    if (token != null) {
      Path tokenFile = OciAuth.path(token, "security_token_file in " + this);
      return SessionToken.of(tokenFile, key, passphrase, region, toString());
    }
    return new ApiKey(
        entry(config, "tenancy"),
        entry(config, "user"),
        entry(config, "fingerprint"),
        key,
        passphrase,
        region,
        Optional.of(this));
  }

  private ConfigFile parsed() {
    try (InputStream in = Files.newInputStream(file)) {
      return ConfigFileReader.parse(in, name);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "no credentials for OCI: set "
              + String.join(
                  ", ",
                  OciAuth.TENANT.key(),
                  OciAuth.USER.key(),
                  OciAuth.FINGERPRINT.key(),
                  OciAuth.PEM_FILE.key())
              + ", or provide an OCI configuration file ("
              + OciAuth.CONFIG_FILE.key()
              + " = "
              + file
              + " does not exist), or name another kind of credentials in "
              + OciAuth.AUTHENTICATOR.key(),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the OCI configuration file cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "there is no profile " + name + " in the OCI configuration file " + file, e);
    } catch (IllegalStateException e) {
      // The parser's own message repeats the line, which may be a secret.
      throw new IllegalArgumentException(
          "the OCI configuration file "
              + file
              + " has a line that is neither [profile] nor key="
              + "value");
    }
  }

  private String entry(ConfigFile config, String key) {
    String value = config.get(key);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("there is no " + key + " in " + this);
    }
    return value;
  }

  @Override
  public String toString() {
    return "profile " + name + " of " + file;
  }
}
