package io.github.seekwell.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.seekwell.core.config.ConnectorConfig;
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
