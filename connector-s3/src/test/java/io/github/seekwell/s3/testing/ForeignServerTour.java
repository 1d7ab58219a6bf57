package io.github.seekwell.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.s3.S3FileSystem;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** The whole connector, as a user has it, over a server that is not ours. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ForeignServerTour {
  /** The server has it, empty, when it is told of. */
  static final URI BUCKET = URI.create("s3a://data");

  private static final int MIB = 1 << 20;

  private FileSystem files;
  private Path dir;

  /** Where the server is, that runs already. */
  abstract URI endpoint();

  abstract AwsBasicCredentials keys();

  @BeforeAll
  void open() throws IOException {
    files = FileSystem.newInstance(BUCKET, configuration());
  }

  @AfterAll
  void close() throws IOException {
    files.close();
  }

  /** Every test in a directory of its own. */
  @BeforeEach
  void own(TestInfo test) {
    dir = new Path(BUCKET + "/" + test.getTestMethod().orElseThrow().getName());
  }

  private Configuration configuration() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.impl", S3FileSystem.class.getName());
    conf.set("fs.s3a.endpoint", endpoint().toString());
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.access.key", keys().accessKeyId());
    conf.set("fs.s3a.secret.key", keys().secretAccessKey());
    conf.set("fs.s3a.multipart.size", "5M");
    return conf;
  }

  @Test
  void emptyDirectories_showInTheirParent_besideOthers() throws IOException {
    assertThat(files.mkdirs(new Path(dir, "a/empty"))).isTrue();
    assertThat(files.mkdirs(new Path(dir, "a/full"))).isTrue();
    write(new Path(dir, "a/full/x"), "hello");
    write(new Path(dir, "a/file"), "hello");

    assertThat(files.listStatus(dir)).extracting(ForeignServerTour::line).containsExactly("a/");
    assertThat(files.listStatus(new Path(dir, "a")))
        .extracting(ForeignServerTour::line)
        .containsExactlyInAnyOrder("empty/", "full/", "file");
    assertThat(files.listStatus(new Path(dir, "a/empty"))).isEmpty();
    assertThat(files.getFileStatus(new Path(dir, "a/empty")).isDirectory()).isTrue();
    assertThat(files.listStatus(new Path("s3a://data/")))
        .extracting(ForeignServerTour::line)
        .contains(dir.getName() + "/");
  }

  @Test
  void directoryOfManyPages_showsEachChildOnce() throws IOException {
    Configuration conf = configuration();
    conf.set("fs.s3a.paging.maximum", "7");
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      files.mkdirs(new Path(dir, i + "-empty"));
      write(new Path(dir, i + "-full/x"), "x");
      write(new Path(dir, i + "-file"), "x");
      expected.addAll(List.of(i + "-empty/", i + "-full/", i + "-file"));
    }

    try (FileSystem paging = FileSystem.newInstance(BUCKET, conf)) {
      assertThat(paging.listStatus(dir))
          .extracting(ForeignServerTour::line)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void file_isOverwritten_whenAsked_andOnlyThen() throws IOException {
    Path file = new Path(dir, "a");
    write(file, "first");
    write(file, "second, and longer");

    assertThat(read(file)).isEqualTo("second, and longer");
    assertThat(files.getFileStatus(file).getLen()).isEqualTo(18);
    assertThatThrownBy(() -> files.create(file, false).close())
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(file)).isEqualTo("second, and longer");
  }

  /** One after the other: some servers look and then write, so that writers at once may all win. */
  @Test
  void createWithoutOverwrite_whileSomebodyElseWrites_losesToWhoClosedFirst() throws IOException {
    Path file = new Path(dir, "a");
    FSDataOutputStream first = files.create(file, false);
    FSDataOutputStream second = files.create(file, false);
    first.write("first".getBytes(StandardCharsets.UTF_8));
    second.write("second".getBytes(StandardCharsets.UTF_8));

    first.close();

    assertThatThrownBy(second::close).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(file)).isEqualTo("first");
  }

  @Test
  void fileOfManyParts_comesBackInAnyOrder_andByVectors() throws Exception {
    RampObject ramp = RampObject.of(23L * MIB + 17);
    Path file = new Path(dir, "large");
    try (FSDataOutputStream out = files.create(file)) {
      for (long at = 0; at < ramp.size(); at += MIB) {
        out.write(ramp.bytes(at, (int) Math.min(MIB, ramp.size() - at)));
      }
    }
    FileStatus status = files.getFileStatus(file);
    assertThat(status.getLen()).isEqualTo(ramp.size());

    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (FSDataInputStream in = files.open(file)) {
      for (int i = 0; i < 40; i++) {
        int length = 1 + random.nextInt(200_000);
        long at = random.nextLong(ramp.size() - length);
        byte[] back = new byte[length];
        in.seek(at);
        in.readFully(back);
        assertThat(back).as("seed %s, at %s", seed, at).isEqualTo(ramp.bytes(at, length));
      }
      List<FileRange> ranges =
          List.of(
              FileRange.createFileRange(0, 10),
              FileRange.createFileRange(20L * MIB, 300_000),
              FileRange.createFileRange(5L * MIB - 5, 10),
              FileRange.createFileRange(ramp.size() - 7, 7));
      in.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        ByteBuffer got = range.getData().get(30, TimeUnit.SECONDS);
        byte[] back = new byte[got.remaining()];
        got.get(back);
        assertThat(back).isEqualTo(ramp.bytes(range.getOffset(), range.getLength()));
      }
    }
  }

  @Test
  void recursiveListing_andSummary_tellOfAllFiles() throws IOException {
    for (int i = 0; i < 12; i++) {
      write(new Path(dir, "d" + i % 3 + "/e/" + i), "12345");
    }
    files.mkdirs(new Path(dir, "none"));

    List<String> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(dir, true);
    while (all.hasNext()) {
      found.add(all.next().getPath().getName());
    }
    ContentSummary summary = files.getContentSummary(dir);

    assertThat(found).hasSize(12).doesNotHaveDuplicates();
    assertThat(summary.getFileCount()).isEqualTo(12);
    assertThat(summary.getLength()).isEqualTo(60);
    assertThat(summary.getDirectoryCount()).isEqualTo(8); // itself, none, and d0 to d2 with an e
  }

  @Test
  void filesAndDirectories_areRenamed_andDeleted() throws IOException {
    for (int i = 0; i < 20; i++) {
      write(new Path(dir, "from/" + i % 3 + "/" + i), "x" + i);
    }
    files.mkdirs(new Path(dir, "from/empty"));

    assertThat(files.rename(new Path(dir, "from/1/7"), new Path(dir, "from/seven"))).isTrue();
    assertThat(files.rename(new Path(dir, "from"), new Path(dir, "to"))).isTrue();

    assertThat(files.exists(new Path(dir, "from"))).isFalse();
    assertThat(files.exists(new Path(dir, "to/1/7"))).isFalse();
    assertThat(read(new Path(dir, "to/seven"))).isEqualTo("x7");
    assertThat(read(new Path(dir, "to/2/5"))).isEqualTo("x5");
    assertThat(files.getFileStatus(new Path(dir, "to/empty")).isDirectory()).isTrue();
    assertThatThrownBy(() -> files.delete(new Path(dir, "to"), false))
        .isInstanceOf(IOException.class);
    assertThat(files.delete(new Path(dir, "to"), true)).isTrue();
    assertThat(files.exists(new Path(dir, "to"))).isFalse();
    assertThat(files.exists(new Path(dir, "to/2/5"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a+b",
        "a%20b",
        "a&b=c?d#e",
        "ä ö €",
        "日本",
        "😀",
        "a'b\"c",
        "a;b,c",
        "~a*(b)!",
        "<a>",
        "a|b^c",
        "@{$}",
        "..a",
        "x=1/y=2 3"
      })
  void oddNames_areKept(String name) throws IOException {
    Path file = new Path(dir, new Path(null, null, "odd/" + name));
    write(file, name);

    assertThat(read(file)).isEqualTo(name);
    assertThat(files.listStatus(file.getParent())).extracting(FileStatus::getPath).contains(file);
    assertThat(files.rename(file, new Path(file.getParent(), "other"))).isTrue();
    assertThat(read(new Path(file.getParent(), "other"))).isEqualTo(name);
    assertThat(files.exists(file)).isFalse();
    assertThat(files.delete(dir, true)).isTrue();
  }

  @Test
  void uploadsByHand_areCompleted_orAborted_orAbortedBelowADirectory() throws Exception {
    MultipartUploader uploader = files.createMultipartUploader(dir).build();
    try (uploader) {
      Path file = new Path(dir, "by-hand");
      var upload = uploader.startUpload(file).get(30, TimeUnit.SECONDS);
      byte[] bytes = RampObject.of(100).bytes(0, 100);
      var part =
          uploader
              .putPart(upload, 1, true, file, new ByteArrayInputStream(bytes), bytes.length)
              .get(30, TimeUnit.SECONDS);
      uploader.complete(upload, file, Map.of(1, part)).get(30, TimeUnit.SECONDS);

      assertThat(files.getFileStatus(file).getLen()).isEqualTo(100);

      Path given = new Path(dir, "given-up");
      var dropped = uploader.startUpload(given).get(30, TimeUnit.SECONDS);
      var lost =
          uploader
              .putPart(dropped, 1, true, given, new ByteArrayInputStream(bytes), bytes.length)
              .get(30, TimeUnit.SECONDS);
      uploader.abort(dropped, given).get(30, TimeUnit.SECONDS);
      assertThatThrownBy(
              () -> uploader.complete(dropped, given, Map.of(1, lost)).get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(FileNotFoundException.class);

      uploader.startUpload(new Path(dir, "left/a")).get(30, TimeUnit.SECONDS);
      uploader.startUpload(new Path(dir, "left/b")).get(30, TimeUnit.SECONDS);
      assertThat(uploader.abortUploadsUnderPath(new Path(dir, "left")).get(30, TimeUnit.SECONDS))
          .isEqualTo(2);
      assertThat(uploader.abortUploadsUnderPath(new Path(dir, "left")).get(30, TimeUnit.SECONDS))
          .isZero();
    }
  }

  @Test
  void missingFile_isNotFound() {
    assertThatThrownBy(() -> files.open(new Path(dir, "none")).read())
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> files.listStatus(dir)).isInstanceOf(FileNotFoundException.class);
  }

  /** The name, with a slash if it is a directory. */
  private static String line(FileStatus status) {
    return status.getPath().getName() + (status.isDirectory() ? "/" : "");
  }

  private void write(Path file, String text) throws IOException {
    try (FSDataOutputStream out = files.create(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String read(Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
