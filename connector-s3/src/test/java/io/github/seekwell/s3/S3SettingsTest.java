package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.FilesConfig.Checksum;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.hadoop.HadoopSettings;
import io.github.seekwell.s3.S3Key.Treatment;
import io.github.seekwell.s3.client.S3Auth;
import io.github.seekwell.s3.client.S3Encryption;
import io.github.seekwell.s3.client.S3Endpoint;
import io.github.seekwell.s3.client.S3Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {

  @Test
  void everyKeyOfS3a_isInTheTable() throws IOException {
    assertThat(keysOfS3a())
        .hasSizeGreaterThan(150)
        .allSatisfy(key -> assertThat(S3Keys.of(key)).as(key).isPresent());
  }

  @Test
  void everyRow_isThereOnce_andSaysWhy() {
    assertThat(S3Keys.ALL).extracting(S3Key::key).doesNotHaveDuplicates();
    assertThat(S3Keys.ALL)
        .allSatisfy(
            row -> {
              assertThat(row.key()).startsWith("fs.s3a.");
              assertThat(row.remark()).as(row.key()).endsWith(".");
            });
  }

  @Test
  void everyRow_speaksOfAKeyThatS3aHas() throws IOException {
    List<String> known = keysOfS3a();
    assertThat(S3Keys.ALL)
        .filteredOn(row -> !row.key().startsWith("fs.s3a.ext."))
        .allSatisfy(row -> assertThat(known).as(row.key()).anyMatch(row::covers));
  }

  @Test
  void mappedKeys_setSettingsOfOurs_thatExist() {
    List<String> ours =
        Stream.concat(ConnectorConfig.ALL.stream(), S3Options.ALL.stream())
            .map(Setting::key)
            .toList();
    assertThat(S3Keys.ALL)
        .filteredOn(row -> row.treatment() == Treatment.MAPPED)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(ours).contains(row.ours()));
  }

  private static List<String> keysOfS3a() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(S3SettingsTest.class.getResourceAsStream("s3a-keys.txt")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.substring(0, line.indexOf(' ')))
          .toList();
    }
  }

  // ---- what common keys mean

  @Test
  void timeouts_areMillisecondsUnlessTheySayOtherwise() {
    ConnectorConfig config =
        translated(
            Map.of(
                "fs.s3a.connection.establish.timeout", "1500",
                "fs.s3a.connection.timeout", "45s",
                "fs.s3a.connection.ttl", "2m",
                "fs.s3a.connection.idle.time", "20000",
                "fs.s3a.connection.acquisition.timeout", "10s",
                "fs.s3a.retry.interval", "250"));

    assertThat(config.http().timeouts().connect()).isEqualTo(Duration.ofMillis(1500));
    assertThat(config.read().stallDeadline()).isEqualTo(Duration.ofSeconds(45));
    assertThat(config.http().pool().maxAge()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.http().pool().maxIdle()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.http().pool().maxWait()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.retry().baseDelay()).isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0s"})
  void noLimitAtAll_leavesOurs(String none) {
    ConnectorConfig config =
        translated(Map.of("fs.s3a.connection.timeout", none, "fs.s3a.connection.ttl", none));

    assertThat(config.read().stallDeadline())
        .isEqualTo(ConnectorConfig.from(Settings.of(Map.of())).read().stallDeadline());
    assertThat(config.http().pool().maxAge()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"128M, 134217728", "64m, 67108864", "1048576, 5242880", "2G, 1073741824"})
  void partSize_hasS3asSuffixes_andIsBroughtIntoRange(String text, long bytes) {
    assertThat(translated(Map.of("fs.s3a.multipart.size", text)).write().partSize())
        .isEqualTo(bytes);
  }

  @Test
  void threshold_isThatOfCopies() {
    Settings settings =
        S3Settings.translated(Settings.of(Map.of("fs.s3a.multipart.threshold", "256M")));

    assertThat(S3Options.from(settings).copies().threshold()).isEqualTo(256L << 20);
  }

  @Test
  void numbers_areBroughtIntoRange() {
    ConnectorConfig config =
        translated(
            Map.of(
                "fs.s3a.connection.maximum", "500",
                "fs.s3a.paging.maximum", "5000",
                "fs.s3a.fast.upload.active.blocks", "100",
                "fs.s3a.executor.capacity", "16"));

    assertThat(config.http().pool().maxConnections()).isEqualTo(500);
    assertThat(config.listPageSize()).isEqualTo(1000);
    assertThat(config.write().partsInFlight()).isEqualTo(64);
    assertThat(config.files().renameThreads()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"array, MEMORY", "bytebuffer, OFF_HEAP", "disk, DISK", "Disk, DISK"})
  void bufferOfUploads_isWhereOurPartsWait(String theirs, BufferConfig.Kind ours) {
    ConnectorConfig config =
        translated(
            Map.of("fs.s3a.fast.upload.buffer", theirs, "fs.s3a.buffer.dir", "/mnt/a/s3a,/mnt/b"));

    assertThat(config.write().buffer().kind()).isEqualTo(ours);
    assertThat(config.write().buffer().directories()).containsExactly("/mnt/a/s3a", "/mnt/b");
  }

  @Test
  void bufferOfUploads_thatOnlyS3AsDefaultsName_isOurs() {
    ConnectorConfig config = translated(Map.of());

    assertThat(config.write().buffer().kind()).isEqualTo(BufferConfig.Kind.MEMORY);
    assertThat(config.write().buffer().directories())
        .containsExactly(System.getProperty("java.io.tmpdir"));
  }

  @ParameterizedTest
  @CsvSource({"5, , 6", ", 7, 8", "2, 9, 10", "9, 2, 10", "0, , 1", "1000, , 100"})
  void retries_countAfterTheFirstAttempt_andTheLargerOfTwoCounts(
      String attempts, String limit, int expected) {
    Map<String, String> set = new HashMap<>();
    if (attempts != null) {
      set.put("fs.s3a.attempts.maximum", attempts);
    }
    if (limit != null) {
      set.put("fs.s3a.retry.limit", limit);
    }

    assertThat(translated(set).retry().attempts()).isEqualTo(expected);
  }

  @Test
  void switches_areTurnedIntoOurs() {
    ConnectorConfig config =
        translated(
            Map.of(
                "fs.s3a.downgrade.syncable.exceptions", "false",
                "fs.s3a.etag.checksum.enabled", "true"));

    assertThat(config.files().refuseSync()).isTrue();
    assertThat(config.files().checksum()).isEqualTo(Checksum.ETAG);
    assertThat(translated(Map.of("fs.s3a.etag.checksum.enabled", "false")).files().checksum())
        .isEqualTo(Checksum.NONE);
  }

  @Test
  void settingOfOurs_winsOverWhatIsMappedToIt() {
    ConnectorConfig config =
        translated(
            Map.of(
                "fs.s3a.connection.timeout", "45s",
                "fs.seekwell.read.stall-deadline", "7s",
                "fs.s3a.retry.limit", "20",
                "fs.seekwell.retry.attempts", "3"));

    assertThat(config.read().stallDeadline()).isEqualTo(Duration.ofSeconds(7));
    assertThat(config.retry().attempts()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.connection.timeout, soon",
    "fs.s3a.connection.maximum, many",
    "fs.s3a.connection.maximum, 0",
    "fs.s3a.retry.limit, x",
    "fs.s3a.retry.limit, -2",
    "fs.s3a.multipart.size, large",
    "fs.s3a.etag.checksum.enabled, perhaps"
  })
  void valueThatDoesNotFit_isTold_underTheKeyTheUserWrote(String key, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> translated(Map.of(key, value)))
        .withMessageContaining(key + " = '" + value + "' does not fit");
  }

  // ---- the proxy

  @Test
  void proxy_isThatOfS3a() {
    HttpConfig.Proxy proxy =
        proxy(
            Map.of(
                "fs.s3a.proxy.host", "proxy.example",
                "fs.s3a.proxy.port", "3128",
                "fs.s3a.proxy.username", "me",
                "fs.s3a.proxy.password", "geheim"));

    assertThat(proxy).isEqualTo(HttpConfig.Proxy.at("proxy.example", 3128).as("me", "geheim"));
    assertThat(proxy.toString()).doesNotContain("geheim");
    assertThat(proxy(Map.of("fs.s3a.proxy.host", "p")).port()).isEqualTo(80);
    assertThat(proxy(Map.of())).isEqualTo(HttpConfig.Proxy.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.proxy.port, 80, set without fs.s3a.proxy.host",
    "fs.s3a.proxy.username, me, go together"
  })
  void halfAProxy_isRefused_asInS3a(String key, String value, String reason) {
    Map<String, String> set = new HashMap<>(Map.of(key, value));
    if (!key.endsWith("port")) {
      set.put("fs.s3a.proxy.host", "p");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> proxy(set)).withMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "70000", "99999999999"})
  void portThatIsNone_isTold(String port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> proxy(Map.of("fs.s3a.proxy.host", "p", "fs.s3a.proxy.port", port)))
        .withMessageContaining("fs.s3a.proxy.port = '" + port + "'");
  }

  private static HttpConfig.Proxy proxy(Map<String, String> set) {
    return S3Settings.http(HttpConfig.defaults(), Settings.of(set)).proxy();
  }

  // ---- refused and without meaning

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.custom.signers, x:y.Z",
    "fs.s3a.signing-algorithm, S3SignerType",
    "fs.s3a.s3.signing-algorithm, NoOpSignerType",
    "fs.s3a.http.signer.enabled, true",
    "fs.s3a.access.grants.enabled, true",
    "fs.s3a.delegation.token.binding, x.Y",
    "fs.s3a.encryption.cse.kms.region, eu-west-1",
    "fs.s3a.audit.reject.out.of.span.operations, true",
    "fs.s3a.s3.client.factory.impl, x.Y",
    "fs.s3a.input.stream.type, custom",
    "fs.s3a.proxy.ssl.enabled, true",
    "fs.s3a.proxy.domain, D",
    "fs.s3a.metadatastore.impl, org.apache.hadoop.fs.s3a.s3guard.DynamoDBMetadataStore",
    "fs.s3a.list.version, 1"
  })
  void whatSecurityMayRestOn_isRefusedByName(String key, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> translated(Map.of(key, value)))
        .withMessageContaining(key + " is set")
        .withMessageContaining("not supported")
        .withMessageContaining("Remove it");
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.signing-algorithm, AWSS3V4SignerType",
    "fs.s3a.http.signer.enabled, FALSE",
    "fs.s3a.access.grants.enabled, false",
    "fs.s3a.input.stream.type, analytics",
    "fs.s3a.proxy.ssl.enabled, false",
    "fs.s3a.metadatastore.impl, org.apache.hadoop.fs.s3a.s3guard.NullMetadataStore",
    "fs.s3a.audit.service.classname, org.apache.hadoop.fs.s3a.audit.impl.NoopAuditor",
    "fs.s3a.custom.signers, ''"
  })
  void refusedKey_withTheValueThatAsksForNothing_isFine(String key, String value) {
    assertThat(translated(Map.of(key, value))).isNotNull();
  }

  @Test
  void whatHadoopShips_isNotTakenForTheUsers() {
    Settings settings = hadoop(new Configuration());

    assertThat(S3Settings.harmless(settings)).isEmpty();
    assertThat(S3Settings.unknown(settings)).isEmpty();
    assertThat(ConnectorConfig.from(S3Settings.translated(settings)))
        .usingRecursiveComparison()
        .ignoringFields("http.tls")
        .isEqualTo(ConnectorConfig.from(Settings.of(Map.of())));
  }

  @Test
  void harmlessAndUnknownKeys_areNamed_ifTheUserSetThem() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.readahead.range", "1M");
    conf.set("fs.s3a.bucket.my.data.threads.max", "7");
    conf.set("fs.s3a.bucket.another.fast.upload", "true");
    conf.set("fs.s3a.prefetch.block.size", "8M");
    conf.set("fs.s3a.impl", "io.github.seekwell.s3.S3FileSystem");
    conf.set("fs.s3a.endpiont", "http://x");
    conf.set("fs.s3a.bucket.my.data.nonsense", "1");
    // Of a bucket whose name begins with ours.
    conf.set("fs.s3a.bucket.my.data.v2.endpoint", "http://x");

    assertThat(S3Settings.harmless(hadoop(conf)))
        .containsExactly(
            "fs.s3a.prefetch.block.size", "fs.s3a.readahead.range", "fs.s3a.threads.max");
    assertThat(S3Settings.unknown(hadoop(conf)))
        .containsExactly("fs.s3a.endpiont", "fs.s3a.nonsense");
  }

  // ---- one bucket's own

  @Test
  void bucketsOwnKey_winsOverTheGeneralOne_evenWithDotsInItsName() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.endpoint", "https://general");
    conf.set("fs.s3a.bucket.my.data.endpoint", "https://special");
    conf.set("fs.s3a.bucket.my.endpoint", "https://other");
    conf.set("fs.seekwell.read.stall-deadline", "9s");
    conf.set("fs.seekwell.read.stall-deadline.my.data", "8s");

    assertThat(hadoop(conf).get(S3Endpoint.ENDPOINT)).isEqualTo("https://special");
    assertThat(ConnectorConfig.from(hadoop(conf)).read().stallDeadline())
        .isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void bucketCalledLikeAKey_changesNothing() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.endpoint", "https://general");
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    Settings settings =
        new HadoopSettings(conf, S3Settings.forms(new S3Address("s3a", "region", "")));

    assertThat(settings.get(S3Endpoint.ENDPOINT)).isEqualTo("https://general");
  }

  @Test
  void formerNamesOfEncryption_areUnderstood_andTheNewOnesWin() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.server-side-encryption-algorithm", "SSE-KMS");
    assertThat(hadoop(conf).get(S3Encryption.ALGORITHM)).isEqualTo("SSE-KMS");
    conf.set("fs.s3a.encryption.algorithm", "AES256");
    assertThat(hadoop(conf).get(S3Encryption.ALGORITHM)).isEqualTo("AES256");
  }

  @Test
  void secretsOfOneBucket_comeFromCredentialFiles_inAllTheirForms(@TempDir Path directory)
      throws IOException {
    Configuration conf = new Configuration(false);
    String file = "localjceks://file" + directory.resolve("keys.jceks");
    conf.set("fs.s3a.bucket.my.data.security.credential.provider.path", file);
    conf.set("fs.s3a.secret.key", "in clear");
    Configuration writing = new Configuration(false);
    writing.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, file);
    CredentialProvider provider = CredentialProviderFactory.getProviders(writing).get(0);
    provider.createCredentialEntry("fs.s3a.access.key", "general".toCharArray());
    provider.createCredentialEntry("fs.s3a.bucket.my.data.secret.key", "short".toCharArray());
    provider.createCredentialEntry(
        "fs.s3a.bucket.my.data.fs.s3a.session.token", "long".toCharArray());
    provider.flush();

    assertThat(hadoop(conf).get(S3Auth.ACCESS_KEY)).isEqualTo("general");
    assertThat(hadoop(conf).get(S3Auth.SECRET_KEY)).isEqualTo("short");
    assertThat(hadoop(conf).get(S3Auth.SESSION_TOKEN)).isEqualTo("long");
  }

  private static ConnectorConfig translated(Map<String, String> set) {
    return ConnectorConfig.from(S3Settings.translated(Settings.of(set)));
  }

  private static Settings hadoop(Configuration conf) {
    return new HadoopSettings(conf, S3Settings.forms(new S3Address("s3a", "my.data", "")));
  }
}
