package io.github.seekwell.core.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.Trash;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.io.wrappedio.WrappedIO;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Hadoop's own tools ask of a file system besides reading and writing. */
class ToolsTest {
  private static final Path FILE = new Path("mem://tools/d/f");

  @TempDir private java.nio.file.Path local;
  private final MemoryStore memory = MemoryFileSystem.store("tools");
  private final FaultyStore faulty = new FaultyStore(memory);
  private final Configuration conf = MemoryFileSystem.configuration();
  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    conf.set("fs.defaultFS", "mem://tools/");
    conf.setBoolean("fs.mem.impl.disable.cache", true); // The shell shall find this test's store.
    memory.hold("d/f", "content".getBytes(UTF_8));
    fs = MemoryFileSystem.over(faulty, conf);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @Test
  void trash_takesWhatIsRemoved_andTwiceTheSameName() throws IOException {
    conf.set("fs.trash.interval", "60");
    Trash trash = new Trash(fs, conf);
    assertThat(trash.moveToTrash(FILE)).isTrue();
    memory.hold("d/f", "again".getBytes(UTF_8));
    assertThat(trash.moveToTrash(FILE)).isTrue();
    String root = fs.getTrashRoot(FILE).toUri().getPath().substring(1);
    assertThat(root).endsWith("/.Trash");
    assertThat(memory.keys()).filteredOn(key -> key.startsWith(root + "/Current/d/f")).hasSize(2);
    assertThat(memory.keys()).contains("d/").doesNotContain("d/f");
    assertThat(trash.moveToTrash(new Path("/d"))).isTrue();
  }

  @Test
  void permissionsOwnersAndTimes_areTakenAndForgotten() throws IOException {
    FsPermission stays = fs.getFileStatus(FILE).getPermission();
    fs.setPermission(FILE, new FsPermission((short) 0700));
    fs.setOwner(FILE, "somebody", "else");
    fs.setTimes(FILE, 1, 1);
    FileStatus status = fs.getFileStatus(FILE);
    assertThat(status.getPermission()).isEqualTo(stays);
    assertThat(status.getOwner())
        .isEqualTo(UserGroupInformation.getCurrentUser().getShortUserName());
    assertThat(fs.setReplication(FILE, (short) 3)).isTrue();
    fs.access(FILE, FsAction.READ_WRITE);
    fs.access(new Path("/d"), FsAction.ALL);
  }

