package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * DistCp and MapReduce of a Hadoop as distributed, jobs in one JVM, with our jar beside its eighty.
 */
@ParameterizedClass
@MethodSource("schemesAndHadoops")
class HadoopToolsIT {
  private static final Duration DEADLINE = Duration.ofMinutes(4);
  private static final String DISTCP = "org.apache.hadoop.tools.DistCp";
  private static final String TERA = "org.apache.hadoop.examples.terasort.Tera";
  private static final int RECORDS = 10_000;
  private static final int RECORD = 100;

  @TempDir private static Path folder;
  private static World world;
  private static World other;
  private static Shell shell;

  @Parameter(0)
  private String scheme;

  @Parameter(1)
  private String hadoop;

  private String key;
  private String dir;
  private Path local;

  static Stream<Arguments> schemesAndHadoops() {
    final String usual = OneJar.property("hadoop.version");
    if (!OneJar.acceptance()) {
      return Stream.of(Arguments.of("oci", usual)); // the other store is s3a's
    }
    final List<String> hadoops = List.of(usual, "3.3.4", "3.5.0");
    return World.schemes().flatMap(s -> hadoops.stream().map(h -> Arguments.of(s, h)));
  }

  /** The other store is the next of the list: all pairs of neighbours are copied between. */
  @BeforeParameterizedClassInvocation
  static void start(String scheme, String hadoop) throws Exception {
    final List<String> schemes = World.schemes().toList();
    world = World.of(scheme, folder);
    other = World.of(schemes.get((schemes.indexOf(scheme) + 1) % schemes.size()), folder);
    final Map<String, String> settings = new TreeMap<>(other.everything());
    settings.putAll(world.everything());
    settings.put("hadoop.tmp.dir", folder.resolve("tmp").toString());
    settings.put("mapreduce.job.maps", "2");
    // Hadoop looks every few seconds whether a job has ended: too seldom for small ones.
    settings.put("mapreduce.client.progressmonitor.pollinterval", "50");
    settings.put("mapreduce.client.completion.pollinterval", "50");
    final List<Path> classPath = new ArrayList<>();
    classPath.add(HadoopHome.site(folder.resolve(scheme + hadoop), settings));
    classPath.add(OneJar.packApplication(folder.resolve("app.jar")));
    classPath.addAll(HadoopHome.distribution(hadoop));
    classPath.add(OneJar.path());
    final Path log = OneJar.target().resolve("tours/tools-" + scheme + "-" + hadoop + ".log");
    shell = Shell.start(classPath, folder, log, DEADLINE);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    shell.close();
    other.close();
    world.close();
  }

  @BeforeEach
  void clear(TestInfo test) throws IOException {
    key = test.getTestMethod().orElseThrow().getName();
    dir = world.at(key);
    local = Files.createDirectories(folder.resolve(scheme + hadoop).resolve(key));
  }

  @Test
  void distCp_thereAndBack_bringsTheSameTree() throws IOException {
    final Path tree = tree();

    distCp(uri(tree), dir + "/there");
    distCp(dir + "/there", uri(local.resolve("back")));

    assertSame(tree, local.resolve("back"));
  }

  /** The local disk has checksums and the store shows none: DistCp must not compare them. */
  @Test
  void distCp_withAndWithoutCrcCheck_copies() throws IOException {
    final Path tree = tree();

    distCp("-p", uri(tree), dir + "/checked");
    distCp("-update", "-skipcrccheck", uri(tree), dir + "/unchecked");
    distCp("-direct", uri(tree), dir + "/direct");

    assertThat(keysBelow("/checked")).containsExactly("/a", "/sub/b", "/sub/c");
    assertThat(keysBelow("/unchecked")).containsExactly("/a", "/sub/b", "/sub/c");
    assertThat(keysBelow("/direct")).containsExactly("/a", "/sub/b", "/sub/c");
  }

