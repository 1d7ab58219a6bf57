package io.github.seekwell.benchmarks.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class RecordSumTest {
  private static final byte[] A = {1, 2, 3};
  private static final byte[] B = {4, 5, 6};
  private static final byte[] C = {7, 8, 9};

  @Test
  void order_doesNotMatter() {
    RecordSum parts = RecordSum.NOTHING.plus(C).plus(RecordSum.NOTHING.plus(B).plus(A));

    assertThat(RecordSum.NOTHING.plus(A).plus(B).plus(C)).isEqualTo(parts);
  }

  @Test
  void recordTwiceInsteadOfAnother_isSeen() {
    assertThat(RecordSum.NOTHING.plus(A).plus(A).plus(B))
        .isNotEqualTo(RecordSum.NOTHING.plus(A).plus(B).plus(B));
    assertThat(RecordSum.NOTHING.plus(A).plus(A).sum()).isNotZero();
  }

  @Test
  void text_isReadAgain() throws IOException {
    RecordSum sum = RecordSum.NOTHING.plus(A).plus(B);

    assertThat(RecordSum.parse(sum + "\n")).isEqualTo(sum);
    assertThatThrownBy(() -> RecordSum.parse("2-6"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2-6");
  }

  @Test
  void eventsOfASeed_areAlwaysTheSame_andOthersOfAnother() {
    assertThat(sum(1)).isEqualTo(sum(1)).isNotEqualTo(sum(2));
    assertThat(new TriggerData(1, 10).example(5).gru())
        .isNotEqualTo(new TriggerData(1, 10).example(6).gru());
  }

  private static RecordSum sum(long seed) {
    RecordSum sum = RecordSum.NOTHING;
    for (int i = 0; i < 10; i++) {
      sum = sum.plus(new TriggerData(seed, 10).example(i).serialized());
    }
    return sum;
  }
}
