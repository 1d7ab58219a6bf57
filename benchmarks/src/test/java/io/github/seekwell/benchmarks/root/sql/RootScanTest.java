package io.github.seekwell.benchmarks.root.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.benchmarks.data.RootMultiplier;
import io.github.seekwell.benchmarks.root.CountingFileSystem;
import io.github.seekwell.benchmarks.root.UnsupportedRootFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootScanTest {
  private static final int COPIES = 8;
  private static final long EVENTS = 2421;

  @TempDir private Path folder;

  @Test
  void partitions_coverEveryEventOnceAndInOrder() throws IOException {
    Reading reading = Reading.of(copies(), "tree", "events", "maxSplitBytes", "500000");

    List<RootPartition> partitions = reading.plan(reading.columns("NMuon", "Muon_Px"));

    assertThat(partitions).hasSizeBetween(3, COPIES);
    long next = 0;
    for (RootPartition partition : partitions) {
      for (int cluster = 0; cluster < partition.clusters(); cluster++) {
        assertThat(partition.borders().get(cluster)).isEqualTo(next);
        next = partition.borders().get(cluster + 1);
      }
    }
    assertThat(next).isEqualTo(EVENTS * COPIES);
  }

  @Test
  void clusters_areThoseOfTheColumnWithTheFewestBaskets() throws IOException {
    Reading reading = Reading.of(copies(), "tree", "events", "maxSplitBytes", "1");

    // Muon_Px has two baskets a copy, NMuon one.
    assertThat(reading.plan(reading.columns("Muon_Px"))).hasSize(2 * COPIES);
    assertThat(reading.plan(reading.columns("Muon_Px", "NMuon"))).hasSize(COPIES);
  }

  @Test
  void noColumn_countsWithoutReadingABasket() throws IOException {
    Reading reading = Reading.of(copies(), "tree", "events");

    assertThat(reading.plan(new StructType())).hasSize(1);
    CountingFileSystem.reset();
    assertThat(reading.with(counting()).count(new StructType())).isEqualTo(EVENTS * COPIES);
    assertThat(CountingFileSystem.opened()).as("by the driver").isEqualTo(1);
  }

  @Test
  void onlyTheColumnsAskedFor_areRead() throws IOException {
    Path file = Reading.sample("NanoAODv5_sample.root");
    Reading reading = Reading.of(file).with(counting());
    StructType columns = reading.columns("nMuon", "Muon_pt");
    CountingFileSystem.reset();

    assertThat(reading.count(columns)).isEqualTo(1000);

    // Tree and class descriptions are most of it, twice: for the driver and for a task.
    assertThat(CountingFileSystem.bytes()).isBetween(1L, Files.size(file) / 4);
  }

  @Test
  void streams_areClosedWhateverHappens() throws IOException {
    Reading reading = Reading.of(copies(), "tree", "events", "maxSplitBytes", "300000");
    Reading counted = reading.with(counting());
    StructType columns = reading.columns("Muon_Px");
    CountingFileSystem.reset();

    counted.count(columns);
    Reading zstd =
        Reading.of(Reading.sample("uproot-HZZ-zstd.root"), "tree", "events").with(counting());
    assertThatThrownBy(zstd::schema).isInstanceOf(UnsupportedRootFileException.class);
    assertThatThrownBy(() -> zstd.plan(columns)).isInstanceOf(UnsupportedRootFileException.class);

    assertThat(CountingFileSystem.opened()).isGreaterThan(4);
    assertThat(CountingFileSystem.open()).isZero();
  }

  @Test
  void severalPaths_areReadOneAfterTheOther_withWhereEachEventComesFrom() throws IOException {
    Path below = Files.createDirectories(folder.resolve("more/deep"));
    Files.copy(Reading.sample("uproot-HZZ.root"), below.resolve("a.root"));
    Files.copy(Reading.sample("uproot-HZZ-lzma.root"), folder.resolve("more/b.root"));
    Files.createFile(folder.resolve("more/_SUCCESS"));
    String paths = "[\"" + folder + "/more\",\"" + folder + "/more/?.root\"]";
    Reading reading = Reading.of(Map.of("paths", paths, "tree", "events"));

    StructType columns = reading.columns("_entry", "NMuon", "_file");
    List<String> files = reading.rows(columns, row -> row.getString(2));
    List<Long> entries = reading.rows(columns, row -> row.getLong(0));

    assertThat(files.stream().distinct().map(f -> f.substring(f.lastIndexOf("more/"))))
        .containsExactly("more/b.root", "more/deep/a.root");
    assertThat(files).hasSize((int) (3 * EVENTS));
    assertThat(entries)
        .isEqualTo(LongStream.range(0, 3 * EVENTS).mapToObj(entry -> entry % EVENTS).toList());
  }

  @Test
  void hiddenFile_fitsNoPattern_butIsReadByItsName() throws IOException {
    Files.copy(Reading.sample("uproot-HZZ.root"), folder.resolve("a.root"));
    Files.copy(Reading.sample("uproot-HZZ.root"), folder.resolve("_b.root"));
    Files.createFile(folder.resolve("_SUCCESS"));

    Reading pattern = Reading.of(folder.resolve("*"), "tree", "events");
    Reading named = Reading.of(folder.resolve("_b.root"), "tree", "events");

    assertThat(pattern.count(pattern.columns("NMuon"))).isEqualTo(EVENTS);
    assertThat(named.count(named.columns("NMuon"))).isEqualTo(EVENTS);
  }

  @Test
  void fileWhoseBranchIsOfAnotherType_isRefusedBeforeAnythingIsRead() throws IOException {
    Files.copy(Reading.sample("uproot-HZZ.root"), folder.resolve("a.root"));
    Files.copy(Reading.sample("uproot-Zmumu.root"), folder.resolve("b.root"));
    Reading reading = Reading.of(folder, "tree", "events");

    assertThatThrownBy(() -> reading.plan(reading.columns("NMuon")))
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining("b.root: tree events has no branch NMuon");
  }

  @Test
  void partition_survivesTheWayToAnExecutor() throws Exception {
    RootPartition partition = new RootPartition("oci://b@n/a b.root", 1000, List.of(5L, 10L, 17L));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(partition);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(partition);
    }
  }

  private Path copies() throws IOException {
    Path file = folder.resolve("hzz copies.root");
    RootMultiplier.multiply(Reading.sample("uproot-HZZ-zlib.root"), "events", COPIES, file);
    return file;
  }

  private static Configuration counting() {
    Configuration configuration = new Configuration();
    configuration.setClass("fs.file.impl", CountingFileSystem.class, LocalFileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    return configuration;
  }
}
