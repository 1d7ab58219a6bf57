package io.github.seekwell.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.oci.client.ApiKeys;
import io.github.seekwell.oci.testing.OciDialect;
import io.github.seekwell.oci.testing.SignatureCheck;
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
import org.junit.jupiter.api.io.TempDir;

/** {@code oci://} from a Hadoop configuration down to the wire. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OciFileSystemIT {
  private static final Path ROOT = new Path("oci://data@ns/");

  @TempDir private java.nio.file.Path directory;
  private StoreEmulator emulator;
  private FileSystem files;

  @BeforeEach
  void open() throws IOException {
    emulator =
        StoreEmulator.builder(
                OciDialect.of("ns")
                    .signedBy(SignatureCheck.of(ApiKeys.keyId(), ApiKeys.publicKey())))
            .bucket("data")
            .start();
    files = FileSystem.newInstance(ROOT.toUri(), configuration());
  }

  @AfterEach
  void close() throws IOException {
    files.close();
    emulator.close();
  }

  @Test
  void scheme_isFoundByItsServiceFile() {
    assertThat(files).isInstanceOf(OciFileSystem.class);
    assertThat(files.getUri()).isEqualTo(URI.create("oci://data@ns"));
    assertThat(files.getDefaultBlockSize(ROOT)).isEqualTo(32L << 20);
  }

  @Test
  void whatIsWritten_isRead_listed_renamedAndDeleted() throws IOException {
    Path file = new Path(ROOT, "dir/a key+1");
    write(file, "hello");

    assertThat(read(file)).isEqualTo("hello");
    assertThat(files.getFileStatus(file).getLen()).isEqualTo(5);
    assertThat(files.listStatus(new Path(ROOT, "dir")))
        .extracting(FileStatus::getPath)
        .containsExactly(file);
    assertThat(files.rename(file, new Path(ROOT, "b"))).isTrue();
    assertThat(files.exists(file)).isFalse();
    assertThat(read(new Path(ROOT, "b"))).isEqualTo("hello");
    assertThat(files.delete(new Path(ROOT, "b"), false)).isTrue();
    assertThat(files.exists(new Path(ROOT, "b"))).isFalse();
  }

  @Test
  void largeFile_goesUpInParts_andComesBackInAnyOrder() throws IOException {
    byte[] bytes = new byte[20 << 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    Path file = new Path(ROOT, "large");
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
      write(new Path(ROOT, "t/" + i % 3 + "/" + i), "x");
    }

    List<Path> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(new Path(ROOT, "t"), true);
    while (all.hasNext()) {
      found.add(all.next().getPath());
    }

    assertThat(found).hasSize(30);
    assertThat(files.listStatus(new Path(ROOT, "t"))).hasSize(3);
    assertThat(files.delete(new Path(ROOT, "t"), true)).isTrue();
    assertThat(files.exists(new Path(ROOT, "t"))).isFalse();
  }

  @Test
  void existingFile_isNotOverwritten_unlessAsked() throws IOException {
    Path file = new Path(ROOT, "a");
    write(file, "first");

    assertThatThrownBy(() -> files.create(file, false).close())
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(file)).isEqualTo("first");
  }

  @Test
  void missingFile_isNotFound_andNamed() {
    assertThatThrownBy(() -> files.open(new Path(ROOT, "none")).read())
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("oci://data@ns/none");
  }

  @Test
  void missingBucket_isNotTakenForAMissingFile() throws IOException {
    try (FileSystem other =
        FileSystem.newInstance(URI.create("oci://nowhere@ns/"), configuration())) {
      assertThatThrownBy(() -> other.exists(new Path("oci://nowhere@ns/x")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nowhere");
    }
  }

  @Test
  void wrongKey_isDenied_andTheMessageNamesTheSettings() throws IOException {
    Configuration conf = configuration();
    conf.set("fs.oci.client.auth.fingerprint", "00".concat(":00".repeat(15)));
    try (FileSystem stranger = FileSystem.newInstance(ROOT.toUri(), conf)) {
      assertThatThrownBy(() -> stranger.listStatus(ROOT))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("fs.oci.client.auth.tenantId");
    }
  }

  @Test
  void missingCredentials_areToldWhenTheFileSystemIsMade() {
    Configuration conf = new Configuration(false);
    conf.set("fs.oci.client.hostname", emulator.endpoint().toString());
    conf.set("fs.seekwell.oci.config-file", directory.resolve("none").toString());

    assertThatThrownBy(() -> FileSystem.newInstance(ROOT.toUri(), conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no credentials for OCI");
  }

  @Test
  void malformedAddress_isToldWhenTheFileSystemIsMade() {
    assertThatThrownBy(() -> FileSystem.newInstance(URI.create("oci://data/"), configuration()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no namespace");
  }

  @Test
  void fileContext_worksToo() throws IOException {
    Configuration conf = configuration();
    conf.set("fs.AbstractFileSystem.oci.impl", Oci.class.getName());
    write(new Path(ROOT, "a"), "hello");

    FileContext context = FileContext.getFileContext(ROOT.toUri(), conf);

    assertThat(context.getFileStatus(new Path(ROOT, "a")).getLen()).isEqualTo(5);
  }

  private Configuration configuration() throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs.oci.client.hostname", emulator.endpoint().toString());
    conf.set("fs.oci.client.auth.tenantId", ApiKeys.TENANCY);
    conf.set("fs.oci.client.auth.userId", ApiKeys.USER);
    conf.set("fs.oci.client.auth.fingerprint", ApiKeys.FINGERPRINT);
    conf.set("fs.oci.client.auth.pemfilepath", ApiKeys.pem(directory).toString());
    return conf;
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
