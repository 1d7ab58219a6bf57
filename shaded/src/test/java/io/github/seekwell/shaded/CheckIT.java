package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code benchmarks/run check} starts: the doctor of the one jar on a Hadoop client. */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class CheckIT {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private static List<String> schemes() {
    return World.schemes().toList();
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void aStoreThatIsWell_isToldSo_andNothingIsLeft(String scheme) throws Exception {
    try (World world = World.of(scheme, folder)) {
      Program.Finished finished = check(world, world.at("some/folder"), world.settings());

      assertThat(finished.output())
          .containsPattern("ok +address +127\\.0\\.0\\.1 connects in \\d+ ms")
          .containsPattern("ok +list ")
          .containsPattern("ok +read ")
          .containsPattern("ok +write ")
          .containsPattern("ok +latency +[\\d.]+ ms")
          .containsPattern("ok +delete ")
          .doesNotContain("FAILS");
      assertThat(finished.status()).isZero();
      assertThat(world.keys("")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3a, fs.s3a.secret.key, another/that+is=none",
    "oci, fs.oci.client.auth.fingerprint, 00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff"
  })
  void wrongCredentials_areNamed_andNotShown(String scheme, String key, String wrong)
      throws Exception {
    try (World world = World.of(scheme, folder)) {
      Map<String, String> settings = new TreeMap<>(world.settings());
      settings.replace(key, wrong);
      Program.Finished finished = check(world, world.root(), settings);

      assertThat(finished.output())
          .contains("FAILS", "the store does not know these credentials")
          .doesNotContain(wrong);
      assertThat(finished.status()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"s3a, s3a://no-such-bucket/", "oci, oci://no-such-bucket@space/"})
  void aMissingBucket_isNamed(String scheme, String uri) throws Exception {
    try (World world = World.of(scheme, folder)) {
      Program.Finished finished = check(world, uri, world.settings());

      assertThat(finished.output()).contains("FAILS", "no-such-bucket", "check the bucket's name");
      assertThat(finished.status()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"s3a", "oci"})
  void whoMayNotWrite_isTold_andThatReadOnlyWouldDo(String scheme) throws Exception {
    try (World world = World.of(scheme, folder)) {
      world.store().script().always(Call.named("PutObject"), Fault.status(403));
      Program.Finished finished = check(world, world.root(), world.settings());

      assertThat(finished.output())
          .contains("FAILS", "permission to write here", "--read-only")
          .containsPattern("ok +list ");
      assertThat(finished.status()).isEqualTo(1);
      assertThat(world.keys("")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"s3a", "oci"})
  void anInterruptedCheck_removesWhatItWrote(String scheme) throws Exception {
    try (World world = World.of(scheme, folder)) {
      world.store().script().always(Call.named("GetObject"), Fault.stall(DEADLINE));
      Path log = OneJar.target().resolve("tours/check-interrupted-" + scheme + ".log");
      Process process = program(world.root(), world.settings()).start(log);
      try {
        Await.until("a read", () -> !world.store().log().requests("GetObject").isEmpty());
        assertThat(world.keys("")).as("what is to be removed").isNotEmpty();
        process.destroy();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
        assertThat(world.keys("")).as(Files.readString(log)).isEmpty();
        assertThat(process.exitValue()).isNotZero();
      } finally {
        Program.stop(process);
      }
    }
  }

  private static Program.Finished check(World world, String uri, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path log = OneJar.target().resolve("tours/check-" + world.scheme() + ".log");
    return program(uri, settings).run(log, DEADLINE);
  }

  private static Program program(String uri, Map<String, String> settings) throws IOException {
    List<Path> classPath = new ArrayList<>(List.of(OneJar.path()));
    classPath.addAll(HadoopHome.client(OneJar.property("hadoop.version")));
    List<String> arguments = new ArrayList<>();
    settings.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
    arguments.add(uri);
    return Program.java(classPath, "io.github.seekwell.Doctor", arguments);
  }
}
