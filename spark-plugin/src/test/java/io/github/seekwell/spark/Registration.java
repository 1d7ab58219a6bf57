package io.github.seekwell.spark;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** The inner half of {@link SchemesTest}, which runs in a class loader of its own. */
public final class Registration {

  private Registration() {}

  /** Registers, and answers what a configuration made before and one made after agree on. */
  public static Map<String, String> run(Map<String, String> spark) {
    final Configuration before = new Configuration();
    before.get("fs.defaultFS"); // loads it
    final SparkConf conf = new SparkConf(false);
    spark.forEach(conf::set);
    Schemes.register(conf);
    Schemes.register(conf); // as in local mode, where driver and executor both do

    final Map<String, String> seen = new TreeMap<>();
    for (Map.Entry<String, String> each : new Configuration()) {
      if (each.getValue().equals(before.get(each.getKey()))) {
        seen.put(each.getKey(), each.getValue());
      }
    }
    return seen;
  }
}
