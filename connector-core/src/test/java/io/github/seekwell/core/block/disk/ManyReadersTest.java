package io.github.seekwell.core.block.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.block.Blocks;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.disk.TierRig.Plan;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.testing.SeededRandom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers against a background thread that writes and evicts all the time. */
@Timeout(60)
class ManyReadersTest {
  private static final int BLOCK = 1024;
  private static final long MIN_FREE = 1 << 20;

  @TempDir private Path folder;

  @Test
  void readersAndEvictions_meetInNothingWorseThanAMiss() throws Exception {
    SeededRandom seeds = SeededRandom.fresh();
    List<ObjectVersion> objects = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      objects.add(Blocks.version("key " + i, 200L * BLOCK));
    }
    ExecutorService readers = Executors.newFixedThreadPool(4);
    ExecutorService background = Executors.newSingleThreadExecutor();
    Plan plan = Plan.of(BLOCK, 1 << 20).withMinFree(MIN_FREE);
    try (TierRig rig = new TierRig(plan, folder, background)) {
      rig.volume.fills = true;
      List<Future<Long>> found = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        SeededRandom random = seeds.split();
        found.add(readers.submit(() -> read(rig, objects, random, background)));
      }
      long all = 0;
      for (Future<Long> one : found) {
        all += one.get();
      }
      assertThat(all).as("blocks found, %s", seeds).isPositive();
      assertThat(rig.count(Count.DISK_EVICTED)).as(seeds.toString()).isPositive();
      assertThat(rig.count(Count.DISK_DAMAGED)).as(seeds.toString()).isZero();
      assertThat(rig.count(Count.DISK_LOST)).as(seeds.toString()).isZero();
    } finally {
      readers.shutdownNow();
      background.shutdownNow();
    }
  }

  /** Reads and offers; now and then somebody else fills the disk, so that much has to leave. */
  private static long read(
      TierRig rig, List<ObjectVersion> objects, SeededRandom random, ExecutorService background)
      throws Exception {
    long found = 0;
    for (int step = 0; step < 500; step++) {
      ObjectVersion object = random.pick(objects);
      int first = random.below(180);
      found += rig.readNow(object, first, random.between(1, 20)).size();
      for (int i = 0; i < 10; i++) {
        rig.offer(object, first + i);
      }
      if (step % 16 == 0) {
        rig.volume.usable = random.chance(0.3) ? MIN_FREE - 200_000 : ScriptedVolume.PLENTY;
        rig.tier.flush();
        if (random.chance(0.5)) {
          background.submit(() -> {}).get();
        }
      }
    }
    return found;
  }
}
