package io.github.seekwell.shaded.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Two tasks that read an object from end to end again and again, as training does. Arguments: the
 * object, and how often.
 */
public final class RepeatedReads {

  private RepeatedReads() {}

  public static void main(String[] args) {
    final String object = args[0];
    final int times = Integer.parseInt(args[1]);
    try (JavaSparkContext sc = new JavaSparkContext(new SparkConf().setAppName("RepeatedReads"))) {
      final List<Long> read =
          sc.parallelize(List.of(1, 2), 2).map(task -> read(object, times)).collect();
      System.out.println("repeated.read=" + read);
    }
  }

  private static long read(String object, int times) throws IOException {
    final FileSystem fs = FileSystem.get(URI.create(object), new Configuration());
    final byte[] buffer = new byte[64 * 1024];
    long all = 0;
    for (int i = 0; i < times; i++) {
      try (InputStream in = fs.open(new Path(object))) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          all += n;
        }
      }
    }
    return all;
  }
}
