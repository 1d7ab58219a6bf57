package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.LoggedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our jar and S3A on one class path: {@code fs.s3a.impl} chooses, and what one has written the
 * other reads. The store sees by the user agent who came.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class BesideS3AIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** The SDK that S3A of this version was built with. */
  private static final Map<String, String> S3A = Map.of("awssdk.version", "2.35.4");

  @TempDir private Path folder;

  @Test
  void schemeIsOursByOneSetting_andS3AsAgainWithoutIt() throws Exception {
    try (World world = World.of("s3a", folder)) {
      final Path file = Files.writeString(folder.resolve("file"), "written by ours");
      final String ours = world.at("ours");

      try (Shell shell = shell(world.everything(), "ours")) {
        shell.fs("-put", file.toString(), ours).fine();
        assertThat(shell.fs("-cat", ours).fine()).isEqualTo("written by ours");
      }
      assertThat(userAgents(world)).isNotEmpty().noneMatch(name -> name.matches("Hadoop[ _]3.*"));

      world.store().log().reset();
      final Map<String, String> rolledBack = new TreeMap<>(world.everything());
      rolledBack.keySet().removeAll(world.registration().keySet());
      try (Shell shell = shell(rolledBack, "s3a")) {
        assertThat(shell.fs("-cat", ours).fine()).isEqualTo("written by ours");
        shell.fs("-mkdir", "-p", world.at("theirs/empty")).fine();
        shell.fs("-cp", ours, world.at("theirs/copy")).fine();
      }
      assertThat(userAgents(world)).isNotEmpty().allMatch(name -> name.matches("Hadoop[ _]3.*"));

      try (Shell shell = shell(world.everything(), "ours-again")) {
        assertThat(shell.fs("-cat", world.at("theirs/copy")).fine()).isEqualTo("written by ours");
        assertThat(shell.fs("-ls", "-C", world.at("theirs")).fine().lines())
            .containsExactly(world.at("theirs/copy"), world.at("theirs/empty"));
      }
    }
  }

  private Shell shell(Map<String, String> settings, String name) throws Exception {
    final String hadoop = OneJar.property("hadoop.version");
    final List<Path> classPath = new ArrayList<>();
    classPath.add(HadoopHome.site(folder.resolve(name), settings));
    classPath.add(OneJar.packApplication(folder.resolve("app.jar")));
    classPath.addAll(HadoopHome.distribution(hadoop));
    classPath.addAll(s3a(hadoop));
    classPath.add(OneJar.path());
    final Path log = OneJar.target().resolve("tours/beside-s3a-" + name + ".log");
    return Shell.start(classPath, folder, log, DEADLINE);
  }

  private List<Path> s3a(String hadoop) throws IOException, InterruptedException {
    final Map<String, String> versions = new TreeMap<>(S3A);
    versions.put("hadoop.version", hadoop);
    return Maven.classPath("hadoop-aws", versions, folder);
  }

  private static List<String> userAgents(World world) {
    return world.store().log().requests().stream()
        .map(LoggedRequest::headers)
        .map(headers -> headers.getOrDefault("user-agent", ""))
        .distinct()
        .toList();
  }
}
