package io.github.seekwell.benchmarks.root.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.seekwell.benchmarks.root.RootFile;
import io.github.seekwell.benchmarks.root.RootTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RootReaderTest {
  @TempDir private Path folder;

  @Test
  void everyBasicType_hasItsValues() throws IOException {
    Reading reading = Reading.of(Reading.sample("all-types.root"));
    StructType columns =
        reading.columns(
            "ScalarI1",
            "ScalarI8",
            "ScalarUI8",
            "ScalarI16",
            "ScalarUI16",
            "ScalarI32",
            "ScalarUI32",
            "ScalarI64",
            "ScalarUI64",
            "ArrayI16",
            "SliceUI64",
            "SliceI1");

    List<String> rows =
        reading.rows(
            columns,
            row ->
                String.join(
                    " ",
                    Boolean.toString(row.getBoolean(0)),
                    Byte.toString(row.getByte(1)),
                    Short.toString(row.getShort(2)),
                    Short.toString(row.getShort(3)),
                    Integer.toString(row.getInt(4)),
                    Integer.toString(row.getInt(5)),
                    Long.toString(row.getLong(6)),
                    Long.toString(row.getLong(7)),
                    row.getDecimal(8, 20, 0).toString(),
                    List.of(
                            row.getArray(9).getShort(0),
                            row.getArray(9).getShort(1),
                            row.getArray(9).getShort(2))
                        .toString(),
                    Integer.toString(row.getArray(10).numElements()),
                    Integer.toString(row.getArray(11).numElements())));

    assertThat(rows)
        .hasSize(9)
        .startsWith(
            "false 0 0 0 0 0 0 0 0 [0, 0, 0] 0 0",
            "true 1 1 1 1 1 1 1 1 [1, 1, 1] 1 1",
            "false 2 2 2 2 2 2 2 2 [2, 2, 2] 2 2")
        .anyMatch(row -> row.contains(" 255 ")) // the largest of eight bits without sign
        .anyMatch(row -> row.contains(" 18446744073709551615 ")); // and of 64
  }

  @Test
  void lists_areWhatTheOtherReaderSees() throws IOException {
    Path file = Reading.sample("uproot-HZZ.root");
    Reading reading = Reading.of(file, "tree", "events");
    double[] expected;
    try (RootFile root =
        RootFile.open(
            new org.apache.hadoop.fs.Path(file.toUri()), Files.size(file), new Configuration())) {
      RootTree tree = root.tree(List.of("events"));
      expected = tree.branch("Muon_Px").values(0, tree.entries());
    }

    List<float[]> lists =
        reading.rows(reading.columns("Muon_Px"), row -> row.getArray(0).toFloatArray());
    List<Integer> numbers = reading.rows(reading.columns("NMuon"), row -> row.getInt(0));

    assertThat(lists.stream().map(list -> list.length)).isEqualTo(numbers);
    List<Double> joined = new ArrayList<>();
    for (float[] list : lists) {
      for (float item : list) {
        joined.add((double) item);
      }
    }
    assertThat(joined).isEqualTo(DoubleStream.of(expected).boxed().toList());
  }

  @ParameterizedTest
  @CsvSource({
    "NanoAODv5_sample.root, Events, nMuon, Muon_pt",
    "nano_dimuon.root, Events, nMuon, Muon_pt",
    "nano_tree.root, Events, nMuon, Muon_pt",
    "uproot-HZZ-lzma.root, events, NMuon, Muon_Px",
    "uproot-HZZ-zlib.root, events, NMuon, Muon_Px"
  })
  void eventsAndMuons_areAsManyAsTheOracleKnows(
      String name, String tree, String number, String list) throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(Reading.sample("expected-dimuon.json").toFile()).get(name);
    Reading reading = Reading.of(Reading.sample(name), "tree", tree);

    List<int[]> rows =
        reading.rows(
            reading.columns(number, list),
            row -> new int[] {row.getInt(0), row.getArray(1).numElements()});

    assertThat(rows).hasSize(expected.get("entries").asInt());
    assertThat(rows.stream().mapToLong(row -> row[0]).sum())
        .isEqualTo(expected.get("muons").asLong());
    assertThat(rows).allSatisfy(row -> assertThat(row[1]).isEqualTo(row[0]));
  }

  @Test
  void fileCutShort_endsWithAnError() throws IOException {
    Path whole = Reading.sample("uproot-HZZ-zlib.root");
    Reading reading = Reading.of(whole, "tree", "events");
    StructType columns = reading.columns("Muon_Px");
    RootPartition partition = reading.plan(columns).get(0);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.root"), java.util.Arrays.copyOf(bytes, 20_000));

    try (RootReader reader =
        new RootReader(
            new RootPartition(cut.toUri().toString(), 20_000, partition.borders()),
            new Configuration(),
            List.of("events"),
            columns)) {
      assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
    }
  }
}
