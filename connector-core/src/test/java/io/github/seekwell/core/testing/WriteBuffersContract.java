package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.core.config.BufferConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that wait on disk or outside the heap, as a user sets it, through a whole file system. */
@Timeout(180)
public abstract class WriteBuffersContract {
  private static final int MIB = 1 << 20;
  private static final int PART = 5 * MIB;

  @TempDir private Path folder;

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

  private Configuration configuration(BufferConfig.Kind kind, Path... directories)
      throws IOException {
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.write.part-size", "5m");
    conf.set("fs.seekwell.write.buffer", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    conf.set(
        "fs.seekwell.write.buffer-dirs",
        String.join(",", Stream.of(directories).map(Path::toString).toList()));
    return conf;
  }

  private static void write(FSDataOutputStream out, RampObject ramp) throws IOException {
    // An odd size, so that writes lie across parts.
    int piece = 77_777;
    for (long at = 0; at < ramp.size(); at += piece) {
      out.write(ramp.bytes(at, (int) Math.min(piece, ramp.size() - at)));
    }
  }

  private void assertHolds(String key, RampObject ramp) {
    byte[] there = rig.emulator().objects().get(rig.bucket(), key).orElseThrow().content().bytes();
    assertThat(there.length).isEqualTo((int) ramp.size());
    ramp.verify(0, there, 0, there.length);
  }

  private void assertNothingThere() throws IOException {
    assertThat(rig.emulator().objects().keys(rig.bucket())).isEmpty();
    assertThat(rig.emulator().objects().uploads(rig.bucket())).isEmpty();
    assertThat(parts()).isEmpty();
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("part-")).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(BufferConfig.Kind.class)
  void fortyMebibytes_arriveWhole_andNoFileIsLeft(BufferConfig.Kind kind) throws IOException {
    RampObject ramp = RampObject.of(40 * MIB + 1);
    try (FileSystem fs =
        rig.open(configuration(kind, folder.resolve("first"), folder.resolve("second")))) {
      FSDataOutputStream out = fs.create(rig.path("a"));
      write(out, ramp);
      assertThat(rig.emulator().objects().keys(rig.bucket())).isEmpty();
      assertThat(parts().isEmpty()).isEqualTo(kind != BufferConfig.Kind.DISK);
      out.close();
      assertHolds("a", ramp);
    }
    assertThat(rig.emulator().objects().uploads(rig.bucket())).isEmpty();
    assertThat(parts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {MIB, 2 * PART})
  void byteThatFlipsOnDisk_isNeverTakenByTheStore(int size) throws IOException {
    try (FileSystem fs = rig.open(configuration(BufferConfig.Kind.DISK, folder))) {
      FSDataOutputStream out = fs.create(rig.path("a"));
      write(out, RampObject.of(size));
      List<Path> waiting = parts();
      try (RandomAccessFile last =
          new RandomAccessFile(waiting.get(waiting.size() - 1).toFile(), "rw")) {
        int old = last.read();
        last.seek(0);
        last.write(old ^ 1);
      }
      Failing.with(PathIOException.class, out::close)
          .naming(rig.path("a"))
          .saying("has been changed", folder.toString(), "LOCAL")
          .notSaying("attempts");
      assertNothingThere();
    }
  }

  @Test
  void whereNoDirectoryTakesParts_writingFailsByName_andClosingPublishesNothing()
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no directory");
    try (FileSystem fs = rig.open(configuration(BufferConfig.Kind.DISK, file))) {
      FSDataOutputStream out = fs.create(rig.path("a"));
      Failing.with(PathIOException.class, () -> write(out, RampObject.of(2 * PART)))
          .naming(rig.path("a"))
          .saying("fs.seekwell.write.buffer-dirs", file.toString(), "a part of 5m");
      Failing.with(PathIOException.class, out::close).naming(rig.path("a"));
      assertNothingThere();
    }
  }

  /** In a JVM of its own, since budgets are the JVM's. */
  @ParameterizedTest
  @EnumSource(BufferConfig.Kind.class)
  void oneThread_feedingManyFilesInTurn_inASmallHeap_isNeverStuck(BufferConfig.Kind kind)
      throws Exception {
    assumeTrue(
        kind == BufferConfig.Kind.MEMORY || Boolean.getBoolean("seekwell.acceptance"),
        "the other two run with -Pacceptance only");
    Path out = folder.resolve("out");
    Configuration without = new Configuration();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + InTurn.HEAP_MIB + "m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(InTurn.class.getName(), rig.root().toString()));
    Configuration conf = configuration(kind, folder);
    for (Map.Entry<String, String> entry : conf) {
      if (!entry.getValue().equals(without.getRaw(entry.getKey()))) {
        command.addAll(List.of(entry.getKey(), entry.getValue()));
      }
    }
    Process jvm =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(jvm.waitFor(150, TimeUnit.SECONDS)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }
    assertThat(jvm.exitValue()).as(Files.readString(out)).isZero();
    for (int i = 0; i < InTurn.FILES; i++) {
      assertHolds("file-" + i, InTurn.RAMP);
    }
    assertThat(rig.emulator().objects().uploads(rig.bucket())).isEmpty();
    assertThat(parts()).isEmpty();
  }

  /** Writes files in turn. Arguments: the bucket, then settings and their values. */
  static final class InTurn {
    /** Of which parts in memory take a tenth: one of them, for fifty files. */
    static final int HEAP_MIB = 64;

    static final int FILES = 50;
    static final RampObject RAMP = RampObject.of(5 * MIB + MIB / 2);

    private InTurn() {}

    public static void main(String[] args) throws IOException {
      Configuration conf = new Configuration();
      for (int i = 1; i < args.length; i += 2) {
        conf.set(args[i], args[i + 1]);
      }
      org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(args[0]);
      try (FileSystem fs = FileSystem.newInstance(root.toUri(), conf)) {
        write(fs, root);
      }
    }

    private static void write(FileSystem fs, org.apache.hadoop.fs.Path root) throws IOException {
      List<FSDataOutputStream> files = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        files.add(fs.create(new org.apache.hadoop.fs.Path(root, "/file-" + i)));
      }
      for (long at = 0; at < RAMP.size(); at += MIB / 2) {
        byte[] bytes = RAMP.bytes(at, MIB / 2);
        for (FSDataOutputStream file : files) {
          file.write(bytes);
        }
      }
      for (FSDataOutputStream file : files) {
        file.close();
      }
    }
  }
}
