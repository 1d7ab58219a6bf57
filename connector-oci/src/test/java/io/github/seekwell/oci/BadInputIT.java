package io.github.seekwell.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.hadoop.UnknownBucketException;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.oci.client.ApiKeys;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
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

  @TempDir private Path keys;

  private final RampObject ramp = new RampObject(SIZE, 3);
  private OciRig rig;

  @BeforeEach
  void start() throws IOException {
    rig = OciRig.startSigned(keys);
    rig.hold("a", ramp);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  // ---- what is not there

  @Test
  void missingBucket_isNotTakenForAMissingFile_withoutARetry() throws IOException {
    URI nowhere = URI.create("oci://nowhere@testing");
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path("oci://nowhere@testing/x");
    try (FileSystem fs = FileSystem.newInstance(nowhere, impatient())) {
      Failing.with(UnknownBucketException.class, () -> fs.open(file))
          .naming(file)
          .saying("no such bucket", "BucketNotFound")
          .withoutSecrets(ApiKeys.secretsIn(keys));
      // Unlike a HEAD's, the answer to a GET tells object from bucket.
      assertThat(requests()).isEqualTo(1);
      Failing.with(UnknownBucketException.class, () -> fs.exists(file)).naming(file);
      Failing.with(UnknownBucketException.class, () -> fs.create(file)).naming(file);
    }
  }

  @Test
  void missingNamespace_isNotTakenForAMissingFile() throws IOException {
    URI nowhere = URI.create("oci://bucket@nobody");
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path("oci://bucket@nobody/x");
    try (FileSystem fs = FileSystem.newInstance(nowhere, impatient())) {
      Failing.with(UnknownBucketException.class, () -> fs.listStatus(file)).naming(file);
    }
  }

  @Test
  void missingKey_isNotFound_withoutARetry() throws IOException {
    try (FileSystem fs = rig.open(impatient())) {
      Failing.with(FileNotFoundException.class, () -> fs.open(rig.path("dir/none")))
          .naming("oci://bucket@testing/dir/none")
          .withoutSecrets(ApiKeys.secretsIn(keys));
      // Whether it is a directory is asked too.
      assertThat(requests()).isLessThanOrEqualTo(2);
      Failing.with(FileNotFoundException.class, () -> fs.getFileStatus(rig.path("none")))
          .naming(rig.path("none"));
      Failing.with(FileNotFoundException.class, () -> fs.listStatus(rig.path("none")))
          .naming(rig.path("none"));
    }
  }

  // ---- credentials

  @Test
  void wrongFingerprint_isDeniedAtOnce_andTheSettingsAreNamed() throws IOException {
    Configuration conf = impatient();
    conf.set("fs.oci.client.auth.fingerprint", ApiKeys.FINGERPRINT.replace('2', '3'));
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(AccessDeniedException.class, () -> fs.open(rig.path("a")))
          .naming(rig.path("a"))
          .saying("fs.oci.client.auth.tenantId", "credentials", "status 401")
          .withoutSecrets(ApiKeys.secretsIn(keys));
    }
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void fingerprintOfAnotherForm_isRefusedBeforeAnyRequest() throws IOException {
    Configuration conf = impatient();
    conf.set("fs.oci.client.auth.fingerprint", "SHA256:00:11:22");

    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("'SHA256:00:11:22' is no fingerprint", "fs.oci.client.auth", "16 bytes");
    assertThat(requests()).isZero();
  }

  @Test
  void endpointThatSpeaksPlainHttp_askedWithTls_getsAHint() throws IOException {
    Configuration conf = impatient();
    conf.set("fs.oci.client.hostname", "localhost:" + rig.emulator().endpoint().getPort());
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(SSLException.class, () -> fs.open(rig.path("a")))
          .saying("http://", "fs.oci.client.hostname");
    }
  }

  @Test
  void wrongPrivateKey_isDeniedAtOnce() throws IOException {
    Configuration conf = impatient();
    conf.set("fs.oci.client.auth.pemfilepath", ApiKeys.strangersPem(keys).toString());
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(AccessDeniedException.class, () -> fs.open(rig.path("a")))
          .naming(rig.path("a"))
          .saying("status 401")
          .withoutSecrets(ApiKeys.secretsIn(keys));
    }
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void noCredentials_areToldBeforeAnyRequest_withBothWaysOut() throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("fs.oci.client.hostname", rig.emulator().endpoint().toString());
    conf.set("fs.seekwell.oci.config-file", keys.resolve("none").toString());
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("no credentials for OCI", "fs.oci.client.auth.pemfilepath", "does not exist")
        .naming("oci://bucket@testing");
    assertThat(requests()).isZero();
  }

  @Test
  void incompleteCredentials_nameWhatIsMissing() throws IOException {
    Configuration conf = impatient();
    conf.unset("fs.oci.client.auth.fingerprint");
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("set fs.oci.client.auth.fingerprint")
        .notSaying("fs.oci.client.auth.userId");
  }

  @Test
  void missingPemFile_isNamed() throws IOException {
    Path missing = keys.resolve("nowhere").resolve("key.pem");
    pemRefused(missing, "there is no such file");
  }

  @Test
  void pemFileThatIsADirectory_isNamed() throws IOException {
    pemRefused(Files.createDirectory(keys.resolve("folder")), "cannot be read");
  }

  @Test
  void encryptedPem_withoutPassphrase_namesTheSetting() throws Exception {
    pemRefused(ApiKeys.encryptedPem(keys, Failing.SECRET), "fs.oci.client.auth.passphrase");
  }

  @Test
  void encryptedPem_withWrongPassphrase_isTold() throws Exception {
    Configuration conf = impatient();
    Path sealed = ApiKeys.encryptedPem(keys, "another");
    conf.set("fs.oci.client.auth.pemfilepath", sealed.toString());
    conf.set("fs.oci.client.auth.passphrase", Failing.SECRET);
    pemRefused(conf, sealed, "passphrase");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-----BEGIN PRIVATE KEY-----\nnonsensenonsensenonsense\n-----END PRIVATE KEY-----\n"
      })
  void pemFileThatHoldsNoKey_isNamed_andNotShown(String content) throws IOException {
    pemRefused(
        Files.writeString(keys.resolve("broken.pem"), content), "is not an RSA key in PEM format");
  }

  private void pemRefused(Path pem, String reason) throws IOException {
    Configuration conf = impatient();
    conf.set("fs.oci.client.auth.pemfilepath", pem.toString());
    pemRefused(conf, pem, reason);
  }

  private void pemRefused(Configuration conf, Path pem, String reason) throws IOException {
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(AccessDeniedException.class, () -> fs.open(rig.path("a")))
          .naming(rig.path("a"))
          .naming(pem)
          .saying(reason)
          .withoutSecrets(ApiKeys.secretsIn(keys));
    }
    assertThat(requests()).isZero();
  }

  // ---- endpoints

  @Test
  void endpointWhereNobodyListens_isNamed_afterTheAttempts() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Configuration conf = impatient();
    conf.set("fs.oci.client.hostname", "http://127.0.0.1:" + port);
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(ConnectException.class, () -> fs.open(rig.path("a")))
          .naming(rig.path("a"))
          .saying("127.0.0.1 port " + port, "3 attempts")
          .withoutSecrets(ApiKeys.secretsIn(keys));
    }
  }

  @Test
  void unknownHost_isNamed_afterTheAttempts() throws IOException {
    String before = System.getProperty("jdk.net.hosts.file");
    System.setProperty(
        "jdk.net.hosts.file", Files.writeString(keys.resolve("hosts"), "").toString());
    Configuration conf = impatient();
    conf.set("fs.oci.client.hostname", "http://no-such-host.invalid:80");
    try (FileSystem fs = rig.open(conf)) {
      Failing.with(UnknownHostException.class, () -> fs.open(rig.path("a")))
          .naming(rig.path("a"))
          .saying("no-such-host.invalid", "3 attempts")
          .withoutSecrets(ApiKeys.secretsIn(keys));
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
        "https://store.example/n/ns",
        "https://store.example?x=1",
        "https://me:" + Failing.SECRET + "@store.example",
        "https://me:" + Failing.SECRET + "@",
        "https://me:" + Failing.SECRET + "@st ore",
        "ftp://me:" + Failing.SECRET + "@store.example",
        "http://127.0.0.1:notaport"
      })
  void endpointThatIsNoAddress_isToldWhenTheFileSystemIsMade(String hostname) throws IOException {
    Configuration conf = impatient();
    conf.set("fs.oci.client.hostname", hostname);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("fs.oci.client.hostname", "oci://bucket@testing")
        .withoutSecrets(ApiKeys.secretsIn(keys));
  }

  @Test
  void noEndpoint_isToldWithBothWaysOut() throws IOException {
    Configuration conf = impatient();
    conf.unset("fs.oci.client.hostname");
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("fs.oci.client.hostname", "fs.oci.client.regionCodeOrId");
  }

  // ---- addresses

  @ParameterizedTest
  @CsvSource({
    "oci://bucket/key, there is no namespace",
    "oci:///key, there is no bucket",
    "oci://@ns/key, there is no bucket",
    "oci://bucket@/key, there is no namespace",
    "oci://a@b@c/key, one @ too many",
    "oci://user:correct-horse-battery@ns/key, neither port nor password",
    "oci://bucket@ns:443/key, neither port nor password",
    "oci://bucket@ns.us-ashburn-1/key, fs.oci.client.regionCodeOrId"
  })
  void malformedAddress_isToldWithTheForm(String address, String reason) throws IOException {
    Configuration conf = impatient();
    Failing.with(IOException.class, () -> FileSystem.newInstance(URI.create(address), conf))
        .saying(reason)
        .withoutSecrets(ApiKeys.secretsIn(keys));
    assertThat(requests()).isZero();
  }

  @Test
  void pathOfAnotherBucket_isRefused_whateverIsAskedOfIt() throws IOException {
    org.apache.hadoop.fs.Path other = new org.apache.hadoop.fs.Path("oci://other@testing/a");
    try (FileSystem fs = rig.open(impatient())) {
      assertThatThrownBy(() -> fs.open(other))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Wrong FS")
          .hasMessageContaining("oci://other@testing/a");
    }
    assertThat(requests()).isZero();
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
      Failing.with(EOFException.class, () -> in.read(-1, new byte[10], 0, 10))
          .naming(rig.path("a"));
      Failing.with(EOFException.class, () -> in.readFully(-1, new byte[10])).naming(rig.path("a"));
      Failing.with(EOFException.class, () -> in.readFully(SIZE, new byte[1])).naming(rig.path("a"));
      assertThat(in.getPos()).as("failed seeks move nothing").isEqualTo(SIZE);
      assertThat(requests()).isZero();
    }
  }

  @Test
  void readFullyAcrossTheEnd_fails_andAReadThereIsShort() throws IOException {
    byte[] buffer = new byte[100];
    try (FileSystem fs = rig.open(impatient());
        FSDataInputStream in = fs.open(rig.path("a"))) {
      Failing.with(EOFException.class, () -> in.readFully(SIZE - 40, buffer))
          .naming(rig.path("a"))
          .saying("100 bytes wanted at " + (SIZE - 40));
      assertThat(in.read(SIZE - 40, buffer, 0, 100)).isEqualTo(40);
      ramp.verify(SIZE - 40, buffer, 0, 40);
    }
  }

  @Test
  void badArrayBounds_areRefused_andReadNothing() throws IOException {
    try (FileSystem fs = rig.open(impatient());
        FSDataInputStream in = fs.open(rig.path("a"))) {
      assertThatThrownBy(() -> in.read(new byte[10], 5, 6))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> in.read(0, new byte[10], -1, 5))
          .isInstanceOf(RuntimeException.class);
      assertThat(in.getPos()).isZero();
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
      for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
          List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
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
    assertThat(requests()).isZero();
  }

  @Test
  void closedFileSystem_saysSo_andNamesThePath() throws IOException {
    FileSystem fs = rig.open(impatient());
    fs.close();
    Failing.with(IOException.class, () -> fs.open(rig.path("a"))).naming(rig.path("a"));
    Failing.with(IOException.class, () -> fs.getFileStatus(rig.path("a"))).naming(rig.path("a"));
    Failing.with(IOException.class, () -> fs.create(rig.path("b"))).naming(rig.path("b"));
    Failing.with(IOException.class, () -> fs.delete(rig.path("a"), false)).naming(rig.path("a"));
    Failing.with(IOException.class, () -> fs.listStatus(rig.path(""))).saying("closed");
    assertThat(requests()).isZero();
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
    assertThat(rig.emulator().objects().keys(OciRig.BUCKET)).containsExactly("a");
  }

  // ---- settings

  @ParameterizedTest
  @CsvSource({
    "fs.seekwell.read.look-ahead-max, lots",
    "fs.seekwell.read.look-ahead-max, -1",
    "fs.seekwell.cache.block-size, 1k",
    "fs.seekwell.cache.heap-fraction, 2",
    "fs.seekwell.cache.heap-fraction, half",
    "fs.seekwell.retry.attempts, 0",
    "fs.seekwell.retry.attempts, many",
    "fs.seekwell.retry.attempts, 99999999999",
    "fs.seekwell.read.stall-deadline, soon",
    "fs.seekwell.dns.ttl, 0s",
    "fs.seekwell.write.refuse-sync, perhaps",
    "fs.oci.blocksize.mb, x",
    "fs.oci.client.http.readtimeout, soon",
    "fs.oci.client.http.connectiontimeout, 0",
    "fs.oci.client.multipart.partsize.mb, 1",
    "fs.oci.client.multipart.numthreads, few"
  })
  void valueThatDoesNotFit_isTold_underTheKeyTheUserWrote(String key, String value) {
    Configuration conf = new Configuration(false);
    conf.set("fs.oci.client.hostname", "http://127.0.0.1:1");
    conf.set("fs.oci.client.auth.tenantId", "t");
    conf.set("fs.oci.client.auth.userId", "u");
    conf.set("fs.oci.client.auth.fingerprint", ApiKeys.FINGERPRINT);
    conf.set("fs.oci.client.auth.pemfilepath", "/none");
    conf.set(key, value);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying(key + " = '" + value + "'", "oci://bucket@testing");
  }

  @Test
  void misspeltSetting_isWarnedOf_withItsNeighbour_andOursAreNot() throws IOException {
    Path profile =
        Files.writeString(
            keys.resolve("config"),
            String.join(
                "\n",
                "[mine]",
                "tenancy=" + ApiKeys.TENANCY,
                "user=" + ApiKeys.USER,
                "fingerprint=" + ApiKeys.FINGERPRINT,
                "key_file=" + ApiKeys.pem(keys),
                ""));
    Configuration conf = new Configuration(false);
    conf.set("fs.oci.client.hostname", rig.emulator().endpoint().toString());
    conf.set("fs.seekwell.oci.config-file", profile.toString());
    conf.set("fs.seekwell.oci.config-profile", "mine");
    conf.set("fs.seekwell.oci.config-profile.other@elsewhere", "theirs");
    conf.set("fs.seekwell.read.lookahead-max", "1m");
    conf.set("fs.seekwell.oci.config-fil", "x");
    String log =
        logOf(
            () -> {
              try (FileSystem fs = rig.open(conf)) {
                assertThat(fs.exists(rig.path("a"))).isTrue();
              }
            });
    assertThat(log)
        .contains("fs.seekwell.read.lookahead-max is no setting of ours; did you mean")
        .contains("fs.seekwell.read.look-ahead-max?")
        .contains("fs.seekwell.oci.config-fil is no setting of ours; did you mean")
        .contains("fs.seekwell.oci.config-file?")
        .doesNotContain("fs.seekwell.oci.config-file is no")
        .doesNotContain("fs.seekwell.oci.config-profile");
  }

  @Test
  void openingAndReading_warnsOfNothing() throws IOException {
    String log =
        logOf(
            () -> {
              try (FileSystem fs = rig.open();
                  FSDataInputStream in = fs.open(rig.path("a"))) {
                in.readFully(0, new byte[10]);
              }
            });
    assertThat(log).doesNotContain("WARN").doesNotContain("ERROR");
  }

  static List<String> refusedKeys() {
    return OciSettings.KEYS.stream()
        .filter(key -> key.treatment() == OciSettings.Treatment.REFUSED)
        .map(OciSettings.Key::key)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("refusedKeys")
  void refusedKey_isNamed_andItsValueKept(String key) throws IOException {
    Configuration conf = impatient();
    conf.set(key, Failing.SECRET);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying(key, "oci://bucket@testing", "not supported")
        .withoutSecrets(ApiKeys.secretsIn(keys));
    assertThat(requests()).isZero();
  }

  private interface Action {
    void run() throws IOException;
  }

  /** What goes to the console meanwhile. */
  private static String logOf(Action action) throws IOException {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private long requests() {
    return rig.emulator().log().counters().allRequests();
  }

  private Configuration impatient() throws IOException {
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.retry.attempts", "3");
    conf.set("fs.seekwell.retry.base-delay", "1ms");
    conf.set("fs.seekwell.retry.max-delay", "5ms");
    return conf;
  }
}
