package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistogramParquetTest {
  @TempDir private Path folder;

  @Test
  void file_hasTheRowsOfTheCsv_andReplacesTheOneBefore() throws Exception {
    Path file = folder.resolve("mass.parquet");
    MassHistogram before = new MassHistogram();
    before.add(10, 1);
    HistogramParquet.write(before, 5, file);
    MassHistogram masses = new MassHistogram();
    masses.add(91, 3);
    masses.add(92, 4);
    masses.add(130, 1);

    HistogramParquet.write(masses, 5, file);

    List<String> rows = new ArrayList<>(List.of("from_gev,to_gev,pairs"));
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(
            row.getInteger("from_gev", 0)
                + ","
                + row.getInteger("to_gev", 0)
                + ","
                + row.getLong("pairs", 0));
      }
    }
    assertThat(rows).isEqualTo(HistogramText.csv(masses, 5));
    assertThat(folder).isDirectoryNotContaining("glob:**.crc");
  }
}
