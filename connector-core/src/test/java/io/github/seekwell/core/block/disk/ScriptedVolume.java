package io.github.seekwell.core.block.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The real file system, save for what a test has planned; and it counts. */
final class ScriptedVolume implements Volume {
  static final long PLENTY = 1L << 50;

  private final Volume real = new LocalVolume();
  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger writes = new AtomicInteger();

  // Plans of the test, made before the tier works.
  volatile long usable = PLENTY;
  volatile Predicate<Path> failReads = file -> false;
  volatile Predicate<Path> failWrites = file -> false;
  volatile Duration readTakes = Duration.ZERO;
  volatile Runnable beforeRead = () -> {};
  volatile java.util.function.Consumer<Duration> passTime = duration -> {};

  /** Bytes written are taken off what is usable. */
  volatile boolean fills;

  @Override
  public Content open(Path file) throws IOException {
    return new ScriptedContent(file, real.open(file));
  }

  @Override
  public void delete(Path file) throws IOException {
    if (fills && file.toFile().exists()) {
      usable += file.toFile().length();
    }
    real.delete(file);
  }

  @Override
  public long usable(Path directory) throws IOException {
    real.usable(directory);
    return usable;
  }

  @Override
  public long total(Path directory) {
    return 1000 << 20;
  }

  private final class ScriptedContent implements Content {
    private final Path file;
    private final Content content;

    ScriptedContent(Path file, Content content) {
      this.file = file;
      this.content = content;
    }

    @Override
    public boolean read(ByteBuffer into, long position) throws IOException {
      reads.incrementAndGet();
      beforeRead.run();
      passTime.accept(readTakes);
      if (failReads.test(file)) {
        throw new IOException("unreadable on purpose");
      }
      return content.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      writes.incrementAndGet();
      if (failWrites.test(file)) {
        // Half of it gets there, as when a disk is full.
        from.limit(from.position() + from.remaining() / 2);
        content.write(from, position);
        throw new IOException("No space left on device, on purpose");
      }
      if (fills) {
        usable -= from.remaining();
      }
      content.write(from, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      content.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return content.size();
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }
}
