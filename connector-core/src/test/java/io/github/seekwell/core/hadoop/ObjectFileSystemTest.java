package io.github.seekwell.core.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the file system does, and with how many requests. */
class ObjectFileSystemTest {
  private final MemoryStore memory = MemoryFileSystem.store("tree");
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore store = new RecordingStore(faulty);
  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    fs = open(MemoryFileSystem.configuration());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private FileSystem open(Configuration conf) throws IOException {
    return MemoryFileSystem.over(store, conf);
  }

  private void hold(String... keys) {
    for (String key : keys) {
      memory.hold(key, key.endsWith("/") ? new byte[0] : key.getBytes(UTF_8));
    }
  }

  private static Path path(String text) {
    return new Path("mem://tree/" + text);
  }

  private void assertRequests(Operation... expected) {
    List<Operation> asked = new ArrayList<>();
    store.calls().forEach(call -> asked.add(call.operation()));
    assertThat(asked).containsExactly(expected);
  }

  private static <T> List<T> all(RemoteIterator<T> iterator) throws IOException {
    List<T> all = new ArrayList<>();
    while (iterator.hasNext()) {
      all.add(iterator.next());
    }
    return all;
  }

  private static List<String> names(Iterable<? extends FileStatus> statuses) {
    List<String> names = new ArrayList<>();
    for (FileStatus status : statuses) {
      names.add(status.getPath().toString() + (status.isDirectory() ? "/" : ""));
    }
    return names;
  }

  private void write(String name, String content) throws IOException {
    try (FSDataOutputStream out = fs.create(path(name))) {
      out.write(content.getBytes(UTF_8));
    }
  }

  // Statuses.

  @Test
  void getFileStatus_ofFile_costsOneHead() throws IOException {
    hold("a/b");
    FileStatus status = fs.getFileStatus(path("a/b"));
    assertThat(status.isFile()).isTrue();
    assertThat(status.getLen()).isEqualTo(3);
    assertThat(status.getPath()).isEqualTo(path("a/b"));
    assertThat(status.getBlockSize()).isEqualTo(MemoryFileSystem.BLOCK_SIZE);
    assertThat(status.getModificationTime()).isPositive();
    assertThat(((EtagSource) status).getEtag()).isEqualTo("v1");
    assertRequests(Operation.HEAD);
  }

  @Test
  void getFileStatus_ofDirectory_costsHeadAndListOfOneKey() throws IOException {
    hold("a/b", "a/c");
    assertThat(fs.getFileStatus(path("a/")).isDirectory()).isTrue();
    assertRequests(Operation.HEAD, Operation.LIST);
  }

  @Test
  void getFileStatus_ofMarker_isDirectory() throws IOException {
    hold("empty/");
    FileStatus status = fs.getFileStatus(path("empty"));
    assertThat(status.isDirectory()).isTrue();
    assertThat(status.getModificationTime()).isPositive();
  }

