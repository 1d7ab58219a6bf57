package io.github.seekwell.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "4096,4096",
    "1k,1024",
    "512K,524288",
    "8m,8388608",
    "8 MiB,8388608",
    "2g,2147483648",
    "1.5m,1572864",
    "1t,1099511627776",
    "100b,100"
  })
  void size_isReadAsPeopleWriteIt(String text, long bytes) {
    assertThat(DataSize.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "-1", "12x", "1.0001k", "eight"})
  void whatIsNoSize_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DataSize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1000, 1024, 262144, 8 << 20, 3L << 30})
  void size_isWrittenSoThatItReadsBack(long bytes) {
    assertThat(DataSize.parse(DataSize.format(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"250ms,250", "30s,30000", "30,30000", "5m,300000", "1h,3600000"})
  void duration_isReadAsPeopleWriteIt(String text, long millis) {
    assertThat(Durations.parse(text, "s")).isEqualTo(Duration.ofMillis(millis));
    assertThat(Durations.parse(Durations.format(Duration.ofMillis(millis)), "s"))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"5%,50", "0.05,50", "0,0", "0%,0", "100%,1000", "2k,2048", "1,1", ".5,500"})
  void reserve_isAShareOrASize(String text, long bytesOfAThousand) {
    assertThat(Reserve.parse(text).of(1000)).isEqualTo(bytesOfAThousand);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "101%", "-1%", "0.x", "much", "-5"})
  void whatIsNeitherShareNorSize_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Reserve.parse(text));
  }

  @Test
  void valueOutOfRange_isRefusedByKeyValueAndRange() {
    Settings settings = Settings.of(Map.of("fs.seekwell.cache.block-size", "1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConnectorConfig.from(settings))
        .withMessageContainingAll("fs.seekwell.cache.block-size", "'1'", "4k", "8m");
  }

  @Test
  void choice_isOneOfItsWords_inAnyCase() {
    assertThat(
            Settings.of(Map.of("fs.seekwell.files.checksum", "Crc32C")).get(FilesConfig.CHECKSUM))
        .isEqualTo(FilesConfig.Checksum.CRC32C);
    assertThatThrownBy(() -> FilesConfig.CHECKSUM.parse("md5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.seekwell.files.checksum = 'md5'")
        .hasMessageContaining("none, etag, crc32c");
  }

  @Test
  void secret_isNotShownWhenItIsRefused() {
    Setting<String> secret = Setting.secret("fs.seekwell.test", "a secret");
    assertThat(secret.isSecret()).isTrue();
    assertThat(secret.toString()).isEqualTo("fs.seekwell.test");
  }

  @Test
  void unknownKey_isReportedWithItsNearestNeighbour() {
    Settings settings = Settings.of(Map.of("fs.seekwell.cache.blocksize", "1m", "fs.other", "x"));
    assertThat(ConnectorConfig.unknownKeys(settings, "oci", List.of()))
        .containsExactly(
            new ConnectorConfig.Unknown(
                "fs.seekwell.cache.blocksize", Optional.of("fs.seekwell.cache.block-size")));
  }

  @Test
  void unknownKey_isNoneThatAConnectorDeclares_noneOfABucket_andNoneOfAnotherConnector() {
    Setting<String> own = Setting.text("fs.seekwell.oci.own-thing", "", "…");
    Settings settings =
        Settings.of(
            Map.of(
                "fs.seekwell.oci.own-thing", "1",
                "fs.seekwell.oci.own-thing.bucket.ns", "1",
                "fs.seekwell.dns.ttl.bucket.ns", "1s",
                "fs.seekwell.s3.own-thing", "1",
                "fs.seekwell.oci.own-think", "1"));
    assertThat(ConnectorConfig.unknownKeys(settings, "oci", List.of(own)))
        .containsExactly(
            new ConnectorConfig.Unknown(
                "fs.seekwell.oci.own-think", Optional.of("fs.seekwell.oci.own-thing")));
  }

  @Test
  void upperSettings_winOverLowerOnes() {
    Settings both = Settings.of(Map.of("a", "1")).over(Settings.of(Map.of("a", "2", "b", "3")));
    assertThat(both.find("a")).map(Settings.Value::text).contains("1");
    assertThat(both.find("b")).map(Settings.Value::text).contains("3");
    assertThat(both.find("c")).isEmpty();
    assertThat(both.keys("")).containsExactly("a", "b");
  }

  @Test
  void defaults_leaveSparksMemoryAlone() {
    CacheConfig cache = ConnectorConfig.from(Settings.of(Map.of())).cache();
    WriteConfig write = ConnectorConfig.from(Settings.of(Map.of())).write();
    long heap = 1L << 30;
    long ours = cache.cacheBytes(heap) + cache.inFlightBytes(heap) + write.bufferBytes(heap);
    // Spark takes 0.6 of the heap less 300 MB.
    assertThat(ours).isLessThan((long) (0.4 * (heap - (300 << 20))) + (300 << 20));
  }

  @Test
  void partsOnDisk_needADirectory() {
    assertThatThrownBy(
            () ->
                ConnectorConfig.from(
                    Settings.of(
                        Map.of(
                            "fs.seekwell.write.buffer", "disk",
                            "fs.seekwell.write.buffer-dirs", ""))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.seekwell.write.buffer = disk")
        .hasMessageContaining("fs.seekwell.write.buffer-dirs");
  }
}
