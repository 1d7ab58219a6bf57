package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
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

/** {@code hadoop fs}, command by command: what it says, how it ends, and what is then there. */
@ParameterizedClass
@MethodSource("schemesAndHadoops")
class FsShellIT {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  @TempDir private static Path folder;
  private static World world;
  private static Shell shell;

  @Parameter(0)
  private String scheme;

  @Parameter(1)
  private String hadoop;

  /** This test's own directory, and its own folder on the local disk. */
  private String key;

  private String dir;
  private Path local;

  static Stream<Arguments> schemesAndHadoops() {
    final List<String> hadoops = new ArrayList<>(List.of(OneJar.property("hadoop.version")));
    if (OneJar.acceptance()) {
      hadoops.addAll(List.of("3.3.4", "3.5.0"));
    }
    return World.schemesAtWork().flatMap(s -> hadoops.stream().map(h -> Arguments.of(s, h)));
  }

  @BeforeParameterizedClassInvocation
  static void start(String scheme, String hadoop) throws Exception {
    world = World.of(scheme, folder);
    final List<Path> classPath = new ArrayList<>();
    classPath.add(HadoopHome.site(folder.resolve(scheme + hadoop), world.everything()));
    classPath.add(OneJar.packApplication(folder.resolve("app.jar")));
    classPath.addAll(HadoopHome.client(hadoop));
    classPath.add(OneJar.path());
    final Path log = OneJar.target().resolve("tours/fs-" + scheme + "-" + hadoop + ".log");
    shell = Shell.start(classPath, folder, log, DEADLINE);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    shell.close();
    world.close();
  }

  @BeforeEach
  void clear(TestInfo test) throws IOException {
    key = test.getTestMethod().orElseThrow().getName();
    dir = world.at(key);
    local = Files.createDirectories(folder.resolve(scheme + hadoop).resolve(key));
  }

  @Test
  void putAndGet_bringBackTheBytes() throws IOException {
    final Path file = write("a b%20ü.bin", RANDOM_LOOKING);
    shell.fs("-mkdir", "-p", dir + "/in/deep").fine();

    shell.fs("-put", file.toString(), dir + "/in/deep").fine();
    shell.fs("-get", dir + "/in/deep/a b%20ü.bin", local + "/back").fine();

    assertThat(local.resolve("back")).hasBinaryContent(RANDOM_LOOKING);
    assertThat(world.keys(key + "/in/deep/a")).containsExactly(key + "/in/deep/a b%20ü.bin");
  }

  @Test
  void put_ontoAFile_isRefusedUnlessForced() throws IOException {
    final String old = write("old", "old\n").toString();
    final String fresh = write("new", "new\n").toString();
    shell.fs("-mkdir", "-p", dir).fine();
    shell.fs("-put", old, dir + "/f").fine();

    assertThat(shell.fs("-put", fresh, dir + "/f").refused(1)).contains("File exists");
    assertThat(shell.fs("-cat", dir + "/f").fine()).isEqualTo("old\n");
    shell.fs("-put", "-f", fresh, dir + "/f").fine();
    assertThat(shell.fs("-cat", dir + "/f").fine()).isEqualTo("new\n");
  }

  @Test
  void put_ofAFolder_leavesNoTemporaryName() throws IOException {
    write("tree/a", "1");
    write("tree/sub/b", "22");
    Files.createDirectories(local.resolve("tree/empty"));

    shell.fs("-put", local + "/tree", dir).fine();

    assertThat(world.keys(key + "/"))
        .contains(key + "/a", key + "/sub/b", key + "/empty/")
        .noneMatch(k -> k.contains("_COPYING_"));
  }

  @Test
  void mkdir_withoutP_wantsTheParentAndRefusesWhatIsThere() throws IOException {
    assertThat(shell.fs("-mkdir", dir + "/no/parent").refused(1))
        .contains("No such file or directory");
    shell.fs("-mkdir", "-p", dir + "/d").fine();
    assertThat(shell.fs("-mkdir", dir + "/d").refused(1)).contains("File exists");
    shell.fs("-touchz", dir + "/f").fine();
    assertThat(shell.fs("-mkdir", "-p", dir + "/f/below").refused(1)).contains("f");
    assertThat(world.keys(key + "/f")).containsExactly(key + "/f");
  }

  @Test
  void ls_showsTypesSizesAndNames() throws IOException {
    fill();

    final List<String> flat = lines(shell.fs("-ls", dir));
    final List<String> deep = lines(shell.fs("-ls", "-R", dir));

    assertThat(flat).hasSize(4).first().isEqualTo("Found 3 items");
    assertThat(flat.get(1)).startsWith("-rw-rw-rw-").contains(" 5 ").endsWith(dir + "/a.txt");
    assertThat(flat.get(3)).startsWith("drwxrwxrwx").endsWith(dir + "/sub");
    assertThat(deep)
        .extracting(line -> line.substring(line.indexOf(dir) + dir.length()))
        .containsExactly("/a.txt", "/b.txt", "/sub", "/sub/c.txt", "/sub/empty");
    assertThat(lines(shell.fs("-ls", "-C", dir + "/*.txt")))
        .containsExactly(dir + "/a.txt", dir + "/b.txt");
    assertThat(shell.fs("-ls", dir + "/none").refused(1)).contains("No such file or directory");
  }