  @Test
  void getFileStatus_ofNothing_isFileNotFound() {
    hold("ab");
    assertThatThrownBy(() -> fs.getFileStatus(path("a")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("mem://tree/a");
    assertRequests(Operation.HEAD, Operation.LIST);
  }

  @Test
  void getFileStatus_ofEmptyRoot_isDirectory() throws IOException {
    assertThat(fs.getFileStatus(path("")).isDirectory()).isTrue();
    assertRequests(Operation.LIST);
  }

  @Test
  void getFileStatus_withoutAccess_isAccessDenied() {
    faulty.script(Operation.HEAD, Fault.before(ErrorKind.ACCESS_DENIED));
    assertThatThrownBy(() -> fs.getFileStatus(path("a")))
        .isInstanceOf(java.nio.file.AccessDeniedException.class)
        .hasMessageContaining("mem://tree/a");
  }

  @Test
  void exists_costsOneHeadForFile() throws IOException {
    hold("a");
    assertThat(fs.exists(path("a"))).isTrue();
    assertRequests(Operation.HEAD);
    assertThat(fs.exists(path("b"))).isFalse();
  }

  @Test
  void exists_inMissingBucket_fails() {
    faulty.script(Operation.HEAD, Fault.before(ErrorKind.BUCKET_NOT_FOUND));
    assertThatThrownBy(() -> fs.exists(path("a")))
        .isInstanceOf(UnknownBucketException.class)
        .hasMessageContaining("bucket");
  }

  @Test
  @SuppressWarnings("deprecation")
  void isFileAndIsDirectory_costOneRequestEach() throws IOException {
    hold("d/f");
    assertThat(fs.isFile(path("d/f"))).isTrue();
    assertRequests(Operation.HEAD);
    store.reset();
    assertThat(fs.isDirectory(path("d"))).isTrue();
    assertRequests(Operation.LIST);
    assertThat(fs.isDirectory(path("d/f"))).isFalse();
    assertThat(fs.isFile(path("d"))).isFalse();
  }

  // Listings.

  @Test
  void listStatus_showsChildren_inOneList() throws IOException {
    hold("d/", "d/a", "d/b/", "d/b/x", "d/c/y", "e");
    assertThat(names(List.of(fs.listStatus(path("d")))))
        .containsExactlyInAnyOrder("mem://tree/d/a", "mem://tree/d/b/", "mem://tree/d/c/");
    assertRequests(Operation.LIST);
  }

  @Test
  void listStatus_ofFile_isTheFile() throws IOException {
    hold("d/a");
    assertThat(names(List.of(fs.listStatus(path("d/a"))))).containsExactly("mem://tree/d/a");
    assertRequests(Operation.LIST, Operation.HEAD);
  }

  @Test
  void listStatus_ofEmptyDirectory_isEmpty() throws IOException {
    hold("d/");
    assertThat(fs.listStatus(path("d"))).isEmpty();
    assertThat(fs.listStatus(path(""))).hasSize(1);
  }

  @Test
  void listStatus_ofNothing_isFileNotFound() {
    assertThatThrownBy(() -> fs.listStatus(path("d"))).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> fs.listFiles(path("d"), true))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> fs.listStatusIterator(path("d")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void listStatus_ofKeysThatNoPathNames_leavesThemOut() throws IOException {
    hold("d/a", "d//b", "d/./c", "/e");
    assertThat(names(List.of(fs.listStatus(path("d"))))).containsExactly("mem://tree/d/a");
    assertThat(names(all(fs.listFiles(path(""), true)))).containsExactly("mem://tree/d/a");
  }

  @Test
  void folderMadeOfAUriWithASlashAtItsEnd_isTheFolder() throws IOException {
    hold("d/a");
    Path slashed = new Path(URI.create("mem://tree/d/"));
    assertThat(slashed).as("Hadoop keeps the slash").hasToString("mem://tree/d/");

    assertThat(names(List.of(fs.listStatus(slashed)))).containsExactly("mem://tree/d/a");
    assertThat(fs.getFileStatus(slashed).isDirectory()).isTrue();
    assertThat(fs.delete(slashed, true)).isTrue();
    assertThat(fs.exists(path("d/a"))).isFalse();
  }

  @Test
  void listFiles_recursive_pagesFlat_andHoldsOnePage() throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    conf.setInt("fs.seekwell.list.page-size", 2);
    FileSystem paged = open(conf);
    hold("d/1", "d/2/a", "d/2/b/", "d/3/x/y", "d/4");
    RemoteIterator<LocatedFileStatus> files = paged.listFiles(path("d"), true);
    assertThat(files.hasNext()).isTrue();
    assertRequests(Operation.LIST);
    assertThat(names(all(files)))
        .containsExactly(
            "mem://tree/d/1", "mem://tree/d/2/a", "mem://tree/d/3/x/y", "mem://tree/d/4");
    assertRequests(Operation.LIST, Operation.LIST, Operation.LIST);
  }

  @Test
  void listLocatedStatus_keepsEtags_andHasBlockLocations() throws IOException {
    hold("d/a");
    LocatedFileStatus status = fs.listLocatedStatus(path("d")).next();
    assertThat(((EtagSource) status).getEtag()).isEqualTo("v1");
    assertThat(status.getBlockLocations()).hasSize(1);
    assertThat(status.getBlockLocations()[0].getLength()).isEqualTo(3);
  }

  @Test
  void globStatus_findsByPattern() throws IOException {
    hold("run/1/x.root", "run/2/x.root", "run/2/y.txt");
    assertThat(names(List.of(fs.globStatus(path("run/*/*.root")))))
        .containsExactly("mem://tree/run/1/x.root", "mem://tree/run/2/x.root");
    assertThat(fs.globStatus(path("walk/*"))).isEmpty();
  }

  @Test
  void getContentSummary_countsFilesBytesAndDirectories_inOneList() throws IOException {
    hold("d/", "d/a", "d/b/c/x", "d/b/c/y", "d/b/d/", "d/e/");
    ContentSummary summary = fs.getContentSummary(path("d"));
    assertThat(summary.getFileCount()).isEqualTo(3);
    assertThat(summary.getLength()).isEqualTo(3 + 7 + 7);
    assertThat(summary.getDirectoryCount()).isEqualTo(5); // d, d/b, d/b/c, d/b/d, d/e
    assertRequests(Operation.LIST);
    assertThat(fs.getContentSummary(path("d/a")).getFileCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "é/ü 雪",
        "50%",
        "%20",
        "a+b",
        "a#b",
        "a?b=c&d",
        "$x",
        "a:b/c:d",
        "a\"b",
        "x@y;z=1",
        "[a]^{b}",
        "\uD83D\uDE00"
      })
  void anyName_goesThereAndBack(String name) throws IOException {
    Path named = new Path("mem", "tree", "/dir/" + name);
    try (FSDataOutputStream out = fs.create(named)) {
      out.write(7);
    }
    assertThat(memory.keys()).containsExactly("dir/" + name);
    assertThat(fs.getFileStatus(named).getPath()).isEqualTo(named);
    List<LocatedFileStatus> listed = all(fs.listFiles(path("dir"), true));
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).getPath()).isEqualTo(named);
    try (FSDataInputStream in = fs.open(listed.get(0).getPath())) {
      assertThat(in.read()).isEqualTo(7);
    }
    assertThat(fs.delete(named, false)).isTrue();
    assertThat(fs.exists(named)).isFalse();
  }

