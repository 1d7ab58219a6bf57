package io.github.seekwell.benchmarks.root.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.seekwell.benchmarks.root.UnsupportedRootFileException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RootSchemaTest {
  @TempDir private Path folder;

  @Test
  void everyBasicType_hasTheNarrowestOfSparksTypes() throws IOException {
    StructType schema = Reading.of(Reading.sample("all-types.root")).schema();

    assertThat(Reading.words(schema))
        .contains(
            entry("ScalarI1", "boolean"),
            entry("ScalarI8", "tinyint"),
            entry("ScalarUI8", "smallint"),
            entry("ScalarI16", "smallint"),
            entry("ScalarUI16", "int"),
            entry("ScalarI32", "int"),
            entry("ScalarUI32", "bigint"),
            entry("ScalarI64", "bigint"),
            entry("ScalarUI64", "decimal(20,0)"),
            entry("ArrayI32", "array<int>"),
            entry("SliceI1", "array<boolean>"),
            entry("SliceUI64", "array<decimal(20,0)>"));
    assertThat(schema.fields()).hasSize(31).noneMatch(field -> field.nullable());
  }

  @Test
  void floatsAndWords_areInTheSchemaWithTheirTitles() throws IOException {
    StructType schema = Reading.of(Reading.sample("NanoAODv5_sample.root")).schema();

    assertThat(schema.fields()).hasSize(1479);
    assertThat(Reading.words(schema))
        .contains(entry("Muon_pt", "array<float>"), entry("MET_pt", "float"));
    assertThat(schema.apply("Muon_pt").metadata().getString("comment")).contains("pt");
  }

  @Test
  void branchThatTheReaderDoesNotTake_isLeftOut_orTheFileIsRefused() throws IOException {
    Path file = Reading.sample("uproot-small-flat-tree.root");
    // Strings stand between the numbers of this tree.
    StructType schema = Reading.of(file, "tree", "tree").schema();

    assertThat(schema.fieldNames()).contains("Int32", "Float64").doesNotContain("Str");
    assertThatThrownBy(() -> Reading.of(file, "tree", "tree", "unreadable", "fail").schema())
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining("uproot-small-flat-tree.root")
        .hasMessageContaining("branch Str");
  }

  @Test
  void columnThatIsAskedForAndCannotBeRead_isRefusedByNameAndReason() {
    Reading reading = Reading.of(Reading.sample("uproot-small-flat-tree.root"), "tree", "tree");

    assertThatThrownBy(() -> reading.plan(new StructType().add("Str", DataTypes.StringType)))
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining("branch Str holds");
    assertThatThrownBy(() -> reading.plan(new StructType().add("Nothing", DataTypes.LongType)))
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining("tree tree has no branch Nothing");
    assertThatThrownBy(() -> reading.plan(new StructType().add("Int32", DataTypes.LongType)))
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining("branch Int32 is int here, and bigint is asked for");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uproot-HZZ-zstd.root            | events | compressed with ZSTD
          uproot-HZZ-uncompressed.root    | events | not compressed
          uproot-HZZ.root                 | Events | no tree named Events; the file holds TTree events
          Run2012BC_DoubleMuParked_Muons_1000evts_rntuple_v1-0-0-0.root | Events | is an RNTuple
          """)
  void unreadableFile_isRefusedByNameAndReason(String name, String tree, String reason) {
    Reading reading = Reading.of(Reading.sample(name), "tree", tree);

    assertThatThrownBy(reading::schema)
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
  }

  @Test
  void notARootFile_isRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.root"), "no events here\n".repeat(100));

    assertThatThrownBy(() -> Reading.of(text).schema())
        .isInstanceOf(UnsupportedRootFileException.class)
        .hasMessageContaining("notes.root: not a ROOT file");
  }

  @Test
  void pathsWithoutAFile_areRefusedByName() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Files.createFile(folder.resolve("empty/_hidden"));

    for (String path : new String[] {"nothing.root", "empty", "*.root"}) {
      assertThatThrownBy(() -> Reading.of(Map.of("path", folder + "/" + path)).schema())
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining(folder + "/" + path);
    }
  }
}
