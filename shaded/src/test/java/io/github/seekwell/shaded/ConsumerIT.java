package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A project of somebody who takes one connector from a Maven repository, and so depends on what our
 * poms say. It is built by a Maven of its own, with a local repository of its own, from two file
 * repositories: one with what this build has made, and the local repository of this build, which
 * has everything else.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class ConsumerIT {
  private static final Duration BUILD = Duration.ofMinutes(5);
  private static final Duration RUN = Duration.ofSeconds(60);

  /** Our modules that a consumer may come upon, and where this build has put them. */
  private static final List<String> MODULES =
      List.of("connector-core", "connector-oci", "connector-s3");

  /** Class paths of the projects that are built, by connector: two schemes share one. */
  private static final Map<String, List<Path>> BUILT = new HashMap<>();

  @TempDir private static Path projects;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.github.seekwell.shaded.World#schemesAtWork")
  void projectWithOneConnector_writesAndReads(String scheme) throws Exception {
    final String connector = "seekwell-connector-" + (scheme.equals("oci") ? "oci" : "s3");
    final List<Path> classPath = built(connector);
    assertThat(classPath)
        .extracting(jar -> jar.getFileName().toString())
        .anyMatch(name -> name.startsWith(connector))
        .filteredOn(name -> name.startsWith("seekwell-"))
        .as("ours: the connector and the core")
        .hasSize(2);

    try (World world = World.of(scheme, folder)) {
      final List<String> arguments = new ArrayList<>(List.of(world.at("consumer")));
      world.everything().forEach((key, value) -> arguments.add(key + "=" + value));
      final Program.Finished consumer =
          Program.java(classPath, "user.Consumer", arguments)
              .run(OneJar.target().resolve("tours/consumer-" + scheme + ".log"), RUN)
              .successful();

      assertThat(consumer.answers())
          .containsEntry("read", "world")
          .containsEntry("bytes", "12")
          .containsEntry("listed", "1")
          .containsEntry("class", world.registration().get("fs." + scheme + ".impl"))
          .containsEntry("counted", "true")
          .containsEntry("deleted", "true");
      assertThat(world.keys("consumer/")).isEmpty();
    }
  }

  private static List<Path> built(String connector) throws Exception {
    List<Path> classPath = BUILT.get(connector);
    if (classPath == null) {
      classPath = build(connector, Files.createDirectory(projects.resolve(connector)));
      BUILT.put(connector, classPath);
    }
    return classPath;
  }

  /** Compiles the project; gives the class path on which it runs. */
  private static List<Path> build(String connector, Path folder) throws Exception {
    final Path project = folder.resolve("project");
    copy(Maven.source("consumer"), project);
    final Path classPath = folder.resolve("classpath.txt");
    final Path local = OneJar.target().resolve("consumer-repository");
    delete(local.resolve("io/github/seekwell")); // else a second build would find the first one's
    final List<String> command = Maven.command(local);
    command.addAll(List.of("-s", settings(folder).toString(), "-Daether.offline.protocols=file"));
    command.addAll(List.of("-f", project.resolve("pom.xml").toString()));
    command.add("-Dconnector=" + connector);
    command.add("-Dseekwell.version=" + OneJar.property("seekwell.version"));
    command.add("-Dhadoop.version=" + OneJar.property("hadoop.version"));
    command.add("-Dmdep.outputFile=" + classPath);
    command.addAll(List.of("compile", "dependency:build-classpath"));
    new Program(command)
        .run(OneJar.target().resolve("tours/build-" + connector + ".log"), BUILD)
        .successful();
    final List<Path> all = new ArrayList<>(List.of(project.resolve("target/classes")));
    all.addAll(Maven.paths(Files.readString(classPath)));
    return all;
  }

  /** Everything comes from the two folders; the network is not needed. */
  private static Path settings(Path folder) throws IOException {
    final Path ours = published(folder);
    return Files.writeString(
        folder.resolve("settings.xml"),
        """
        <settings>
          <profiles>
            <profile>
              <id>here</id>
              <repositories>
                <repository><id>ours</id><url>%1$s</url></repository>
                <repository><id>central</id><url>%2$s</url></repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository><id>central</id><url>%2$s</url></pluginRepository>
              </pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(ours.toUri(), Maven.localRepository().toUri()));
  }

  /** A repository of what this build has made so far, laid out as a deployment would. */
  private static Path published(Path folder) throws IOException {
    final Path repository = folder.resolve("repository");
    final Path root = OneJar.target().resolveSibling("..").normalize();
    publish(repository, "seekwell", root.resolve("pom.xml"), "pom");
    for (String module : MODULES) {
      final String artifact = "seekwell-" + module;
      publish(repository, artifact, root.resolve(module).resolve("pom.xml"), "pom");
      publish(
          repository,
          artifact,
          root.resolve(module)
              .resolve("target")
              .resolve(artifact + "-" + OneJar.property("seekwell.version") + ".jar"),
          "jar");
    }
    return repository;
  }

  private static void publish(Path repository, String artifact, Path file, String extension)
      throws IOException {
    final String version = OneJar.property("seekwell.version");
    final Path folder =
        Files.createDirectories(
            repository.resolve("io/github/seekwell").resolve(artifact).resolve(version));
    Files.copy(file, folder.resolve(artifact + "-" + version + "." + extension));
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      walk.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file)));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
