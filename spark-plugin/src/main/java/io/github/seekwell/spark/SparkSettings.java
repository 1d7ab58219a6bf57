package io.github.seekwell.spark;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.Environment;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Spark's settings for Hadoop, laid under those of every caller.
 *
 * <p>Spark itself makes its configurations with the {@code spark.hadoop.*} settings in them. A
 * library that was handed none and builds a bare one has none of them on an executor, and the file
 * system it opens without credentials stays in Hadoop's cache, where Spark's own reads then find
 * it.
 */
final class SparkSettings {
  private static final String PREFIX = "spark.hadoop.";

  private SparkSettings() {}

  /** Lays them under; closing the result takes them away. */
  static Environment.Registration layUnder(SparkConf spark) {
    final Map<String, String> settings = Map.copyOf(forHadoop(spark));
    return ConnectorRuntime.environment().settings(() -> settings);
  }

  /** What Spark would put into a configuration of its own. */
  static Map<String, String> forHadoop(SparkConf spark) {
    final Map<String, String> found = new HashMap<>();
    for (Tuple2<String, String> setting : spark.getAllWithPrefix(PREFIX)) {
      found.put(setting._1(), setting._2());
    }
    return found;
  }
}
