package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API key: signs with a private key whose public half the user has uploaded.
 *
 * @param tenancy OCID of the tenancy
 * @param user OCID of the user
 * @param fingerprint of the key
 * @param pemFile where the private key is
 * @param passphrase of the private key; empty if it is not encrypted
 * @param region of the profile; empty if none
 * @param profile where all this was found, if it was in a profile: read again when it changes
 */
record ApiKey(
    String tenancy,
    String user,
    String fingerprint,
    Path pemFile,
    String passphrase,
    String region,
    Optional<OciProfile> profile)
    implements OciAuth {

  /** MD5, as the service shows it. */
  private static final Pattern FINGERPRINT =
      Pattern.compile("(?:[0-9a-fA-F]{2}:){15}[0-9a-fA-F]{2}");

  ApiKey {
    Objects.requireNonNull(tenancy, "tenancy");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(pemFile, "pemFile");
    Objects.requireNonNull(passphrase, "passphrase");
    Objects.requireNonNull(region, "region");
    if (!FINGERPRINT.matcher(fingerprint).matches()) {
      throw new IllegalArgumentException(
          "'"
              + fingerprint
              + "' is no fingerprint of an API key ("
              + source(profile)
              + "): it has 16 bytes, such as 20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34");
    }
  }

  @Override
  public Kind kind() {
    return Kind.API_KEY;
  }

  @Override
  public String source() {
    return source(profile);
  }

  private static String source(Optional<OciProfile> profile) {
    return profile.map(OciProfile::toString).orElse("fs.oci.client.auth.*");
  }

  @Override
  public IdentitySource open(HttpConfig http) {
    return profile.isEmpty()
        ? new FileIdentity(List.of(pemFile), this::identity, System::nanoTime)
        : new FileIdentity(
            List.of(profile.get().file(), pemFile), this::ofProfile, System::nanoTime);
  }

  private Identity identity() throws IdentityException {
    return new Identity(
        tenancy + "/" + user + "/" + fingerprint, PrivateKeys.read(pemFile, passphrase, source()));
  }

  /** A rotated key has another fingerprint, which stands in the profile. */
  private Identity ofProfile() throws IdentityException {
    OciAuth now;
    try {
      now = profile.orElseThrow().auth();
    } catch (IllegalArgumentException e) {
      throw IdentityException.of("" + e.getMessage(), e);
    }
    if (!(now instanceof ApiKey key) || !key.credentialScope().equals(credentialScope())) {
      throw IdentityException.of(source() + " is somebody else's now", null);
    }
    return key.identity();
  }

  /** The user's, whichever key is used. */
  @Override
  public String credentialScope() {
    return Scopes.of("api key", tenancy, user);
  }

  @Override
  public String toString() {
    return "API key of "
        + user
        + " ("
        + source()
        + ", key in "
        + pemFile
        + (passphrase.isEmpty() ? "" : ", passphrase ********")
        + ")";
  }
}
