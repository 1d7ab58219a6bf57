package io.github.seekwell.benchmarks.tfrecord.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.benchmarks.tfrecord.RecordSum;
import io.github.seekwell.benchmarks.tfrecord.TriggerFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class EpochTest {
  private static final int FILES = 7;

  private final Memory memory = new Memory();
  private RecordSum all = RecordSum.NOTHING;

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "1, 5, 10, 3", "3, 4, 32, 32", "4, 20, 1000, 7"})
  void everyRecord_isReadOnce_whateverTheShape(int readers, int interleave, int shuffle, int batch)
      throws Exception {
    fill();

    EpochResult result =
        new Epoch(memory, new Shape(readers, interleave, shuffle, batch, 9), 1, 0).run();

    assertThat(result.sum()).isEqualTo(all);
    assertThat(memory.opened).hasSize(FILES);
    assertThat(memory.open).as("left open").isZero();
    assertThat(EpochResult.parse(result.toString())).isEqualTo(result);
  }

  @Test
  void order_isAnotherInAnotherEpoch_andTheSameInTheSame() throws Exception {
    fill();
    Shape shape = new Shape(1, 2, 8, 4, 9);

    List<String> first = order(shape, 1);

    assertThat(order(shape, 1)).isEqualTo(first);
    assertThat(order(shape, 2)).isNotEqualTo(first).hasSameElementsAs(first);
  }

  @Test
  void consumer_computesOnEachBatch() throws Exception {
    fill();

    EpochResult result = new Epoch(memory, new Shape(1, 2, 8, 8, 9), 1, 2_000_000).run();

    assertThat(result.nanos()).isGreaterThanOrEqualTo((all.records() + 7) / 8 * 2_000_000);
    assertThat(result.idleNanos()).isGreaterThanOrEqualTo(result.firstBatchNanos()).isPositive();
  }

  @Test
  void fileThatIsDamaged_failsTheEpochByName_andClosesTheOthers() throws Exception {
    fill();
    memory.files.get("3.tfrecord")[40] ^= 1;

    assertThatThrownBy(() -> new Epoch(memory, new Shape(2, 4, 8, 4, 9), 1, 0).run())
        .isInstanceOf(IOException.class)
        .rootCause()
        .hasMessageContaining("3.tfrecord: wrong checksum");
  }

  @Test
  void fileThatCannotBeOpened_failsTheEpoch() throws Exception {
    fill();
    memory.files.put("3.tfrecord", new byte[0]);
    memory.refused = "5.tfrecord";

    assertThatThrownBy(() -> new Epoch(memory, new Shape(1, 1, 8, 4, 9), 1, 0).run())
        .rootCause()
        .hasMessage("refused: 5.tfrecord");
  }

  @Test
  void shapeWithoutAFileForEachReader_isRefused() {
    assertThatThrownBy(() -> new Shape(4, 3, 8, 4, 9)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Shape(1, 3, 8, 9, 9)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Shape.parse("4,9,8,4,-2")).isEqualTo(new Shape(4, 9, 8, 4, -2));
    assertThat(new Shape(4, 9, 8, 4, 1).filesOf(0)).isEqualTo(3);
    assertThat(new Shape(4, 9, 8, 4, 1).filesOf(1)).isEqualTo(2);
  }

  private List<String> order(Shape shape, int number) throws Exception {
    memory.opened.clear();
    new Epoch(memory, shape, number, 0).run();
    return List.copyOf(memory.opened);
  }

  private void fill() throws IOException {
    for (int i = 0; i < FILES; i++) {
      TriggerFiles.Made made = TriggerFiles.make(i, 10 + i);
      memory.files.put(i + ".tfrecord", made.bytes());
      all = all.plus(made.sum());
    }
  }

  /** Files in memory that remember who was opened. */
  private static final class Memory implements Shards {
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
    private String refused = "";
    private int open;

    @Override
    public List<String> names() {
      return List.copyOf(files.keySet());
    }

    @Override
    public synchronized InputStream open(String name) throws IOException {
      if (name.equals(refused)) {
        throw new IOException("refused: " + name);
      }
      opened.add(name);
      open++;
      return new ByteArrayInputStream(files.get(name)) {
        @Override
        public void close() {
          closed();
        }
      };
    }

    private synchronized void closed() {
      open--;
    }

    @Override
    public void close() {
      // Nothing is kept.
    }
  }
}
