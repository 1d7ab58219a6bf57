package io.github.seekwell.shaded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One {@code spark-submit}, with the settings of a small machine. */
final class Submission {
  private static final Duration DEADLINE = Duration.ofMinutes(4);

  private final SparkHome spark;
  private final String master;
  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> settings = new TreeMap<>();
  private String application;

  /**
   * A submission of the tests' applications, from the local disk.
   *
   * @param folder for everything that Spark writes
   */
  Submission(SparkHome spark, String master, Path folder) throws IOException {
    this.spark = spark;
    this.master = master;
    this.folder = folder;
    this.application = OneJar.packApplication(folder.resolve("app.jar")).toString();
    settings.put("spark.ui.enabled", "false");
    // Small jobs end before the second compiler pays, and it would take a core meanwhile.
    settings.put("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1");
    settings.put("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1");
    settings.put("spark.driver.memory", "1g");
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.sql.shuffle.partitions", "2");
    settings.put("spark.local.dir", folder.toString());
    settings.put("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
  }

  /** Our jar where the README says, and the plugin. */
  Submission withPlugin() {
    option("--jars", OneJar.path().toString());
    settings.put("spark.plugins", "io.github.seekwell.spark.SeekwellPlugin");
    return this;
  }

  Submission with(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** Hadoop's settings, as {@code spark.hadoop.*}. */
  Submission withHadoop(Map<String, String> hadoop) {
    hadoop.forEach((key, value) -> settings.put("spark.hadoop." + key, value));
    return this;
  }

  /** An option with its value, such as {@code --files}. */
  Submission option(String name, String value) {
    options.addAll(List.of(name, value));
    return this;
  }

  /** Where the application's jar is, if not on the local disk. */
  Submission application(String uri) {
    application = uri;
    return this;
  }

  Path folder() {
    return folder;
  }

  /** Runs it to its end; {@code name} is the log's. */
  Program.Finished run(String name, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(name, main.getName(), arguments);
  }

  /** As above, for a main class that is not on our own class path. */
  Program.Finished run(String name, String main, String... arguments)
      throws IOException, InterruptedException {
    final List<String> words = new ArrayList<>(List.of("--master", master));
    words.addAll(options);
    settings.forEach((key, value) -> words.addAll(List.of("--conf", key + "=" + value)));
    words.addAll(List.of("--class", main, application));
    words.addAll(List.of(arguments));
    final String log = name + "-" + spark.version() + "-" + master.replaceAll("\\W+", "-") + ".log";
    return spark
        .program(folder, "org.apache.spark.deploy.SparkSubmit", words)
        .in(folder)
        .run(OneJar.target().resolve("tours").resolve(log), DEADLINE);
  }
}
