package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.shaded.app.FileSystemTour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jar on the Hadoops we promise, in JVMs with nothing else: a method that is missing there is
 * found here, and a type that is missing in a signature, which only reflection minds. And beside
 * libraries so old that any of ours that was not renamed would meet its ancestor.
 */
class HadoopIT {
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  /** All with all under {@code -Pacceptance}, each scheme and each Hadoop otherwise. */
  static Stream<Arguments> versions() {
    final String current = OneJar.property("hadoop.version");
    return Stream.of("3.3.4", current, "3.5.0")
        .flatMap(
            version ->
                World.schemesAtWork()
                    .filter(
                        scheme ->
                            OneJar.acceptance() || scheme.equals("s3a") != version.equals(current))
                    .map(scheme -> Arguments.of(version, scheme)));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void tour_onHadoop_endsWell(String version, String scheme) throws Exception {
    final Program.Finished tour = tour(version, scheme, List.of());

    assertThat(tour.output()).contains("hadoop " + version);
  }

  @ParameterizedTest
  @MethodSource("io.github.seekwell.shaded.World#schemesAtWork")
  void tour_besideOldLibrariesThatComeFirst_endsWell(String scheme) throws Exception {
    tour("3.3.4", scheme, OneJar.jars("crowd"));
  }

  private Program.Finished tour(String hadoop, String scheme, List<Path> first) throws Exception {
    final List<Path> classPath = new ArrayList<>(first);
    classPath.add(OneJar.packApplication(folder.resolve("app.jar")));
    classPath.addAll(HadoopHome.client(hadoop));
    classPath.add(OneJar.path());
    try (World world = World.of(scheme, folder)) {
      final List<String> arguments = new ArrayList<>();
      arguments.add(world.at("tour"));
      final Map<String, String> settings = world.everything();
      if (!scheme.equals(
          "s3a")) { // which Hadoop itself gives to S3A; the others our service file says
        settings.remove("fs." + scheme + ".impl");
      }
      settings.forEach((key, value) -> arguments.add(key + "=" + value));

      final Program.Finished tour =
          Program.java(classPath, FileSystemTour.class.getName(), arguments)
              .run(
                  OneJar.target()
                      .resolve("tours/" + scheme + "-" + hadoop + "-" + first.size() + ".log"),
                  DEADLINE)
              .successful();

      assertThat(tour.output())
          .contains("class " + world.registration().get("fs." + scheme + ".impl"))
          .contains("reflected " + world.registration().get("fs." + scheme + ".impl"))
          .contains(
              "context " + world.registration().get("fs.AbstractFileSystem." + scheme + ".impl"))
          .contains("TOUR COMPLETE");
      assertThat(world.requests()).isPositive();
      return tour;
    }
  }
}
