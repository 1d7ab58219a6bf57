package io.github.seekwell.benchmarks.tfrecord;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code tf.train.Example} with features that are lists of floats. Four nested messages need no
 * protobuf library, of which every Spark and every TensorFlow would want another version beside
 * ours. Features of other kinds are passed over.
 *
 * <pre>
 * Example  { Features features = 1; }
 * Features { map&lt;string, Feature&gt; feature = 1; }     an entry has its key as 1, its value as 2
 * Feature  { FloatList float_list = 2; }
 * FloatList{ repeated float value = 1 [packed]; }
 * </pre>
 */
public final class ExampleCodec {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int TYPE_BITS = 3;
  private static final int TYPE_MASK = 7;
  private static final int VARINT_BITS = 7;
  private static final int VARINT_MORE = 0x80;

  private static final int FIRST = 1 << TYPE_BITS | BYTES;
  private static final int SECOND = 2 << TYPE_BITS | BYTES;
  private static final int ONE_FLOAT = 1 << TYPE_BITS | FIXED_32;

  private static final float[] NONE = {};

  private ExampleCodec() {}

  /** The message, its features in the order of the map. */
  public static byte[] encode(Map<String, float[]> features) {
    int all = 0;
    for (Map.Entry<String, float[]> feature : features.entrySet()) {
      all += delimited(entrySize(feature.getKey(), feature.getValue()));
    }
    ByteBuffer out = ByteBuffer.allocate(delimited(all)).order(ByteOrder.LITTLE_ENDIAN);
    head(out, FIRST, all);
    for (Map.Entry<String, float[]> feature : features.entrySet()) {
      byte[] key = feature.getKey().getBytes(StandardCharsets.UTF_8);
      float[] values = feature.getValue();
      head(out, FIRST, entrySize(feature.getKey(), values));
      head(out, FIRST, key.length);
      out.put(key);
      head(out, SECOND, delimited(delimited(packed(values))));
      head(out, SECOND, delimited(packed(values)));
      head(out, FIRST, packed(values));
      out.asFloatBuffer().put(values);
      out.position(out.position() + packed(values));
    }
    return out.array();
  }

  private static int entrySize(String key, float[] values) {
    return delimited(key.getBytes(StandardCharsets.UTF_8).length)
        + delimited(delimited(delimited(packed(values))));
  }

  private static int packed(float[] values) {
    return values.length * Float.BYTES;
  }

  /** The size of a field of so many bytes, with its tag and its length. */
  private static int delimited(int size) {
    int length = 1;
    for (int rest = size >>> VARINT_BITS; rest != 0; rest >>>= VARINT_BITS) {
      length++;
    }
    return 1 + length + size;
  }

  private static void head(ByteBuffer out, int tag, int size) {
    out.put((byte) tag);
    int rest = size;
    while (rest >= VARINT_MORE) {
      out.put((byte) (rest | VARINT_MORE));
      rest >>>= VARINT_BITS;
    }
    out.put((byte) rest);
  }

  /**
   * The features that are lists of floats.
   *
   * @throws IOException if the bytes are no such message
   */
  public static Map<String, float[]> decode(ByteBuffer message) throws IOException {
    ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, float[]> features = new LinkedHashMap<>();
    try {
      while (in.hasRemaining()) {
        int tag = (int) varint(in);
        if (tag == FIRST) {
          features(inner(in), features);
        } else {
          skip(in, tag);
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IOException("not a tf.train.Example: it ends too early", e);
    }
    return features;
  }

  private static void features(ByteBuffer in, Map<String, float[]> features) throws IOException {
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      if (tag == FIRST) {
        entry(inner(in), features);
      } else {
        skip(in, tag);
      }
    }
  }

  private static void entry(ByteBuffer in, Map<String, float[]> features) throws IOException {
    String key = "";
    ByteBuffer feature = ByteBuffer.allocate(0);
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      if (tag == FIRST) {
        key = StandardCharsets.UTF_8.decode(inner(in)).toString();
      } else if (tag == SECOND) {
        feature = inner(in);
      } else {
        skip(in, tag);
      }
    }
    while (feature.hasRemaining()) {
      int tag = (int) varint(feature);
      if (tag == SECOND) {
        features.put(key, floats(inner(feature)));
      } else {
        skip(feature, tag);
      }
    }
  }

  /**
   * Packed, as everybody writes them, or one by one, as a reader of protobuf must take them too.
   */
  private static float[] floats(ByteBuffer in) throws IOException {
    float[] values = NONE;
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      if (tag == FIRST) {
        ByteBuffer packed = inner(in);
        int before = values.length;
        values = Arrays.copyOf(values, before + packed.remaining() / Float.BYTES);
        packed.asFloatBuffer().get(values, before, values.length - before);
      } else if (tag == ONE_FLOAT) {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = in.getFloat();
      } else {
        skip(in, tag);
      }
    }
    return values;
  }

  /** The bytes of a field, which are passed. */
  private static ByteBuffer inner(ByteBuffer in) throws IOException {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new IOException("not a tf.train.Example: a field of " + length + " bytes");
    }
    ByteBuffer field = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return field;
  }

  private static long varint(ByteBuffer in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += VARINT_BITS) {
      byte next = in.get();
      value |= (long) (next & VARINT_MORE - 1) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("not a tf.train.Example: a number without end");
  }

  private static void skip(ByteBuffer in, int tag) throws IOException {
    switch (tag & TYPE_MASK) {
      case VARINT -> varint(in);
      case FIXED_64 -> in.getLong();
      case BYTES -> inner(in);
      case FIXED_32 -> in.getInt();
      default -> throw new IOException("not a tf.train.Example: field type " + (tag & TYPE_MASK));
    }
  }
}
