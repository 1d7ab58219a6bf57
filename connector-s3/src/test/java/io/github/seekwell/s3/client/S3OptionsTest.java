package io.github.seekwell.s3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.PutCondition;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S3A's settings, and what they put into requests. */
class S3OptionsTest {
  private static final String KEY_256 = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void nothingSet_isTheDefault() {
    assertThat(from()).isEqualTo(S3Options.defaults());
  }

  @Test
  void everySetting_hasItsPlace() {
    S3Options options =
        from(
            "fs.s3a.cross.region.access.enabled", "false",
            "fs.s3a.create.conditional.enabled", "false",
            "fs.s3a.bulk.delete.page.size", "1000",
            "fs.s3a.requester.pays.enabled", "true",
            "fs.s3a.create.storage.class", "intelligent_tiering",
            "fs.s3a.acl.default", "BucketOwnerFullControl",
            "fs.s3a.object.content.encoding", "gzip",
            "fs.s3a.user.agent.prefix", "job",
            "fs.s3a.client.s3.custom.headers", "x-a=1;2, x-b = z",
            "fs.s3a.create.checksum.algorithm", "crc32_c",
            "fs.s3a.checksum.generation", "true",
            "fs.s3a.checksum.validation", "true",
            "fs.s3a.request.md5.header", "false",
            "fs.seekwell.s3.copy-threshold", "1g",
            "fs.seekwell.s3.copy-part-size", "64m",
            "fs.seekwell.s3.copy-parts-in-flight", "3");

    assertThat(options)
        .isEqualTo(
            new S3Options(
                false,
                false,
                1000,
                S3Encryption.NONE,
                new S3Options.Marks(
                    true,
                    "INTELLIGENT_TIERING",
                    "bucket-owner-full-control",
                    "gzip",
                    "job",
                    Map.of("x-a", "1,2", "x-b", "z")),
                new S3Options.Checksums("CRC32C", true, true, false),
                new S3Options.Copies(1L << 30, 64L << 20, 3)));
  }

