package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.SecondTier.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Reads blocks of runs, and believes none before its checksum. Safe for threads. */
final class RunReader {
  /** Bytes read at a time: as many as make a disk work at full speed, or one block. */
  private static final int CHUNK = 128 << 10;

  /** Buffers kept for the next read, 8 MiB at most if blocks are small. */
  private static final int MAX_KEPT = 64;

  private final Layout layout;
  private final int chunkBlocks;

  // Outside the heap, because the JDK would copy into such a buffer of its own anyway.
  private final BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(MAX_KEPT);

  RunReader(Layout layout) {
    this.layout = layout;
    this.chunkBlocks = Math.max(1, CHUNK / layout.stride());
  }

  /**
   * Reads blocks that a run is said to hold.
   *
   * @return how many of the leading ones were right
   */
  int read(Run run, ObjectVersion object, long first, int count, Sink sink) throws IOException {
    ByteBuffer buffer = buffers.poll();
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(chunkBlocks * layout.stride());
    }
    try {
      int done = 0;
      while (done < count) {
        int wanted = Math.min(chunkBlocks, count - done);
        int right = chunk(run, object, first + done, wanted, buffer, sink);
        done += right;
        if (right < wanted) {
          break;
        }
      }
      return done;
    } finally {
      buffers.offer(buffer);
    }
  }

  private int chunk(
      Run run, ObjectVersion object, long first, int count, ByteBuffer buffer, Sink sink)
      throws IOException {
    long last = first + count - 1;
    int bytes =
        (count - 1) * layout.stride() + Layout.FRAME_HEAD + layout.length(object.size(), last);
    buffer.clear().limit(bytes);
    if (!run.segment().file().read(run.offsetOf(first, layout.stride()), buffer)) {
      return 0;
    }
    buffer.flip();
    for (int done = 0; done < count; done++) {
      long index = first + done;
      int crc = buffer.getInt();
      int end = buffer.position() + layout.length(object.size(), index);
      buffer.limit(end);
      if (crc != Layout.frameCrc(object.digest(), index, buffer.duplicate())) {
        return done;
      }
      sink.accept(index, buffer);
      buffer.limit(bytes).position(end);
    }
    return count;
  }
}
