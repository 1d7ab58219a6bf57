package io.github.seekwell.core.block.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.block.Blocks;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.SecondTier.Piece;
import io.github.seekwell.core.block.SecondTier.StorePace;
import io.github.seekwell.core.block.disk.DiskTier.Limits;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.testing.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs on one directory, one of which is killed while it writes. */
@Timeout(90)
class TwoProcessesIT {
  private static final int BLOCK = 8192;
  private static final int BLOCKS = 100_000;
  private static final ObjectVersion OBJECT = Blocks.version("shared", (long) BLOCKS * BLOCK);

  /** Blocks that the other process writes before it says so. */
  private static final int SURE = 500;

  @TempDir private Path folder;

  @Test
  void eachHasAPlaceOfItsOwn_andWhoIsKilledLeavesHisToTheNext() throws Exception {
    Path out = folder.resolve("out");
    Path disk = folder.resolve("disk");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                disk.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try (Tier ours = new Tier(disk)) {
      Await.until("the other has written", () -> lines(out).contains("written"));
      ours.write(BLOCKS - 10, BLOCKS);
      assertThat(ours.find(0, SURE)).as("blocks in the other's place").isEmpty();

      other.destroyForcibly();
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
      try (Tier heir = new Tier(disk)) {
        Await.until("the heads are read", () -> heir.find(0, SURE).size() == SURE);
        assertThat(heir.find(0, BLOCKS)).doesNotContain((long) BLOCKS - 1);
        assertThat(heir.recorder.snapshot().count(Count.DISK_LOST)).isZero();
      }
      assertThat(ours.find(BLOCKS - 10, BLOCKS)).hasSize(10);
    } finally {
      other.destroyForcibly();
    }
  }

  private static List<String> lines(Path out) {
    try {
      return Files.exists(out) ? Files.readAllLines(out) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes blocks until it is killed; ends by itself if nobody does. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws Exception {
      try (Tier tier = new Tier(Path.of(args[0]))) {
        tier.write(0, SURE);
        System.out.println("written");
        for (int index = SURE; index < BLOCKS; index += 50) {
          tier.write(index, index + 50);
        }
        System.out.println("wrote all and was not killed");
        Thread.sleep(TimeUnit.MINUTES.toMillis(1));
      }
    }
  }

  /** A tier with a thread of its own. */
  private static final class Tier implements AutoCloseable {
    final ReadRecorder recorder = new ReadRecorder();
    private final DiskTier tier;
    private long written;

    Tier(Path disk) {
      Limits limits = new Limits(BLOCK, 1L << 30, bytes -> bytes, total -> 0, 16 << 20, 16 << 20);
      this.tier = new DiskTier(List.of(disk), limits, StorePace.UNKNOWN, recorder);
    }

    void write(int first, int end) {
      for (int index = first; index < end; index++) {
        tier.offer(OBJECT, index, Blocks.of((long) index * BLOCK, content(index)));
      }
      tier.flush();
      written += end - first;
      Await.until("blocks are written", () -> count(Count.DISK_WRITTEN) == written);
    }

    private long count(Count count) {
      return recorder.snapshot().count(count);
    }

    /** Indices of the blocks that are here; each has been compared. */
    TreeSet<Long> find(int first, int end) {
      TreeSet<Long> found = new TreeSet<>();
      for (Piece piece : tier.pieces(OBJECT, first, end - first)) {
        if (piece.here()) {
          tier.read(
              OBJECT,
              piece.first(),
              piece.count(),
              "owner",
              (index, bytes) -> {
                assertThat(bytes).as("block " + index).isEqualTo(ByteBuffer.wrap(content(index)));
                found.add(index);
              });
        }
      }
      return found;
    }

    private static byte[] content(long index) {
      byte[] bytes = new byte[BLOCK];
      Arrays.fill(bytes, (byte) (index * 31 >>> 3));
      for (int i = 0; i < 8; i++) {
        bytes[i] = (byte) (index >>> 8 * i);
      }
      return bytes;
    }

    @Override
    public void close() {
      tier.close();
    }
  }
}
