package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.s3.testing.S3Proxy;
import io.github.seekwell.shaded.app.RepeatedReads;
import io.github.seekwell.shaded.app.ScatteredReads;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a job waits for is what the plugin's report names first, with the figures that prove it, and
 * nothing that it does not wait for: one run for each thing that may be slow, each a control of the
 * others, over a store with a latency model and over somebody else's server behind a slow line. The
 * job is the reduction of {@code benchmarks} wherever that can meet the condition.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class BottleneckIT {
  private static final String FIRST_BYTE = "First bytes are what reads wait for";
  private static final String BANDWIDTH = "Bandwidth is what reads wait for";
  private static final String THROTTLING = "The store asked to slow down";
  private static final String SLOW_ADDRESS = "The address ";
  private static final String TINY_READS = "Small reads at scattered positions";
  private static final String SMALL_CACHE = "The block cache is too small";

  private static final List<String> ALL =
      List.of(FIRST_BYTE, BANDWIDTH, THROTTLING, SLOW_ADDRESS, TINY_READS, SMALL_CACHE);

  private static final String FIRST = "127.0.0.1";
  private static final String SECOND = "127.0.0.2";

  /** What both are called where a store has two addresses. */
  private static final String NAME = "store.test";

  private static final List<String> SAMPLES =
      List.of("nano_dimuon.root", "uproot-HZZ-zlib.root*24");

  /** Enough to compute, so that the job waits for the store if that is slow, and else does not. */
  private static final List<String> LARGE = List.of("nano_dimuon.root", "uproot-HZZ-zlib.root*100");

  private static final String SPLIT = "mapreduce.input.fileinputformat.split.maxsize";

  private static final int MIB = 1 << 20;

  /** Bytes a second on a connection. */
  private static final long NARROW = 800 * 1024;

  @TempDir private Path folder;

  @Test
  void fastStore_isNotNamedSlow() throws Exception {
    try (World world = World.of("oci", folder)) {
      final Path expected = SampleFiles.layOut(spark(), world, "", folder, LARGE);
      final Submission job = job(world.settings()).withHadoop(Map.of(SPLIT, "4000000"));

      nothingIsNamedSlow(reduce("fast", job, expected, world.root()));
    }
  }

  @ParameterizedTest
  @CsvSource({"3.5.9, 2.12, local[2]", "4.2.0, 2.13, 'local-cluster[2,1,1024]'"})
  void lateFirstBytes_areNamed_withTheirMedian(String version, String scala, String master)
      throws Exception {
    final SparkHome spark = SparkHome.of(version, scala);
    try (World world = World.of("oci", folder, store -> store.latency(firstByte(100)))) {
      final Path expected = SampleFiles.layOut(spark, world, "", folder, SAMPLES);
      final Submission job =
          new Submission(spark, master, folder)
              .withHadoop(world.settings())
              .withHadoop(Map.of(SPLIT, "300000"));

      final PluginReport report = reduce("first-byte", job, expected, world.root());

      lateFirstBytesAreNamed(report);
    }
  }

  @Test
  void narrowLine_isNamed_withWhatAConnectionBrings() throws Exception {
    final LatencyModel narrow = firstByte(5).rates(NARROW, 0);
    try (World world = World.of("oci", folder, store -> store.latency(narrow))) {
      narrowLineIsNamed(reduce("bandwidth", world));
    }
  }

  @ParameterizedTest
  @CsvSource({"oci, 429", "s3a, 503"})
  void storeThatRefuses_isNamed_withTheShare(String scheme, int status) throws Exception {
    try (World world = World.of(scheme, folder, store -> store.latency(firstByte(5)))) {
      world.store().script().randomly(0.3, 1, Call.named("GetObject"), Fault.status(status));

      final PluginReport report = reduce("throttling-" + scheme, world);

      final long refused =
          world.store().log().requests().stream().filter(r -> r.status() == status).count();
      final long all = world.requests();
      assertThat(named(THROTTLING, report))
          .contains(
              String.format(
                  Locale.ROOT,
                  "%,d of %,d requests were throttled (%.1f %%)",
                  refused,
                  all,
                  100.0 * refused / all));
    }
  }

  /** The connector leaves it alone after a few answers, which have cost what they have cost. */
  @Test
  void slowAddress_isNamed_thoughItWasLeftAlone() throws Exception {
    try (World world = World.of("oci", folder, BottleneckIT::twoAddresses)) {
      world.store().address(SECOND).slow(Duration.ofMillis(300), 0);

      slowAddressIsNamed(reduceAtTwoAddresses("slow-address", world));
    }
  }

  @Test
  void addressesThatAreAlike_areNotNamed() throws Exception {
    try (World world = World.of("oci", folder, BottleneckIT::twoAddresses)) {
      final PluginReport report = reduceAtTwoAddresses("like-addresses", world);

      assertThat(requests(report, FIRST)).isPositive();
      assertThat(requests(report, SECOND)).isPositive();
      named(FIRST_BYTE, report);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"seek", "pread"})
  void scatteredLookUps_areNamed_withTheirSize(String way) throws Exception {
    try (World world = World.of("oci", folder, store -> store.latency(firstByte(10)))) {
      world.put("index", RampObject.of(64 * MIB).bytes());

      final PluginReport report =
          run(
              "scattered-" + way,
              job(world.settings()),
              ScatteredReads.class,
              world.at("index"),
              "300",
              way);

      // Of 100 bytes each, a few of them from blocks that were there.
      assertThat(named(TINY_READS, report)).containsPattern("10\\d B delivered for each read");
    }
  }

  @Test
  void cacheThatLosesWhatIsReadAgain_isNamed() throws Exception {
    final PluginReport report = readFiveTimes("small-cache", "4m");

    named(SMALL_CACHE, report);
  }

  @Test
  void cacheThatHoldsWhatIsReadAgain_isNotNamed() throws Exception {
    final PluginReport report = readFiveTimes("large-cache", "64m");

    assertThat(report.advice()).noneMatch(words -> words.startsWith(SMALL_CACHE));
  }

  @Test
  void serverOfOthers_withLateFirstBytes() throws Exception {
    try (Foreign foreign = Foreign.start(folder)) {
      final int port = foreign.behind(FIRST, 0, Duration.ofMillis(100), 0);

      lateFirstBytesAreNamed(reduceForeign("foreign-first-byte", foreign, port));
    }
  }

  @Test
  void serverOfOthers_behindANarrowLine() throws Exception {
    try (Foreign foreign = Foreign.start(folder)) {
      final int port = foreign.behind(FIRST, 0, Duration.ZERO, NARROW);

      narrowLineIsNamed(reduceForeign("foreign-bandwidth", foreign, port));
    }
  }

  @Test
  void serverOfOthers_withASlowAddress() throws Exception {
    try (Foreign foreign = Foreign.start(folder)) {
      final int port = foreign.behind(FIRST, 0, Duration.ofMillis(20), 0);
      foreign.behind(SECOND, port, Duration.ofMillis(320), 0);

      slowAddressIsNamed(reduceForeign("foreign-slow-address", foreign, port));
    }
  }

  @Test
  void serverOfOthers_behindNothing_isNotNamedSlow() throws Exception {
    try (Foreign foreign = Foreign.start(folder)) {
      final int port = foreign.behind(FIRST, 0, Duration.ZERO, 0);

      nothingIsNamedSlow(reduceForeign("foreign-fast", foreign, port));
    }
  }

  private static StoreEmulator.Builder twoAddresses(StoreEmulator.Builder store) {
    return store.addresses(FIRST, SECOND).latency(firstByte(20));
  }

  private static LatencyModel firstByte(int millis) {
    return LatencyModel.none().firstByte(Duration.ofMillis(millis), 0.1);
  }

  /** Reads of a short job wait for the start of our own JVM, if for anything. */
  private static void nothingIsNamedSlow(PluginReport report) {
    final String words = report.advice().get(0);
    assertThat(report.advice()).hasSize(1);
    if (words.startsWith(FIRST_BYTE)) {
      assertThat(number("for: (.+?) ms \\(median\\)", words)).isLessThan(90);
    } else {
      assertThat(words).startsWith("Reading is not what this job waits for");
    }
  }

  private static void lateFirstBytesAreNamed(PluginReport report) {
    final double millis = number("for: (.+?) ms \\(median\\)", named(FIRST_BYTE, report));
    assertThat(millis).isBetween(90.0, 300.0);
  }

  private static void narrowLineIsNamed(PluginReport report) {
    final String words = named(BANDWIDTH, report);
    final String unit = words.contains("MiB/s") ? "MiB" : "KiB";
    final double rate = number("a connection brought (.+?) " + unit + "/s", words);
    // What comes with the head, and while a busy machine sees to it, is there at once.
    assertThat(rate * (unit.equals("MiB") ? 1024 : 1)).isBetween(400.0, 1600.0);
  }

  private static void slowAddressIsNamed(PluginReport report) {
    final String words = named(SLOW_ADDRESS, report);
    assertThat(words).startsWith("The address " + SECOND + " is slow");
    assertThat(number("its first bytes take (.+?) ms", words)).isBetween(300.0, 700.0);
    assertThat(number("those of 127.0.0.1 (.+?) ms", words)).isBetween(18.0, 200.0);
    assertThat(requests(report, SECOND)).isLessThan(requests(report, FIRST));
  }

  /** The first finding, if it begins so and no other names a bottleneck. */
  private static String named(String beginning, PluginReport report) {
    final List<String> advice = report.advice();
    assertThat(advice.get(0)).startsWith(beginning);
    assertThat(advice.subList(1, advice.size()))
        .noneMatch(words -> ALL.stream().anyMatch(words::startsWith));
    return advice.get(0);
  }

  private static double number(String pattern, String words) {
    final Matcher found = Pattern.compile(pattern).matcher(words);
    assertThat(found.find()).as("%s in %s", pattern, words).isTrue();
    return Double.parseDouble(found.group(1));
  }

  private static long requests(PluginReport report, String address) {
    return report.json().path("addresses").path(address).path("requests").asLong();
  }

  private PluginReport readFiveTimes(String name, String cache) throws Exception {
    try (World world = World.of("oci", folder, store -> store.latency(firstByte(10)))) {
      world.put("epoch", RampObject.of(16 * MIB).bytes());
      final Submission job =
          job(world.settings()).withHadoop(Map.of("fs.seekwell.cache.max-size", cache));

      return run(name, job, RepeatedReads.class, world.at("epoch"), "5");
    }
  }

  private PluginReport reduce(String name, World world) throws Exception {
    return reduce(name, world, job(world.settings()));
  }

  private PluginReport reduceAtTwoAddresses(String name, World world) throws Exception {
    return reduce(name, world, knowing(job(world.settingsFor(NAME)), FIRST, SECOND));
  }

  private PluginReport reduce(String name, World world, Submission job) throws Exception {
    final Path expected = SampleFiles.layOut(spark(), world, "", folder, SAMPLES);
    return reduce(name, job, expected, world.root());
  }

  private PluginReport reduceForeign(String name, Foreign foreign, int port) throws Exception {
    final Path expected = SampleFiles.layOut(spark(), foreign::put, folder, SAMPLES);
    final Submission job = job(foreign.settings("http://" + NAME + ":" + port));
    return reduce(name, knowing(job, foreign.hosts()), expected, Foreign.ROOT);
  }

  /** The reduction of the samples, which must find what they hold. */
  private PluginReport reduce(String name, Submission job, Path expected, String root)
      throws Exception {
    final Program.Finished done =
        job.withPlugin()
            .with("spark.seekwell.report", report().toString())
            .application(SampleFiles.application().toString())
            .run(
                "bottleneck-" + name,
                "io.github.seekwell.benchmarks.dimuon.DimuonJob",
                "--output",
                folder.resolve("dimuon").toString(),
                "--expected",
                expected.toString(),
                root + "/")
            .successful();
    assertThat(done.output()).contains("as expected: nano_dimuon.root");
    return PluginReport.of(report());
  }

  private PluginReport run(String name, Submission job, Class<?> main, String... arguments)
      throws Exception {
    job.withPlugin()
        .with("spark.seekwell.report", report().toString())
        .run("bottleneck-" + name, main, arguments)
        .successful();
    return PluginReport.of(report());
  }

  private Path report() {
    return folder.resolve("report.json");
  }

  private static SparkHome spark() throws IOException, InterruptedException {
    return SparkHome.of("3.5.9", "2.12");
  }

  private Submission job(Map<String, String> hadoop) throws IOException, InterruptedException {
    return new Submission(spark(), "local[2]", folder)
        .withHadoop(hadoop)
        .withHadoop(Map.of(SPLIT, "300000"));
  }

  /** Tells the job's JVM where {@link #NAME} is; it knows no other names then but its own. */
  private Submission knowing(Submission job, String... addresses) throws IOException {
    final List<String> lines = new ArrayList<>();
    for (String address : addresses) {
      lines.add(address + " " + NAME);
    }
    lines.add(FIRST + " localhost " + InetAddress.getLocalHost().getHostName());
    final Path hosts = Files.write(folder.resolve("hosts"), lines);
    return job.with(
        "spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -Djdk.net.hosts.file=" + hosts);
  }

  /** Somebody else's server with a bucket, and the lines that lead to it. */
  private record Foreign(S3Proxy server, List<DelayingProxy> lines, List<String> addresses)
      implements AutoCloseable {
    private static final String BUCKET = "data";
    static final String ROOT = "s3a://" + BUCKET;

    static Foreign start(Path folder) throws IOException, InterruptedException {
      final Path jar = OneJar.target().resolve("servers/s3proxy.jar");
      return new Foreign(S3Proxy.start(jar, folder, BUCKET), new ArrayList<>(), new ArrayList<>());
    }

    /** One more address, and its port. */
    int behind(String host, int port, Duration firstByte, long bytesPerSecond) throws IOException {
      final DelayingProxy line =
          DelayingProxy.start(host, port, server.endpoint(), firstByte, bytesPerSecond);
      lines.add(line);
      addresses.add(host);
      return line.port();
    }

    void put(String key, byte[] bytes) {
      server.put(BUCKET, key, bytes);
    }

    String[] hosts() {
      return addresses.toArray(String[]::new);
    }

    Map<String, String> settings(String endpoint) {
      return Map.of(
          "fs.s3a.endpoint",
          endpoint,
          "fs.s3a.path.style.access",
          "true",
          "fs.s3a.access.key",
          S3Proxy.ACCESS_KEY,
          "fs.s3a.secret.key",
          S3Proxy.SECRET);
    }

    @Override
    public void close() throws IOException {
      for (DelayingProxy line : lines) {
        line.close();
      }
      server.close();
    }
  }
}
