package io.github.seekwell.shaded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A Spark distribution made of Maven Central alone: a folder of jars and a logging configuration.
 *
 * <p>The jars of a version are found once by a small Maven build ({@code src/test/spark/pom.xml})
 * and hard-linked from the local repository; later runs find the folder complete. Commands are made
 * by Spark's own launcher, which knows the JVM options each version wants.
 */
record SparkHome(String version, String scala, Path folder) {
  private static final Duration LAUNCHER = Duration.ofSeconds(60);

  /** The home of one version; {@code scala} is the binary version it is built for. */
  static SparkHome of(String version, String scala) throws IOException, InterruptedException {
    final Path folder = OneJar.target().resolve("spark").resolve(version);
    final SparkHome home = new SparkHome(version, scala, folder);
    final Path complete = folder.resolve("complete");
    if (!Files.exists(complete)) {
      home.fill();
      Files.write(complete, new byte[0]); // another JVM of the tests may have written it meanwhile
    }
    return home;
  }

  /** A program that runs one of Spark's main classes, such as {@code SparkSubmit}. */
  Program program(Path scratch, String main, List<String> arguments)
      throws IOException, InterruptedException {
    final List<String> launcher = new ArrayList<>(List.of(main));
    launcher.addAll(arguments);
    final Program.Finished made =
        Program.java(
                List.of(folder.resolve("jars").resolve("*")),
                "org.apache.spark.launcher.Main",
                launcher)
            .with(environment())
            .run(scratch.resolve("launcher.log"), LAUNCHER)
            .successful();
    // A NUL and a line's end, then the words, each followed by a NUL.
    final String words = made.output().substring(made.output().indexOf('\0') + 1).stripLeading();
    return new Program(Arrays.asList(words.split("\0"))).with(environment());
  }

  private Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        folder.toString(),
        "SPARK_CONF_DIR",
        folder.resolve("conf").toString(),
        "SPARK_SCALA_VERSION",
        scala,
        "SPARK_LOCAL_IP",
        "127.0.0.1");
  }

  private void fill() throws IOException, InterruptedException {
    final Path jars = Files.createDirectories(folder.resolve("jars"));
    for (Path jar :
        Maven.classPath("spark", Map.of("spark.version", version, "scala.binary", scala), folder)) {
      link(jars.resolve(jar.getFileName()), jar);
    }
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/log4j2.properties"), LOGGING);
  }

  private static void link(Path link, Path jar) throws IOException {
    try {
      Files.createLink(link, jar);
    } catch (FileAlreadyExistsException e) {
      // From a run that was broken off.
    } catch (UnsupportedOperationException | IOException e) {
      Files.copy(jar, link); // another file system
    }
  }

  private static final String LOGGING =
      """
      rootLogger.level = warn
      rootLogger.appenderRef.stderr.ref = console
      appender.console.type = Console
      appender.console.name = console
      appender.console.target = SYSTEM_ERR
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1}: %m%n%ex
      logger.seekwell.name = io.github.seekwell
      logger.seekwell.level = info
      """;
}
