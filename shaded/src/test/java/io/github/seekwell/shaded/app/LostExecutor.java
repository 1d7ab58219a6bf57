package io.github.seekwell.shaded.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;

/** A task reads and takes its executor with it, the first time. Argument: an object. */
public final class LostExecutor {

  private LostExecutor() {}

  public static void main(String[] args) {
    final String object = args[0];
    try (JavaSparkContext sc = new JavaSparkContext(new SparkConf().setAppName("LostExecutor"))) {
      final List<Integer> bytes =
          sc.parallelize(List.of(1, 2), 2)
              .map(
                  task -> {
                    final int read = read(object);
                    if (task == 1 && TaskContext.get().attemptNumber() == 0) {
                      Runtime.getRuntime().halt(7);
                    }
                    return read;
                  })
              .collect();
      System.out.println("lost.read=" + bytes);
    }
  }

  private static int read(String object) throws IOException {
    final Path path = new Path(object);
    try (InputStream in = FileSystem.get(URI.create(object), new Configuration()).open(path)) {
      return in.readAllBytes().length;
    }
  }
}
