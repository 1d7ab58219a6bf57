package io.github.seekwell.core.block.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.block.Blocks;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.SecondTier.Piece;
import io.github.seekwell.core.block.SecondTier.StorePace;
import io.github.seekwell.core.block.disk.TierRig.Plan;
import io.github.seekwell.core.metrics.Count;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tier promises, over real files, with a clock and a thread that the test moves. */
@Timeout(60)
class DiskTierTest {
  private static final int BLOCK = 1024;
  private static final Plan ROOMY = Plan.of(BLOCK, 64 << 20);

  private final ObjectVersion object = Blocks.version("some/key", 1000 * BLOCK + 77);

  @TempDir private Path folder;

  @Test
  void writtenBlocks_areReadBack_withOneWriteAndOneRead() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 10, 60);
      int writes = rig.volume.writes.get();

      assertThat(rig.tier.pieces(object, 10, 60)).containsExactly(new Piece(10, 60, true));
      int before = rig.volume.reads.get();
      assertThat(rig.read(object, 10, 60)).isEqualTo(indices(10, 70));
      assertThat(rig.volume.reads.get() - before).isEqualTo(1);
      assertThat(writes).as("file head and one run").isEqualTo(2);
      assertThat(rig.count(Count.DISK_WRITTEN)).isEqualTo(60);
      assertThat(rig.count(Count.DISK_READ)).isEqualTo(60);
      assertThat(rig.count(Count.DISK_READ_BYTES)).isEqualTo(60 * BLOCK);
    }
  }

  @Test
  void lastBlock_isAsShortAsItIs() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 998, 3);
      assertThat(rig.read(object, 998, 3)).containsExactly(998L, 999L, 1000L);
      assertThat(rig.count(Count.DISK_READ_BYTES)).isEqualTo(2 * BLOCK + 77);
    }
  }

  @Test
  void whatIsNotHere_isTheStoresInAsFewPiecesAsPossible() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 20, 5);
      assertThat(rig.tier.pieces(object, 100, 7)).containsExactly(new Piece(100, 7, false));
      assertThat(rig.tier.pieces(object, 18, 10))
          .containsExactly(
              new Piece(18, 2, false), new Piece(20, 5, true), new Piece(25, 3, false));
      assertThat(rig.count(Count.DISK_MISSES)).isEqualTo(7 + 5);
    }
  }

  @Test
  void islandThatIsCheaperToReadThrough_costsNoSecondRequest() {
    // 1000 to the first byte, then 10 for each KiB: 100 KiB read through cost a request.
    StorePace pace = (version, bytes) -> 1000 + bytes / BLOCK * 10;
    try (TierRig rig = new TierRig(ROOMY, pace, folder)) {
      rig.write(object, 10, 99);
      rig.write(object, 200, 100);
      assertThat(rig.tier.pieces(object, 0, 120))
          .as("islands between two pieces of the store's")
          .containsExactly(new Piece(0, 120, false));
      assertThat(rig.tier.pieces(object, 190, 120))
          .containsExactly(
              new Piece(190, 10, false), new Piece(200, 100, true), new Piece(300, 10, false));
      assertThat(rig.tier.pieces(object, 10, 120))
          .as("at an edge it saves bytes and costs no request")
          .containsExactly(new Piece(10, 99, true), new Piece(109, 21, false));
    }
  }

  @Test
  void fewBlocks_areWrittenAfterAWhile_andAtOnceWhenFlushed() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.opened();
      rig.offer(object, 0);
      rig.steps.run();
      assertThat(rig.count(Count.DISK_WRITTEN)).isZero();
      rig.tier.flush();
      rig.steps.run();
      assertThat(rig.count(Count.DISK_WRITTEN)).isEqualTo(1);
      rig.offer(object, 1);
      rig.steps.runAll();
      assertThat(rig.count(Count.DISK_WRITTEN)).isEqualTo(2);
    }
  }

  @Test
  void blockOfferedTwice_isWrittenOnce() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.offer(object, 3);
      rig.offer(object, 3);
      rig.steps.runAll();
      rig.write(object, 3, 1);
      assertThat(rig.count(Count.DISK_WRITTEN)).isEqualTo(1);
    }
  }

  @Test
  void tierThatIsAskedNothing_touchesNoDisk() throws IOException {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.tier.flush();
      rig.steps.runAll();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void nextProcess_findsWhatThisOneWrote_andGoesOnInTheSameFile() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 50);
    }
    try (TierRig rig = new TierRig(ROOMY, folder).opened()) {
      assertThat(rig.read(object, 0, 60)).isEqualTo(indices(0, 50));
      rig.write(object, 50, 10);
      assertThat(rig.read(object, 0, 60)).isEqualTo(indices(0, 60));
    }
    assertThat(TierRig.files(folder)).hasSize(1);
  }

  @Test
  void recovery_readsHeadsOnly() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 500);
    }
    try (TierRig rig = new TierRig(ROOMY, folder).opened()) {
      int runs = 500 / Geometry.of(64 << 20, new Layout(BLOCK)).runBlocks() + 1;
      assertThat(rig.volume.reads).hasValueLessThanOrEqualTo(1 + runs);
    }
  }

  @Test
  void anotherUserVersionOrSize_isAnotherObject_alsoAfterARestart() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 5);
    }
    try (TierRig rig = new TierRig(ROOMY, folder).opened()) {
      long size = object.size();
      for (ObjectVersion other :
          List.of(
              Blocks.version("somebody else", "some/key", "v1", size),
              Blocks.version("user", "some/key", "v2", size),
              Blocks.version("user", "some/keys", "v1", size),
              Blocks.version("user", "some/key", "v1", size - 1))) {
        assertThat(rig.read(other, 0, 5)).as(other.toString()).isEmpty();
      }
      assertThat(rig.read(Blocks.version("user", "some/key", "v1", size), 0, 5)).hasSize(5);
    }
  }

  @Test
  void filesOfAnotherBlockSize_areDeleted() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 5);
    }
    try (TierRig rig = new TierRig(Plan.of(2 * BLOCK, 64 << 20), folder).opened()) {
      assertThat(TierRig.files(folder)).isEmpty();
      assertThat(rig.read(object, 0, 5)).isEmpty();
    }
  }

  @Test
  void filesOfAnotherFormat_areDeleted_andStrangersLeftAlone() throws IOException {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 5);
    }
    Path segment = TierRig.files(folder).keySet().iterator().next();
    byte[] bytes = Files.readAllBytes(segment);
    ByteBuffer.wrap(bytes).putInt(8, 99);
    Files.write(segment, bytes);
    Path stranger = Files.writeString(segment.resolveSibling("notes.txt"), "mine");
    try (TierRig rig = new TierRig(ROOMY, folder).opened()) {
      assertThat(TierRig.files(folder)).containsOnlyKeys(stranger);
      assertThat(rig.read(object, 0, 5)).isEmpty();
    }
  }

  @Test
  void filesAreTheUsersAlone_andTellNothingOfTheObjects() throws IOException {
    ObjectVersion secret = Blocks.version("alice", "payroll/2026.csv", "etag7", 10 * BLOCK);
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(secret, 0, 10);
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.filter(p -> !p.equals(folder)).toList()) {
          String allowed = Files.isDirectory(path) ? "rwx------" : "rw-------";
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
              .as(path.toString())
              .isEqualTo(allowed);
        }
      }
    }
    for (Path file : TierRig.files(folder).keySet()) {
      String all = file + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(all).doesNotContain("payroll", "2026", "alice", "etag7", "bucket");
    }
  }

  @Test
  void damagedBlock_isTheStores_andItsRunIsForgotten() throws IOException {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 20);
      Path segment = TierRig.files(folder).keySet().iterator().next();
      byte[] bytes = Files.readAllBytes(segment);
      int frame = Layout.FILE_HEAD + Layout.RUN_HEAD + 7 * (BLOCK + Layout.FRAME_HEAD);
      bytes[frame + 500] ^= 1;
      Files.write(segment, bytes);

      assertThat(rig.read(object, 0, 20)).isEqualTo(indices(0, 7));
      assertThat(rig.count(Count.DISK_DAMAGED)).isEqualTo(20);
      assertThat(rig.tier.pieces(object, 0, 20)).containsExactly(new Piece(0, 20, false));
      rig.write(object, 0, 20);
      assertThat(rig.read(object, 0, 20)).isEqualTo(indices(0, 20));
    }
    try (TierRig rig = new TierRig(ROOMY, folder).opened()) {
      assertThat(rig.read(object, 8, 12)).as("the younger copy of a block counts").hasSize(12);
    }
  }

  @Test
  void shortenedFile_isAMiss_andNoFailureOfTheDisk() throws IOException {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 20);
      Path segment = TierRig.files(folder).keySet().iterator().next();
      Files.write(segment, new byte[0]);
      assertThat(rig.read(object, 0, 20)).isEmpty();
      assertThat(rig.count(Count.DISK_LOST)).isZero();
      rig.write(object, 100, 5);
      assertThat(rig.read(object, 100, 5)).hasSize(5);
    }
  }

  @Test
  void room_isNeverExceeded_andWholeFilesLeave() {
    long room = 1 << 20;
    try (TierRig rig = new TierRig(Plan.of(BLOCK, room), folder)) {
      ObjectVersion large = Blocks.version("large", 10_000L * BLOCK);
      for (int first = 0; first < 4000; first += 80) {
        rig.write(large, first, 80);
        assertThat(TierRig.bytes(folder)).isLessThanOrEqualTo(room);
      }
      assertThat(TierRig.bytes(folder)).isGreaterThan(room * 9 / 10);
      assertThat(TierRig.files(folder).size()).isBetween(50, 80);
    }
  }

  @Test
  void severalDirectories_shareTheRoom() {
    Path[] disks = {folder.resolve("a"), folder.resolve("b"), folder.resolve("c")};
    try (TierRig rig = new TierRig(Plan.of(BLOCK, 3 << 20), disks)) {
      ObjectVersion large = Blocks.version("large", 10_000L * BLOCK);
      rig.write(large, 0, 10_000);
      for (Path disk : disks) {
        assertThat(TierRig.bytes(disk)).isBetween((1L << 20) * 9 / 10, 1L << 20);
      }
    }
  }

  @Test
  void loopThroughMoreThanTheRoom_keepsWhatFits_inWhateverOrder() {
    for (boolean shuffled : List.of(false, true)) {
      long room = 1 << 20;
      int blocks = 2 * 1024;
      ObjectVersion large = Blocks.version("large " + shuffled, (long) blocks * BLOCK);
      try (TierRig rig = new TierRig(Plan.of(BLOCK, room), folder.resolve("" + shuffled))) {
        Random random = new Random(1);
        long written = 0;
        for (int epoch = 1; epoch <= 5; epoch++) {
          int hits = loop(rig, large, blocks, shuffled ? random : null);
          if (epoch == 2) {
            assertThat(hits).as("second epoch, shuffled " + shuffled).isGreaterThan(blocks / 4);
          }
          if (epoch > 2) {
            assertThat(hits).as("epoch " + epoch).isGreaterThan(blocks * 45 / 100);
            assertThat(rig.count(Count.DISK_WRITTEN) - written)
                .as("written for nothing in epoch " + epoch)
                .isLessThan(blocks / 20);
          }
          written = rig.count(Count.DISK_WRITTEN);
        }
      }
    }
  }

  @Test
  void dataThatFits_isReadFromDiskInTheSecondEpoch() {
    int blocks = 900;
    ObjectVersion large = Blocks.version("fits", (long) blocks * BLOCK);
    try (TierRig rig = new TierRig(Plan.of(BLOCK, 1 << 20), folder)) {
      assertThat(loop(rig, large, blocks, null)).isZero();
      assertThat(loop(rig, large, blocks, null)).isEqualTo(blocks);
    }
  }

  @Test
  void dataThatNobodyReadsAnyMore_givesWayInTheSecondEpochOfOthers() {
    int blocks = 900;
    ObjectVersion before = Blocks.version("before", (long) blocks * BLOCK);
    ObjectVersion now = Blocks.version("now", (long) blocks * BLOCK);
    try (TierRig rig = new TierRig(Plan.of(BLOCK, 1 << 20), folder)) {
      loop(rig, before, blocks, null);
      loop(rig, before, blocks, null);
      loop(rig, now, blocks, null);
      loop(rig, now, blocks, null);
      assertThat(loop(rig, now, blocks, null)).isEqualTo(blocks);
    }
  }

  @Test
  void whatAnEarlierProcessLeft_andNobodyReads_givesWayAtOnce() {
    int blocks = 900;
    ObjectVersion before = Blocks.version("before", (long) blocks * BLOCK);
    ObjectVersion now = Blocks.version("now", (long) blocks * BLOCK);
    try (TierRig rig = new TierRig(Plan.of(BLOCK, 1 << 20), folder)) {
      loop(rig, before, blocks, null);
    }
    try (TierRig rig = new TierRig(Plan.of(BLOCK, 1 << 20), folder).opened()) {
      assertThat(rig.read(before, 0, 10)).hasSize(10);
      loop(rig, now, blocks, null);
      assertThat(loop(rig, now, blocks, null)).isGreaterThan(blocks * 9 / 10);
      assertThat(rig.read(before, 0, 10)).as("was read in this process").hasSize(10);
    }
  }

  @Test
  void indexWithoutRoom_isAFullTier() {
    try (TierRig rig = new TierRig(ROOMY.withIndex(50 * Run.WEIGHT), folder)) {
      ObjectVersion large = Blocks.version("large", 10_000L * BLOCK);
      for (int index = 0; index < 1000; index += 2) {
        rig.write(large, index, 1);
      }
      assertThat(rig.count(Count.DISK_WRITTEN)).isBetween(40L, 60L);
      assertThat(rig.count(Count.DISK_REFUSED)).isGreaterThan(400);
    }
  }

  @Test
  void fullQueue_dropsAndDoesNotWait() {
    try (TierRig rig = new TierRig(ROOMY.withQueue(10 * BLOCK), folder)) {
      rig.opened();
      for (int index = 0; index < 30; index++) {
        rig.offer(object, index);
      }
      assertThat(rig.count(Count.DISK_DROPPED)).isEqualTo(20);
      rig.steps.runAll();
      assertThat(rig.count(Count.DISK_WRITTEN)).isEqualTo(10);
      rig.offer(object, 77);
      assertThat(rig.count(Count.DISK_DROPPED)).isEqualTo(20);
    }
  }

  @Test
  void diskThatOthersFill_isGivenBack_downToNothing() {
    Plan plan = Plan.of(BLOCK, 1 << 20).withMinFree(10 << 20);
    try (TierRig rig = new TierRig(plan, folder)) {
      rig.volume.fills = true;
      rig.volume.usable = 20 << 20;
      rig.write(object, 0, 900);
      long held = TierRig.bytes(folder);
      assertThat(held).isGreaterThan(900 * BLOCK);

      rig.volume.usable = (10 << 20) - 200_000;
      rig.write(object, 0, 1);
      rig.time.advance(Duration.ofSeconds(11));
      rig.read(object, 0, 1);
      assertThat(TierRig.bytes(folder)).isBetween(held - 250_000, held - 200_000);
      assertThat(rig.volume.usable).isGreaterThanOrEqualTo(10 << 20);
      assertThat(rig.count(Count.DISK_EVICTED_BYTES)).isEqualTo(held - TierRig.bytes(folder));

      rig.volume.usable = 0;
      rig.time.advance(Duration.ofSeconds(11));
      rig.read(object, 0, 1);
      assertThat(TierRig.files(folder)).isEmpty();
      rig.write(object, 0, 100);
      assertThat(TierRig.files(folder)).isEmpty();
      assertThat(rig.count(Count.DISK_LOST)).isZero();
    }
  }

  @Test
  void minFree_isKeptByOurOwnWrites() {
    Plan plan = ROOMY.withMinFree(10 << 20);
    try (TierRig rig = new TierRig(plan, folder)) {
      rig.volume.fills = true;
      rig.volume.usable = (10 << 20) + 300_000;
      rig.write(object, 0, 900);
      assertThat(rig.volume.usable).isGreaterThanOrEqualTo(10 << 20);
      assertThat(TierRig.bytes(folder)).isBetween(200_000L, 300_000L);
    }
  }

  @Test
  void unwritableDisk_keepsWhatItHas_andIsTriedAgainLater() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 10);
      rig.volume.failWrites = file -> true;
      rig.write(object, 10, 10);
      assertThat(rig.count(Count.DISK_DROPPED)).isEqualTo(10);
      rig.volume.failWrites = file -> false;
      rig.write(object, 20, 10);
      assertThat(rig.count(Count.DISK_DROPPED)).as("not tried for a minute").isEqualTo(20);
      assertThat(rig.read(object, 0, 30)).isEqualTo(indices(0, 10));

      rig.time.advance(Duration.ofSeconds(61));
      rig.write(object, 10, 10);
      assertThat(rig.read(object, 0, 30)).isEqualTo(indices(0, 20));
    }
    try (TierRig rig = new TierRig(ROOMY, folder).opened()) {
      assertThat(rig.read(object, 0, 30)).isEqualTo(indices(0, 20));
    }
  }

  @Test
  void unreadableDisk_isSetAside_andTheOtherGoesOn() {
    Path bad = folder.resolve("bad");
    Path good = folder.resolve("good");
    try (TierRig rig = new TierRig(ROOMY, bad, good)) {
      rig.write(object, 0, 10);
      rig.write(object, 10, 10);
      assertThat(rig.read(object, 0, 20)).hasSize(20);
      rig.volume.failReads = file -> file.startsWith(bad);

      List<Long> left = rig.read(object, 0, 20);
      assertThat(left).hasSizeLessThan(20);
      assertThat(rig.count(Count.DISK_LOST)).isEqualTo(10);
      assertThat(rig.tier.pieces(object, 0, 20)).as("half of it is the other disk's").hasSize(2);
      rig.volume.failReads = file -> false;
      rig.write(object, 100, 10);
      rig.write(object, 110, 10);
      assertThat(rig.read(object, 100, 20)).hasSize(20);
      assertThat(TierRig.bytes(good)).isGreaterThan(30 * BLOCK);
    }
  }

  @Test
  void directoryRemovedUnderUs_isSetAside_withoutAWrongByte() throws IOException {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 10);
      removeBelow(folder);
      rig.read(object, 0, 10); // whether the file can still be read is the system's matter
      rig.time.advance(Duration.ofSeconds(11));
      rig.read(object, 0, 10);
      assertThat(rig.count(Count.DISK_LOST)).isEqualTo(10);
      rig.write(object, 20, 10);
      assertThat(rig.read(object, 0, 30)).isEmpty();
      assertThat(TierRig.files(folder)).isEmpty();
    }
  }

  @Test
  void directoryThatCannotBeMade_isSetAside() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path good = folder.resolve("good");
    try (TierRig rig = new TierRig(ROOMY, file, good)) {
      rig.write(object, 0, 10);
      assertThat(rig.read(object, 0, 10)).hasSize(10);
    }
    try (TierRig rig = new TierRig(ROOMY, file)) {
      rig.write(object, 0, 10);
      assertThat(rig.read(object, 0, 10)).isEmpty();
    }
  }

  @Test
  void directoryThatOthersMayWriteTo_isNotUsed() throws IOException {
    Path home = folder.resolve("seekwell-" + System.getProperty("user.name"));
    Files.createDirectory(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 10);
      assertThat(rig.read(object, 0, 10)).isEmpty();
      assertThat(TierRig.files(folder)).isEmpty();
    }
  }

  @Test
  void linkInThePlaceOfOurDirectory_isNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Files.createSymbolicLink(
        disk.resolve("seekwell-" + System.getProperty("user.name")), elsewhere);
    try (TierRig rig = new TierRig(ROOMY, disk)) {
      rig.write(object, 0, 10);
      assertThat(TierRig.files(elsewhere)).isEmpty();
    }
  }

  @Test
  void diskSlowerThanTheStore_isLeftAlone_probed_andTakenBack() {
    StorePace pace = (version, bytes) -> Duration.ofMillis(30).toNanos();
    try (TierRig rig = new TierRig(ROOMY, pace, folder)) {
      rig.write(object, 0, 50);
      rig.volume.readTakes = Duration.ofMillis(80);
      int reads = 0;
      while (!rig.read(object, 0, 1).isEmpty()) {
        reads++;
      }
      assertThat(reads).isEqualTo(16);
      assertThat(rig.count(Count.DISK_BYPASSED)).isEqualTo(1);
      assertThat(rig.tier.pieces(object, 0, 50)).containsExactly(new Piece(0, 50, false));
      rig.write(object, 100, 1);
      assertThat(rig.tier.pieces(object, 100, 1)).as("nor written to").hasSize(1);
      assertThat(rig.count(Count.DISK_WRITTEN)).isEqualTo(50);

      rig.volume.readTakes = Duration.ofMillis(1);
      for (int probe = 0; probe < 3; probe++) {
        assertThat(rig.read(object, 0, 1)).isEmpty();
        rig.time.advance(Duration.ofSeconds(6));
        assertThat(rig.read(object, 0, 1)).as("probe " + probe).hasSize(1);
      }
      assertThat(rig.read(object, 0, 50)).hasSize(50);
    }
  }

  @Test
  void storeThatNobodyMeasured_isNeverPreferred() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 1);
      rig.volume.readTakes = Duration.ofMinutes(1);
      for (int i = 0; i < 100; i++) {
        assertThat(rig.read(object, 0, 1)).hasSize(1);
      }
    }
  }

  @Test
  void evictionDuringARead_isAMiss() {
    try (TierRig rig = new TierRig(Plan.of(BLOCK, 1 << 20).withMinFree(1), folder)) {
      rig.write(object, 0, 10);
      List<Piece> pieces = rig.tier.pieces(object, 0, 10);
      assertThat(pieces).containsExactly(new Piece(0, 10, true));
      rig.volume.beforeRead =
          () -> {
            rig.volume.beforeRead = () -> {};
            rig.volume.usable = 0;
            rig.write(object, 500, 1);
          };
      assertThat(rig.read(object, 0, 10)).isEmpty();
      assertThat(rig.count(Count.DISK_EVICTED)).isEqualTo(10);
      assertThat(rig.count(Count.DISK_LOST)).isZero();
      assertThat(rig.count(Count.DISK_DAMAGED)).isZero();
    }
  }

  @Test
  void interruptedReader_leavesTheTierToOthers() {
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.write(object, 0, 10);
      Thread.currentThread().interrupt();
      assertThat(rig.read(object, 0, 10)).hasSize(10);
      assertThat(Thread.interrupted()).as("the flag stays").isTrue();
      assertThat(rig.read(object, 0, 10)).hasSize(10);
      assertThat(rig.count(Count.DISK_LOST)).isZero();
    }
  }

  @Test
  void twoTiersOfOneJvm_haveAPlaceEach_andTheNextTakesTheFirst() {
    TierRig first = new TierRig(ROOMY, folder);
    first.write(object, 0, 10);
    try (TierRig second = new TierRig(ROOMY, folder)) {
      second.write(object, 50, 10);
      assertThat(second.read(object, 0, 100)).isEqualTo(indices(50, 60));
      assertThat(first.read(object, 0, 100)).isEqualTo(indices(0, 10));
      first.close();
      try (TierRig third = new TierRig(ROOMY, folder).opened()) {
        assertThat(third.read(object, 0, 100)).isEqualTo(indices(0, 10));
      }
    }
  }

  @Test
  void placesThatNobodyCameBackTo_areEmptied() throws IOException {
    abandon(Duration.ofDays(8));
    try (TierRig rig = new TierRig(ROOMY, folder)) {
      rig.opened();
      assertThat(TierRig.files(folder)).as("older than a week").isEmpty();
    }
    abandon(Duration.ofHours(1));
    try (TierRig rig = new TierRig(ROOMY.withMinFree(1 << 20), folder)) {
      rig.opened();
      rig.write(object, 0, 1);
      assertThat(TierRig.files(folder)).as("the disk has room").hasSize(2);
      rig.volume.usable = 1 << 20;
      rig.write(object, 1, 1);
      assertThat(TierRig.files(folder)).as("the disk has none").hasSize(1);
      assertThat(rig.read(object, 0, 1)).hasSize(1);
    }
  }

  @Test
  void closedTier_givesAndTakesNothing() {
    TierRig rig = new TierRig(ROOMY, folder);
    rig.write(object, 0, 10);
    rig.close();
    rig.write(object, 10, 10);
    assertThat(rig.read(object, 0, 20)).isEmpty();
    assertThat(rig.count(Count.DISK_LOST)).isZero();
    assertThat(rig.count(Count.DISK_DAMAGED)).isZero();
    rig.close();
  }

  /** Leaves a second place with a segment in it, as if its process had died so long ago. */
  private void abandon(Duration ago) throws IOException {
    TierRig first = new TierRig(ROOMY, folder).opened();
    try (TierRig second = new TierRig(ROOMY, folder)) {
      second.write(object, 500, 10);
    }
    first.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path slot : all.filter(Files::isDirectory).toList()) {
        Files.setLastModifiedTime(slot, FileTime.from(Instant.now().minus(ago)));
      }
    }
  }

  /** Reads an object once through a memory that holds nothing. */
  private static int loop(TierRig rig, ObjectVersion object, int blocks, Random random) {
    List<Integer> files = new ArrayList<>();
    for (int file = 0; file < blocks; file += 50) {
      files.add(file);
    }
    if (random != null) {
      Collections.shuffle(files, random);
    }
    int hits = 0;
    for (int file : files) {
      for (int index = file; index < Math.min(file + 50, blocks); index += 10) {
        int count = Math.min(10, blocks - index);
        hits += rig.read(object, index, count).size();
        rig.write(object, index, count);
      }
    }
    return hits;
  }

  private static void removeBelow(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Collections.reverseOrder()).toList()) {
        if (!path.equals(folder)) {
          Files.delete(path);
        }
      }
    }
  }

  private static List<Long> indices(long first, long end) {
    return LongStream.range(first, end).boxed().toList();
  }
}
