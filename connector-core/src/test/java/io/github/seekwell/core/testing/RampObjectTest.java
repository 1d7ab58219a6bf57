package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RampObjectTest {
  @Test
  void fill_writesTheByteOfEveryPosition_howeverItLies() {
    RampObject ramp = new RampObject(100, 5);
    for (int start = 0; start < 20; start++) {
      for (int length = 0; length < 30; length++) {
        byte[] filled = ramp.bytes(start, length);
        for (int i = 0; i < length; i++) {
          assertThat(filled[i])
              .as("%d of %d+%d", i, start, length)
              .isEqualTo(ramp.byteAt(start + i));
        }
      }
    }
  }
}
