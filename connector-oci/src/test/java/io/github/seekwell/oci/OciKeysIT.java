package io.github.seekwell.oci;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.oci.client.ApiKeys;
import io.github.seekwell.oci.testing.OwnAuthenticator;
import io.github.seekwell.oci.testing.SignatureCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of Oracle's connector, seen by what they do. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OciKeysIT {
  private static final Predicate<Request> SUMMED =
      request -> request.header("opc-content-crc32c").isPresent();

  @TempDir private Path keys;
  private final List<Request> seen = new CopyOnWriteArrayList<>();
  private OciRig rig;
  private Configuration conf;

  @BeforeEach
  void start() throws IOException {
    SignatureCheck check = SignatureCheck.of(ApiKeys.keyId(), ApiKeys.publicKey());
    rig =
        OciRig.startChecked(
            keys,
            (request, body) -> {
              seen.add(request);
              check.check(request, body);
            });
    conf = rig.configuration();
    conf.set("fs.seekwell.retry.base-delay", "1ms");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  // ---- retries

  @ParameterizedTest
  @CsvSource({
    "fs.oci.client.http.readmaxretries, 2, 3",
    "fs.oci.client.http.readmaxretries, 0, 1",
    "fs.oci.client.http.writemaxretries, 3, 4",
    "fs.oci.client.retry.timeout.seconds, 0, 1"
  })
  void retries_areCounted(String key, String value, long requests) throws IOException {
    conf.set(key, value);
    rig.emulator().script().always(Call.any(), Fault.status(500));
    try (FileSystem fs = rig.open(conf)) {
      assertThatThrownBy(() -> fs.getFileStatus(rig.path("a"))).isInstanceOf(IOException.class);
    }
    assertThat(rig.emulator().log().counters().allRequests()).isEqualTo(requests);
  }

  // ---- deleting and listing

  @Test
  void batchOfDeletes_isAsLargeAsIsSaid() throws IOException {
    conf.set("fs.oci.client.batch.delete.size", "3");
    assertThat(deletingEight("BatchDeleteObjects")).isEqualTo(3);
  }

  @Test
  void batchesThatAreNotWanted_areSingleDeletes() throws IOException {
    conf.set("fs.oci.client.batch.delete.enabled", "false");
    assertThat(deletingEight("BatchDeleteObjects")).isZero();
    assertThat(rig.emulator().log().counters().requests("DeleteObject")).isEqualTo(8);
  }

  private long deletingEight(String operation) throws IOException {
    objects(8);
    try (FileSystem fs = rig.open(conf)) {
      assertThat(fs.delete(rig.path("d"), true)).isTrue();
    }
    assertThat(rig.emulator().objects().keys(OciRig.BUCKET)).noneMatch(k -> k.startsWith("d/x"));
    return rig.emulator().log().counters().requests(operation);
  }

  @Test
  void listing_goesByPagesOfTheSizeThatIsSaid() throws IOException {
    conf.set("fs.oci.dir.recursive.list.fetch.size", "3");
    objects(8);
    try (FileSystem fs = rig.open(conf)) {
      assertThat(fs.listStatus(rig.path("d"))).hasSize(8);
    }
    assertThat(seen)
        .filteredOn(request -> request.parameter("limit").orElse("").equals("3"))
        .hasSizeGreaterThanOrEqualTo(3);
  }

  private void objects(int count) {
    for (int i = 0; i < count; i++) {
      rig.emulator().objects().put(OciRig.BUCKET, "d/x" + i, new byte[] {1});
    }
  }

  // ---- overwriting

  @ParameterizedTest
  @CsvSource({"fs.oci.io.write.allow.overwrite", "fs.oci.io.write.multipart.overwrite"})
  void uploadThatMayNotOverwrite_losesAgainstAConcurrentOne(String key) throws IOException {
    conf.set(key, "false");
    try (FileSystem fs = rig.open(conf)) {
      FSDataOutputStream slow = fs.create(rig.path("f"), true);
      slow.write(1);
      write(fs, "f", "fast");

      assertThatThrownBy(slow::close).isInstanceOf(IOException.class);
      assertThat(text("f")).isEqualTo("fast");
    }
  }

  @Test
  void uploadThatMayNotOverwrite_replacesWhatTheCallerKnewOf_andMakesDirectories()
      throws IOException {
    conf.set("fs.oci.io.write.allow.overwrite", "false");
    try (FileSystem fs = rig.open(conf)) {
      assertThat(fs.mkdirs(rig.path("dir"))).isTrue();
      assertThat(fs.mkdirs(rig.path("dir"))).isTrue();
      write(fs, "dir/f", "old");
      write(fs, "dir/f", "new");
      assertThat(text("dir/f")).isEqualTo("new");
      try (FSDataOutputStream out = fs.createFile(rig.path("dir/f")).overwrite(true).build()) {
        out.write("newest".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(text("dir/f")).isEqualTo("newest");
      assertThatThrownBy(() -> fs.create(rig.path("dir/f"), false))
          .isInstanceOfAny(
              FileAlreadyExistsException.class,
              org.apache.hadoop.fs.FileAlreadyExistsException.class);
      assertThat(fs.delete(rig.path("dir"), true)).isTrue();
      assertThat(fs.mkdirs(rig.path("dir"))).isTrue();
    }
  }

  @Test
  void bothSpellingsOfOverwriting_areRefused() {
    conf.set("fs.oci.io.write.allow.overwrite", "false");
    conf.set("fs.oci.io.write.multipart.overwrite", "false");

    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("fs.oci.io.write.allow.overwrite", "fs.oci.io.write.multipart.overwrite", "both");
  }

  // ---- checksums

  @Test
  void compositeChecksums_areSentWithEveryUpload_andToldOfTheWhole() throws IOException {
    conf.set("dfs.checksum.combine.mode", "COMPOSITE_CRC");
    conf.set("fs.seekwell.write.part-size", "5m");
    byte[] large = new byte[12 << 20];
    large[large.length - 1] = 7;
    try (FileSystem fs = rig.open(conf)) {
      write(fs, "small", "123456789");
      try (FSDataOutputStream out = fs.create(rig.path("large"))) {
        out.write(large);
      }
      assertThat(fs.getFileChecksum(rig.path("small")).getAlgorithmName())
          .isEqualTo("COMPOSITE-CRC32C");
      assertThat(fs.getFileChecksum(rig.path("small")).getBytes())
          .isEqualTo(Base64.getDecoder().decode("4waSgw=="));
      assertThat(fs.getFileChecksum(rig.path("large")).getBytes())
          .isEqualTo(Base64.getDecoder().decode(kept("large")));
    }

    assertThat(puts("/o/small")).isNotEmpty().allMatch(SUMMED);
    assertThat(puts("/u/large")).hasSize(3).allMatch(SUMMED);
    assertThat(kept("small")).as("the check value of CRC-32C").isEqualTo("4waSgw==");
    assertThat(kept("large")).isNotEmpty();
  }

  @Test
  void withoutCompositeChecksums_uploadsCarryMd5Only() throws IOException {
    try (FileSystem fs = rig.open(conf)) {
      write(fs, "small", "123456789");
    }
    assertThat(puts("/o/small"))
        .isNotEmpty()
        .noneMatch(SUMMED)
        .allMatch(request -> request.header("Content-MD5").isPresent());
  }

  private List<Request> puts(String end) {
    return seen.stream()
        .filter(r -> r.method().equals("PUT") && r.rawPath().endsWith(end))
        .toList();
  }

  private String kept(String key) {
    return rig.emulator()
        .objects()
        .get(OciRig.BUCKET, key)
        .orElseThrow()
        .headers()
        .getOrDefault("opc-content-crc32c", "");
  }

  // ---- ways to the store

  @Test
  void proxy_getsTheRequests_withItsUser_andNobodySeesThePassword() throws IOException {
    WireMockServer proxy =
        new WireMockServer(
            WireMockConfiguration.options()
                .dynamicPort()
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER));
    proxy.start();
    try {
      proxy.stubFor(
          any(anyUrl())
              .willReturn(
                  aResponse()
                      .withHeader("ETag", "e")
                      .withHeader("Last-Modified", "Sat, 21 Nov 2026 05:00:00 GMT")
                      .withBody("abc")));
      conf.set("fs.oci.client.hostname", "http://store.invalid");
      conf.set("fs.oci.client.proxy.uri", "http://127.0.0.1:" + proxy.port());
      conf.set("fs.oci.client.proxy.username", "joe");
      conf.set("fs.oci.client.proxy.password", Failing.SECRET);
      try (FileSystem fs = rig.open(conf)) {
        assertThat(fs.getFileStatus(rig.path("a")).getLen()).isEqualTo(3);
      }
      String basic =
          Base64.getEncoder()
              .encodeToString(("joe:" + Failing.SECRET).getBytes(StandardCharsets.UTF_8));
      proxy.verify(
          anyRequestedFor(anyUrl())
              .withHeader("Proxy-Authorization", equalTo("Basic " + basic))
              .withHeader("Host", equalTo("store.invalid")));
    } finally {
      proxy.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "socks://127.0.0.1:1080, SOCKS",
    "http://joe:correct-horse-battery@proxy:1, fs.oci.client.proxy.username",
    "a correct-horse-battery b, no URI"
  })
  void malformedProxy_isRefused_withoutItsSecret(String uri, String reason) throws IOException {
    conf.set("fs.oci.client.proxy.uri", uri);
    Failing.with(IOException.class, () -> rig.open(conf))
        .saying("fs.oci.client.proxy.uri", reason)
        .withoutSecrets(ApiKeys.secretsIn(keys));
  }

  @Test
  void regionInTheAddress_isTheRegionThatIsAsked() throws IOException {
    conf.set("fs.oci.client.multiregion.enabled", "true");
    conf.set("fs.seekwell.retry.attempts", "1");
    URI root = URI.create("oci://my.bucket@testing.xx-nowhere-1");
    // Over a proxy that is not there: no name of the region's is asked for.
    conf.set("fs.oci.client.proxy.uri", "http://127.0.0.1:1");
    try (FileSystem fs = FileSystem.newInstance(root, conf)) {
      assertThat(fs.getUri()).isEqualTo(root);
      assertThatThrownBy(() -> fs.getFileStatus(new org.apache.hadoop.fs.Path(root + "/a")))
          .hasMessageContaining("objectstorage.xx-nowhere-1.oraclecloud.com");
    }
  }

  @Test
  void bucketWithDots_hasSettingsOfItsOwn() throws IOException {
    rig.emulator().objects().put("my.bucket.v2", "a", new byte[] {1});
    conf.set("fs.oci.client.hostname", "http://127.0.0.1:1");
    conf.set("fs.oci.client.hostname.my.bucket.v2.testing", rig.emulator().endpoint().toString());
    URI root = URI.create("oci://my.bucket.v2@testing");
    try (FileSystem fs = FileSystem.newInstance(root, conf)) {
      assertThat(fs.getFileStatus(new org.apache.hadoop.fs.Path(root + "/a")).getLen())
          .isEqualTo(1);
    }
  }

  // ---- somebody's own class

  @Test
  void authenticatorOfOnesOwn_isMadeOfTheConfiguration_andSigns() throws IOException {
    conf.set("fs.oci.client.custom.authenticator", OwnAuthenticator.class.getName());
    conf.set("test.keys", ApiKeys.pem(keys).toString());
    rig.emulator().objects().put(OciRig.BUCKET, "a", new byte[] {1});
    try (FileSystem fs = rig.open(conf)) {
      assertThat(fs.getFileStatus(rig.path("a")).getLen()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "org.example.Nobody, there is no class",
    "java.lang.Object, does not implement",
    "java.lang.Integer, no public constructor"
  })
  void classThatIsNoAuthenticator_isRefusedByName(String name, String reason) {
    conf.set("fs.oci.client.custom.authenticator", name);
    Failing.with(IOException.class, () -> rig.open(conf)).saying(name, reason);
  }

  private void write(FileSystem fs, String key, String text) throws IOException {
    try (FSDataOutputStream out = fs.create(rig.path(key), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String text(String key) {
    return new String(
        rig.emulator().objects().get(OciRig.BUCKET, key).orElseThrow().content().bytes(),
        StandardCharsets.UTF_8);
  }

  @Test
  void sessionTokenAlone_withoutItsSwitch_isNotUsed() throws IOException {
    conf.set(
        "fs.oci.client.auth.sessiontoken", Files.writeString(keys.resolve("t"), "x").toString());
    rig.emulator().objects().put(OciRig.BUCKET, "a", new byte[] {1});
    try (FileSystem fs = rig.open(conf)) {
      assertThat(fs.getFileStatus(rig.path("a")).getLen()).isEqualTo(1);
    }
  }
}
