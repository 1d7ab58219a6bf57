package io.github.seekwell.shaded.app;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Two tasks that look up records of 100 bytes anywhere in an object, as a reader of an index does.
 * Arguments: the object, how many look-ups a task makes, and {@code seek} or {@code pread} for the
 * way it asks.
 */
public final class ScatteredReads {
  private static final int RECORD = 100;

  private ScatteredReads() {}

  public static void main(String[] args) {
    final String object = args[0];
    final int records = Integer.parseInt(args[1]);
    final boolean seeks = args[2].equals("seek");
    try (JavaSparkContext sc = new JavaSparkContext(new SparkConf().setAppName("ScatteredReads"))) {
      final List<Integer> read =
          sc.parallelize(List.of(1, 2), 2)
              .map(seed -> lookUp(object, records, new Random(seed), seeks))
              .collect();
      System.out.println("scattered.read=" + read);
    }
  }

  private static int lookUp(String object, int records, Random random, boolean seeks)
      throws IOException {
    final Path path = new Path(object);
    final FileSystem fs = FileSystem.get(URI.create(object), new Configuration());
    final FileStatus file = fs.getFileStatus(path);
    final byte[] record = new byte[RECORD];
    try (FSDataInputStream in = fs.open(path)) {
      for (int i = 0; i < records; i++) {
        final long position = (long) (random.nextDouble() * (file.getLen() - RECORD));
        if (seeks) {
          in.seek(position);
          in.readFully(record);
        } else {
          in.readFully(position, record);
        }
      }
    }
    return records * RECORD;
  }
}
