package io.github.seekwell.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.FilesConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.hadoop.HadoopSettings;
import io.github.seekwell.oci.OciSettings.Key;
import io.github.seekwell.oci.OciSettings.Treatment;
import io.github.seekwell.oci.client.OciEndpoint;
import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciSettingsTest {

  @Test
  void everyKey_isInTheTableOnce() {
    assertThat(OciSettings.KEYS).extracting(Key::key).doesNotHaveDuplicates().hasSize(96);
    assertThat(OciSettings.KEYS).allSatisfy(key -> assertThat(key.key()).startsWith("fs.oci."));
  }

  @Test
  void mappedKeys_setSettingsOfOurs_thatExist() {
    assertThat(OciSettings.KEYS)
        .filteredOn(key -> key.treatment() == Treatment.MAPPED)
        .extracting(Key::ours)
        .allSatisfy(
            ours ->
                assertThat(ConnectorConfig.ALL)
                    .anySatisfy(setting -> assertThat(setting.key()).isEqualTo(ours)));
  }

  @Test
  void timeoutsAndSizes_meanWhatTheyMeant() {
    ConnectorConfig config =
        ConnectorConfig.from(
            OciSettings.translated(
                Settings.of(
                    Map.of(
                        "fs.oci.client.http.connectiontimeout", "1500",
                        "fs.oci.client.http.readtimeout", "45000",
                        "fs.oci.client.multipart.partsize.mb", "128",
                        "fs.oci.client.apache.max.connection.pool.size", "50",
                        "fs.oci.rename.operation.numthreads", "3"))));

    assertThat(config.http().timeouts().connect()).isEqualTo(Duration.ofMillis(1500));
    assertThat(config.read().stallDeadline()).isEqualTo(Duration.ofSeconds(45));
    assertThat(config.write().partSize()).isEqualTo(128L << 20);
    assertThat(config.http().pool().maxConnections()).isEqualTo(50);
    assertThat(config.files().renameThreads()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "fs.oci.client.http.readmaxretries, 3, 4",
    "fs.oci.client.http.writemaxretries, 0, 1",
    "fs.oci.client.http.readmaxretries, 1000, 100",
    "fs.oci.client.retry.timeout.seconds, 0, 1",
    "fs.oci.client.retry.timeout.seconds, 90, 13",
    "fs.oci.client.retry.timeout.seconds, 1000000, 100"
  })
  void retries_areAttempts(String key, String value, int attempts) {
    assertThat(config(Map.of(key, value)).retry().attempts()).isEqualTo(attempts);
  }

  @Test
  void ofTwoNumbersOfRetries_theLargerCounts() {
    Map<String, String> both =
        Map.of(
            "fs.oci.client.http.readmaxretries", "2",
            "fs.oci.client.http.writemaxretries", "5");

    assertThat(config(both).retry().attempts()).isEqualTo(6);
  }

  @Test
  void retriesThatFillATime_knowTheLongestWait() {
    Map<String, String> impatient =
        Map.of(
            "fs.oci.client.retry.timeout.seconds", "10",
            "fs.oci.client.retry.reset.threshold.seconds", "1");

    // 0.1, 0.2, 0.4, 0.8, then a second each.
    assertThat(config(impatient).retry().attempts()).isEqualTo(14);
    assertThat(config(impatient).retry().maxDelay()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void threadsAndPages_meanWhatTheyMeant() {
    ConnectorConfig config =
        config(
            Map.of(
                "fs.oci.client.num.delete.threads", "7",
                "fs.oci.dir.recursive.list.fetch.size", "100"));

    assertThat(config.files().deleteThreads()).isEqualTo(7);
    assertThat(config.listPageSize()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"COMPOSITE_CRC, CRC32C", "composite_crc, CRC32C", "MD5MD5CRC, NONE"})
  void combineMode_asksForChecksums(String mode, FilesConfig.Checksum checksum) {
    assertThat(config(Map.of("dfs.checksum.combine.mode", mode)).files().checksum())
        .isEqualTo(checksum);
  }

  @Test
  void everyRefusedOrHarmlessKey_hasAReason() {
    assertThat(OciSettings.KEYS)
        .filteredOn(
            key -> key.treatment() == Treatment.REFUSED || key.treatment() == Treatment.HARMLESS)
        .allSatisfy(key -> assertThat(key.why()).endsWith("."));
  }

  private static ConnectorConfig config(Map<String, String> settings) {
    return ConnectorConfig.from(OciSettings.translated(Settings.of(settings)));
  }

  @Test
  void settingOfOurs_winsOverWhatIsMappedToIt() {
    Settings settings =
        OciSettings.translated(
            Settings.of(
                Map.of(
                    "fs.oci.client.http.readtimeout", "45000",
                    "fs.seekwell.read.stall-deadline", "7s")));

    assertThat(ConnectorConfig.from(settings).read().stallDeadline())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({
    "fs.oci.client.custom.client, x.Y",
    "fs.oci.client.kinit.internal.mode, true",
    "fs.oci.client.upst.clientSecret, geheim",
    "fs.oci.io.read.custom.stream, x.Y"
  })
  void whatSecurityMayRestOn_isRefusedByName(String key, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciSettings.translated(Settings.of(Map.of(key, value))))
        .withMessageContaining(key)
        .withMessageContaining("not supported")
        .withMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @CsvSource({
    "fs.oci.client.kinit.internal.mode, false",
    "fs.oci.client.kinit.internal.mode, FALSE",
    "fs.oci.client.custom.client, ''"
  })
  void refusedKey_withTheValueThatAsksForNothing_isFine(String key, String value) {
    assertThat(OciSettings.translated(Settings.of(Map.of(key, value)))).isNotNull();
  }

  @Test
  void misspeltKeys_areNamed_butNotThoseOfAnotherBucket() {
    Configuration conf = new Configuration(false);
    conf.set("fs.oci.client.hostnam", "x");
    conf.set("fs.oci.client.hostname", "x");
    conf.set("fs.oci.client.hostname.other.ns", "x");
    conf.set("fs.oci.impl", "x");
    assertThat(OciSettings.unknown(hadoop(conf))).containsExactly("fs.oci.client.hostnam");
  }

  @Test
  void harmlessKeys_areNamed_onlyIfTheUserSetThem() {
    Configuration conf = new Configuration(false);
    conf.set("fs.oci.io.read.ahead", "true");

    assertThat(OciSettings.harmless(hadoop(conf))).containsExactly("fs.oci.io.read.ahead");
    assertThat(OciSettings.harmless(hadoop(new Configuration(false)))).isEmpty();
  }

  @Test
  void bucketsOwnKey_winsOverTheGeneralOne() {
    Configuration conf = new Configuration(false);
    conf.set("fs.oci.client.hostname", "https://general");
    conf.set("fs.oci.client.hostname.data.ns", "https://special");
    conf.set("fs.oci.client.hostname.other.ns", "https://other");

    assertThat(hadoop(conf).get(OciEndpoint.HOSTNAME)).isEqualTo("https://special");
  }

  @Test
  void oldPrefix_isUnderstood_andClashesWithTheNewOne() {
    Configuration conf = new Configuration(false);
    conf.set("fs.oraclebmc.client.hostname", "https://old");
    assertThat(hadoop(conf).get(OciEndpoint.HOSTNAME)).isEqualTo("https://old");

    conf.set("fs.oci.client.hostname", "https://new");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> hadoop(conf).get(OciEndpoint.HOSTNAME))
        .withMessageContaining("fs.oraclebmc.client.hostname");
  }

  private static Settings hadoop(Configuration conf) {
    return new HadoopSettings(conf, OciSettings.forms(new OciAddress("data", "ns", "")));
  }
}
