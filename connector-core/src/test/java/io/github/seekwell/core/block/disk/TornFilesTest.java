package io.github.seekwell.core.block.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.block.Blocks;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.disk.TierRig.Plan;
import io.github.seekwell.core.testing.SeededRandom;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to the files between and under processes, a block is right or not there. The rig
 * compares each block it is given.
 */
@Timeout(120)
class TornFilesTest {
  private static final int BLOCK = 600;
  private static final long ROOM = 600 << 10;

  @TempDir private Path folder;
  private final List<ObjectVersion> objects = new ArrayList<>();

  private void makeObjects(SeededRandom random) {
    for (int i = 0; i < 6; i++) {
      objects.add(Blocks.version("key " + i, random.between(1, 400_000)));
    }
  }

  @Test
  void anyMischief_neverGivesAWrongBlock() throws IOException {
    mischief(SeededRandom.fresh(), 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyMischief_withTheseSeeds_neverGivesAWrongBlock(long seed) throws IOException {
    mischief(SeededRandom.of(seed), seed % 2);
  }

  /** Without any damage, what was written and not evicted is found by the next process. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void killedProcesses_loseNothingThatWasWritten(long seed) {
    SeededRandom random = SeededRandom.of(seed);
    makeObjects(random);
    Set<String> written = new HashSet<>();
    for (int life = 0; life < 6; life++) {
      try (TierRig rig = new TierRig(Plan.of(BLOCK, 64 << 20), folder).opened()) {
        for (ObjectVersion object : objects) {
          int blocks = blocks(object);
          for (long index : rig.read(object, 0, blocks)) {
            assertThat(written).as(random.toString()).contains(object + " " + index);
          }
          for (int step = 0; step < 5; step++) {
            int first = random.below(blocks);
            int count = random.between(1, Math.min(40, blocks - first));
            rig.write(object, first, count);
            for (int index = first; index < first + count; index++) {
              written.add(object + " " + index);
            }
          }
        }
        for (ObjectVersion object : objects) {
          for (int index = 0; index < blocks(object); index++) {
            assertThat(rig.read(object, index, 1).size())
                .as("block %s of %s, %s", index, object, random)
                .isEqualTo(written.contains(object + " " + index) ? 1 : 0);
          }
        }
      }
    }
  }

  private void mischief(SeededRandom random, long underRunningProcesses) throws IOException {
    makeObjects(random);
    try {
      long found = 0;
      for (int life = 0; life < 8; life++) {
        try (TierRig rig = new TierRig(Plan.of(BLOCK, ROOM), folder)) {
          for (int step = 0; step < 40; step++) {
            ObjectVersion object = random.pick(objects);
            int first = random.below(blocks(object));
            int count = random.between(1, Math.min(60, blocks(object) - first));
            if (random.chance(0.5)) {
              rig.write(object, first, count);
            } else {
              found += rig.read(object, first, count).size();
            }
            if (underRunningProcesses == 1 && random.chance(0.1)) {
              harm(random);
            }
          }
          for (ObjectVersion object : objects) {
            found += rig.read(object, 0, blocks(object)).size();
          }
        }
        assertThat(TierRig.bytes(folder)).isLessThanOrEqualTo(ROOM + 70_000);
        for (int i = random.below(4); i > 0; i--) {
          harm(random);
        }
      }
      assertThat(found).as("the test reads something").isGreaterThan(100);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ", " + random, e);
    }
  }

  /** One of the things that crashes, failing disks and people do to files. */
  private void harm(SeededRandom random) throws IOException {
    List<Path> files = new ArrayList<>(TierRig.files(folder).keySet());
    if (files.isEmpty()) {
      return;
    }
    Path file = random.pick(files);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long size = bytes.length();
      switch (random.below(6)) {
        case 0 -> bytes.setLength(random.below(size + 1));
        case 1 -> {
          for (int i = random.between(1, 20); i > 0 && size > 0; i--) {
            bytes.seek(random.below(size));
            bytes.write(random.below(256));
          }
        }
        case 2 -> {
          // Sectors that never got to the disk.
          bytes.seek(random.below(size + 1));
          bytes.write(new byte[random.between(1, 5000)]);
        }
        case 3 -> {
          bytes.seek(size);
          bytes.write(random.bytes(random.between(1, 5000)));
        }
        case 4 -> {
          // A piece of another file, heads and all.
          byte[] other = Files.readAllBytes(random.pick(files));
          int from = random.below(other.length + 1);
          bytes.seek(random.below(size + 1));
          bytes.write(other, from, Math.min(other.length - from, 20_000));
        }
        default -> {
          Path other = random.pick(files);
          if (!other.equals(file)) {
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }

  private static int blocks(ObjectVersion object) {
    return (int) ((object.size() + BLOCK - 1) / BLOCK);
  }
}
