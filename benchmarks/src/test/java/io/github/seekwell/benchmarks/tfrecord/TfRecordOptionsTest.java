package io.github.seekwell.benchmarks.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TfRecordOptionsTest {

  @Test
  void values_areTaken() {
    TfRecordOptions options =
        TfRecordOptions.parse("--root", "oci://b@n/x", "--records", "12", "--seed", "5");

    assertThat(options.folder("parquet")).hasToString("oci://b@n/x/parquet");
    assertThat(options.records()).isEqualTo(12);
    assertThat(options.data()).isEqualTo(new TriggerData(5, 801 * 19));
    assertThat(options.copy()).isEmpty();
  }

  @Test
  void whatIsNoOption_orNoValue_isRefusedByName() {
    assertThatThrownBy(() -> TfRecordOptions.parse("--colour", "red"))
        .hasMessageContaining("unknown option --colour");
    assertThatThrownBy(() -> TfRecordOptions.parse("--root"))
        .hasMessageContaining("--root needs a value");
    assertThatThrownBy(() -> TfRecordOptions.parse("--root", "/x", "--files", "0"))
        .hasMessageContaining("--files takes a whole number above 0, not 0");
    assertThatThrownBy(TfRecordOptions::parse).hasMessageContaining("no --root");
  }
}