  @Test
  void withoutBulkDelete_aBatchIsOneKey() {
    assertThat(from("fs.s3a.multiobjectdelete.enable", "false").deleteBatch()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.acl.default, Everybody",
    "fs.s3a.create.checksum.algorithm, MD4",
    "fs.s3a.create.checksum.algorithm, CRC64NVME",
    "fs.s3a.client.s3.custom.headers, nonsense",
    "fs.s3a.bulk.delete.page.size, 1001",
    "fs.s3a.encryption.algorithm, ROT13",
    "fs.s3a.encryption.algorithm, CSE-KMS",
    "fs.s3a.encryption.algorithm, CSE-CUSTOM",
    "fs.s3a.encryption.algorithm, SSE-C"
  })
  void whatDoesNotFit_isRefused_underItsKey(String key, String value) {
    assertThatThrownBy(() -> from(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.user.agent.prefix",
        "fs.s3a.object.content.encoding",
        "fs.s3a.create.storage.class",
        "fs.s3a.client.s3.custom.headers"
      })
  void aSecondLineInAHeader_isRefused_beforeAnyRequest(String key) {
    assertThatThrownBy(() -> from(key, "a=b\r\nx-evil: c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(key + " must hold no line break");
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "not base 64!", "AAAA"})
  void aCustomerKeyThatIsNone_isRefused_andNotRepeated(String key) {
    assertThatThrownBy(
            () -> from("fs.s3a.encryption.algorithm", "SSE-C", "fs.s3a.encryption.key", key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.s3a.encryption.key")
        .message()
        .doesNotContain(key);
  }

  @Test
  void blocksReadWithACustomersKey_areForItsOwnersOnly() {
    String other =
        Base64.getEncoder().encodeToString("another key, of 32 bytes as well".getBytes());
    String scope = scopeWith(customers(KEY_256));

    assertThat(scope)
        .isEqualTo(scopeWith(customers(KEY_256)))
        .isNotEqualTo(scopeWith(customers(other)))
        .isNotEqualTo(scopeWith(S3Options.defaults()))
        .doesNotContain(KEY_256);
    assertThat(scopeWith(from("fs.s3a.encryption.algorithm", "AES256")))
        .isEqualTo(scopeWith(S3Options.defaults()));
  }

  private static S3Options customers(String key) {
    return from("fs.s3a.encryption.algorithm", "SSE-C", "fs.s3a.encryption.key", key);
  }

  private static String scopeWith(S3Options options) {
    S3Bucket bucket = new S3Bucket("s3a", "data", S3Endpoint.ofRegion("eu-south-1"), options);
    S3Auth keys = new S3Auth.StaticKeys("KEY", "geheim", "", "a test");
    try (S3Store store =
        new S3Store(bucket, keys, new HttpEngine(HttpConfig.defaults(), HttpListener.NONE))) {
      return store.id().credentialScope();
    }
  }

  @Test
  void customerKeys_goWithNewObjectsPartsReadsAndCopies() {
    S3Encryption encryption =
        from("fs.s3a.encryption.algorithm", "SSE-C", "fs.s3a.encryption.key", KEY_256).encryption();
    String header = "x-amz-server-side-encryption-customer-";

    assertThat(encryption.ofReads())
        .containsEntry(header + "algorithm", "AES256")
        .containsEntry(header + "key", KEY_256)
        .containsEntry(header + "key-MD5", "cLyPS3KoaSFGi/joRB3OUQ==")
        .hasSize(3);
    assertThat(encryption.ofNewObjects()).isEqualTo(encryption.ofReads());
    assertThat(encryption.ofCopySources().keySet())
        .allMatch(name -> name.startsWith("x-amz-copy-source-server-side-encryption-customer-"))
        .hasSize(3);
    assertThat(encryption).asString().doesNotContain(KEY_256);
  }

  @Test
  void kms_tellsKeyAndContext_ofNewObjectsOnly() {
    S3Encryption encryption =
        from(
                "fs.s3a.encryption.algorithm", "DSSE-KMS",
                "fs.s3a.encryption.key", "arn:key",
                "fs.s3a.encryption.context", "a=1, b = two")
            .encryption();

    assertThat(encryption.ofNewObjects())
        .containsEntry("x-amz-server-side-encryption", "aws:kms:dsse")
        .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "arn:key")
        .containsKey("x-amz-server-side-encryption-context");
    assertThat(encryption.ofReads()).isEmpty();
    assertThat(encryption.ofCopySources()).isEmpty();
  }

  @Test
  void sseS3_takesNoKey() {
    assertThat(from("fs.s3a.encryption.algorithm", "AES256").encryption().ofNewObjects())
        .isEqualTo(Map.of("x-amz-server-side-encryption", "AES256"));
    assertThatThrownBy(
            () -> from("fs.s3a.encryption.algorithm", "AES256", "fs.s3a.encryption.key", "k"))
        .hasMessageContaining("fs.s3a.encryption.key");
  }

  @Test
  void contentEncoding_isOfObjects_notOfMarkersNorCopies() {
    S3Options options = from("fs.s3a.object.content.encoding", "gzip");

    assertThat(options.ofNewObject("a", PutCondition.ALWAYS))
        .containsEntry("Content-Encoding", "gzip");
    assertThat(options.ofNewObject("a/", PutCondition.ALWAYS)).isEmpty();
    assertThat(options.ofCopy()).isEmpty();
  }

  @Test
  void parts_areAtMostTenThousand_andCoverTheObject() {
    List<ByteRange> parts = S3Options.defaults().copyParts(50L << 40);

    assertThat(parts).hasSizeLessThanOrEqualTo(10_000);
    assertThat(parts.get(0).start()).isZero();
    assertThat(parts.get(parts.size() - 1).end()).isEqualTo(50L << 40);
    for (int i = 1; i < parts.size(); i++) {
      assertThat(parts.get(i).start()).isEqualTo(parts.get(i - 1).end());
    }
  }

  private static S3Options from(String... keysAndValues) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return S3Options.from(Settings.of(settings));
  }
}
