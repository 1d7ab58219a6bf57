package io.github.seekwell.benchmarks.tfrecord.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.benchmarks.tfrecord.training.ShuffleBuffer.ReadFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShuffleBufferTest {

  @Test
  void allThatIsPut_isTakenOnce_inAnotherOrder() throws Exception {
    ShuffleBuffer<Integer> buffer = new ShuffleBuffer<>(10, 1);
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      buffer.put(i);
      if (i + 1 - taken.size() == 10) { // full
        taken.addAll(buffer.take(4));
      }
    }
    buffer.end();
    for (List<Integer> batch = buffer.take(4); !batch.isEmpty(); batch = buffer.take(4)) {
      taken.addAll(batch);
    }

    assertThat(taken)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList())
        .isNotEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void sameSeed_drawsTheSame() throws Exception {
    assertThat(drawn(1)).isEqualTo(drawn(1)).isNotEqualTo(drawn(2));
  }

  private static List<Integer> drawn(long seed) throws Exception {
    ShuffleBuffer<Integer> buffer = new ShuffleBuffer<>(50, seed);
    for (int i = 0; i < 50; i++) {
      buffer.put(i);
    }
    return buffer.take(20);
  }

  @Test
  void failure_isToldToWhoTakes_andToWhoPuts() {
    ShuffleBuffer<Integer> buffer = new ShuffleBuffer<>(50, 1);
    buffer.fail(new IOException("gone"));
    buffer.fail(new IOException("gone as well"));

    assertThatThrownBy(() -> buffer.take(1))
        .isInstanceOf(ReadFailure.class)
        .hasRootCauseMessage("gone");
    assertThatThrownBy(() -> buffer.put(1)).isInstanceOf(ReadFailure.class);
  }
}
