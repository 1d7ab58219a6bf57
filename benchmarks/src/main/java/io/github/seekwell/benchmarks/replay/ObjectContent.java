package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.RampObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a pattern's objects hold: a ramp, whose last eight bytes say where a Parquet footer begins.
 * Oracle's connector takes whoever reads the last eight bytes alone for a Parquet reader, and
 * fetches what they tell it to; a ramp's own bytes would send it astray.
 */
final class ObjectContent {
  private static final int TAIL = 8;
  private static final int SOME_FOOTER = 1024;

  private final RampObject ramp;
  private final byte[] tail;

  private ObjectContent(RampObject ramp, byte[] tail) {
    this.ramp = ramp;
    this.tail = tail;
  }

  static ObjectContent of(ReadPattern pattern) {
    int footer = SOME_FOOTER;
    for (ReadPattern.Reader reader : pattern.readers()) {
      for (ByteRange range : pattern.delivered(reader)) {
        if (range.end() == pattern.objectSize() - TAIL) {
          footer = (int) range.length();
        }
      }
    }
    byte[] tail =
        ByteBuffer.allocate(TAIL)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(footer)
            .put("PAR1".getBytes(StandardCharsets.US_ASCII))
            .array();
    return new ObjectContent(RampObject.of(pattern.objectSize()), tail);
  }

  byte[] tail() {
    return tail.clone();
  }

  byte[] bytes(long start, int length) {
    byte[] bytes = ramp.bytes(start, length);
    long tailStart = ramp.size() - TAIL;
    for (long at = Math.max(start, tailStart); at < start + length; at++) {
      bytes[(int) (at - start)] = tail[(int) (at - tailStart)];
    }
    return bytes;
  }
}
