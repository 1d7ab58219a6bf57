package io.github.seekwell.benchmarks.tfrecord;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the Spark DL Trigger trains with: an event of a collision.
 *
 * @param hlf high-level features of the whole event
 * @param gru features of each particle, one particle after the other
 * @param label which of three classes, one-hot
 */
public record TriggerExample(float[] hlf, float[] gru, float[] label) {
  static final String HLF = "HLF_input";
  static final String GRU = "GRU_input";
  static final String LABEL = "encoded_label";

  /**
   * Reads one from the bytes of a record.
   *
   * @throws IOException if it is none
   */
  public static TriggerExample parse(ByteBuffer record) throws IOException {
    Map<String, float[]> features = ExampleCodec.decode(record);
    return new TriggerExample(
        feature(features, HLF), feature(features, GRU), feature(features, LABEL));
  }

  private static float[] feature(Map<String, float[]> features, String name) throws IOException {
    float[] values = features.get(name);
    if (values == null) {
      throw new IOException("a record without " + name + "; it has " + features.keySet());
    }
    return values;
  }

  /** The bytes of a record. */
  byte[] serialized() {
    Map<String, float[]> features = new LinkedHashMap<>();
    features.put(HLF, hlf);
    features.put(GRU, gru);
    features.put(LABEL, label);
    return ExampleCodec.encode(features);
  }

  /** Which class it is of; -1 for none. */
  int category() {
    for (int i = 0; i < label.length; i++) {
      if (label[i] > 0) {
        return i;
      }
    }
    return -1;
  }
}