  @Test
  void doubleSlashes_areOne() throws IOException {
    hold("a/b");
    assertThat(fs.exists(new Path("mem://tree//a//b/"))).isTrue();
  }

  // Opening.

  @Test
  void open_costsOneGet_whichIsAllThatASmallFileCosts() throws IOException {
    hold("f");
    try (FSDataInputStream in = fs.open(path("f"))) {
      assertThat(in.readAllBytes()).containsExactly('f');
    }
    assertRequests(Operation.GET);
  }

  @Test
  void open_ofDirectoryOrNothing_isFileNotFound() {
    hold("d/f");
    assertThatThrownBy(() -> fs.open(path("d")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("is a directory");
    assertThatThrownBy(() -> fs.open(path("e")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> fs.open(path(""))).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void openFile_withStatus_costsNoHead_andPinsItsVersion() throws Exception {
    hold("f");
    FileStatus status = fs.getFileStatus(path("f"));
    store.reset();
    try (FSDataInputStream in = fs.openFile(path("f")).withFileStatus(status).build().get()) {
      assertRequests();
      assertThat(in.read()).isEqualTo('f');
      assertRequests(Operation.GET);
    }
    // Another one, of which no block is in memory.
    hold("other");
    FileStatus old = fs.getFileStatus(path("other"));
    memory.hold("other", "g".getBytes(UTF_8));
    try (FSDataInputStream in = fs.openFile(path("other")).withFileStatus(old).build().get()) {
      assertThatThrownBy(in::read)
          .isInstanceOf(ObjectChangedException.class)
          .hasMessageContaining(((EtagSource) old).getEtag())
          .hasMessageContaining("mem://tree/other");
    }
  }

  @Test
  void openFile_withLocatedStatus_costsNoHead() throws Exception {
    hold("d/f");
    FileStatus status = fs.listLocatedStatus(path("d")).next();
    store.reset();
    fs.openFile(path("d/f")).withFileStatus(status).build().get().close();
    assertRequests();
  }

  @Test
  void openFile_withForeignStatusOrLength_learnsTheVersionByTheFirstRead() throws Exception {
    hold("file", "long");
    FileStatus foreign = new FileStatus(4, false, 1, 1, 0, new Path("viewfs://x/file"));
    for (FSDataInputStream opened :
        List.of(
            fs.openFile(path("file")).withFileStatus(foreign).build().get(),
            fs.openFile(path("long")).opt("fs.option.openfile.length", "4").build().get())) {
      assertRequests();
      opened.seek(1);
      assertThat(opened.read()).isIn((int) 'i', (int) 'o');
      assertThat(opened.read()).isIn((int) 'l', (int) 'n');
      assertRequests(Operation.GET);
      opened.close();
      store.reset();
    }
  }

  @Test
  void openFile_withLength_staysAtTheVersionOfItsFirstRead() throws Exception {
    hold("file");
    try (FSDataInputStream in =
        fs.openFile(path("file")).opt("fs.option.openfile.length", "4").build().get()) {
      assertThat(in.read()).isEqualTo('f');
      memory.hold("file", "FILE".getBytes(UTF_8));
      in.unbuffer();
      assertThat(in.read()).isEqualTo('i');
    }
  }

  @Test
  void openFile_withTooLargeLength_failsAtFirstRead() throws Exception {
    hold("f");
    try (FSDataInputStream in =
        fs.openFile(path("f")).must("fs.option.openfile.length", "9").build().get()) {
      assertThatThrownBy(in::read)
          .isInstanceOf(ObjectChangedException.class)
          .hasMessageContaining("has 1 bytes now");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0", "4.32E61", "-7", "four"})
  void openFile_withLengthThatIsNone_asks(String length) throws Exception {
    hold("file");
    try (FSDataInputStream in =
        fs.openFile(path("file")).must("fs.option.openfile.length", length).build().get()) {
      assertRequests(Operation.GET);
      assertThat(in.readAllBytes()).hasSize(4);
    }
  }

  @Test
  void openFile_refusesUnknownMandatoryOptions_andTakesStandardOnes() throws Exception {
    hold("f");
    assertThatThrownBy(() -> fs.openFile(path("f")).must("fs.what.ever", "1").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.what.ever");
    fs.openFile(path("f"))
        .must("fs.option.openfile.read.policy", "parquet, vectored, no-such-policy, whole-file")
        .must("fs.option.openfile.buffer.size", "4096")
        .must("fs.option.openfile.split.start", "0")
        .must("fs.option.openfile.split.end", "1")
        .must("fs.option.openfile.footer.cache", "true")
        .must("fs.s3a.experimental.input.fadvise", "random")
        .must("fs.s3a.readahead.range", "64k")
        .opt("fs.what.ever", "1")
        .build()
        .get()
        .close();
  }

  @Test
  void openFile_ofNothing_failsInTheFuture() throws Exception {
    var future = fs.openFile(path("no")).build();
    assertThatThrownBy(future::get).hasCauseInstanceOf(FileNotFoundException.class);
  }

  @Test
  void openFile_withStatusOfAnotherFile_isRefused() throws IOException {
    hold("f", "g");
    FileStatus other = fs.getFileStatus(path("g"));
    assertThatThrownBy(() -> fs.openFile(path("f")).withFileStatus(other).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  // Creating.

  @Test
  void create_inDirectory_costsTwoListsAndOnePut() throws IOException {
    hold("d/");
    write("d/f", "x");
    assertRequests(Operation.LIST, Operation.LIST, Operation.PUT);
    assertThat(memory.bytes("d/f")).isEqualTo("x".getBytes(UTF_8));
  }

  @Test
  void create_publishesAtClose() throws IOException {
    FSDataOutputStream out = fs.create(path("d/f"));
    out.write(1);
    assertThat(memory.keys()).isEmpty();
    out.close();
    assertThat(memory.keys()).containsExactly("d/f");
  }

  @Test
  void create_withoutOverwrite_isRefusedAtOnce_andByTheStoreIfTwoRace() throws IOException {
    hold("f");
    assertThatThrownBy(() -> fs.create(path("f"), false))
        .isInstanceOf(FileAlreadyExistsException.class);
    FSDataOutputStream out = fs.create(path("g"), false);
    out.write(1);
    hold("g");
    assertThatThrownBy(out::close)
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("mem://tree/g");
    assertThat(memory.bytes("g")).isEqualTo("g".getBytes(UTF_8));
  }

  @Test
  void create_overDirectoryOrRoot_isRefused() {
    hold("d/f");
    assertThatThrownBy(() -> fs.create(path("d")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("is a directory");
    assertThatThrownBy(() -> fs.create(path(""))).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void create_belowFile_isRefused() {
    hold("f");
    assertThatThrownBy(() -> fs.create(path("f/g/h")))
        .isInstanceOf(ParentNotDirectoryException.class)
        .hasMessageContaining("mem://tree/f ");
    assertThat(memory.keys()).containsExactly("f");
  }

  @Test
  void createNonRecursive_needsItsParent() throws IOException {
    assertThatThrownBy(() -> fs.createNonRecursive(path("d/f"), true, 1, (short) 1, 1, null))
        .isInstanceOf(FileNotFoundException.class);
    hold("d/");
    fs.createNonRecursive(path("d/f"), true, 1, (short) 1, 1, null).close();
    fs.createNonRecursive(path("top"), true, 1, (short) 1, 1, null).close();
    assertThat(memory.keys()).containsExactly("d/", "d/f", "top");
  }

  @Test
  void createFile_builds_andRefusesUnknownMandatoryOptions() throws IOException {
    try (FSDataOutputStream out = fs.createFile(path("d/f")).overwrite(true).recursive().build()) {
      out.write(1);
    }
    assertThat(memory.keys()).containsExactly("d/f");
    assertThatThrownBy(() -> fs.createFile(path("d/g")).must("fs.what.ever", "1").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void append_saysWhyNot() {
    assertThatThrownBy(() -> fs.append(path("f")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("written once and whole");
  }

  // Directories.

  @Test
  void mkdirs_putsOneMarker() throws IOException {
    assertThat(fs.mkdirs(path("a/b/c"))).isTrue();
    assertThat(memory.keys()).containsExactly("a/b/c/");
    assertThat(fs.getFileStatus(path("a/b")).isDirectory()).isTrue();
    store.reset();
    assertThat(fs.mkdirs(path("a/b/c"))).isTrue();
    assertRequests(Operation.LIST);
    assertThat(fs.mkdirs(path(""))).isTrue();
  }

  @Test
  void mkdirs_overOrBelowFile_isRefused() {
    hold("f");
    assertThatThrownBy(() -> fs.mkdirs(path("f"))).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> fs.mkdirs(path("f/a/b")))
        .isInstanceOf(ParentNotDirectoryException.class);
  }

  @Test
  void delete_ofFile_keepsItsDirectory() throws IOException {
    hold("d/f");
    assertThat(fs.delete(path("d/f"), false)).isTrue();
    assertThat(memory.keys()).containsExactly("d/");
    assertThat(fs.delete(path("d/f"), false)).isFalse();
  }

  @Test
  void delete_ofDirectory_batches_andSparesNeighbours() throws IOException {
    hold("d/", "d/a", "d/b/c", "d2", "da");
    store.reset();
    assertThat(fs.delete(path("d"), true)).isTrue();
    assertThat(memory.keys()).containsExactly("d2", "da");
    assertRequests(Operation.HEAD, Operation.LIST, Operation.DELETE_BATCH);
  }

  @Test
  void delete_ofManyPages_deletesAll() throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    conf.setInt("fs.seekwell.list.page-size", 3);
    for (int i = 0; i < 20; i++) {
      hold("d/" + i);
    }
    assertThat(open(conf).delete(path("d"), true)).isTrue();
    assertThat(memory.keys()).isEmpty();
  }

  @Test
  void delete_notRecursive_takesEmptyDirectoriesOnly() throws IOException {
    hold("d/f", "e/");
    assertThatThrownBy(() -> fs.delete(path("d"), false))
        .isInstanceOf(PathIsNotEmptyDirectoryException.class);
    assertThat(fs.delete(path("e"), false)).isTrue();
    assertThat(memory.keys()).containsExactly("d/f");
  }

  @Test
  void delete_ofRoot_isRefusedUnlessEmpty() throws IOException {
    assertThat(fs.delete(path(""), false)).isTrue();
    hold("f");
    assertThat(fs.delete(path(""), true)).isFalse();
    assertThatThrownBy(() -> fs.delete(path(""), false))
        .isInstanceOf(PathIsNotEmptyDirectoryException.class);
    assertThat(memory.keys()).containsExactly("f");
  }

  // Renaming.

  @Test
  void rename_ofFile_movesIt_andKeepsItsDirectory() throws IOException {
    hold("a/f", "b/");
    assertThat(fs.rename(path("a/f"), path("b/g"))).isTrue();
    assertThat(memory.keys()).containsExactly("a/", "b/", "b/g");
  }

  @Test
  void rename_withinDirectory_costsNoLookAtItsParent() throws IOException {
    hold("a/f");
    assertThat(fs.rename(path("a/f"), path("a/g"))).isTrue();
    assertRequests(Operation.HEAD, Operation.LIST, Operation.HEAD, Operation.RENAME);
  }

  @Test
  void rename_intoDirectory_keepsName() throws IOException {
    hold("a/f", "b/x", "c/y/z");
    assertThat(fs.rename(path("a/f"), path("b"))).isTrue();
    assertThat(fs.rename(path("c/y"), path("b"))).isTrue();
    assertThat(fs.rename(path("b/x"), path(""))).isTrue();
    assertThat(memory.keys()).containsExactly("a/", "b/f", "b/y/z", "c/", "x");
  }

  @Test
  void rename_ofDirectory_movesAllOfIt() throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    conf.setInt("fs.seekwell.list.page-size", 3);
    hold("d/", "da");
    for (int i = 0; i < 10; i++) {
      hold("d/s/" + i);
    }
    assertThat(open(conf).rename(path("d"), path("e"))).isTrue();
    assertThat(memory.keys()).hasSize(12).contains("e/", "e/s/0", "e/s/9", "da");
    assertThat(memory.keys()).noneMatch(key -> key.startsWith("d/"));
  }

  @Test
  void rename_toItself_isTrueForFiles_falseForDirectories() throws IOException {
    hold("d/f");
    assertThat(fs.rename(path("d/f"), path("d/f"))).isTrue();
    assertThat(fs.rename(path("d/f"), path("d"))).isTrue();
    assertThat(fs.rename(path("d"), path("d"))).isFalse();
    assertThat(memory.keys()).containsExactly("d/f");
  }

  @Test
  void rename_intoItselfOrOfRootOrOntoFullDirectory_isFalse() throws IOException {
    hold("d/f", "e/d/g");
    assertThat(fs.rename(path("d"), path("d/x"))).isFalse();
    assertThat(fs.rename(path(""), path("r"))).isFalse();
    assertThat(fs.rename(path("d"), path("e"))).isFalse();
    assertThat(memory.keys()).containsExactly("d/f", "e/d/g");
    assertThat(fs.rename(path("d"), path("d2"))).isTrue();
  }

  @Test
  void rename_ofNothing_ontoFile_orBelowFile_fails() throws IOException {
    hold("f", "g");
    assertThatThrownBy(() -> fs.rename(path("x"), path("y")))
        .isInstanceOf(FileNotFoundException.class);
    assertThat(fs.rename(path("f"), path("g"))).isFalse();
    assertThatThrownBy(() -> fs.rename(path("f"), path("g/a/b")))
        .isInstanceOf(ParentNotDirectoryException.class);
    assertThat(memory.keys()).containsExactly("f", "g");
  }

  @Test
  void rename_ofDirectoryThatFailsInPart_tellsWhatMoved() {
    hold("d/1", "d/2", "d/3");
    Configuration conf = MemoryFileSystem.configuration();
    conf.setInt("fs.seekwell.rename.threads", 1);
    faulty.script(Operation.RENAME, Fault.none(), Fault.before(ErrorKind.ACCESS_DENIED));
    assertThatThrownBy(() -> open(conf).rename(path("d"), path("e")))
        .isInstanceOf(RenameFailedException.class)
        .hasMessageContaining("1 objects, among them d/1");
    assertThat(memory.keys()).containsExactly("d/2", "d/3", "e/1");
  }

  // The whole.

  @Test
  void paths_ofOtherBuckets_areRefused() {
    assertThatThrownBy(() -> fs.exists(new Path("mem://other/a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Wrong FS");
  }

  @Test
  void relativePaths_areOfTheWorkingDirectory() throws IOException {
    assertThat(fs.getWorkingDirectory()).isEqualTo(fs.getHomeDirectory());
    assertThat(fs.getHomeDirectory().toString()).startsWith("mem://tree/user/");
    fs.setWorkingDirectory(path("work"));
    fs.create(new Path("f")).close();
    assertThat(memory.keys()).containsExactly("work/f");
  }

  @Test
  void capabilities_areTrue() throws IOException {
    Path any = path("a");
    assertThat(fs.hasPathCapability(any, CommonPathCapabilities.ETAGS_AVAILABLE)).isTrue();
    assertThat(fs.hasPathCapability(any, CommonPathCapabilities.ABORTABLE_STREAM)).isTrue();
    assertThat(fs.hasPathCapability(any, CommonPathCapabilities.FS_APPEND)).isFalse();
    assertThat(fs.hasPathCapability(any, CommonPathCapabilities.FS_PERMISSIONS)).isFalse();
    assertThat(fs.hasPathCapability(any, "fs.capability.no.such.thing")).isFalse();
    assertThat(fs.getCanonicalServiceName()).isNull();
    assertThat(fs.getDefaultBlockSize(any)).isEqualTo(MemoryFileSystem.BLOCK_SIZE);
  }

  @Test
  void afterClose_everythingIsRefused_andClosingAgainIsNot() throws IOException {
    fs.close();
    fs.close();
    assertThatThrownBy(() -> fs.exists(path("a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(() -> fs.create(path("a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void deleteOnExit_happensAtClose() throws IOException {
    hold("d/f");
    fs.deleteOnExit(path("d"));
    fs.close();
    assertThat(memory.keys()).isEmpty();
  }

  @Test
  void badSetting_isNamed() {
    Configuration conf = MemoryFileSystem.configuration();
    conf.set("fs.seekwell.list.page-size", "many");
    assertThatThrownBy(() -> open(conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("fs.seekwell.list.page-size = 'many'");
  }

  @Test
  void fileSystemThatCannotBeMade_isClosedQuietly() {
    Configuration conf = MemoryFileSystem.configuration();
    conf.set("fs.seekwell.rename.threads", "0");
    assertThatThrownBy(() -> FileSystem.newInstance(path("").toUri(), conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("fs.seekwell.rename.threads = '0'");
  }

  @Test
  void settingOfOneBucket_winsForIt() throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    conf.setInt("fs.seekwell.list.page-size", 100);
    conf.setInt("fs.seekwell.list.page-size.tree", 1);
    hold("d/1", "d/2");
    open(conf).listStatus(path("d"));
    assertRequests(Operation.LIST, Operation.LIST);
  }

  @Test
  void fileContext_worksToo() throws IOException {
    hold("d/f");
    FileContext context =
        FileContext.getFileContext(path("").toUri(), MemoryFileSystem.configuration());
    assertThat(context.getFileStatus(path("d/f")).getLen()).isEqualTo(3);
    context.rename(path("d/f"), path("d/g"));
    assertThat(memory.keys()).containsExactly("d/g");
    try (FSDataInputStream in = context.open(path("d/g"))) {
      assertThat(in.read()).isEqualTo('d');
    }
  }

  @Test
  void fileSystemGet_findsTheScheme() throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    hold("f");
    try (FileSystem got = FileSystem.newInstance(path("").toUri(), conf)) {
      assertThat(got).isInstanceOf(MemoryFileSystem.class);
      assertThat(got.exists(path("f"))).isTrue();
    }
  }
}
