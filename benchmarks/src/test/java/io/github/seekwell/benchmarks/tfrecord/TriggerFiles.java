package io.github.seekwell.benchmarks.tfrecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Small TFRecord files for tests. */
public final class TriggerFiles {
  private TriggerFiles() {}

  /** A file and what its records come to. */
  public record Made(byte[] bytes, RecordSum sum) {}

  public static Made make(long seed, int records) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    RecordSum sum = RecordSum.NOTHING;
    try (TfRecordWriter writer = new TfRecordWriter(file)) {
      for (int i = 0; i < records; i++) {
        byte[] record = new TriggerData(seed, 50).example(i).serialized();
        writer.write(record, 0, record.length);
        sum = sum.plus(record);
      }
    }
    return new Made(file.toByteArray(), sum);
  }
}
