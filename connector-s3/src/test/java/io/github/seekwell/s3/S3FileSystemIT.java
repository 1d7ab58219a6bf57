package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.hadoop.UnknownBucketException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code s3a://} and {@code s3://} from a Hadoop configuration down to the wire. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class S3FileSystemIT {
  private S3Rig rig;
  private FileSystem files;

  @BeforeEach
  void open() throws IOException {
    rig = S3Rig.startSigned();
    files = rig.open();
  }

  @AfterEach
  void close() throws IOException {
    files.close();
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3"})
  void bothSchemes_areServedByTheSameClass_andKeepTheirName(String scheme) throws IOException {
    S3Rig under = rig.under(scheme);
    try (FileSystem fs = under.open()) {
      assertThat(fs).isInstanceOf(S3FileSystem.class);
      assertThat(fs.getScheme()).isEqualTo(scheme);
      assertThat(fs.getUri()).isEqualTo(URI.create(scheme + "://bucket"));
      assertThat(fs.getDefaultBlockSize(under.path(""))).isEqualTo(32L << 20);
      write(fs, under.path("a"), "hello");
      assertThat(fs.getFileStatus(under.path("a")).getPath()).isEqualTo(under.path("a"));
    }
    assertThat(read(files, rig.path("a"))).isEqualTo("hello");
  }

  @Test
  void s3Scheme_isFoundByItsServiceFile_withoutASetting() throws IOException {
    Configuration conf = rig.configuration();
    conf.unset("fs.s3.impl");

    try (FileSystem fs = FileSystem.newInstance(URI.create("s3://bucket"), conf)) {
      assertThat(fs).isInstanceOf(S3FileSystem.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3"})
  void fileContext_worksToo(String scheme) throws IOException {
    S3Rig under = rig.under(scheme);
    write(files, rig.path("a"), "hello");

    FileContext context = FileContext.getFileContext(under.root(), rig.configuration());

    assertThat(context.getFileStatus(under.path("a")).getLen()).isEqualTo(5);
    assertThat(context.getDefaultFileSystem().getUri().getScheme()).isEqualTo(scheme);
  }

  @Test
  void whatIsWritten_isRead_listed_renamedAndDeleted() throws IOException {
    Path file = rig.path("dir/a key+1");
    write(files, file, "hello");

    assertThat(read(files, file)).isEqualTo("hello");
    assertThat(files.getFileStatus(file).getLen()).isEqualTo(5);
    assertThat(files.listStatus(rig.path("dir")))
        .extracting(FileStatus::getPath)
        .containsExactly(file);
    assertThat(files.rename(file, rig.path("b"))).isTrue();
    assertThat(files.exists(file)).isFalse();
    assertThat(read(files, rig.path("b"))).isEqualTo("hello");
    assertThat(files.delete(rig.path("b"), false)).isTrue();
    assertThat(files.exists(rig.path("b"))).isFalse();
  }

  @Test
  void renameOntoAFile_answersFalse_andChangesNothing() throws IOException {
    write(files, rig.path("a"), "first");
    write(files, rig.path("b"), "second");

    assertThat(files.rename(rig.path("a"), rig.path("b"))).isFalse();

    assertThat(read(files, rig.path("a"))).isEqualTo("first");
    assertThat(read(files, rig.path("b"))).isEqualTo("second");
  }

  @Test
  void directory_isRenamedByCopies() throws IOException {
    for (int i = 0; i < 20; i++) {
      write(files, rig.path("from/" + i % 3 + "/" + i), "x" + i);
    }

    assertThat(files.rename(rig.path("from"), rig.path("to"))).isTrue();

    assertThat(files.exists(rig.path("from"))).isFalse();
    assertThat(read(files, rig.path("to/1/7"))).isEqualTo("x7");
    assertThat(files.getContentSummary(rig.path("to")).getFileCount()).isEqualTo(20);
  }

  @Test
  void largeFile_goesUpInParts_andComesBackInAnyOrder() throws IOException {
    byte[] bytes = new byte[20 << 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    Path file = rig.path("large");
    try (FSDataOutputStream out = files.create(file)) {
      out.write(bytes);
    }

    byte[] back = new byte[1000];
    try (FSDataInputStream in = files.open(file)) {
      for (int position = bytes.length - back.length; position > 0; position -= 3_000_001) {
        in.seek(position);
        in.readFully(back);
        assertThat(back).isEqualTo(Arrays.copyOfRange(bytes, position, position + back.length));
      }
      in.seek(0);
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void directories_areListedAndDeletedDeeply() throws IOException {
    for (int i = 0; i < 30; i++) {
      write(files, rig.path("t/" + i % 3 + "/" + i), "x");
    }

    List<Path> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(rig.path("t"), true);
    while (all.hasNext()) {
      found.add(all.next().getPath());
    }

    assertThat(found).hasSize(30);
    assertThat(files.listStatus(rig.path("t"))).hasSize(3);
    assertThat(files.delete(rig.path("t"), true)).isTrue();
    assertThat(files.exists(rig.path("t"))).isFalse();
  }

  @Test
  void existingFile_isNotOverwritten_unlessAsked() throws IOException {
    Path file = rig.path("a");
    write(files, file, "first");

    assertThatThrownBy(() -> files.create(file, false).close())
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(files, file)).isEqualTo("first");
  }

  @Test
  void missingFile_isNotFound_andNamed() {
    assertThatThrownBy(() -> files.open(rig.path("none")).read())
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("s3a://bucket/none");
  }

  @Test
  void missingBucket_isNotTakenForAMissingFile() throws IOException {
    Path file = new Path("s3a://nowhere/x");
    try (FileSystem other = FileSystem.newInstance(file.toUri(), rig.configuration())) {
      assertThatThrownBy(() -> other.exists(file))
          .isInstanceOf(UnknownBucketException.class)
          .hasMessageContaining("nowhere");
    }
  }

  @Test
  void wrongKey_isDenied_andTheMessageNamesTheSettings() throws IOException {
    Configuration conf = rig.configuration();
    conf.set("fs.s3a.access.key", "AKIDOTHER");
    try (FileSystem stranger = rig.open(conf)) {
      assertThatThrownBy(() -> stranger.listStatus(rig.path("")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("fs.s3a.access.key");
    }
  }

  @Test
  void settingsOfOneBucket_winOverTheGeneralOnes() throws IOException {
    Configuration conf = rig.configuration();
    conf.set("fs.s3a.access.key", "AKIDOTHER");
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:1");
    conf.set("fs.s3a.block.size", "64M");
    conf.set("fs.s3a.bucket.bucket.access.key", S3Rig.ACCESS_KEY);
    conf.set("fs.s3a.bucket.bucket.endpoint", rig.emulator().endpoint().toString());
    conf.set("fs.s3a.bucket.bucket.block.size", "16M");

    try (FileSystem fs = rig.open(conf)) {
      assertThat(fs.listStatus(rig.path(""))).isEmpty();
      assertThat(fs.getDefaultBlockSize(rig.path(""))).isEqualTo(16L << 20);
    }
  }

  @Test
  void anonymousProvider_readsWhatIsPublic() throws IOException {
    write(files, rig.path("a"), "hello");
    rig.accounts().permitUnsigned(call -> call.operation().matches("(Get|Head)Object"));
    Configuration conf = rig.configuration();
    conf.set(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");

    try (FileSystem nobody = rig.open(conf)) {
      assertThat(read(nobody, rig.path("a"))).isEqualTo("hello");
      assertThatThrownBy(() -> write(nobody, rig.path("b"), "x"))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  private static void write(FileSystem files, Path file, String text) throws IOException {
    try (FSDataOutputStream out = files.create(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(FileSystem files, Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
