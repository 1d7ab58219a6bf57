package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginSettingsTest {
  private final SparkConf conf = new SparkConf(false);

  @Test
  void withoutSettings_thereIsNoFileAndNoLine_andStagesAreShown() {
    assertThat(PluginSettings.of(conf))
        .isEqualTo(new PluginSettings(null, null, Duration.ZERO, true));
  }

  @Test
  void report_isJson_unlessItsNameSaysOtherwise() {
    conf.set(PluginSettings.REPORT, " oci://b@n/r.json ");
    final PluginSettings json = PluginSettings.of(conf);
    conf.set(PluginSettings.REPORT, "r.csv");
    final PluginSettings csv = PluginSettings.of(conf);
    conf.set(PluginSettings.CSV, "table");
    final PluginSettings both = PluginSettings.of(conf);

    assertThat(json.report()).isEqualTo("oci://b@n/r.json");
    assertThat(json.csv()).isNull();
    assertThat(csv.report()).isNull();
    assertThat(csv.csv()).isEqualTo("r.csv");
    assertThat(both.report()).isEqualTo("r.csv");
    assertThat(both.csv()).isEqualTo("table");
  }

  @ParameterizedTest
  @CsvSource({"30s, 30000, 10000", "2s, 2000, 2000", "1ms, 100, 100", "0, 0, 10000"})
  void interval_hasABound_andExecutorsTellAtLeastAsOften(String text, long millis, long pulse) {
    conf.set(PluginSettings.INTERVAL, text);

    assertThat(PluginSettings.of(conf).interval()).isEqualTo(Duration.ofMillis(millis));
    assertThat(PluginSettings.of(conf).pulse()).isEqualTo(Duration.ofMillis(pulse));
  }

  @ParameterizedTest
  @CsvSource({"now and then", "-3s", "''"})
  void intervalWithoutSense_isNone(String text) {
    conf.set(PluginSettings.INTERVAL, text);

    assertThat(PluginSettings.of(conf).interval()).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false", "FALSE, false", "perhaps, true"})
  void accumulators_areThere_unlessSwitchedOff(String text, boolean there) {
    conf.set(PluginSettings.ACCUMULATORS, text);

    assertThat(PluginSettings.of(conf).accumulators()).isEqualTo(there);
  }
}
