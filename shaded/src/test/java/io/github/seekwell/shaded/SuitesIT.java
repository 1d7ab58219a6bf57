package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.s3.testing.S3Proxy;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hadoop's own contract suites over the one jar: with the Hadoop we are compiled for always, and
 * with the newest and as {@code s3://} under {@code -Pacceptance}, which also asks an S3 server
 * that is not ours. What our file systems declare to them stands in {@code
 * src/test/contract/resources}; how many tests there are, and which of them may be skipped, in
 * {@code src/test/contract/suites.txt}.
 */
class SuitesIT {
  private static final String NEWEST = "3.5.0";

  /** Address of a bucket of the caller's, which the suites will empty; no slash at its end. */
  private static final String BUCKET = System.getProperty("seekwell.contract.bucket", "");

  /** A properties file with Hadoop's settings for that bucket, so that no secret is an argument. */
  private static final String SETTINGS = System.getProperty("seekwell.contract.settings", "");

  /** s3proxy takes parts of an upload that was aborted; it does refuse to complete it. */
  private static final Set<String> S3PROXY_DIFFERS =
      Set.of("MultipartUploader.testMultipartUploadAbort");

  private static final Map<String, HadoopSuites> COMPILED = new HashMap<>();

  @TempDir private Path keys;

  static Stream<String> versions() {
    return OneJar.acceptance()
        ? Stream.of(OneJar.property("hadoop.version"), NEWEST)
        : Stream.of(OneJar.property("hadoop.version"));
  }

  static Stream<Arguments> versionsAndSchemes() {
    return versions()
        .flatMap(version -> World.schemesAtWork().map(scheme -> Arguments.of(version, scheme)));
  }

  @ParameterizedTest(name = "Hadoop {0}, {1}://")
  @MethodSource("versionsAndSchemes")
  void suites_overTheEmulator_findWhatTheyExpect(String hadoop, String scheme) throws Exception {
    try (World world = World.of(scheme, keys)) {
      run(hadoop, scheme, world.root(), world.everything());
    }
  }

  @ParameterizedTest(name = "Hadoop {0}")
  @MethodSource("versions")
  void suites_overAServerOfOthers_findWhatTheyExpect(String hadoop) throws Exception {
    assumeTrue(OneJar.acceptance(), "runs with -Pacceptance only");
    final Path server = OneJar.target().resolve("servers/s3proxy.jar");
    try (S3Proxy proxy = S3Proxy.start(server, keys, "data");
        World registered = World.of("s3a", keys)) {
      final Map<String, String> settings = new TreeMap<>(registered.registration());
      settings.put("fs.s3a.endpoint", proxy.endpoint().toString());
      settings.put("fs.s3a.path.style.access", "true");
      settings.put("fs.s3a.access.key", S3Proxy.ACCESS_KEY);
      settings.put("fs.s3a.secret.key", S3Proxy.SECRET);

      run(hadoop, "s3a-s3proxy", "s3a://data", settings, S3PROXY_DIFFERS);
    }
  }

  @ParameterizedTest(name = "Hadoop {0}")
  @MethodSource("versions")
  void suites_overABucketOfTheCallers_findWhatTheyExpect(String hadoop) throws Exception {
    assumeTrue(!BUCKET.isEmpty(), "asked for with -Dseekwell.contract.bucket");
    final String scheme = URI.create(BUCKET).getScheme();
    final Map<String, String> settings = new TreeMap<>();
    try (World world = World.of(scheme, keys)) {
      settings.putAll(world.registration());
    }
    settings.putAll(settingsOfTheCaller());

    run(hadoop, scheme + "-outside", BUCKET, settings);
  }

  private static void run(String hadoop, String name, String bucket, Map<String, String> settings)
      throws IOException, InterruptedException {
    run(hadoop, name, bucket, settings, Set.of());
  }

  /**
   * @param differs tests that must fail, since the server is not what they expect
   */
  private static void run(
      String hadoop, String name, String bucket, Map<String, String> settings, Set<String> differs)
      throws IOException, InterruptedException {
    final Path folder = OneJar.target().resolve("contract/runs/" + hadoop + "-" + name);

    final SuiteResults results = suites(hadoop).run(bucket, settings, folder);

    Files.writeString(folder.resolve("counts.txt"), results.table());
    assertThat(results.that("FAILED"))
        .as("failures; the whole log is in %s", folder)
        .filteredOn(test -> !differs.contains(test.name()))
        .isEmpty();
    assertThat(results.that("FAILED")).as("failures that are declared").hasSameSizeAs(differs);
    assertThat(results.table())
        .as("tests and skips of each suite; skipped: %s", results.that("SKIPPED"))
        .isEqualTo(expected());
  }

  private static HadoopSuites suites(String hadoop) throws IOException, InterruptedException {
    HadoopSuites suites = COMPILED.get(hadoop);
    if (suites == null) {
      suites = HadoopSuites.of(hadoop);
      COMPILED.put(hadoop, suites);
    }
    return suites;
  }

  private static Map<String, String> settingsOfTheCaller() throws IOException {
    final Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(SETTINGS))) {
      properties.load(file);
    }
    final Map<String, String> settings = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> settings.put(name, properties.getProperty(name)));
    return settings;
  }

  /** The table without the words before it. */
  private static String expected() throws IOException {
    try (Stream<String> lines = Files.lines(Maven.source("contract").resolve("suites.txt"))) {
      return lines
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.joining("\n", "", "\n"));
    }
  }
}
