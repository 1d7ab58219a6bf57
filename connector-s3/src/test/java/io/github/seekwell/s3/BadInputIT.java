package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.hadoop.UnknownBucketException;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.RampObject;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user can get wrong, and what he is told: settings, addresses, misuse of streams. */
@Timeout(30)
class BadInputIT {
  private static final int SIZE = 1 << 20;
  private static final String SIMPLE = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider";

  @TempDir private Path directory;

  private final RampObject ramp = new RampObject(SIZE, 3);
  private S3Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = S3Rig.startSigned();
    rig.hold("a", ramp);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  // ---- what is not there

  @Test
  void missingBucket_isNotTakenForAMissingFile_withoutARetry() throws IOException {
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path("s3a://nowhere/x");
    try (FileSystem fs = FileSystem.newInstance(file.toUri(), impatient())) {
      Failing.with(UnknownBucketException.class, () -> fs.open(file))
          .naming(file)
          .saying("NoSuchBucket")
          .withoutSecrets(List.of(S3Rig.SECRET_KEY));
      // Unlike a HEAD's, the answer to a GET tells object from bucket.
      assertThat(rig.requests()).isEqualTo(1);
      Failing.with(UnknownBucketException.class, () -> fs.exists(file)).naming(file);
      Failing.with(UnknownBucketException.class, () -> fs.create(file)).naming(file);
    }
  }

  @Test
  void missingKey_isNotFound_withoutARetry() throws IOException {
    try (FileSystem fs = rig.open(impatient())) {
      Failing.with(FileNotFoundException.class, () -> fs.open(rig.path("dir/none")))
          .naming("s3a://bucket/dir/none")
          .withoutSecrets(List.of(S3Rig.SECRET_KEY));
      // Whether it is a directory is asked too.
      assertThat(rig.requests()).isLessThanOrEqualTo(2);
      Failing.with(FileNotFoundException.class, () -> fs.getFileStatus(rig.path("none")))
          .naming(rig.path("none"));
      Failing.with(FileNotFoundException.class, () -> fs.listStatus(rig.path("none")))
          .naming(rig.path("none"));
    }
  }

  // ---- credentials