  @Test
  void distCpUpdateDelete_makesTheTargetTheSame() throws IOException {
    final Path tree = tree();
    distCp(uri(tree), dir + "/copy");
    Files.writeString(tree.resolve("a"), "longer than it was");
    Files.delete(tree.resolve("sub/b"));
    Files.writeString(tree.resolve("sub/new"), "new");

    distCp("-update", "-delete", uri(tree), dir + "/copy");

    distCp(dir + "/copy", uri(local.resolve("back")));
    assertSame(tree, local.resolve("back"));
    assertThat(keysBelow("/copy")).containsExactly("/a", "/sub/c", "/sub/new");
  }

  @Test
  void distCp_toAnotherStoreAndBack_bringsTheSameTree() throws IOException {
    final Path tree = tree();
    distCp(uri(tree), dir + "/tree");

    distCp(dir + "/tree", other.at(key + "/tree2"));
    distCp("-update", other.at(key + "/tree2"), dir + "/tree3");

    distCp(dir + "/tree3", uri(local.resolve("back")));
    assertSame(tree, local.resolve("back"));
  }

  @Test
  void distCp_ofNothing_fails() throws IOException {
    assertThat(shell.run(DISTCP, dir + "/none", uri(local.resolve("x"))).status()).isNotZero();
  }

  @Test
  void teraGenSortAndValidate_findTheRecordsInOrder() throws IOException {
    shell.run(TERA + "Gen", Integer.toString(RECORDS), dir + "/in").fine();
    assertThat(size("/in")).isEqualTo((long) RECORDS * RECORD);

    shell.run(TERA + "Sort", "-Dmapreduce.job.reduces=2", dir + "/in", dir + "/out").fine();
    shell.run(TERA + "Validate", dir + "/out", dir + "/report").fine();

    assertThat(size("/out/part-r-00000") + size("/out/part-r-00001"))
        .isEqualTo((long) RECORDS * RECORD);
    assertThat(world.keys(key + "/out/part-r-")).hasSize(2);
    assertThat(world.keys(key + "/out/_SUCCESS")).hasSize(1);
    assertThat(world.keys(key + "/")).noneMatch(k -> k.contains("_temporary"));
    final String report = shell.fs("-cat", dir + "/report/part-r-*").fine();
    assertThat(report).startsWith("checksum\t").doesNotContain("error", "misorder");
  }

  @Test
  void teraGen_whereOutputIs_isRefused() throws IOException {
    shell.run(TERA + "Gen", "10", dir + "/in").fine();

    assertThat(shell.run(TERA + "Gen", "10", dir + "/in").err()).contains("already exists");
  }

  private void distCp(String... words) throws IOException {
    shell.run(DISTCP, words).fine();
  }

  private Path tree() throws IOException {
    final Path tree = local.resolve("tree");
    Files.createDirectories(tree.resolve("sub"));
    Files.writeString(tree.resolve("a"), "a");
    Files.write(tree.resolve("sub/b"), new byte[2_000_000]);
    Files.createFile(tree.resolve("sub/c"));
    return tree;
  }

  private static String uri(Path path) {
    return "file://" + path;
  }

  /** Files below a directory of this test, markers left out. */
  private List<String> keysBelow(String name) {
    final String prefix = key + name;
    return world.keys(prefix + "/").stream()
        .filter(k -> !k.endsWith("/"))
        .map(k -> k.substring(prefix.length()))
        .toList();
  }

  private long size(String name) throws IOException {
    return Long.parseLong(shell.fs("-du", "-s", dir + name).fine().trim().split("\\s+")[0]);
  }

  private static void assertSame(Path wanted, Path found) throws IOException {
    final Map<String, byte[]> all = files(wanted);
    final Map<String, byte[]> back = files(found);
    assertThat(back.keySet()).isEqualTo(all.keySet());
    all.forEach((name, bytes) -> assertThat(back.get(name)).as(name).isEqualTo(bytes));
  }

  private static Map<String, byte[]> files(Path root) throws IOException {
    final Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().endsWith(".crc")) {
          all.put(root.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return all;
  }
}