  @Test
  void whatObjectsCannotDo_isRefusedAsUnsupported() {
    assertThatThrownBy(() -> fs.truncate(FILE, 1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fs.concat(FILE, new Path[] {FILE}))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fs.setXAttr(FILE, "user.a", new byte[1]))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fs.createSymlink(FILE, new Path("/l"), false))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fs.getAclStatus(FILE))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fs.createSnapshot(FILE))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fs.getAllStoragePolicies())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fs.msync()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void answersAboutTheWhole_areThere() throws IOException {
    assertThat(fs.getServerDefaults(FILE).getBlockSize()).isEqualTo(MemoryFileSystem.BLOCK_SIZE);
    assertThat(fs.getStatus().getRemaining()).isPositive();
    assertThat(fs.getUsed()).isEqualTo(7);
    assertThat(fs.getQuotaUsage(new Path("/d")).getSpaceConsumed()).isEqualTo(7);
    assertThat(WrappedIO.fileSystem_getEnclosingRoot(fs, FILE)).isEqualTo(new Path("mem://tools/"));
    assertThat(fs.resolvePath(FILE)).isEqualTo(FILE);
    assertThat(fs.getDefaultReplication(FILE)).isEqualTo((short) 1);
  }

  @Test
  void blocks_areAtLocalhost_asInEveryObjectStore() throws IOException {
    BlockLocation[] blocks = fs.getFileBlockLocations(FILE, 0, 7);
    RemoteIterator<LocatedFileStatus> listed = fs.listLocatedStatus(new Path("/d"));
    BlockLocation located = listed.next().getBlockLocations()[0];
    assertThat(blocks).hasSize(1);
    assertThat(blocks[0].getHosts()).containsExactly("localhost");
    assertThat(located.getHosts()).containsExactly(blocks[0].getHosts());
    assertThat(located.getNames()).containsExactly(blocks[0].getNames());
    assertThat(located.getLength()).isEqualTo(7);
  }

  @Test
  void localFiles_goThereAndBack() throws IOException {
    java.nio.file.Path source = Files.createDirectories(local.resolve("tree/sub"));
    Files.writeString(source.resolve("a"), "one");
    Files.writeString(local.resolve("tree/b"), "two");
    fs.copyFromLocalFile(false, true, new Path(local.resolve("tree").toUri()), new Path("/up"));
    assertThat(memory.keys()).contains("up/sub/a", "up/b");
    File back = local.resolve("back").toFile();
    fs.copyToLocalFile(false, new Path("/up"), new Path(back.toURI()), true);
    assertThat(new File(back, "sub/a")).hasContent("one");
    assertThat(new File(back, "b")).hasContent("two");
  }

  @Test
  void capabilities_areTrue() throws IOException {
    for (String is :
        List.of(
            CommonPathCapabilities.ETAGS_AVAILABLE,
            CommonPathCapabilities.ABORTABLE_STREAM,
            CommonPathCapabilities.BULK_DELETE,
            CommonPathCapabilities.FS_MULTIPART_UPLOADER,
            CommonPathCapabilities.VIRTUAL_BLOCK_LOCATIONS,
            "fs.option.create.conditional.overwrite",
            "fs.option.create.conditional.overwrite.etag",
            "fs.s3a.create.performance")) {
      assertThat(fs.hasPathCapability(FILE, is)).as(is).isTrue();
    }
    for (String isNot :
        List.of(
            CommonPathCapabilities.FS_ACLS,
            CommonPathCapabilities.FS_APPEND,
            CommonPathCapabilities.FS_CHECKSUMS,
            CommonPathCapabilities.FS_CONCAT,
            CommonPathCapabilities.FS_PERMISSIONS,
            CommonPathCapabilities.FS_SNAPSHOTS,
            CommonPathCapabilities.FS_STORAGEPOLICY,
            CommonPathCapabilities.FS_SYMLINKS,
            CommonPathCapabilities.FS_TRUNCATE,
            CommonPathCapabilities.FS_XATTRS,
            CommonPathCapabilities.ETAGS_PRESERVED_IN_RENAME,
            CommonPathCapabilities.DIRECTORY_LISTING_INCONSISTENT,
            "fs.option.create.content.type",
            "fs.capability.iocontext.supported")) {
      assertThat(fs.hasPathCapability(FILE, isNot)).as(isNot).isFalse();
    }
  }

  @Test
  void shell_tellsOfAnUnknownBucket_andNotOfAMissingFile() throws Exception {
    faulty.script(Operation.HEAD, Fault.before(ErrorKind.BUCKET_NOT_FOUND));
    assertThat(shell("-ls", "mem://tools/d")).contains("no such bucket");
    assertThat(shell("-ls", "mem://tools/none")).contains("No such file or directory");
  }

  @Test
  void shell_worksOnTheDefaultFileSystem() throws Exception {
    assertThat(shell("-mkdir", "-p", "/s/t")).isEmpty();
    assertThat(shell("-touchz", "/s/t/x")).isEmpty();
    assertThat(shell("-chmod", "700", "/s/t")).isEmpty();
    assertThat(shell("-mv", "/s/t/x", "/s/t/y")).isEmpty();
    assertThat(shell("-checksum", "/s/t/y")).isEmpty();
    assertThat(shell("-rm", "-r", "/s/t")).isEmpty();
    assertThat(memory.keys()).contains("s/").noneMatch(key -> key.startsWith("s/t"));
  }

  /** What the shell complains of; the log goes to the same stream and is left out. */
  private String shell(String... arguments) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    System.setErr(new PrintStream(complaints, true, UTF_8));
    try {
      FsShell shell = new FsShell(conf);
      try {
        shell.run(arguments);
      } finally {
        shell.close();
      }
    } finally {
      System.setErr(before);
    }
    return complaints
        .toString(UTF_8)
        .lines()
        .filter(line -> !line.startsWith("["))
        .collect(Collectors.joining("\n"));
  }
}