  @Test
  void duDfAndCount_agreeWithWhatIsThere() throws IOException {
    fill();

    assertThat(shell.fs("-du", "-s", dir).fine()).matches("(?s)15 +\\d+ +\\Q" + dir + "\\E\\s+");
    assertThat(lines(shell.fs("-du", dir))).hasSize(3).last().asString().startsWith("4 ");
    assertThat(shell.fs("-count", dir).fine().trim().split("\\s+"))
        .containsExactly("3", "3", "15", dir);
    assertThat(lines(shell.fs("-df", dir))).hasSize(2).last().asString().startsWith(world.root());
  }

  @Test
  void mv_movesFilesAndDirectories_andNeverOntoAFile() throws IOException {
    fill();

    shell.fs("-mv", dir + "/a.txt", dir + "/sub").fine();
    shell.fs("-mv", dir + "/sub", dir + "/moved").fine();

    assertThat(world.keys(key + "/"))
        .contains(key + "/moved/a.txt", key + "/moved/c.txt", key + "/b.txt")
        .noneMatch(k -> k.startsWith(key + "/sub") || k.equals(key + "/a.txt"));
    assertThat(shell.fs("-mv", dir + "/b.txt", dir + "/moved/c.txt").refused(1))
        .contains("File exists");
    assertThat(shell.fs("-cat", dir + "/moved/c.txt").fine()).isEqualTo("sub\n");
    assertThat(shell.fs("-mv", dir + "/none", dir + "/x").refused(1))
        .contains("No such file or directory");
    assertThat(shell.fs("-mv", dir + "/b.txt", dir + "/no/such/x").status()).isEqualTo(1);
  }

  @Test
  void cp_copiesTreesAndKeepsWhatIsThere() throws IOException {
    fill();

    shell.fs("-cp", dir + "/sub", dir + "/copy").fine();
    shell.fs("-cp", "-p", dir + "/a.txt", dir + "/copy/a2.txt").fine();

    assertThat(shell.fs("-cat", dir + "/copy/c.txt", dir + "/copy/a2.txt").fine())
        .isEqualTo("sub\nabcde");
    assertThat(shell.fs("-cp", dir + "/a.txt", dir + "/b.txt").refused(1)).contains("File exists");
  }

  @Test
  void rm_withTrash_movesToTrashWhichExpungeEmpties() throws IOException {
    fill();
    final String trash = "-Dfs.trash.interval=60";

    shell.fs(trash, "-rm", "-r", dir + "/sub", dir + "/a.txt").fine();
    final List<String> trashed =
        world.keys("user/").stream().filter(k -> k.contains("/.Trash/Current/" + key)).toList();

    assertThat(world.keys(key + "/")).noneMatch(k -> k.contains("sub") || k.endsWith("a.txt"));
    assertThat(trashed)
        .anyMatch(k -> k.endsWith(key + "/sub/c.txt"))
        .anyMatch(k -> k.endsWith(key + "/a.txt"));
    // The same name once more is kept beside the first.
    shell.fs("-put", write("again", "again").toString(), dir + "/a.txt").fine();
    shell.fs(trash, "-rm", dir + "/a.txt").fine();
    assertThat(world.keys("user/"))
        .filteredOn(k -> k.contains("/.Trash/Current/" + key + "/a.txt"))
        .hasSize(2);
    shell.fs(trash, "-expunge", "-immediate", "-fs", world.root()).fine();
    assertThat(world.keys("user/")).noneMatch(k -> k.contains(key));
  }

  @Test
  void rm_withoutTrash_deletes() throws IOException {
    fill();

    assertThat(shell.fs("-rm", dir + "/sub").refused(1)).contains("Is a directory");
    shell.fs("-rm", "-r", "-skipTrash", dir + "/sub").fine();
    shell.fs("-rm", dir + "/*.txt").fine();

    assertThat(world.keys(key + "/")).isSubsetOf(key + "/");
    assertThat(shell.fs("-rm", dir + "/none").refused(1)).contains("No such file or directory");
    shell.fs("-rm", "-f", dir + "/none").fine();
  }

  @Test
  void rmdir_takesOnlyWhatIsEmpty() throws IOException {
    shell.fs("-mkdir", "-p", dir + "/d/e").fine();

    assertThat(shell.fs("-rmdir", dir + "/d").refused(1)).contains("not empty");
    shell.fs("-rmdir", dir + "/d/e", dir + "/d").fine();

    assertThat(shell.fs("-test", "-e", dir + "/d").status()).isEqualTo(1);
  }

