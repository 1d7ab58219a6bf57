package io.github.seekwell.core.write;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.config.BufferConfig.Kind;
import io.github.seekwell.core.config.DataSize;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where a part waits: in the heap, outside of it, or in a file. Safe for threads.
 *
 * <p>A part that finds memory spent waits for those that are being sent. If none is, all memory is
 * held by parts that somebody has yet to fill, perhaps the very thread that would wait, so the part
 * goes to a file instead.
 */
final class PartBuffers {
  private static final Logger LOG = LoggerFactory.getLogger(PartBuffers.class);

  private final Kind kind;
  private final WriteBudget memory;
  private final DirectChunks chunks;
  private final Spool spool;
  private final AtomicBoolean told = new AtomicBoolean();

  private PartBuffers(Kind kind, WriteBudget memory, DirectChunks chunks, Spool spool) {
    this.kind = kind;
    this.memory = memory;
    this.chunks = chunks;
    this.spool = spool;
  }

  static PartBuffers of(BufferConfig config, WriteBudget memory, Disk disk) {
    return of(config, memory, WriteBudget.ofDisk(config.maxBytes(), memory.patience()), disk);
  }

  static PartBuffers of(BufferConfig config, WriteBudget memory, WriteBudget onDisk, Disk disk) {
    return new PartBuffers(
        config.kind(), memory, new DirectChunks(), new Spool(disk, onDisk, config.directories()));
  }

  /** The same room for a file system that wants it used otherwise. */
  PartBuffers with(BufferConfig config) {
    return new PartBuffers(config.kind(), memory, chunks, spool.over(config.directories()));
  }

  WriteBudget memory() {
    return memory;
  }

  WriteBudget disk() {
    return spool.budget();
  }

  DirectChunks chunks() {
    return chunks;
  }

  /** No part can be larger. */
  long largest() {
    return switch (kind) {
      case MEMORY -> memory.capacity();
      case OFF_HEAP -> Math.max(DirectChunks.SIZE, floor(memory.capacity()));
      case DISK -> spool.budget().capacity();
    };
  }

  private static long floor(long bytes) {
    return bytes / DirectChunks.SIZE * DirectChunks.SIZE;
  }

  /**
   * Room for a whole part.
   *
   * @param begun its first bytes, which the result has too; used no more
   * @param size that it may reach, at most {@link #largest()}
   * @param action for messages, such as {@code write oci://b@n/key}
   */
  PartBuffer whole(HeapBuffer begun, long size, String action) throws StoreException {
    if (kind == Kind.DISK) {
      return moved(begun, spool.begin(size, spool.budget().reserve(size, action), action));
    }
    WriteBudget.Room room = memory.reserveFromSending(taken(size), action);
    PartBuffer buffer = room == null ? null : inMemory(begun, size, room);
    return buffer == null ? elsewhere(begun, size, action) : buffer;
  }

  /** In a file, also if parts wait in memory otherwise; in memory if there are to be no files. */
  PartBuffer large(long size, String action) throws StoreException {
    if (spool.isEmpty()) {
      if (size > memory.capacity()) {
        throw new StoreException(
            ErrorKind.LOCAL,
            action,
            "a part of "
                + DataSize.format(size)
                + " does not fit into memory, and "
                + BufferConfig.DIRECTORIES.key()
                + " names no directory");
      }
      HeapBuffer buffer = new HeapBuffer(0);
      buffer.enlarge(memory.reserve(size, action), size);
      return buffer;
    }
    if (size > spool.budget().capacity()) {
      throw new StoreException(
          ErrorKind.LOCAL,
          action,
          "a part of "
              + DataSize.format(size)
              + " is more than "
              + BufferConfig.MAX_BYTES.key()
              + " allows");
    }
    return spool.begin(size, spool.budget().reserve(size, action), action);
  }

  private long taken(long size) {
    return kind == Kind.OFF_HEAP ? (long) DirectChunks.count(size) * DirectChunks.SIZE : size;
  }

  /**
   * @return null if the JVM has not so much outside the heap; the room is given back then
   */
  private @Nullable PartBuffer inMemory(HeapBuffer begun, long size, WriteBudget.Room room)
      throws StoreException {
    if (kind == Kind.MEMORY) {
      begun.enlarge(room, size);
      return begun;
    }
    List<ByteBuffer> taken;
    try {
      taken = chunks.take(DirectChunks.count(size));
    } catch (OutOfMemoryError e) { // which -XX:MaxDirectMemorySize says, and nothing is broken
      room.release();
      return null;
    }
    return moved(begun, new OffHeapBuffer(chunks, taken, room, size));
  }

  /** Memory is spent. */
  private PartBuffer elsewhere(HeapBuffer begun, long size, String action) throws StoreException {
    StoreException onDisk = null;
    WriteBudget.Room room = spool.isEmpty() ? null : spool.budget().tryReserve(size);
    if (room != null) {
      if (told.compareAndSet(false, true)) {
        LOG.info("Memory for parts is spent ({}); some wait on disk, {}", memory, spool);
      }
      try {
        return moved(begun, spool.begin(size, room, action));
      } catch (StoreException e) {
        onDisk = e;
      }
    }
    // Others may fill and send their parts yet.
    try {
      PartBuffer buffer = inMemory(begun, size, memory.reserve(taken(size), action));
      if (buffer == null) {
        throw new StoreException(
            ErrorKind.LOCAL,
            action,
            "the JVM has no "
                + DataSize.format(size)
                + " outside the heap: raise -XX:MaxDirectMemorySize, or set "
                + BufferConfig.KIND.key()
                + " to memory or disk");
      }
      return buffer;
    } catch (StoreException e) {
      if (onDisk != null) {
        e.addSuppressed(onDisk);
      }
      throw e;
    }
  }

  private static PartBuffer moved(HeapBuffer begun, PartBuffer whole) throws StoreException {
    boolean copied = false;
    try {
      begun.copyTo(whole);
      copied = true;
      return whole;
    } finally {
      if (!copied) {
        whole.free();
      }
    }
  }

  /** Gives up what nobody uses: memory to the garbage collector, directories to others. */
  void rest() {
    chunks.forgetSpare();
    spool.leave();
  }
}
