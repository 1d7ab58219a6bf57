package io.github.seekwell.benchmarks.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.example.BytesList;
import org.tensorflow.example.Example;
import org.tensorflow.example.Feature;
import org.tensorflow.example.Features;
import org.tensorflow.example.FloatList;
import org.tensorflow.example.Int64List;

/** Ours and protobuf's, each reading what the other has written. */
final class ExampleCodecTest {

  @Test
  void whatOursWrites_protobufReads_andWritesAgainTheSame() throws Exception {
    for (int size : new int[] {0, 1, 31, 32, 4095, 4096, 15219}) {
      Map<String, float[]> features = new LinkedHashMap<>();
      features.put("a", floats(size));
      features.put("löwe", floats(3));

      Example read = Example.parseFrom(ExampleCodec.encode(features));

      assertThat(read.getFeatures().getFeatureMap()).hasSize(2);
      for (String name : features.keySet()) {
        assertThat(read.getFeatures().getFeatureOrThrow(name).getFloatList().getValueList())
            .as("%s of %d floats", name, size)
            .containsExactlyElementsOf(boxed(features.get(name)));
      }
      // In the order of the map, which is how protobuf writes what it has read.
      if (size > 0) {
        assertThat(ExampleCodec.encode(features)).isEqualTo(read.toByteArray());
      }
    }
  }

  @Test
  void whatProtobufWrites_oursReads_andPassesOverWhatIsNoFloat() throws IOException {
    Example written =
        Example.newBuilder()
            .setFeatures(
                Features.newBuilder()
                    .putFeature("text", bytes("what was seen"))
                    .putFeature("f", floatFeature(floats(2000)))
                    .putFeature("n", numbers(-1, 1L << 40))
                    .putFeature("g", floatFeature(floats(7))))
            .build();

    Map<String, float[]> read = ExampleCodec.decode(ByteBuffer.wrap(written.toByteArray()));

    assertThat(read).containsOnlyKeys("f", "g");
    assertThat(read.get("f")).isEqualTo(floats(2000));
    assertThat(read.get("g")).isEqualTo(floats(7));
  }

  @Test
  void floatsOneByOne_areReadAsPackedOnes() throws IOException {
    ByteBuffer list = ByteBuffer.allocate(15).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : new float[] {1, 2, 3}) {
      list.put((byte) (1 << 3 | 5)).putFloat(value);
    }
    byte[] key = field(1, "f".getBytes(StandardCharsets.UTF_8));
    byte[] feature = field(2, field(2, list.array()));
    byte[] message = field(1, field(1, key, feature));

    assertThat(Example.parseFrom(message).getFeatures().getFeatureOrThrow("f").getFloatList())
        .as("what protobuf makes of it")
        .isEqualTo(FloatList.newBuilder().addValue(1).addValue(2).addValue(3).build());
    assertThat(ExampleCodec.decode(ByteBuffer.wrap(message)).get("f")).containsExactly(1, 2, 3);
  }

  /** A field of a few bytes. */
  private static byte[] field(int number, byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(number << 3 | 2);
    bytes.write(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  @Test
  void messageCutShort_isRefused() {
    byte[] message = ExampleCodec.encode(Map.of("f", floats(5)));
    for (int length = 1; length < message.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(message, 0, length);

      assertThatThrownBy(() -> ExampleCodec.decode(cut))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a tf.train.Example");
    }
  }

  @Test
  void event_isTheSameAfterwards_andOneWithoutAFeatureIsRefused() throws IOException {
    TriggerExample event = new TriggerData(1, 100).example(17);

    TriggerExample read = TriggerExample.parse(ByteBuffer.wrap(event.serialized()));

    assertThat(read.hlf()).isEqualTo(event.hlf()).hasSize(14);
    assertThat(read.gru()).isEqualTo(event.gru()).hasSize(100);
    assertThat(read.label()).isEqualTo(event.label()).hasSize(3);
    byte[] without = ExampleCodec.encode(Map.of("HLF_input", floats(14)));
    assertThatThrownBy(() -> TriggerExample.parse(ByteBuffer.wrap(without)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("without GRU_input");
  }

  private static float[] floats(int size) {
    Random random = new Random(size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static Iterable<Float> boxed(float[] values) {
    return java.util.stream.IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }

  private static Feature floatFeature(float[] values) {
    return Feature.newBuilder()
        .setFloatList(FloatList.newBuilder().addAllValue(boxed(values)))
        .build();
  }

  private static Feature bytes(String text) {
    return Feature.newBuilder()
        .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFromUtf8(text)))
        .build();
  }

  private static Feature numbers(long... values) {
    return Feature.newBuilder()
        .setInt64List(Int64List.newBuilder().addAllValue(Arrays.stream(values).boxed().toList()))
        .build();
  }
}
