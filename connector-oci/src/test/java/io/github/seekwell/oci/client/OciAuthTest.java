package io.github.seekwell.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.oci.testing.OwnAuthenticator;
import io.github.seekwell.oci.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OciAuthTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;

  @Test
  void apiKey_isTakenFromSettings() throws IOException {
    OciAuth auth = OciAuth.from(Settings.of(apiKey()));

    Identity identity = identity(auth);
    assertThat(auth.kind()).isEqualTo(OciAuth.Kind.API_KEY);
    assertThat(identity.keyId())
        .isEqualTo(ApiKeys.TENANCY + "/" + ApiKeys.USER + "/" + ApiKeys.FINGERPRINT);
    assertThat(identity.key().getModulus())
        .isEqualTo(((RSAPublicKey) ApiKeys.publicKey()).getModulus());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenantId", "userId", "fingerprint", "pemfilepath"})
  void incompleteApiKey_namesWhatIsMissing(String missing) {
    Map<String, String> settings = new HashMap<>(apiKey());
    settings.remove("fs.oci.client.auth." + missing);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciAuth.from(Settings.of(settings)))
        .withMessageContaining("fs.oci.client.auth." + missing)
        .withMessageContaining("incomplete");
  }

  @Test
  void privateKey_isNotReadBeforeItIsNeeded() {
    Map<String, String> settings = new HashMap<>(apiKey());
    settings.put("fs.oci.client.auth.pemfilepath", directory.resolve("absent.pem").toString());

    assertThat(OciAuth.from(Settings.of(settings)).kind()).isEqualTo(OciAuth.Kind.API_KEY);
  }

  @Test
  void profile_isRead_ifNoSettingNamesAKey() throws IOException {
    OciAuth auth = OciAuth.from(profile("DEFAULT", "", ""));

    assertThat(identity(auth).keyId()).startsWith(ApiKeys.TENANCY);
    assertThat(auth.region()).isEqualTo("eu-frankfurt-1");
    assertThat(auth.source()).contains("profile DEFAULT of").contains("config");
  }

  @Test
  void profile_inheritsFromTheDefaultOne() throws IOException {
    OciAuth auth = OciAuth.from(profile("LAB", "", "[LAB]\nuser=ocid1.user.oc1..lab\n"));

    assertThat(identity(auth).keyId())
        .isEqualTo(ApiKeys.TENANCY + "/ocid1.user.oc1..lab/" + ApiKeys.FINGERPRINT);
  }

  @Test
  void unknownProfile_isNamed_withTheFile() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciAuth.from(profile("NONE", "", "")))
        .withMessageContaining("no profile NONE")
        .withMessageContaining(directory.resolve("config").toString());
  }

  @Test
  void noCredentialsAtAll_namesBothWays() {
    Settings settings =
        Settings.of(Map.of("fs.seekwell.oci.config-file", directory.resolve("none").toString()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciAuth.from(settings))
        .withMessageContaining("fs.oci.client.auth.tenantId")
        .withMessageContaining("fs.seekwell.oci.config-file")
        .withMessageContaining("does not exist");
  }

  @Test
  void lineThatMakesNoSense_isNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciAuth.from(profile("DEFAULT", "geheim\n", "")))
        .withMessageNotContaining("geheim")
        .withMessageContaining("neither [profile] nor key=value")
        .withNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "security_token_file=/x, SESSION_TOKEN",
    "delegation_token_file=/x, DELEGATION_TOKEN",
    "authentication_type=instance_principal, INSTANCE_PRINCIPAL"
  })
  void otherCredentialsInAProfile_areUnderstood(String line, OciAuth.Kind kind) throws IOException {
    assertThat(OciAuth.from(profile("DEFAULT", line + "\n", "")).kind()).isEqualTo(kind);
  }

  @Test
  void kindOfCredentialsInAProfile_thatNobodyKnows_isRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciAuth.from(profile("DEFAULT", "authentication_type=magic\n", "")))
        .withMessageContaining("authentication_type = 'magic'");
  }

  @ParameterizedTest
  @CsvSource({
    "com.oracle.bmc.hdfs.auth.InstancePrincipalsCustomAuthenticator, INSTANCE_PRINCIPAL",
    "com.oracle.bmc.auth.InstancePrincipalsAuthenticationDetailsProvider, INSTANCE_PRINCIPAL",
    "com.oracle.bmc.hdfs.auth.ResourcePrincipalsCustomAuthenticator, RESOURCE_PRINCIPAL",
    "com.oracle.bmc.hdfs.auth.OkeWorkloadIdentityCustomAuthenticator, WORKLOAD_IDENTITY",
    "org.example.InstancePrincipalsOfMine, CUSTOM"
  })
  void authenticatorClass_isKnownByName_evenBesideAnApiKey(String name, OciAuth.Kind kind) {
    Map<String, String> settings = new HashMap<>(apiKey());
    settings.put("fs.oci.client.custom.authenticator", name);
    Map<String, String> environment =
        Map.of("OCI_RESOURCE_PRINCIPAL_VERSION", "2.2", "KUBERNETES_SERVICE_HOST", "10.0.0.1");

    OciAuth auth =
        OciAuth.from(
            Settings.of(settings),
            environment::get,
            asked -> {
              assertThat(asked).isEqualTo("org.example.InstancePrincipalsOfMine");
              return new OwnAuthenticator(new Configuration(false));
            });

    assertThat(auth.kind()).isEqualTo(kind);
  }

  @Test
  void exchangeOfKerberosTokens_isRefusedByName() {
    Map<String, String> settings =
        Map.of(
            "fs.oci.client.custom.authenticator",
            "com.oracle.bmc.hdfs.auth.spnego.UPSTAuthenticationCustomAuthenticator");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciAuth.from(Settings.of(settings)))
        .withMessageContaining("UPSTAuthenticationCustomAuthenticator")
        .withMessageContaining("not supported");
  }

  @ParameterizedTest
  @CsvSource({
    "InstancePrincipalsCustomAuthenticator, ''",
    "ResourcePrincipalsCustomAuthenticator, OCI_RESOURCE_PRINCIPAL_VERSION",
    "OkeWorkloadIdentityCustomAuthenticator, KUBERNETES_SERVICE_HOST"
  })
  void principalsThatNeedAnEnvironment_nameWhatIsMissingInIt(String name, String missing) {
    Settings settings =
        Settings.of(
            Map.of("fs.oci.client.custom.authenticator", "com.oracle.bmc.hdfs.auth." + name));

    if (missing.isEmpty()) {
      assertThat(OciAuth.from(settings, variable -> null, any -> any)).isNotNull();
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OciAuth.from(settings, variable -> null, any -> any))
          .withMessageContaining(missing);
    }
  }

  @Test
  void scope_isEqualForEqualCredentials_andTellsNothingOfThem() {
    Map<String, String> other = new HashMap<>(apiKey());
    other.put("fs.oci.client.auth.userId", "ocid1.user.oc1..other");

    String scope = OciAuth.from(Settings.of(apiKey())).credentialScope();

    assertThat(scope)
        .hasSize(16)
        .matches("[0-9a-f]+")
        .isEqualTo(OciAuth.from(Settings.of(apiKey())).credentialScope())
        .isNotEqualTo(OciAuth.from(Settings.of(other)).credentialScope());
  }

  @Test
  void scopes_ofDifferentIdentities_areDifferent_andStayOverRotation() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), Tokens.of("alice", HOUR));
    String alice = session(token).credentialScope();
    Files.writeString(token, Tokens.of("alice", HOUR));
    String aliceAgain = session(token).credentialScope();
    Files.writeString(token, Tokens.of("bob", HOUR));
    String bob = session(token).credentialScope();
    Files.writeString(token, "says.nothing.of-itself");

    assertThat(aliceAgain).isEqualTo(alice);
    assertThat(bob).isNotEqualTo(alice);
    assertThat(session(token).credentialScope())
        .as("of somebody unknown")
        .isNotEqualTo(session(token).credentialScope())
        .isNotIn(alice, bob);
  }

  @Test
  void scope_ofWhoActsForAnother_isNotHisOwn() throws IOException {
    Path token = Files.writeString(directory.resolve("obo"), Tokens.of("alice", HOUR));
    Map<String, String> delegated = new HashMap<>(apiKey());
    delegated.put("fs.oci.delegation.token.filepath", token.toString());
    String forAlice = OciAuth.from(Settings.of(delegated)).credentialScope();
    Files.writeString(token, Tokens.of("bob", HOUR));

    assertThat(forAlice)
        .isNotEqualTo(OciAuth.from(Settings.of(apiKey())).credentialScope())
        .isNotEqualTo(OciAuth.from(Settings.of(delegated)).credentialScope());
  }

  @Test
  void scope_ofAnAuthenticatorOfOnesOwn_isSharedWithNobody() {
    Settings settings =
        Settings.of(Map.of("fs.oci.client.custom.authenticator", "org.example.Mine"));
    OwnAuthenticator mine = new OwnAuthenticator(new Configuration(false));

    assertThat(OciAuth.from(settings, name -> null, any -> mine).credentialScope())
        .isNotEqualTo(OciAuth.from(settings, name -> null, any -> mine).credentialScope());
  }

  private OciAuth session(Path token) {
    return OciAuth.from(
        Settings.of(
            Map.of(
                "fs.oci.client.auth.sessiontoken.enable",
                "true",
                "fs.oci.client.auth.sessiontoken",
                token.toString())));
  }

  @Test
  void passphrase_isInNoText() {
    Map<String, String> settings = new HashMap<>(apiKey());
    settings.put("fs.oci.client.auth.passphrase", "geheim");

    OciAuth auth = OciAuth.from(Settings.of(settings));

    assertThat(auth.toString()).doesNotContain("geheim").contains("********");
    assertThat(auth.source()).doesNotContain("geheim");
  }

  private static Identity identity(OciAuth auth) throws IdentityException {
    try (IdentitySource source = auth.open(HttpConfig.defaults())) {
      return source.current();
    }
  }

  private Map<String, String> apiKey() {
    try {
      return Map.of(
          "fs.oci.client.auth.tenantId", ApiKeys.TENANCY,
          "fs.oci.client.auth.userId", ApiKeys.USER,
          "fs.oci.client.auth.fingerprint", ApiKeys.FINGERPRINT,
          "fs.oci.client.auth.pemfilepath", ApiKeys.pem(directory).toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Settings profile(String name, String more, String otherProfiles) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("config"),
            "# written by a test\n[DEFAULT]\ntenancy="
                + ApiKeys.TENANCY
                + "\nuser="
                + ApiKeys.USER
                + "\nfingerprint="
                + ApiKeys.FINGERPRINT
                + "\nkey_file="
                + ApiKeys.pem(directory)
                + "\nregion=eu-frankfurt-1\n"
                + more
                + otherProfiles);
    return Settings.of(
        Map.of(
            "fs.seekwell.oci.config-file",
            config.toString(),
            "fs.seekwell.oci.config-profile",
            name));
  }
}
