package io.github.seekwell.s3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.seekwell.core.config.HttpConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class S3AuthTest {
  private static final String HADOOP = "org.apache.hadoop.fs.s3a.";
  private static final String SIMPLE = HADOOP + "SimpleAWSCredentialsProvider";
  private static final String TEMPORARY = HADOOP + "TemporaryAWSCredentialsProvider";
  private static final String ANONYMOUS = HADOOP + "AnonymousAWSCredentialsProvider";
  private static final String ROLE = HADOOP + "auth.AssumedRoleCredentialProvider";
  private static final String PROFILE = HADOOP + "auth.ProfileAWSCredentialsProvider";

  @TempDir private Path directory;

  private final LiveSettings settings = new LiveSettings();
  private final AtomicLong nanos = new AtomicLong();

  private S3Auth auth() {
    return auth("alice");
  }

  private S3Auth auth(String user) {
    return S3AuthFactory.from(
        settings,
        new S3AuthSurroundings(
            user,
            "eu-west-1",
            name -> Class.forName(name).getConstructor().newInstance(),
            HttpConfig.defaults()),
        nanos::get);
  }

  private static AwsCredentials resolved(S3Auth auth) {
    return auth.provider().resolveCredentials();
  }

  // ---- which source

  @Test
  void withoutSetting_keysAreUsed() {
    settings.keys("KEY", "geheim");

    S3Auth auth = auth();

    assertThat(resolved(auth).accessKeyId()).isEqualTo("KEY");
    assertThat(resolved(auth).secretAccessKey()).isEqualTo("geheim");
    assertThat(auth.anonymous()).isFalse();
  }

  @Test
  void withoutSetting_sessionTokenIsUsed_ifThereIsOne() {
    settings.keys("KEY", "geheim").set("fs.s3a.session.token", "token");

    assertThat(resolved(auth()))
        .isInstanceOfSatisfying(
            AwsSessionCredentials.class,
            session -> assertThat(session.sessionToken()).isEqualTo("token"));
  }

  @Test
  void simpleProvider_takesNoNoticeOfAToken() {
    settings.keys("KEY", "geheim").set("fs.s3a.session.token", "token").providers(SIMPLE);

    assertThat(resolved(auth())).isNotInstanceOf(AwsSessionCredentials.class);
  }

  @Test
  void listIsAskedInItsOrder_andTheFirstThatHasSomeStays() {
    settings.providers(TEMPORARY, SIMPLE).keys("KEY", "geheim");
    S3Auth auth = auth();
    assertThat(resolved(auth).accessKeyId()).isEqualTo("KEY");

    settings.set("fs.s3a.session.token", "token");

    assertThat(resolved(auth)).isNotInstanceOf(AwsSessionCredentials.class);
    auth.refresh();
    assertThat(resolved(auth)).isInstanceOf(AwsSessionCredentials.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ANONYMOUS,
        "com.amazonaws.auth.AnonymousAWSCredentials",
        "software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider"
      })
  void anonymousProvider_signsNothing(String name) {
    settings.providers(name).keys("KEY", "geheim");

    assertThat(auth().anonymous()).isTrue();
    assertThat(resolved(auth()).accessKeyId()).isNull();
  }

  @Test
  void anonymousBehindOthers_isOnlyTheLastResort() {
    settings.providers(SIMPLE, ANONYMOUS);
    assertThat(auth().anonymous()).isFalse();
    assertThat(resolved(auth()).accessKeyId()).isNull();
    settings.keys("KEY", "geheim");
    assertThat(resolved(auth()).accessKeyId()).isEqualTo("KEY");
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider, KEYS",
    "org.apache.hadoop.fs.s3a.BasicAWSCredentialsProvider, KEYS",
    "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider, TEMPORARY_KEYS",
    "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider, CONTAINER_OR_INSTANCE",
    "org.apache.hadoop.fs.s3a.auth.ProfileAWSCredentialsProvider, HADOOP_PROFILE",
    "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider, ASSUMED_ROLE",
    "com.amazonaws.auth.EnvironmentVariableCredentialsProvider, ENVIRONMENT",
    "com.amazonaws.auth.SystemPropertiesCredentialsProvider, SYSTEM_PROPERTIES",
    "com.amazonaws.auth.profile.ProfileCredentialsProvider, PROFILE",
    "com.amazonaws.auth.WebIdentityTokenCredentialsProvider, WEB_IDENTITY",
    "com.amazonaws.auth.ContainerCredentialsProvider, CONTAINER",
    "com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper, CONTAINER_OR_INSTANCE",
    "com.amazonaws.auth.InstanceProfileCredentialsProvider, CONTAINER_OR_INSTANCE",
    "com.amazonaws.auth.DefaultAWSCredentialsProviderChain, DEFAULT_CHAIN",
    "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider, ENVIRONMENT",
    "software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider, SYSTEM_PROPERTIES",
    "software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider, PROFILE",
    "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider, WEB_IDENTITY",
    "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider, CONTAINER",
    "software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider, INSTANCE",
    "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider, DEFAULT_CHAIN"
  })
  void namesThatUsersWrite_areKnown(String name, S3AuthNames.Kind kind) {
    assertThat(S3AuthNames.kindOf(name)).contains(kind);
    settings
        .providers(name)
        .keys("KEY", "geheim")
        .set("fs.s3a.assumed.role.arn", "arn:aws:iam::1:role/r");
    assertThat(auth().credentialScope()).isNotEmpty();
  }

  @Test
  void mapping_putsOneClassInThePlaceOfAnother() {
    settings
        .providers("com.example.Old")
        .set(
            "fs.s3a.aws.credentials.provider.mapping",
            "com.example.Older = x.Y\n  com.example.Old=" + SIMPLE)
        .keys("KEY", "geheim");

    assertThat(resolved(auth()).accessKeyId()).isEqualTo("KEY");
  }

  @Test
  void systemProperties_areASource() {
    System.setProperty("aws.accessKeyId", "PROPERTY");
    System.setProperty("aws.secretAccessKey", "geheim");
    try {
      settings.providers(
          "software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider");
      assertThat(resolved(auth()).accessKeyId()).isEqualTo("PROPERTY");
      settings.providers("com.amazonaws.auth.DefaultAWSCredentialsProviderChain");
      assertThat(resolved(auth()).accessKeyId()).isEqualTo("PROPERTY");
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  // ---- what is missing

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.access.key, fs.s3a.secret.key is not set",
    "fs.s3a.secret.key, fs.s3a.access.key is not set"
  })
  void halfAKey_namesTheOtherHalf(String set, String missing) {
    settings.providers(SIMPLE).set(set, "geheim");

    assertThatExceptionOfType(S3AuthException.class)
        .isThrownBy(() -> resolved(auth()))
        .withMessageContaining("no credentials for S3")
        .withMessageContaining(missing)
        .withMessageContaining("fs.s3a.aws.credentials.provider")
        .withMessageNotContaining("geheim")
        .satisfies(e -> assertThat(e.retryable()).isFalse());
  }

  @Test
  void explanation_isTheReason() {
    settings.providers(TEMPORARY, SIMPLE);
    S3Auth auth = auth();
    try {
      resolved(auth);
    } catch (RuntimeException e) {
      assertThat(auth.explain(new IllegalStateException(e)))
          .contains("fs.s3a.access.key is not set");
    }
    assertThat(auth.explain(new IllegalStateException("x"))).contains("cannot be used");
  }

  @Test
  void classThatIsNowhere_isNamed() {
    settings.providers("com.example.Absent");

    assertThatIllegalArgumentException()
        .isThrownBy(this::auth)
        .withMessageContaining("fs.s3a.aws.credentials.provider names com.example.Absent")
        .withMessageContaining("no such class");
  }

  @Test
  void classThatProvidesNothing_isRefused() {
    settings.providers(OwnProvider.Stranger.class.getName());

    assertThatIllegalArgumentException()
        .isThrownBy(this::auth)
        .withMessageContaining("provides no credentials");
  }

  @Test
  void delegationTokensProvider_isRefusedByName() {
    settings.providers(HADOOP + "auth.MarshalledCredentialProvider");

    assertThatIllegalArgumentException()
        .isThrownBy(this::auth)
        .withMessageContaining("delegation tokens");
  }

  // ---- classes of one's own

  @Test
  void ownClass_ofOurSdk_isAsked() {
    settings.providers(OwnProvider.Keys.class.getName());

    assertThat(resolved(auth()).accessKeyId()).isEqualTo("OWN");
  }

  @Test
  void ownClass_isMadeOnce_andRenewsItself() {
    settings.providers(OwnProvider.Session.class.getName());
    S3Auth auth = auth();

    assertThat(resolved(auth).accessKeyId()).isEqualTo("OWN1");
    auth.refresh();
    assertThat(resolved(auth).accessKeyId()).isEqualTo("OWN2");
  }

  @Test
  void ownClass_isClosedOnce_thoughNobodyAskedIt() {
    settings.providers(OwnProvider.Closeable.class.getName());
    OwnProvider.Closeable.CLOSED.set(0);
    S3Auth auth = auth();

    auth.close();
    auth.close();

    assertThat(OwnProvider.Closeable.CLOSED).hasValue(1);
  }

  @Test
  void ownClass_thatARoleIsAssumedWith_isClosed_thoughTheRoleWasForgotten() {
    settings
        .providers(HADOOP + "auth.AssumedRoleCredentialProvider")
        .set("fs.s3a.assumed.role.arn", "arn:aws:iam::1:role/r")
        .set("fs.s3a.assumed.role.credentials.provider", OwnProvider.Closeable.class.getName());
    OwnProvider.Closeable.CLOSED.set(0);
    S3Auth auth = auth();

    auth.refresh();
    auth.close();

    assertThat(OwnProvider.Closeable.CLOSED).hasValue(1);
  }

  @Test
  void ownClassThatFails_isNamedWithItsReason_andTheNextIsAsked() {
    settings.providers(OwnProvider.Failing.class.getName());
    assertThatExceptionOfType(S3AuthException.class)
        .isThrownBy(() -> resolved(auth()))
        .withMessageContaining(OwnProvider.Failing.class.getName())
        .withMessageContaining("the vault is closed");

    settings.providers(OwnProvider.Failing.class.getName(), SIMPLE).keys("KEY", "geheim");
    assertThat(resolved(auth()).accessKeyId()).isEqualTo("KEY");
  }

  @Test
  void ownClass_ofAnSdkThatIsNotOurs_isAskedThroughABridge() throws Exception {
    // As in the shaded jar: the same names, other classes.
    try (URLClassLoader theirs =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Object keys = instance(theirs, OwnProvider.Keys.class);
      Object session = instance(theirs, OwnProvider.Session.class);
      Object failing = instance(theirs, OwnProvider.Failing.class);
      assertThat(keys).isNotInstanceOf(OwnProvider.Keys.class);

      AwsCredentials plain = S3AuthBridge.to(keys).orElseThrow().resolveCredentials();
      assertThat(plain.accessKeyId()).isEqualTo("OWN");
      assertThat(plain.secretAccessKey()).isEqualTo("own secret");
      assertThat(S3AuthBridge.to(session).orElseThrow().resolveCredentials())
          .isInstanceOfSatisfying(
              AwsSessionCredentials.class,
              with -> assertThat(with.sessionToken()).isEqualTo("own token 1"));
      assertThatExceptionOfType(S3AuthException.class)
          .isThrownBy(() -> S3AuthBridge.to(failing).orElseThrow().resolveCredentials())
          .withMessageContaining("the vault is closed");
    }
  }

  @Test
  void ownClass_ofTheFirstSdk_isAskedThroughABridge() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("com/amazonaws/auth"));
    Files.writeString(
        sources.resolve("AWSCredentials.java"),
        "package com.amazonaws.auth; public interface AWSCredentials {"
            + " String getAWSAccessKeyId(); String getAWSSecretKey(); }");
    Files.writeString(
        sources.resolve("AWSCredentialsProvider.java"),
        "package com.amazonaws.auth; public interface AWSCredentialsProvider {"
            + " AWSCredentials getCredentials(); void refresh(); }");
    Files.writeString(
        directory.resolve("Old.java"),
        "public class Old implements com.amazonaws.auth.AWSCredentialsProvider {"
            + " public void refresh() {}"
            + " public com.amazonaws.auth.AWSCredentials getCredentials() {"
            + " return new com.amazonaws.auth.AWSCredentials() {"
            + " public String getAWSAccessKeyId() { return \"OLD\"; }"
            + " public String getAWSSecretKey() { return \"geheim\"; } }; } }");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-proc:none",
                    "-sourcepath",
                    directory.toString(),
                    directory.resolve("Old.java").toString()))
        .isZero();
    try (URLClassLoader theirs =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Object old = theirs.loadClass("Old").getConstructor().newInstance();

      AwsCredentials found = S3AuthBridge.to(old).orElseThrow().resolveCredentials();

      assertThat(found.accessKeyId()).isEqualTo("OLD");
      assertThat(found.secretAccessKey()).isEqualTo("geheim");
    }
  }

  private static Object instance(ClassLoader loader, Class<?> type) throws Exception {
    return loader.loadClass(type.getName()).getConstructor().newInstance();
  }

  private static URL[] classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(
            entry -> {
              try {
                return Path.of(entry).toUri().toURL();
              } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toArray(URL[]::new);
  }

  // ---- rotation

  @Test
  void replacedKeys_areSeenAfterAMinute_andAtOnceIfTheStoreRefusedTheOldOnes() {
    settings.keys("OLD", "1");
    S3Auth auth = auth();
    assertThat(resolved(auth).accessKeyId()).isEqualTo("OLD");

    settings.keys("NEW", "2");
    assertThat(resolved(auth).accessKeyId()).isEqualTo("OLD");
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(resolved(auth).accessKeyId()).isEqualTo("NEW");

    settings.keys("NEWER", "3");
    auth.refresh();
    assertThat(resolved(auth).accessKeyId()).isEqualTo("NEWER");
  }

  @Test
  void keys_areNotReadForEachRequest() {
    settings.keys("KEY", "geheim");
    S3Auth auth = auth();
    resolved(auth);
    int before = settings.secretsRead();

    for (int i = 0; i < 1000; i++) {
      resolved(auth);
    }

    assertThat(settings.secretsRead()).isEqualTo(before);
  }

  @Test
  void manyRefusals_areOneRenewal() {
    settings.keys("KEY", "geheim").providers(SIMPLE);
    S3Auth auth = auth();
    resolved(auth);
    int before = settings.secretsRead();

    for (int i = 0; i < 50; i++) {
      auth.refresh();
      resolved(auth);
    }

    // Two keys, read twice to be sure that they belong together.
    assertThat(settings.secretsRead() - before).isEqualTo(4);
  }

  @Test
  void keysReplacedTwiceWithinASecond_areSeenBothTimes() {
    settings.keys("FIRST", "1").providers(SIMPLE);
    S3Auth auth = auth();
    resolved(auth);

    settings.keys("SECOND", "2").providers(SIMPLE);
    auth.refresh();
    assertThat(resolved(auth).accessKeyId()).isEqualTo("SECOND");
    settings.keys("THIRD", "3").providers(SIMPLE);
    auth.refresh();

    assertThat(resolved(auth).accessKeyId()).isEqualTo("THIRD");
  }

  @Test
  void keysThatCannotBeRead_areKeptAsTheyWere() {
    settings.keys("KEY", "geheim").providers(SIMPLE);
    boolean[] broken = {false};
    S3AuthKeys keys =
        new S3AuthKeys(
            new ForwardingSettings(settings) {
              @Override
              void beforeSecret() {
                if (broken[0]) {
                  throw new UncheckedIOException(new IOException("half a file"));
                }
              }
            },
            false,
            nanos::get);
    assertThat(keys.resolve().accessKeyId()).isEqualTo("KEY");

    broken[0] = true;
    keys.refresh();

    assertThat(keys.resolve().accessKeyId()).isEqualTo("KEY");
  }

  @Test
  void keysReplacedWhileTheyAreRead_areNeverMixed() {
    settings.keys("OLD", "of old");
    int[] reads = {0};
    S3AuthKeys keys =
        new S3AuthKeys(
            new ForwardingSettings(settings) {
              @Override
              void beforeSecret() {
                if (++reads[0] == 2) {
                  settings.keys("NEW", "of new");
                }
              }
            },
            false,
            nanos::get);

    AwsCredentials found = keys.resolve();

    assertThat(found.accessKeyId()).isEqualTo("NEW");
    assertThat(found.secretAccessKey()).isEqualTo("of new");
  }

  @Test
  void profileFile_isReadAgainWhenItChanges() throws IOException {
    Path file = directory.resolve("credentials");
    profile(file, "OLD");
    settings
        .providers(PROFILE)
        .set("fs.s3a.auth.profile.file", file.toString())
        .set("fs.s3a.auth.profile.name", "lab");
    S3Auth auth = auth();
    assertThat(resolved(auth).accessKeyId()).isEqualTo("OLD");
    assertThat(auth.source()).contains("profile lab of " + file);

    profile(file, "NEW");
    auth.refresh();

    assertThat(resolved(auth).accessKeyId()).isEqualTo("NEW");
  }

  @Test
  void profileThatIsNotThere_isNamed_withItsFile() {
    Path file = directory.resolve("none");
    settings.providers(PROFILE).set("fs.s3a.auth.profile.file", file.toString());

    assertThatExceptionOfType(S3AuthException.class)
        .isThrownBy(() -> resolved(auth()))
        .withMessageContaining("profile default of " + file);
  }

  private static void profile(Path file, String key) throws IOException {
    Files.writeString(file, "[lab]\naws_access_key_id=" + key + "\naws_secret_access_key=geheim\n");
  }

  // ---- scopes

  @Test
  void scope_isEqualForEqualKeys_whereverTheyCameFrom_andTellsNothing() {
    settings.keys("KEY", "geheim");
    String scope = auth().credentialScope();

    assertThat(scope).matches("[0-9a-f]{16}");
    assertThat(auth().credentialScope()).isEqualTo(scope);
    assertThat(auth("bob").credentialScope()).isEqualTo(scope);
    settings.providers(SIMPLE);
    assertThat(auth().credentialScope()).isEqualTo(scope);
    assertThat(new S3Auth.StaticKeys("KEY", "geheim", "", "a test").credentialScope())
        .isEqualTo(scope);
    settings.keys("OTHER", "geheim");
    assertThat(auth().credentialScope()).isNotEqualTo(scope);
  }

  @Test
  void scope_staysWhenKeysAreRenewed() {
    settings.keys("OLD", "1");
    S3Auth auth = auth();
    String scope = auth.credentialScope();

    settings.keys("NEW", "2");
    auth.refresh();
    resolved(auth);

    assertThat(auth.credentialScope()).isEqualTo(scope);
  }

  @Test
  void scopeOfAnOwnClass_isLikeNobodyElses() {
    settings.providers(OwnProvider.Keys.class.getName());

    S3Auth one = auth();

    assertThat(one.credentialScope())
        .isEqualTo(one.credentialScope())
        .isNotEqualTo(auth().credentialScope());
  }

  @Test
  void scopeOfARole_isThatOfRoleSessionAndWhoAssumesIt() {
    settings.providers(ROLE).keys("KEY", "geheim");
    settings.set("fs.s3a.assumed.role.arn", "arn:aws:iam::1:role/r");
    String alice = auth("alice").credentialScope();

    assertThat(auth("alice").credentialScope()).isEqualTo(alice);
    assertThat(auth("bob").credentialScope()).isNotEqualTo(alice);
    settings.keys("OTHER", "geheim");
    assertThat(auth("alice").credentialScope()).isNotEqualTo(alice);
    settings.keys("KEY", "geheim").set("fs.s3a.assumed.role.policy", "{}");
    assertThat(auth("alice").credentialScope()).isNotEqualTo(alice);
  }

  @Test
  void scopeOfAProfile_isThatOfFileAndName() {
    settings.providers(PROFILE).set("fs.s3a.auth.profile.file", "/a");
    String scope = auth().credentialScope();

    assertThat(auth().credentialScope()).isEqualTo(scope);
    settings.set("fs.s3a.auth.profile.name", "lab");
    assertThat(auth().credentialScope()).isNotEqualTo(scope);
  }

  // ---- roles

  @Test
  void role_needsAnArn() {
    settings.providers(ROLE).keys("KEY", "geheim");

    assertThatIllegalArgumentException()
        .isThrownBy(this::auth)
        .withMessageContaining("fs.s3a.assumed.role.arn");
  }

  @Test
  void role_isNotAssumedWithItself() {
    settings
        .providers(ROLE)
        .set("fs.s3a.assumed.role.arn", "arn:aws:iam::1:role/r")
        .set("fs.s3a.assumed.role.credentials.provider", ROLE);

    assertThatIllegalArgumentException()
        .isThrownBy(this::auth)
        .withMessageContaining("fs.s3a.assumed.role.credentials.provider")
        .withMessageContaining("with itself");
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.assumed.role.sts.endpoint, sts.example, fs.s3a.assumed.role.sts.endpoint.region",
    "fs.s3a.assumed.role.sts.endpoint.region, eu-west-1, fs.s3a.assumed.role.sts.endpoint"
  })
  void endpointAndRegionOfTheTokenService_goTogether(String key, String value, String other) {
    settings.keys("KEY", "geheim").set(key, value);

    assertThatIllegalArgumentException()
        .isThrownBy(this::auth)
        .withMessageContaining("set " + other + " too");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://me:geheim@sts.example", "ftp://sts", "a b", "https://"})
  void endpointThatIsNone_isTold_withoutWhatStandsInIt(String endpoint) {
    settings
        .keys("KEY", "x")
        .set("fs.s3a.assumed.role.sts.endpoint", endpoint)
        .set("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1");

    assertThatIllegalArgumentException()
        .isThrownBy(this::auth)
        .withMessageContaining("fs.s3a.assumed.role.sts.endpoint is not an address")
        .withMessageNotContaining("geheim");
  }

  // ---- secrets

  @Test
  void secrets_areInNoText() {
    settings.keys("AKIDKEY", "geheim").set("fs.s3a.session.token", "geheim");
    S3Auth auth = auth();
    resolved(auth);

    assertThat(auth + auth.source() + auth.explain(new IllegalStateException("x")))
        .doesNotContain("geheim")
        .doesNotContain("AKIDKEY");
    assertThat(new S3Auth.StaticKeys("AKIDKEY", "geheim", "geheim", "a test").toString())
        .doesNotContain("geheim")
        .doesNotContain("AKIDKEY");
  }
}