  @Test
  void touchAndTest_tellFilesFromDirectories() throws IOException {
    shell.fs("-mkdir", "-p", dir).fine();
    shell.fs("-touchz", dir + "/empty").fine();
    shell.fs("-touch", dir + "/touched").fine();
    shell.fs("-touch", dir + "/touched").fine();
    shell.fs("-put", write("full", "x").toString(), dir + "/full").fine();

    assertThat(status("-e", "/empty", "-e", "/none")).containsExactly(0, 1);
    assertThat(status("-d", "", "-d", "/full")).containsExactly(0, 1);
    assertThat(status("-f", "/full", "-f", "")).containsExactly(0, 1);
    assertThat(status("-z", "/empty", "-z", "/full")).containsExactly(0, 1);
    assertThat(status("-s", "/full", "-s", "/empty")).containsExactly(0, 1);
    assertThat(status("-r", "/full", "-w", "/full")).containsExactly(0, 0);
    assertThat(status("-e", "/touched", "-z", "/touched")).containsExactly(0, 0);
    assertThat(shell.fs("-touchz", dir + "/full").refused(1)).contains("Not a zero-length file");
  }

  @Test
  void headTailAndText_showPartsAndUnpack() throws IOException {
    final byte[] lines = new byte[5000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = (byte) (i % 10 == 9 ? '\n' : '0' + i / 10 % 10);
    }
    shell.fs("-mkdir", "-p", dir).fine();
    shell.fs("-put", write("long", lines).toString(), dir + "/long").fine();
    shell.fs("-put", write("x.gz", gzip("unpacked\n".repeat(3))).toString(), dir + "/x.gz").fine();
    final String all = new String(lines, StandardCharsets.US_ASCII);

    assertThat(shell.fs("-head", dir + "/long").fine()).isEqualTo(all.substring(0, 1024));
    assertThat(shell.fs("-tail", dir + "/long").fine()).isEqualTo(all.substring(5000 - 1024));
    assertThat(shell.fs("-text", dir + "/x.gz").fine()).isEqualTo("unpacked\n".repeat(3));
    assertThat(shell.fs("-text", dir + "/long").fine()).isEqualTo(all);
    assertThat(shell.fs("-cat", dir + "/none").refused(1)).contains("No such file or directory");
  }

  @Test
  void statAndFind_knowWhatTheyAreAskedFor() throws IOException {
    fill();

    assertThat(shell.fs("-stat", "%F|%b|%n|%u", dir + "/a.txt", dir + "/sub").fine())
        .matches("regular file\\|5\\|a.txt\\|\\S+\ndirectory\\|0\\|sub\\|\\S+\n");
    assertThat(shell.fs("-stat", "%y", dir + "/a.txt").fine()).startsWith("20");
    assertThat(lines(shell.fs("-find", dir, "-name", "*.txt")))
        .containsExactlyInAnyOrder(dir + "/a.txt", dir + "/b.txt", dir + "/sub/c.txt");
  }

  @Test
  void getmergeAndChecksum_endWell() throws IOException {
    fill();

    shell.fs("-getmerge", "-nl", dir + "/*.txt", local + "/merged").fine();

    assertThat(local.resolve("merged")).hasContent("abcde\nfghijk\n");
    // No checksums unless they are asked for, as in S3A: DistCp between unlike stores needs that.
    assertThat(shell.fs("-checksum", dir + "/a.txt").fine()).contains(dir + "/a.txt\tNONE");
  }

  @Test
  void whatAnObjectStoreCannotDo_isRefusedInWords() throws IOException {
    fill();
    final String more = write("more", "more").toString();

    assertThat(shell.fs("-appendToFile", more, dir + "/a.txt").status()).isNotZero();
    assertThat(shell.fs("-appendToFile", more, dir + "/a.txt").err())
        .contains("an object is written once and whole");
    assertThat(shell.fs("-truncate", "-w", "1", dir + "/a.txt").status()).isNotZero();
    assertThat(shell.fs("-concat", dir + "/a.txt", dir + "/b.txt").status()).isNotZero();
    assertThat(shell.fs("-cat", dir + "/a.txt").fine()).isEqualTo("abcde");
    assertThat(shell.fs("-chmod", "600", dir + "/a.txt").fine()).isEmpty();
  }

  private static final byte[] RANDOM_LOOKING = new byte[300_000];

  static {
    for (int i = 0; i < RANDOM_LOOKING.length; i++) {
      RANDOM_LOOKING[i] = (byte) (i * 31 + (i >>> 8));
    }
  }

  /** a.txt and b.txt; below sub: c.txt and the directory empty. */
  private void fill() throws IOException {
    shell.fs("-mkdir", "-p", dir + "/sub/empty").fine();
    shell.fs("-put", write("a.txt", "abcde").toString(), dir + "/a.txt").fine();
    shell.fs("-put", write("b.txt", "fghijk").toString(), dir + "/b.txt").fine();
    shell.fs("-put", write("c.txt", "sub\n").toString(), dir + "/sub/c.txt").fine();
  }

  /** The exit status of {@code -test} for pairs of an option and a path. */
  private List<Integer> status(String... optionsAndPaths) throws IOException {
    final List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < optionsAndPaths.length; i += 2) {
      answers.add(shell.fs("-test", optionsAndPaths[i], dir + optionsAndPaths[i + 1]).status());
    }
    return answers;
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    final Path file = local.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static byte[] gzip(String text) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> lines(Shell.Answer answer) {
    return answer.fine().lines().toList();
  }
}
