package io.github.seekwell.benchmarks.tfrecord;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Events as Parquet and as TFRecord files: what Spark distributes. */
final class TriggerTables {
  private static final ArrayType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, false);
  private static final StructType SCHEMA =
      new StructType()
          .add(TriggerExample.HLF, FLOATS, false)
          .add(TriggerExample.GRU, FLOATS, false)
          .add(TriggerExample.LABEL, FLOATS, false);

  /** So that a Parquet file is a task and gives one TFRecord file. */
  private static final String ONE_FILE = String.valueOf(1L << 30);

  private final SparkSession session;
  private final JavaSparkContext spark;

  TriggerTables(SparkSession session) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    session.conf().set("spark.sql.files.openCostInBytes", ONE_FILE);
    session.conf().set("spark.sql.files.maxPartitionBytes", ONE_FILE);
  }

  /** What the records of these events come to, made without any file. */
  RecordSum sum(TfRecordOptions options) {
    TriggerData data = options.data();
    return total(
        numbers(options)
            .map(
                range ->
                    range
                        .mapToObj(data::example)
                        .map(TriggerExample::serialized)
                        .reduce(RecordSum.NOTHING, RecordSum::plus, RecordSum::plus)));
  }

  void writeParquet(TfRecordOptions options, Path folder) {
    TriggerData data = options.data();
    JavaRDD<Row> rows =
        numbers(options).flatMap(range -> range.mapToObj(n -> row(data.example(n))).iterator());
    session
        .createDataFrame(rows, SCHEMA)
        .write()
        .option("parquet.enable.dictionary", "false") // hardly a value comes twice
        .parquet(folder.toString());
  }

  private static Row row(TriggerExample example) {
    return RowFactory.create(example.hlf(), example.gru(), example.label());
  }

  /** The numbers of all events, a file's worth an element. */
  private JavaRDD<Numbers> numbers(TfRecordOptions options) {
    List<Numbers> all = new ArrayList<>();
    for (int i = 0; i < options.files(); i++) {
      all.add(
          new Numbers(
              options.records() * i / options.files(),
              options.records() * (i + 1) / options.files()));
    }
    return spark.parallelize(all, options.files());
  }

  /** Turns Parquet into TFRecord files. */
  void convert(Path parquet, RecordFormat format, Path folder) {
    session
        .read()
        .parquet(parquet.toString())
        .select(TriggerExample.HLF, TriggerExample.GRU, TriggerExample.LABEL)
        .javaRDD()
        .mapToPair(
            row -> new Tuple2<>(new BytesWritable(example(row).serialized()), NullWritable.get()))
        .saveAsNewAPIHadoopFile(
            folder.toString(),
            BytesWritable.class,
            NullWritable.class,
            format.output(),
            configuration());
  }

  private static TriggerExample example(Row row) {
    return new TriggerExample(
        floats(row.getList(0)), floats(row.getList(1)), floats(row.getList(2)));
  }

  private static float[] floats(List<Float> boxed) {
    float[] values = new float[boxed.size()];
    int i = 0;
    for (float value : boxed) {
      values[i++] = value;
    }
    return values;
  }

  /** What the records of these files come to, as {@code format} reads them. */
  RecordSum sum(RecordFormat format, Path files) {
    return total(
        spark
            .newAPIHadoopFile(
                files.toString(),
                format.input(),
                BytesWritable.class,
                NullWritable.class,
                configuration())
            .map(pair -> RecordSum.NOTHING.plus(checked(pair._1()))));
  }

  /** The bytes of a record, which is an event. */
  private static byte[] checked(BytesWritable record) throws IOException {
    byte[] bytes = record.copyBytes();
    if (TriggerExample.parse(java.nio.ByteBuffer.wrap(bytes)).category() < 0) {
      throw new IOException("an event of no class");
    }
    return bytes;
  }

  private static RecordSum total(JavaRDD<RecordSum> sums) {
    return sums.fold(RecordSum.NOTHING, RecordSum::plus);
  }

  private Configuration configuration() {
    return new Configuration(spark.hadoopConfiguration());
  }

  /** A run of numbers. */
  private record Numbers(long from, long to) implements java.io.Serializable {
    <T> java.util.stream.Stream<T> mapToObj(java.util.function.LongFunction<T> each) {
      return LongStream.range(from, to).mapToObj(each);
    }
  }
}
