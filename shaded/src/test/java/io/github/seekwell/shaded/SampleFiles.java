package io.github.seekwell.shaded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The jobs of {@code benchmarks}, as its build has packed them, and the files they read. */
final class SampleFiles {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private SampleFiles() {}

  /** The jar with all jobs and the root data source. */
  static Path application() {
    final String version = OneJar.property("seekwell.version");
    return benchmarks().resolve("target/seekwell-benchmarks-" + version + "-application.jar");
  }

  /** A sample as it is. */
  static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(benchmarks().resolve("data").resolve(name));
  }

  /**
   * Makes files of the samples, and puts them into the bucket.
   *
   * @param specs such as {@code name.root}, or {@code name.root*8} for eight copies in one
   * @return what the jobs must find in them
   */
  static Path layOut(SparkHome spark, World world, String prefix, Path folder, List<String> specs)
      throws Exception {
    return layOut(spark, (name, bytes) -> world.put(prefix + name, bytes), folder, specs);
  }

  /** The same for any place that takes a file's name and bytes. */
  static Path layOut(
      SparkHome spark, BiConsumer<String, byte[]> place, Path folder, List<String> specs)
      throws Exception {
    final Path data = folder.resolve("data");
    final Path expected = folder.resolve("expected.json");
    final Stream<String> arguments =
        Stream.of(benchmarks().resolve("data").toString(), data.toString(), expected.toString());
    Program.java(
            List.of(application(), spark.folder().resolve("jars").resolve("*")),
            "io.github.seekwell.benchmarks.data.SampleData",
            Stream.concat(arguments, specs.stream()).toList())
        .run(OneJar.target().resolve("tours/sample-data.log"), DEADLINE)
        .successful();
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.toList()) {
        place.accept(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return expected;
  }

  private static Path benchmarks() {
    return Path.of(OneJar.property("seekwell.benchmarks"));
  }
}
