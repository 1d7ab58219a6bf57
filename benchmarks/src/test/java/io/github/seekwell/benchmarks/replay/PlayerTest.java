package io.github.seekwell.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.benchmarks.replay.ReadPattern.Reader;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.AccessTrace.Call;
import io.github.seekwell.core.testing.AccessTrace.Kind;
import io.github.seekwell.core.testing.AccessTrace.Opening;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tapes on local files, as the floor is measured. */
final class PlayerTest {
  private static final int SIZE = 1000;

  @TempDir private Path folder;
  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    fs = FileSystem.newInstance(folder.toUri(), new Configuration());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @Test
  void everyKindOfCall_deliversItsBytes() throws Exception {
    ReadPattern pattern =
        ReadPattern.of(
            "p",
            "",
            SIZE,
            List.of(
                Call.read(10),
                Call.seek(500),
                new Call(Kind.READ_ONES, 0, 7),
                Call.pread(SIZE - 8, 8),
                Call.vread(List.of(ByteRange.of(100, 110), ByteRange.of(90, 120))),
                Call.read(3)),
            0);
    layOut(pattern);

    assertThat(play(pattern).bytes()).isEqualTo(10 + 7 + 8 + 40 + 3);
  }

  @Test
  void readAcrossTheEnd_getsWhatIsThere() throws Exception {
    ReadPattern pattern =
        ReadPattern.of(
            "p",
            "",
            SIZE,
            List.of(
                Call.seek(SIZE - 5), Call.read(20), Call.read(20), new Call(Kind.READ_ONES, 0, 2)),
            0);
    layOut(pattern);

    assertThat(play(pattern).bytes()).isEqualTo(5);
  }

  @Test
  void opening_asTheReaderDid_deliversTheSame() throws Exception {
    Opening opening =
        new Opening(Map.of("fs.option.openfile.read.policy", "parquet, vector, random"), true);
    ReadPattern pattern =
        new ReadPattern(
            "p",
            "",
            ".bin",
            SIZE,
            Tape.Mode.IN_TURN,
            List.of(new Reader(0, List.of(Call.read(50)))),
            opening,
            0);
    layOut(pattern);

    assertThat(play(pattern).bytes()).isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource(Tape.Mode.class)
  void readers_areAllPlayed(Tape.Mode mode) throws Exception {
    Reader reader = new Reader(0, List.of(Call.pread(3, 100), Call.pread(900, 50)));
    ReadPattern pattern = new ReadPattern("p", "", SIZE, mode, List.of(reader, reader, reader), 0);
    layOut(pattern);

    assertThat(play(pattern).bytes()).isEqualTo(450);
  }

  @ParameterizedTest
  @EnumSource(Tape.Mode.class)
  void wrongByte_failsThePass(Tape.Mode mode) throws Exception {
    Reader reader = new Reader(0, List.of(Call.pread(3, 100), Call.pread(900, 50)));
    ReadPattern pattern = new ReadPattern("p", "", SIZE, mode, List.of(reader), 0);
    layOut(pattern);
    Path file = folder.resolve(pattern.objectName(0));
    byte[] bytes = Files.readAllBytes(file);
    bytes[920] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> play(pattern))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wrong bytes of object-0 in call 1, a PREAD: 50 of 50");
  }

  @Test
  void shorterObject_failsThePass() throws Exception {
    ReadPattern pattern = ReadPattern.of("p", "", SIZE, List.of(Call.read(SIZE)), 0);
    layOut(pattern);
    Path file = folder.resolve(pattern.objectName(0));
    Files.write(file, List.of("short"));

    assertThatThrownBy(() -> play(pattern)).hasMessageContaining("a READ: 6 of 1000");
  }

  private Player.Played play(ReadPattern pattern) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    TapeRecorder.record(pattern).write(new DataOutputStream(written));
    Tape tape = Tape.read(new DataInputStream(new ByteArrayInputStream(written.toByteArray())));
    return new Player(fs, new org.apache.hadoop.fs.Path(folder.toUri()), tape).play();
  }

  private void layOut(ReadPattern pattern) throws IOException {
    byte[] bytes = ObjectContent.of(pattern).bytes(0, SIZE);
    for (int i = 0; i < pattern.objects(); i++) {
      Files.write(folder.resolve(pattern.objectName(i)), bytes);
    }
  }
}