  @Test
  void wrongAccessKey_isDenied_andTheSettingIsNamed() throws IOException {
    Configuration conf = impatient();
    conf.set("fs.s3a.access.key", "AKIDOTHER");
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(AccessDeniedException.class, () -> fs.open(rig.path("a")))
          .naming(rig.path("a"))
          .saying("fs.s3a.access.key", "status 403")
          .withoutSecrets(List.of(S3Rig.SECRET_KEY));
    }
    assertThat(rig.requests()).isEqualTo(1);
  }

  @Test
  void wrongSecretKey_isDenied_andListingSaysWhy() throws IOException {
    Configuration conf = impatient();
    conf.set("fs.s3a.secret.key", Failing.SECRET);
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(AccessDeniedException.class, () -> fs.listStatus(rig.path("")))
          .saying("SignatureDoesNotMatch", "check the secret key", "fs.s3a.access.key")
          .withoutSecrets(List.of(S3Rig.SECRET_KEY));
    }
    assertThat(rig.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fs.s3a.access.key", "fs.s3a.secret.key"})
  void halfAKey_namesTheOtherHalf_withoutARequest(String missing) throws IOException {
    Configuration conf = impatient();
    conf.set("fs.s3a.aws.credentials.provider", SIMPLE);
    conf.unset(missing);
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(AccessDeniedException.class, () -> fs.open(rig.path("a")))
          .naming(rig.path("a"))
          .saying("no credentials for S3", missing + " is not set")
          .withoutSecrets(List.of(S3Rig.SECRET_KEY));
    }
    assertThat(rig.requests()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.Absent, no such class",
    "java.lang.String, provides no credentials",
    "java.util.List, it is abstract",
    "java.lang.Integer, neither a public constructor",
    "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider, fs.s3a.assumed.role.arn",
    "org.apache.hadoop.fs.s3a.auth.MarshalledCredentialProvider, delegation tokens"
  })
  void providerThatIsNone_isToldWhenTheFileSystemIsMade(String name, String reason)
      throws IOException {
    Configuration conf = impatient();
    conf.set("fs.s3a.aws.credentials.provider", name);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying(reason, "s3a://bucket")
        .withoutSecrets(List.of(S3Rig.SECRET_KEY));
    assertThat(rig.requests()).isZero();
  }

  @Test
  void profileThatIsNotThere_isNamedWithItsFile() throws IOException {
    Configuration conf = impatient();
    Path file =
        Files.writeString(
            directory.resolve("credentials"),
            "[other]\naws_access_key_id=x\naws_secret_access_key=" + Failing.SECRET + "\n");
    conf.set(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.auth.ProfileAWSCredentialsProvider");
    conf.set("fs.s3a.auth.profile.file", file.toString());
    conf.set("fs.s3a.auth.profile.name", "lab");
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(AccessDeniedException.class, () -> fs.open(rig.path("a")))
          .saying("profile lab of " + file)
          .withoutSecrets(List.of(S3Rig.SECRET_KEY));
    }
  }

  @Test
  void credentialFileThatIsNone_isNamed() throws IOException {
    Configuration conf = impatient();
    Path file = Files.writeString(directory.resolve("keys.jceks"), Failing.SECRET);
    conf.set("fs.s3a.security.credential.provider.path", "localjceks://file" + file);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("fs.s3a.", "cannot read the secret")
        .withoutSecrets(List.of(S3Rig.SECRET_KEY));

    conf.set("fs.s3a.security.credential.provider.path", "rubbish");
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("cannot read the secret", "rubbish")
        .withoutSecrets(List.of(S3Rig.SECRET_KEY));
  }

  // ---- endpoints

  @Test
  void endpointWhereNobodyListens_isNamed_afterTheAttempts() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Configuration conf = impatient();
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:" + port);
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(ConnectException.class, () -> fs.open(rig.path("a")))
          .naming(rig.path("a"))
          .saying("127.0.0.1 port " + port, "3 attempts")
          .withoutSecrets(List.of(S3Rig.SECRET_KEY));
    }
  }

  @Test
  void unknownHost_isNamed_withTheSettingThatMayBeToBlame() throws IOException {
    String before = System.getProperty("jdk.net.hosts.file");
    System.setProperty(
        "jdk.net.hosts.file", Files.writeString(directory.resolve("hosts"), "").toString());
    Configuration conf = impatient();
    conf.set("fs.s3a.endpoint", "http://no-such-host.invalid:80");
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(UnknownHostException.class, () -> fs.open(rig.path("a")))
          .naming(rig.path("a"))
          .saying("no-such-host.invalid", "3 attempts", "fs.s3a.path.style.access")
          .withoutSecrets(List.of(S3Rig.SECRET_KEY));
    } finally {
      if (before == null) {
        System.clearProperty("jdk.net.hosts.file");
      } else {
        System.setProperty("jdk.net.hosts.file", before);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "ftp://store.example",
        "not a host",
        "https://store.example/bucket",
        "https://store.example?x=1",
        "https://me:" + Failing.SECRET + "@store.example",
        "https://me:" + Failing.SECRET + "@",
        "https://me:" + Failing.SECRET + "@st ore",
        "ftp://me:" + Failing.SECRET + "@store.example",
        "http://127.0.0.1:notaport"
      })
  void endpointThatIsNoAddress_isToldWhenTheFileSystemIsMade(String endpoint) {
    Configuration conf = impatient();
    conf.set("fs.s3a.endpoint", endpoint);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("fs.s3a.endpoint", "s3a://bucket")
        .withoutSecrets(List.of(S3Rig.SECRET_KEY));
  }

  // ---- addresses

  @ParameterizedTest
  @CsvSource({
    "s3a:///key, there is no bucket",
    "s3a://bucket:9000/key, has a port",
    "s3a://b/key, is not a bucket's name",
    "s3://-bucket/key, is not a bucket's name",
    "s3a://AKIDEXAMPLE:correct-horse-battery@bucket/key, keys in an address",
    "s3://AKIDEXAMPLE:correct-horse-battery@bucket/key, keys in an address",
    "s3a://correct-horse-battery@bucket/key, keys in an address"
  })
  void malformedAddress_isToldWithTheForm(String address, String reason) {
    Configuration conf = impatient();
    Failing.with(IOException.class, () -> FileSystem.newInstance(URI.create(address), conf))
        .saying(reason)
        .notSaying("AKIDEXAMPLE")
        .withoutSecrets(List.of(S3Rig.SECRET_KEY));
    assertThat(rig.requests()).isZero();
  }

  @Test
  void pathOfAnotherBucket_isRefused_whateverIsAskedOfIt() throws IOException {
    org.apache.hadoop.fs.Path other = new org.apache.hadoop.fs.Path("s3a://other/a");
    try (FileSystem fs = rig.open(impatient())) {
      assertThatThrownBy(() -> fs.open(other))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Wrong FS")
          .hasMessageContaining("s3a://other/a");
    }
    assertThat(rig.requests()).isZero();
  }

  // ---- streams

  @Test
  void readingAndSeekingPastTheEnd_isTheEnd_andCostsNothing() throws IOException {
    try (FileSystem fs = rig.open(impatient());
        FSDataInputStream in = fs.open(rig.path("a"))) {
      rig.emulator().log().reset();
      in.seek(SIZE);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[10])).isEqualTo(-1);
      assertThat(in.read(SIZE + 5L, new byte[10], 0, 10)).isEqualTo(-1);
      Failing.with(EOFException.class, () -> in.seek(SIZE + 1)).naming(rig.path("a"));
      Failing.with(EOFException.class, () -> in.seek(-1)).naming(rig.path("a"));
      Failing.with(EOFException.class, () -> in.readFully(SIZE, new byte[1])).naming(rig.path("a"));
      assertThat(in.getPos()).as("failed seeks move nothing").isEqualTo(SIZE);
      assertThat(rig.requests()).isZero();
    }
  }

  @Test
  void closedStream_saysSo_toEveryCall() throws IOException {
    try (FileSystem fs = rig.open(impatient())) {
      FSDataInputStream in = fs.open(rig.path("a"));
      in.readFully(0, new byte[10]);
      in.close();
      in.close();
      rig.emulator().log().reset();
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              in::read,
              () -> in.read(new byte[10]),
              () -> in.read(0, new byte[10], 0, 10),
              () -> in.readFully(0, new byte[10]),
              () -> in.seek(1),
              () -> in.skip(1),
              in::available)) {
        Failing.with(IOException.class, call).naming(rig.path("a")).saying("Stream is closed");
      }
    }
    assertThat(rig.requests()).isZero();
  }

  @Test
  void closedFileSystem_saysSo_andNamesThePath() throws IOException {
    FileSystem fs = rig.open(impatient());
    fs.close();
    Failing.with(IOException.class, () -> fs.open(rig.path("a"))).naming(rig.path("a"));
    Failing.with(IOException.class, () -> fs.getFileStatus(rig.path("a"))).naming(rig.path("a"));
    Failing.with(IOException.class, () -> fs.create(rig.path("b"))).naming(rig.path("b"));
    Failing.with(IOException.class, () -> fs.delete(rig.path("a"), false)).naming(rig.path("a"));
    assertThat(rig.requests()).isZero();
  }

  @Test
  void streamsOfAClosedFileSystem_failWithoutWaiting_andPublishNothing() throws IOException {
    FileSystem fs = rig.open(impatient());
    FSDataInputStream in = fs.open(rig.path("a"));
    FSDataOutputStream out = fs.create(rig.path("b"));
    out.write(1);
    fs.close();
    // What opening brought is in memory; this is not.
    Failing.with(IOException.class, () -> in.readFully(SIZE - 10, new byte[10]))
        .naming(rig.path("a"))
        .saying("closed");
    Failing.with(IOException.class, out::close).naming(rig.path("b")).saying("closed");
    in.close();
    assertThat(rig.emulator().objects().keys(S3Rig.BUCKET)).containsExactly("a");
  }

  // ---- settings

  @ParameterizedTest
  @CsvSource({
    "fs.seekwell.read.look-ahead-max, lots",
    "fs.seekwell.cache.block-size, 1k",
    "fs.seekwell.cache.heap-fraction, 2",
    "fs.seekwell.retry.attempts, 0",
    "fs.seekwell.read.stall-deadline, soon",
    "fs.seekwell.dns.ttl, 0s",
    "fs.seekwell.write.refuse-sync, perhaps",
    "fs.seekwell.s3.copy-part-size, 1k",
    "fs.s3a.block.size, x",
    "fs.s3a.connection.timeout, soon",
    "fs.s3a.connection.maximum, 0",
    "fs.s3a.multipart.size, large",
    "fs.s3a.fast.upload.active.blocks, few",
    "fs.s3a.fast.upload.buffer, tape",
    "fs.s3a.paging.maximum, often",
    "fs.s3a.path.style.access, perhaps",
    "fs.s3a.acl.default, Everybody",
    "fs.s3a.encryption.algorithm, ROT13",
    "fs.s3a.create.checksum.algorithm, MD4",
    "fs.s3a.proxy.port, x"
  })
  void valueThatDoesNotFit_isTold_underTheKeyTheUserWrote(String key, String value) {
    Configuration conf = impatient();
    if (key.startsWith("fs.s3a.proxy")) {
      conf.set("fs.s3a.proxy.host", "127.0.0.1");
    }
    conf.set(key, value);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying(key + " = '" + value + "'", "s3a://bucket")
        .withoutSecrets(List.of(S3Rig.SECRET_KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CSE-KMS", "CSE-CUSTOM"})
  void encryptionByTheClient_isRefused_neverIgnored(String algorithm) {
    Configuration conf = impatient();
    conf.set("fs.s3a.encryption.algorithm", algorithm);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("fs.s3a.encryption.algorithm", algorithm, "not supported");
  }

  @Test
  void misspeltSettings_areWarnedOf_andOursAreNot() throws Exception {
    Configuration conf = impatient();
    conf.set("fs.seekwell.read.lookahead-max", "1m");
    conf.set("fs.seekwell.s3.copy-treshold", "1g");
    conf.set("fs.seekwell.s3.copy-threshold", "1g");
    conf.set("fs.s3a.endpiont", "http://x");
    conf.set("fs.s3a.fast.buffer.size", "1");
    String log =
        Console.of(
            () -> {
              try (FileSystem fs = rig.open(conf)) {
                assertThat(fs.exists(rig.path("a"))).isTrue();
              }
              rig.open(conf).close();
            });
    assertThat(log)
        .contains("fs.seekwell.read.lookahead-max is no setting of ours; did you mean")
        .contains("fs.seekwell.s3.copy-treshold is no setting of ours; did you mean")
        .doesNotContain("fs.seekwell.s3.copy-threshold is no")
        .containsOnlyOnce("fs.s3a.endpiont")
        .containsOnlyOnce("fs.s3a.fast.buffer.size");
  }

  @Test
  void openingAndReading_warnsOfNothing() throws Exception {
    String log =
        Console.of(
            () -> {
              try (FileSystem fs = rig.open();
                  FSDataInputStream in = fs.open(rig.path("a"))) {
                in.readFully(0, new byte[10]);
              }
            });
    assertThat(log).doesNotContain("WARN").doesNotContain("ERROR").doesNotContain("no meaning");
  }

  static List<String> refusedKeys() {
    return S3Keys.ALL.stream()
        .filter(row -> row.treatment() == S3Key.Treatment.REFUSED)
        .map(S3Key::key)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("refusedKeys")
  void refusedKey_isNamed_andItsValueKept(String key) {
    Configuration conf = impatient();
    conf.set(key, Failing.SECRET);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying(key, "s3a://bucket", "not supported")
        .withoutSecrets(List.of(S3Rig.SECRET_KEY));
    assertThat(rig.requests()).isZero();
  }

  private Configuration impatient() {
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.retry.attempts", "3");
    conf.set("fs.seekwell.retry.base-delay", "1ms");
    conf.set("fs.seekwell.retry.max-delay", "5ms");
    return conf;
  }
}
