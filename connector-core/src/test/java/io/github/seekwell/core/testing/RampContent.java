package io.github.seekwell.core.testing;

import io.netty.buffer.Unpooled;

/** A ramp as a stored object, whose bytes are made as they are sent. */
record RampContent(RampObject ramp) implements Content {
  private static final int PIECE = 64 << 10;

  @Override
  public long size() {
    return ramp.size();
  }

  @Override
  public Object piece(long position, int atMost) {
    int length = (int) Math.min(Math.min(atMost, PIECE), ramp.size() - position);
    return Unpooled.wrappedBuffer(ramp.bytes(position, length));
  }
}
