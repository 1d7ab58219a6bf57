package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Hadoop's own contract suites of one version, bound to our file systems ({@code
 * src/test/contract}), compiled and ready to run on that Hadoop. They want another JUnit and
 * another AssertJ than we use, so they never meet our own class path.
 *
 * @param version of Hadoop
 * @param classes where the compiled suites are
 * @param libraries Hadoop unshaded, its test classes, and the JUnit they are written for
 */
record HadoopSuites(String version, Path classes, List<Path> libraries) {
  private static final Duration DEADLINE = Duration.ofMinutes(6);

  /** The sources are written for Jupiter; Hadoop 3.4's suites are JUnit 4. */
  private static final Map<String, String> FOR_JUNIT_4 =
      Map.of(
          "org.junit.jupiter.api.Test;", "org.junit.Test;",
          "org.junit.jupiter.api.BeforeEach;", "org.junit.Before;",
          "org.junit.jupiter.api.AfterEach;", "org.junit.After;",
          "@BeforeEach", "@Before",
          "@AfterEach", "@After");

  /** Fetches what one version needs, and compiles. */
  static HadoopSuites of(String version) throws IOException, InterruptedException {
    final Path folder = OneJar.target().resolve("contract").resolve(version);
    final List<Path> libraries = libraries(version, folder);
    final Path sources = folder.resolve("java");
    final Path classes = folder.resolve("classes");
    clear(sources);
    clear(classes);
    copy(
        Maven.source("contract").resolve("java"),
        sources,
        version.startsWith("3.4.") ? FOR_JUNIT_4 : Map.of());
    copy(Maven.source("contract").resolve("resources"), classes, Map.of());
    compile(sources, classes, libraries);
    return new HadoopSuites(version, classes, libraries);
  }

  /**
   * Runs all suites.
   *
   * @param bucket address of a bucket that they may empty; no slash at its end
   * @param settings with which it is reached
   * @param folder for the log and the results
   */
  SuiteResults run(String bucket, Map<String, String> settings, Path folder)
      throws IOException, InterruptedException {
    final Map<String, String> site = new TreeMap<>(settings);
    site.put("seekwell.contract", bucket + "/");
    site.put("hadoop.tmp.dir", folder.resolve("tmp").toString());
    HadoopHome.site(folder, site);

    final List<Path> classPath = new ArrayList<>(List.of(folder, classes, OneJar.path()));
    classPath.addAll(libraries);
    final Path results = folder.resolve("results.txt");
    Files.deleteIfExists(results);
    final List<String> arguments = new ArrayList<>(List.of(results.toString()));
    arguments.addAll(candidates());
    try {
      final Program.Finished run =
          Program.java(classPath, "io.github.seekwell.contract.SuiteRun", arguments)
              .with(compilers(bucket))
              .in(folder)
              .run(folder.resolve("run.log"), DEADLINE)
              .successful();
      return SuiteResults.read(results, run.log());
    } finally {
      Files.delete(folder.resolve("core-site.xml")); // there may be secrets in it
    }
  }

  /**
   * The second compiler takes longer than it saves in so short a life, save where every request is
   * signed with RSA.
   */
  private static Map<String, String> compilers(String bucket) {
    return bucket.startsWith("oci")
        ? Map.of()
        : Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
  }

  /** All classes: those that are no suites hold no tests, and are passed over. */
  private List<String> candidates() throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .map(name -> name.replace('/', '.').replaceAll("\\.class$", ""))
          .sorted()
          .toList();
    }
  }

  private static List<Path> libraries(String version, Path folder)
      throws IOException, InterruptedException {
    final Path found = Files.createDirectories(folder).resolve("complete.txt");
    if (!Files.exists(found)) {
      final List<Path> jars =
          Maven.classPath("contract", Map.of("hadoop.version", version), folder);
      Files.writeString(found, joined(jars));
    }
    return Maven.paths(Files.readString(found));
  }

  /** What an earlier build has left would be run as well. */
  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void copy(Path from, Path to, Map<String, String> replacements)
      throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        for (Map.Entry<String, String> each : replacements.entrySet()) {
          text = text.replace(each.getKey(), each.getValue());
        }
        final Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
      }
    }
  }

  private static void compile(Path sources, Path classes, List<Path> libraries) throws IOException {
    final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    final List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none"));
    arguments.addAll(List.of("-d", classes.toString(), "-cp"));
    arguments.add(joined(libraries));
    try (Stream<Path> files = Files.walk(sources)) {
      files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
    }
    final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    final int status = compiler.run(null, messages, messages, arguments.toArray(String[]::new));
    assertThat(status).as("compiling the suites: %s", messages).isZero();
  }

  private static String joined(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
