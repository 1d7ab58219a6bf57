package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.benchmarks.data.RootMultiplier;
import io.github.seekwell.benchmarks.root.UnsupportedRootFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reduction against what an independent reader found, file by file. */
@Timeout(60)
final class DimuonIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NanoAODv5_sample.root",
        "nano_dimuon.root",
        "nano_tree.root",
        "uproot-HZZ.root",
        "uproot-HZZ-lzma.root",
        "uproot-HZZ-zlib.root",
        "uproot-Zmumu.root",
        "uproot-Zmumu-zlib.root",
      })
  void readableFile_givesWhatTheIndependentReaderFound(String name) throws Exception {
    Expected expected = Samples.expected().get(name);

    assertThat(expected.differences(Samples.reduce(Samples.file(name)))).isEmpty();
  }

  @Test
  void readableList_namesEveryFileTheOracleKnowsAndTheReaderTakes() throws IOException {
    assertThat(Files.readAllLines(Samples.file("readable.txt")))
        .containsExactlyInAnyOrderElementsOf(
            Samples.expected().keySet().stream()
                .filter(name -> !name.contains("-zstd") && !name.contains("-uncompressed"))
                .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uproot-HZZ-zstd.root            | compressed with ZSTD
          uproot-Zmumu-zstd.root          | compressed with ZSTD
          uproot-HZZ-uncompressed.root    | not compressed
          uproot-Zmumu-uncompressed.root  | not compressed
          all-types.root                  | none of the branches nMuon, NMuon, Q1
          uproot-small-flat-tree.root     | no tree named Events or events; the file holds TTree tree
          nanoAOD_2015_CMS_Open_Data_ttbar.root | inside the tree object
          Run2012BC_DoubleMuParked_Muons_1000evts_rntuple_v1-0-0-0.root | is an RNTuple
          """)
  void unreadableFile_isRefusedByNameAndReason(String name, String reason) {
    assertThatThrownBy(() -> Samples.reduce(Samples.file(name)))
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
  }

  @Test
  void notARootFile_isRefused(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("notes.root"), "no events here\n".repeat(100));

    assertThatThrownBy(() -> Samples.reduce(text))
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining("notes.root")
        .hasMessageContaining("not a ROOT file");
  }

  @Test
  void emptyFile_isRefused(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.root"));

    assertThatThrownBy(() -> Samples.reduce(empty))
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining("empty.root");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 20_000, 215_000})
  void fileCutShort_endsWithAnErrorAndNoResult(int length, @TempDir Path folder)
      throws IOException {
    byte[] whole = Files.readAllBytes(Samples.file("uproot-HZZ-zlib.root"));
    Path cut = Files.write(folder.resolve("cut.root"), java.util.Arrays.copyOf(whole, length));

    assertThatThrownBy(() -> Samples.reduce(cut)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({"uproot-HZZ-zlib.root, events, 9", "nano_dimuon.root, Events, 12"})
  void fileOfCopies_givesSoManyTimesTheCounts(
      String name, String tree, int copies, @TempDir Path folder) throws Exception {
    Path many = folder.resolve("many.root");
    RootMultiplier.multiply(Samples.file(name), tree, copies, many);
    Expected one = Samples.expected().get(name);

    DimuonCounts counts = Samples.reduce(many);

    assertThat(times(one, copies).differences(counts)).isEmpty();
  }

  @Test
  void folder_isAllThatIsInIt_whateverItsName(@TempDir Path folder) throws Exception {
    Path deep = Files.createDirectories(folder.resolve("run=2018/100% of it, and more"));
    Files.copy(Samples.file("uproot-HZZ-zlib.root"), deep.resolve("a b=c%20d.root"));
    Files.copy(Samples.file("uproot-HZZ-lzma.root"), folder.resolve("e.root"));
    Files.createFile(folder.resolve("_SUCCESS"));

    DimuonCounts counts = Samples.reduce(folder);

    Expected one = Samples.expected().get("uproot-HZZ-zlib.root");
    assertThat(times(one, 2).differences(counts)).isEmpty();
  }

  @Test
  void smallSplits_giveTheSameAsOne(@TempDir Path folder) throws Exception {
    Path many = folder.resolve("many.root");
    RootMultiplier.multiply(Samples.file("uproot-HZZ-zlib.root"), "events", 9, many);
    Configuration small = new Configuration();
    small.setLong(FileInputFormat.SPLIT_MAXSIZE, 300_000);

    DimuonCounts counts = Samples.reduce(many, small);

    Expected one = Samples.expected().get("uproot-HZZ-zlib.root");
    assertThat(times(one, 9).differences(counts)).isEmpty();
  }

  private static Expected times(Expected one, long copies) {
    TreeMap<Integer, Long> histogram = new TreeMap<>(one.histogram());
    histogram.replaceAll((bin, count) -> count * copies);
    return new Expected(
        one.events() * copies, one.muons() * copies, one.pairs() * copies, histogram);
  }
}
