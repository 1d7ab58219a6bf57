package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.shaded.app.FileSystemTour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jar on the Hadoops we promise, in JVMs with nothing else: a method that is missing there is
 * found here. And beside libraries so old that any of ours that was not renamed would meet its
 * ancestor.
 */
class HadoopIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  static Stream<String> versions() {
    return Stream.of("3.3.4", OneJar.property("hadoop.version"), "3.5.0");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void tour_onHadoop_endsWell(String version) throws Exception {
    final Program.Finished tour = tour(version, List.of());

    assertThat(tour.output()).contains("hadoop " + version);
  }

  @Test
  void tour_besideOldLibrariesThatComeFirst_endsWell() throws Exception {
    tour("3.3.4", OneJar.jars("crowd"));
  }

  private Program.Finished tour(String hadoop, List<Path> first) throws Exception {
    final List<Path> classPath = new ArrayList<>(first);
    classPath.add(OneJar.packApplication(folder.resolve("app.jar")));
    classPath.addAll(OneJar.jars("hadoop/" + hadoop));
    classPath.addAll(OneJar.jars("logging"));
    classPath.add(OneJar.path());
    try (OciWorld world = OciWorld.start(folder)) {
      final List<String> arguments = new ArrayList<>();
      arguments.add(OciWorld.directory("tour"));
      arguments.add("fs.AbstractFileSystem.oci.impl=io.github.seekwell.oci.Oci");
      world.settings().forEach((key, value) -> arguments.add(key + "=" + value));

      final Program.Finished tour =
          Program.java(classPath, FileSystemTour.class.getName(), arguments)
              .run(
                  OneJar.target().resolve("tours/hadoop-" + hadoop + "-" + first.size() + ".log"),
                  DEADLINE)
              .successful();

      assertThat(tour.output())
          .contains("class io.github.seekwell.oci.OciFileSystem")
          .contains("context io.github.seekwell.oci.Oci")
          .contains("TOUR COMPLETE");
      assertThat(world.requests()).isPositive();
      return tour;
    }
  }
}
