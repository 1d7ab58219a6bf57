package io.github.seekwell.shaded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Maven in a process of its own, with the settings, the repository and the willingness to go out of
 * the build that runs the tests.
 */
final class Maven {
  private static final Duration DOWNLOAD = Duration.ofMinutes(8);
  private static final String CLASS_PATH =
      "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath";

  private Maven() {}

  /**
   * The jars that the pom in {@code src/test/<name>} comes to.
   *
   * @param properties that the pom asks for
   * @param scratch for the log
   */
  static List<Path> classPath(String name, Map<String, String> properties, Path scratch)
      throws IOException, InterruptedException {
    final Path classPath = scratch.resolve("classpath.txt");
    final List<String> command = command(localRepository());
    usersSettings().ifPresent(file -> command.addAll(List.of("-s", file.toString())));
    command.add("-f");
    command.add(source(name).resolve("pom.xml").toString());
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-DincludeScope=runtime");
    command.add("-Dmdep.outputFile=" + classPath);
    command.add(CLASS_PATH);
    new Program(command).run(scratch.resolve("maven.log"), DOWNLOAD).successful();
    return paths(Files.readString(classPath));
  }

  /** Where the sources of a small project of the tests are. */
  static Path source(String name) {
    return OneJar.target().resolveSibling("src/test").resolve(name);
  }

  /** The repository of the build that runs the tests. */
  static Path localRepository() {
    return Path.of(OneJar.property("maven.repo.local"));
  }

  /** Maven itself, offline if this build is; settings, a project and goals are to follow. */
  static List<String> command(Path repository) {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(OneJar.property("maven.home"), "bin", "mvn").toString());
    command.addAll(List.of("-q", "-B", "-ntp", "-Dmaven.repo.local=" + repository));
    if (session().contains("offline=true")) {
      command.add("-o");
    }
    return command;
  }

  private static Optional<Path> usersSettings() {
    return session().stream()
        .filter(word -> word.startsWith("settings="))
        .map(word -> Path.of(word.substring(word.indexOf('=') + 1)))
        .filter(Files::exists)
        .findFirst();
  }

  private static List<String> session() {
    return List.of(OneJar.property("maven.session").split(" "));
  }

  static List<Path> paths(String classPath) {
    return Arrays.stream(classPath.trim().split(File.pathSeparator)).map(Path::of).toList();
  }
}
