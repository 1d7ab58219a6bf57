package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.Uploads;
import io.github.seekwell.core.hadoop.ObjectFileSystem;
import io.github.seekwell.core.hadoop.PendingUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads that nobody has completed: they can be seen, and dropped by method, command, setting. */
@Timeout(60)
public abstract class UploadsContract {
  private static final int MIB = 1 << 20;

  private FileSystemRig rig;
  private ObjectFileSystem fs;
  private FSDataOutputStream left;

  /** A store that answers at once. */
  protected abstract FileSystemRig start() throws IOException;

  @BeforeEach
  void leaveOne() throws Exception {
    rig = start();
    fs = (ObjectFileSystem) rig.open();
    left = fs.create(rig.path("folder/left"));
    left.write(new byte[20 * MIB]);
    Await.until("the upload is begun", () -> uploads() == 1);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
    rig.close();
  }

  private int uploads() {
    return rig.emulator().objects().uploads(rig.bucket()).size();
  }

  @Test
  void theyAreListed_belowAFolder_withPathAndTime() throws IOException {
    List<PendingUpload> found = fs.pendingUploads(rig.path("folder"));
    assertThat(found)
        .singleElement()
        .satisfies(
            upload -> assertThat(upload.uri()).isEqualTo(rig.path("folder/left").toString()));
    assertThat(fs.pendingUploads(rig.path(""))).isEqualTo(found);
    assertThat(fs.pendingUploads(rig.path("folder/left"))).isEqualTo(found);
    assertThat(fs.pendingUploads(rig.path("fold"))).isEmpty();
  }

  @Test
  void onlyOldOnes_areDropped_andTheirWriterIsTold() throws IOException {
    assertThat(fs.abortPendingUploads(rig.path(""), Duration.ofHours(1))).isZero();
    assertThat(fs.abortPendingUploads(rig.path("other"), Duration.ofMillis(1))).isZero();
    assertThat(uploads()).isEqualTo(1);
    assertThat(fs.abortPendingUploads(rig.path("folder"), Duration.ofMillis(1))).isEqualTo(1);
    assertThat(uploads()).isZero();
    assertThatThrownBy(() -> left.close()).isInstanceOf(IOException.class);
    assertThat(fs.exists(rig.path("folder/left"))).isFalse();
  }

  @Test
  void openingDropsThem_ifThatIsSet() throws Exception {
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.uploads.purge", "true");
    try (FileSystem young = rig.open(conf)) {
      awaitListing();
      assertThat(young.exists(rig.path("folder/left"))).isFalse();
      assertThat(uploads()).as("younger than a day").isEqualTo(1);
    }
    conf.set("fs.seekwell.uploads.purge-age", "1ms");
    try (FileSystem old = rig.open(conf)) {
      Await.until("it is dropped", () -> uploads() == 0);
      assertThat(old.exists(rig.path("folder/left"))).isFalse();
    }
  }

  @Test
  void whoMayNotDropThem_canOpenAllTheSame() throws Exception {
    rig.emulator().script().always(Call.named("ListMultipartUploads"), Fault.status(403));
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.uploads.purge", "true");
    conf.set("fs.seekwell.uploads.purge-age", "1ms");
    try (FileSystem open = rig.open(conf)) {
      awaitListing();
      assertThat(open.exists(rig.path("folder/left"))).isFalse();
    }
    assertThat(uploads()).isEqualTo(1);
  }

  @Test
  void theCommand_listsAndDrops() throws IOException {
    String folder = rig.path("folder").toString();
    assertThat(run(0, "list", folder)).contains(folder + "/left");
    assertThat(run(0, "abort", "--older-than", "1h", folder)).contains("0 uploads dropped");
    assertThat(run(0, "abort", "--older-than", "1ms", folder)).contains("1 uploads dropped");
    assertThat(run(0, "list", folder)).isEmpty();
    assertThat(run(2, "abort", folder)).contains("--older-than is missing").contains("usage: ");
    assertThat(run(2, "drop", folder)).contains("list or abort, not drop");
  }

  private void awaitListing() {
    Await.until(
        "uploads are listed",
        () -> !rig.emulator().log().requests("ListMultipartUploads").isEmpty());
  }

  private String run(int expected, String... words) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(words));
    Configuration standard = new Configuration();
    for (Map.Entry<String, String> entry : rig.configuration()) {
      if (!entry.getValue().equals(standard.getRaw(entry.getKey()))) {
        arguments.add("--conf");
        arguments.add(entry.getKey() + "=" + entry.getValue());
      }
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    assertThat(Uploads.run(arguments.toArray(String[]::new), out)).isEqualTo(expected);
    return said.toString(StandardCharsets.UTF_8);
  }
}
