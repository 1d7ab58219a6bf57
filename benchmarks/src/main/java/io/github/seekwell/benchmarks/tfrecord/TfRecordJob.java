package io.github.seekwell.benchmarks.tfrecord;

import io.github.seekwell.benchmarks.command.Job;
import io.github.seekwell.benchmarks.command.Unfinished;
import io.github.seekwell.benchmarks.command.WholeFile;
import io.github.seekwell.benchmarks.report.CostTable;
import io.github.seekwell.benchmarks.report.StoreCost;
import io.github.seekwell.benchmarks.report.Witnesses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet to TFRecord: makes events, writes them to the store as Parquet, turns that into TFRecord
 * files, and compares what this job and TensorFlow's own format read with what was made. The main
 * class for spark-submit.
 *
 * <p>Ends as every {@link Job} does. What was begun and not ended is removed.
 */
public final class TfRecordJob {
  /** Beside the files of {@code --copy}: what their records come to. */
  public static final String SUM = "records.sum";

  /** Below the root: the files that a training reads. */
  public static final String RECORDS = "tfrecord";

  /** And folders with a few of them under other names, numbered from 1, to warm up with. */
  public static final String WARM_UP = "warm-up-";

  /** How many such folders a training wants. */
  public static final int WARM_UPS = 3;

  /** And how many files in each. */
  public static final int WARM_UP_FILES = 2;

  private final TfRecordOptions options;
  private final TriggerTables tables;
  private final FileSystem fs;
  private final Optional<RecordFormat> theirs = RecordFormat.tensorFlow();
  private boolean right = true;

  private TfRecordJob(TfRecordOptions options, SparkSession session) throws IOException {
    this.options = options;
    this.tables = new TriggerTables(session);
    this.fs = options.root().getFileSystem(session.sparkContext().hadoopConfiguration());
  }

  public static void main(String[] arguments) {
    System.exit(Job.run("tfrecord", () -> run(TfRecordOptions.parse(arguments))));
  }

  private static boolean run(TfRecordOptions options) throws Exception {
    boolean right;
    SparkConf conf;
    try (SparkSession session = SparkSession.builder().appName("tfrecord").getOrCreate()) {
      conf = session.sparkContext().getConf();
      System.out.println("Spark " + session.version() + " on " + conf.get("spark.master"));
      session.sparkContext().addSparkListener(new StageProgress());
      right = new TfRecordJob(options, session).run();
    }
    List<StoreCost> costs = Witnesses.heard(conf, options.emulator().orElse(null));
    System.out.println();
    System.out.println("What the store cost");
    CostTable.lines(costs).forEach(System.out::println);
    return right;
  }

  private boolean run() throws IOException {
    if (fs.exists(options.root())) {
      throw new IllegalArgumentException(options.root() + " exists; nothing is written over it");
    }
    Unfinished folder = Unfinished.watch("tfrecord", fs, List.of(options.root()));
    try {
      write();
      folder.complete();
    } finally {
      folder.discard();
    }
    return right;
  }

  private void write() throws IOException {
    say("making %,d events without a file, for comparison", options.records());
    RecordSum expected = tables.sum(options);
    say("writing them as Parquet, %d files", options.files());
    tables.writeParquet(options, options.folder("parquet"));
    say("turning Parquet into TFRecord files");
    org.apache.hadoop.fs.Path records = options.folder(RECORDS);
    tables.convert(options.folder("parquet"), RecordFormat.OURS, records);
    compare("written by this job", RecordFormat.OURS, records, expected);
    if (theirs.isPresent()) {
      compare("written by this job", theirs.get(), records, expected);
      say("the same written by %s", theirs.get().name());
      org.apache.hadoop.fs.Path others = options.folder("tfrecord-by-others");
      tables.convert(options.folder("parquet"), theirs.get(), others);
      compare("written by " + theirs.get().name(), RecordFormat.OURS, others, expected);
    } else {
      say("tensorflow-hadoop is not on the class path: not compared");
    }
    if (options.sample().isPresent()) {
      sample(options.sample().get());
    }
    if (options.copy().isPresent()) {
      copy(records, options.copy().get(), expected);
    }
    for (int i = 1; i <= options.warmUps(); i++) {
      warmUp(records, options.folder(WARM_UP + i));
    }
  }

  private void compare(
      String what, RecordFormat reader, org.apache.hadoop.fs.Path files, RecordSum expected) {
    RecordSum sum = tables.sum(reader, files);
    if (sum.equals(expected)) {
      say("as expected: %s, read by %s: %,d records", what, reader.name(), sum.records());
    } else {
      right = false;
      System.err.println(
          "tfrecord: NOT as expected: %s, read by %s: %s, not %s"
              .formatted(what, reader.name(), sum, expected));
    }
  }

  /** Reads a file made by others: this job and TensorFlow must find the same in it. */
  private void sample(Path file) throws IOException {
    org.apache.hadoop.fs.Path uploaded = options.folder("sample/" + file.getFileName());
    fs.copyFromLocalFile(new org.apache.hadoop.fs.Path(file.toUri()), uploaded);
    RecordSum sum;
    try (TfRecordReader reader = new TfRecordReader(file.toString(), Files.newInputStream(file))) {
      sum = RecordSum.NOTHING;
      while (reader.next()) {
        sum = sum.plus(reader);
      }
    }
    compare(file.getFileName().toString(), RecordFormat.OURS, uploaded, sum);
    if (theirs.isPresent()) {
      compare(file.getFileName().toString(), theirs.get(), uploaded, sum);
    }
  }

  /** Fetches the files; the sum comes last, so that a folder that has it is whole. */
  private void copy(org.apache.hadoop.fs.Path from, Path to, RecordSum sum) throws IOException {
    say("copying the TFRecord files to %s", to);
    Files.createDirectories(to);
    for (FileStatus status : fs.listStatus(from)) {
      String name = status.getPath().getName();
      if (name.startsWith("part-")) {
        try (FSDataInputStream in = fs.open(status.getPath());
            OutputStream out = Files.newOutputStream(to.resolve(name))) {
          in.transferTo(out);
        }
      }
    }
    WholeFile.write(to.resolve(SUM), sum + "\n");
  }

  private void warmUp(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
      throws IOException {
    int files = 0;
    for (FileStatus status : fs.listStatus(from)) {
      String name = status.getPath().getName();
      if (name.startsWith("part-") && files++ < WARM_UP_FILES) {
        try (FSDataInputStream in = fs.open(status.getPath());
            OutputStream out = fs.create(new org.apache.hadoop.fs.Path(to, name), false)) {
          in.transferTo(out);
        }
      }
    }
  }

  private static void say(String format, Object... values) {
    System.out.printf(java.util.Locale.ROOT, format + "%n", values);
  }
}
