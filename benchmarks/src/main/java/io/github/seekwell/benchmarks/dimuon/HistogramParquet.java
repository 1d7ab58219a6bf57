package io.github.seekwell.benchmarks.dimuon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A histogram as one Parquet file, with the columns of the CSV. Written by the driver alone: it is
 * some dozen lines, and lies beside the picture whatever cluster has read the events.
 */
final class HistogramParquet {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.INT32)
          .named("from_gev")
          .required(PrimitiveTypeName.INT32)
          .named("to_gev")
          .required(PrimitiveTypeName.INT64)
          .named("pairs")
          .named("histogram");

  private HistogramParquet() {}

  /** Writes every bin that is not empty; a file that is there is replaced. */
  static void write(MassHistogram masses, int width, Path file) throws IOException {
    // Without the local disk's checksum files.
    Configuration raw = new Configuration(false);
    raw.setClass("fs.file.impl", RawLocalFileSystem.class, FileSystem.class);
    raw.setBoolean("fs.file.impl.disable.cache", true);
    OutputFile output = HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), raw);
    SimpleGroupFactory rows = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(output)
            .withType(SCHEMA)
            .withConf(raw)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (Map.Entry<Integer, Long> bin : masses.bins(width).entrySet()) {
        writer.write(
            rows.newGroup()
                .append("from_gev", bin.getKey())
                .append("to_gev", bin.getKey() + width)
                .append("pairs", bin.getValue()));
      }
    }
  }
}
