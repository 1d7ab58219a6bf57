package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.Blocks;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.SecondTier.Piece;
import io.github.seekwell.core.block.SecondTier.StorePace;
import io.github.seekwell.core.block.disk.DiskTier.Limits;
import io.github.seekwell.core.block.disk.DiskTier.Surroundings;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.testing.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tier whose clock and background thread the test moves. */
final class TierRig implements AutoCloseable {
  final ReadRecorder recorder = new ReadRecorder();
  final VirtualTime time = new VirtualTime();
  final Steps steps = new Steps();
  final ScriptedVolume volume = new ScriptedVolume();
  final DiskTier tier;
  private final int blockSize;

  /** What may differ from test to test. */
  record Plan(int blockSize, long maxBytes, long minFree, long queueBytes, long indexBytes) {
    static Plan of(int blockSize, long maxBytes) {
      return new Plan(blockSize, maxBytes, 0, 64 << 20, 64 << 20);
    }

    Plan withMinFree(long bytes) {
      return new Plan(blockSize, maxBytes, bytes, queueBytes, indexBytes);
    }

    Plan withQueue(long bytes) {
      return new Plan(blockSize, maxBytes, minFree, bytes, indexBytes);
    }

    Plan withIndex(long bytes) {
      return new Plan(blockSize, maxBytes, minFree, queueBytes, bytes);
    }
  }

  TierRig(Plan plan, Path... directories) {
    this(plan, StorePace.UNKNOWN, directories);
  }

  TierRig(Plan plan, StorePace pace, Path... directories) {
    this(plan, pace, null, directories);
  }

  /** With a real thread instead of {@link #steps}. */
  TierRig(Plan plan, Path directory, Executor background) {
    this(plan, StorePace.UNKNOWN, background, directory);
  }

  private TierRig(Plan plan, StorePace pace, @Nullable Executor background, Path... directories) {
    this.blockSize = plan.blockSize();
    volume.passTime = time::advance;
    Limits limits =
        new Limits(
            plan.blockSize(),
            plan.maxBytes(),
            bytes -> bytes,
            total -> plan.minFree(),
            plan.queueBytes(),
            plan.indexBytes());
    this.tier =
        new DiskTier(
            List.of(directories),
            limits,
            pace,
            recorder,
            background == null
                ? new Surroundings(volume, time, steps.soon(), steps.later())
                : new Surroundings(volume, time, background, background));
  }

  /** What a block of an object holds, unlike any other's. */
  byte[] content(ObjectVersion object, long index) {
    int length = (int) Math.min(blockSize, object.size() - index * blockSize);
    byte[] bytes = new byte[length];
    long state = object.hashCode() * 31L + index;
    for (int i = 0; i < length; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      bytes[i] = (byte) (state >>> 56);
    }
    return bytes;
  }

  void offer(ObjectVersion object, long index) {
    tier.offer(object, index, Blocks.of(index * blockSize, content(object, index)));
  }

  /** Offers blocks and has them written. */
  void write(ObjectVersion object, long first, int count) {
    for (long index = first; index < first + count; index++) {
      offer(object, index);
    }
    steps.runAll();
  }

  /**
   * Reads as the fetcher would.
   *
   * @return blocks that came from the disk; they have been compared
   */
  List<Long> read(ObjectVersion object, long first, int count) {
    List<Long> here = readNow(object, first, count);
    steps.run();
    return here;
  }

  /** The same, and leaves the background thread alone. */
  List<Long> readNow(ObjectVersion object, long first, int count) {
    List<Long> here = new ArrayList<>();
    for (Piece piece : tier.pieces(object, first, count)) {
      if (piece.here()) {
        int before = here.size();
        int given =
            tier.read(
                object,
                piece.first(),
                piece.count(),
                "owner",
                (index, bytes) -> {
                  if (!bytes.equals(ByteBuffer.wrap(content(object, index)))) {
                    throw new AssertionError("wrong bytes for block " + index + " of " + object);
                  }
                  here.add(index);
                });
        if (given != here.size() - before) {
          throw new AssertionError("said " + given + " and gave " + (here.size() - before));
        }
      }
    }
    return here;
  }

  /** Opens the directories without asking for anything in particular. */
  TierRig opened() {
    tier.pieces(Blocks.version("nothing", 1), 0, 1);
    steps.run();
    return this;
  }

  long count(Count count) {
    return recorder.snapshot().count(count);
  }

  /** All files below a directory with their sizes, but for the locks. */
  static Map<Path, Long> files(Path directory) {
    Map<Path, Long> sizes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("lock")) {
          sizes.put(file, Files.size(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sizes;
  }

  static long bytes(Path directory) {
    return files(directory).values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    tier.close();
  }
}
