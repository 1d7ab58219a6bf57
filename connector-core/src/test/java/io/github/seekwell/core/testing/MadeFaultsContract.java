package io.github.seekwell.core.testing;

import static org.apache.hadoop.fs.statistics.IOStatisticsSupport.retrieveIOStatistics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fs.seekwell.faults.*}: a job that meets them loses nothing and reads nothing wrong. */
@Timeout(120)
public abstract class MadeFaultsContract {
  private static final int FILES = 12;
  private static final int[] SIZES = {0, 1, 100_000, 300_000, 6 << 20, 12 << 20};

  private FileSystemRig rig;

  /** A store that answers at once. */
  protected abstract FileSystemRig start() throws IOException;

  @BeforeEach
  void open() throws IOException {
    rig = start();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aJobThatMeetsFaults_losesNothing() throws IOException {
    try (FileSystem fs = rig.open(faulty("0.05"))) {
      List<Path> written = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        Path path = rig.path("written/part-" + i);
        write(fs, path, ramp(i));
        written.add(path);
      }
      for (int i = 0; i < written.size(); i++) {
        verify(fs, written.get(i), ramp(i));
      }
      assertThat(fs.rename(rig.path("written"), rig.path("moved"))).isTrue();
      FileStatus[] moved = fs.listStatus(rig.path("moved"));
      assertThat(moved).hasSize(FILES);
      for (FileStatus status : moved) {
        int number = Integer.parseInt(status.getPath().getName().substring(5));
        verify(fs, status.getPath(), ramp(number));
      }
      assertThat(fs.delete(rig.path("moved"), true)).isTrue();
      assertThat(fs.exists(rig.path("moved"))).isFalse();
      assertThat(retrieveIOStatistics(fs).counters().get(StoreStatisticNames.STORE_IO_RETRY))
          .as("faults that were met")
          .isPositive();
    }
  }

  @Test
  void faultsWithoutEnd_areToldAsWhatTheyAre() throws IOException {
    rig.hold("a", new RampObject(1000, 1));
    try (FileSystem fs = rig.open(faulty("0"))) {
      verify(fs, rig.path("a"), new RampObject(1000, 1));
    }
    Configuration conf = faulty("0");
    conf.set("fs.seekwell.faults.unavailable-share", "1");
    try (FileSystem fs = rig.open(conf)) {
      assertThatThrownBy(() -> fs.open(rig.path("a")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("503")
          .hasMessageContaining("attempts");
    }
  }

  @Test
  void sharesOfMoreThanAll_areRefused() throws IOException {
    Configuration conf = faulty("0.4");
    assertThatThrownBy(() -> rig.open(conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("fs.seekwell.faults");
  }

  private Configuration faulty(String share) throws IOException {
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.faults.seed", "7");
    conf.set("fs.seekwell.faults.latency", "5ms");
    for (String kind : List.of("latency", "unavailable", "reset", "short")) {
      conf.set("fs.seekwell.faults." + kind + "-share", share);
    }
    conf.set("fs.seekwell.retry.base-delay", "1ms");
    conf.set("fs.seekwell.retry.max-delay", "20ms");
    conf.set("fs.seekwell.write.part-size", "5m");
    return conf;
  }

  private static RampObject ramp(int number) {
    return new RampObject(SIZES[number % SIZES.length], number);
  }

  private static void write(FileSystem fs, Path path, RampObject ramp) throws IOException {
    try (FSDataOutputStream out = fs.create(path, true)) {
      out.write(ramp.bytes());
    }
  }

  private static void verify(FileSystem fs, Path path, RampObject ramp) throws IOException {
    byte[] expected = ramp.bytes();
    assertThat(fs.getFileStatus(path).getLen()).isEqualTo(expected.length);
    try (FSDataInputStream in = fs.open(path)) {
      byte[] read = new byte[expected.length];
      in.readFully(0, read);
      assertThat(Arrays.mismatch(read, expected)).as(path.toString()).isEqualTo(-1);
      for (int at = expected.length - 1; at >= 0; at -= 1 + expected.length / 7) {
        in.seek(at);
        assertThat(in.read()).isEqualTo(expected[at] & 0xff);
      }
    }
  }
}
