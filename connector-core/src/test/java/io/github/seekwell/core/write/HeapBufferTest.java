package io.github.seekwell.core.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.ObjectBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HeapBufferTest {
  private static final long LIMIT = 8L << 20;

  private final HeapBuffer buffer = new HeapBuffer(LIMIT);

  @Test
  void tenBytes_doNotCostAPart() {
    buffer.append(new byte[10], 0, 10);
    assertThat(buffer.capacity()).isEqualTo(HeapBuffer.SMALLEST);
  }

  @Test
  void emptyBuffer_takesNoHeap_andHasAnEmptyBody() throws IOException {
    assertThat(buffer.capacity()).isZero();
    assertThat(buffer.body().length()).isZero();
    try (InputStream in = buffer.body().open()) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void capacity_isNeverMoreThanTwiceTheLength_norMoreThanTheLimit() {
    byte[] piece = new byte[10_007];
    while (buffer.length() < 5_000_000) {
      buffer.append(piece, 0, piece.length);
      assertThat(buffer.capacity()).isLessThanOrEqualTo(Math.max(16_384, 2 * buffer.length()));
    }
    buffer.append(new byte[3_388_608], 0, (int) (LIMIT - buffer.length()));
    assertThat(buffer.capacity()).isEqualTo(LIMIT);
    assertThatThrownBy(() -> buffer.append(piece, 0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void body_givesTheBytes_asOftenAsItIsOpened() throws IOException {
    byte[] bytes = new byte[2_500_001];
    new Random(7).nextBytes(bytes);
    for (int at = 0; at < bytes.length; at += 4_099) {
      buffer.append(bytes, at, Math.min(4_099, bytes.length - at));
    }
    ObjectBody body = buffer.body();
    assertThat(body.length()).isEqualTo(bytes.length);
    for (int i = 0; i < 2; i++) {
      try (InputStream in = body.open()) {
        assertThat(Arrays.equals(in.readAllBytes(), bytes)).isTrue();
      }
    }
    try (InputStream in = body.open()) {
      for (int at = 0; at < 20_000; at++) {
        assertThat(in.read()).isEqualTo(bytes[at] & 0xff);
      }
    }
  }
}
