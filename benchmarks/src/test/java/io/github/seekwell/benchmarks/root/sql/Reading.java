package io.github.seekwell.benchmarks.root.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The data source without a Spark round it: what the driver plans and what the tasks would read.
 */
record Reading(RootOptions options, Configuration configuration) {

  static Path sample(String name) {
    return Path.of("data", name);
  }

  /** A read of one path. */
  static Reading of(Path path, String... options) {
    Map<String, String> all = new TreeMap<>(Map.of("path", path.toAbsolutePath().toString()));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return of(all);
  }

  static Reading of(Map<String, String> options) {
    return new Reading(RootOptions.of(new CaseInsensitiveStringMap(options)), new Configuration());
  }

  Reading with(Configuration other) {
    return new Reading(options, other);
  }

  StructType schema() throws IOException {
    return RootSchema.infer(options, configuration);
  }

  /** The schema's columns of these names, and the hidden ones. */
  StructType columns(String... names) throws IOException {
    StructType schema = schema();
    List<StructField> fields = new ArrayList<>();
    for (String name : names) {
      if (EventOrigin.has(name)) {
        EventOrigin origin =
            name.equals(EventOrigin.FILE.name()) ? EventOrigin.FILE : EventOrigin.ENTRY;
        fields.add(
            new StructField(
                name, origin.dataType(), false, org.apache.spark.sql.types.Metadata.empty()));
      } else {
        fields.add(schema.apply(name));
      }
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  List<RootPartition> plan(StructType columns) throws IOException {
    return new RootScan(columns, options).plan(configuration);
  }

  /** What becomes of every row; the row is good while it is looked at. */
  interface RowReader<T> {
    T read(InternalRow row);
  }

  <T> List<T> rows(StructType columns, RowReader<T> each) throws IOException {
    List<T> rows = new ArrayList<>();
    for (RootPartition partition : plan(columns)) {
      try (RootReader reader = new RootReader(partition, configuration, options.trees(), columns)) {
        while (reader.next()) {
          ColumnarBatch batch = reader.get();
          batch.rowIterator().forEachRemaining(row -> rows.add(each.read(row)));
        }
      }
    }
    return rows;
  }

  /** How many rows all batches have. */
  long count(StructType columns) throws IOException {
    return rows(columns, row -> 1).size();
  }

  /** Columns and types as words. */
  static Map<String, String> words(StructType schema) {
    return java.util.Arrays.stream(schema.fields())
        .collect(Collectors.toMap(StructField::name, field -> field.dataType().simpleString()));
  }
}
