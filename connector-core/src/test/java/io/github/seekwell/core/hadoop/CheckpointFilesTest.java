package io.github.seekwell.core.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.MemoryStore;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Spark's Structured Streaming asks of a checkpoint directory: a file appears whole under its
 * name or not at all, by way of a temporary file and a rename, and of two that must not overwrite
 * one wins. Over both of Hadoop's doors, and both ways in which stores rename.
 */
class CheckpointFilesTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final List<Closeable> opened = new ArrayList<>();

  /** The calls that Spark makes through one of the doors. */
  private interface Door {
    FSDataOutputStream create(Path path) throws IOException;

    /** Throws if the target is there and must stay. */
    void rename(Path from, Path to, boolean overwrite) throws IOException;

    void mkdirs(Path path) throws IOException;

    boolean exists(Path path) throws IOException;

    FSDataInputStream open(Path path) throws IOException;

    void delete(Path path) throws IOException;
  }

  private record ThroughFileSystem(FileSystem fs) implements Door {
    @Override
    public FSDataOutputStream create(Path path) throws IOException {
      return fs.create(path, true);
    }

    @Override
    public void rename(Path from, Path to, boolean overwrite) throws IOException {
      if (!overwrite && fs.exists(to)) {
        throw new FileAlreadyExistsException(to + " is there");
      }
      if (!fs.rename(from, to)) {
        if (!fs.exists(to)) {
          throw new IOException("neither renamed nor in the way: " + to);
        }
        if (!overwrite) {
          throw new FileAlreadyExistsException(to + " is there now");
        }
      }
    }

    @Override
    public void mkdirs(Path path) throws IOException {
      fs.mkdirs(path, FsPermission.getDirDefault());
    }

    @Override
    public boolean exists(Path path) throws IOException {
      return fs.exists(path);
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
      return fs.open(path);
    }

    @Override
    public void delete(Path path) throws IOException {
      fs.delete(path, true);
    }
  }

  private record ThroughFileContext(FileContext fc) implements Door {
    @Override
    public FSDataOutputStream create(Path path) throws IOException {
      return fc.create(
          path,
          EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
          Options.CreateOpts.checksumParam(Options.ChecksumOpt.createDisabled()));
    }

    @Override
    public void rename(Path from, Path to, boolean overwrite) throws IOException {
      fc.rename(from, to, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
    }

    @Override
    public void mkdirs(Path path) throws IOException {
      fc.mkdir(path, FsPermission.getDirDefault(), true);
    }

    @Override
    public boolean exists(Path path) throws IOException {
      return fc.util().exists(path);
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
      return fc.open(path);
    }

    @Override
    public void delete(Path path) throws IOException {
      fc.delete(path, true);
    }
  }

  /** A file that is to appear at once. */
  private record Atomic(Door door, Path temporary, Path path, FSDataOutputStream out) {
    static Atomic create(Door door, Path path) throws IOException {
      Path temporary =
          new Path(path.getParent(), "." + path.getName() + "." + NUMBER.incrementAndGet());
      return new Atomic(door, temporary, path, door.create(temporary));
    }

    void publish(String content, boolean overwrite) throws IOException {
      out.write(content.getBytes(UTF_8));
      out.close();
      door.rename(temporary, path, overwrite);
    }

    void cancel() throws IOException {
      out.close();
      door.delete(temporary);
    }
  }

  enum Kind {
    FILE_SYSTEM_ON_RENAMING_STORE,
    FILE_SYSTEM_ON_COPYING_STORE,
    FILE_CONTEXT_ON_RENAMING_STORE,
    FILE_CONTEXT_ON_COPYING_STORE
  }

  static Stream<Kind> doors() {
    return Stream.of(Kind.values());
  }

  private Door open(Kind kind) throws IOException {
    String bucket = "checkpoint" + NUMBER.incrementAndGet();
    MemoryStore store =
        kind.name().endsWith("COPYING_STORE")
            ? MemoryFileSystem.copyingStore(bucket)
            : MemoryFileSystem.store(bucket);
    FileSystem fs = MemoryFileSystem.over(store, MemoryFileSystem.configuration());
    opened.add(fs);
    return kind.name().startsWith("FILE_SYSTEM")
        ? new ThroughFileSystem(fs)
        : new ThroughFileContext(
            FileContext.getFileContext(fs.getUri(), MemoryFileSystem.configuration()));
  }

  @AfterEach
  void close() throws IOException {
    for (Closeable one : opened) {
      one.close();
    }
  }

  private static String content(Door door, Path path) throws IOException {
    try (FSDataInputStream in = door.open(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("doors")
  void directories_areMadeAsOftenAsOneLikes(Kind kind) throws IOException {
    Door door = open(kind);
    Path directory = new Path("/state/0/1");
    assertThat(door.exists(directory)).isFalse();
    door.mkdirs(directory);
    door.mkdirs(directory);
    assertThat(door.exists(directory)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("doors")
  void withoutOverwrite_theFirstStays(Kind kind) throws IOException {
    Door door = open(kind);
    Path file = new Path("/commits/0");
    door.mkdirs(file.getParent());
    Atomic.create(door, file).cancel();
    assertThat(door.exists(file)).isFalse();
    Atomic.create(door, file).publish("first", false);
    assertThatThrownBy(() -> Atomic.create(door, file).publish("second", false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(content(door, file)).isEqualTo("first");
  }

  @ParameterizedTest
  @MethodSource("doors")
  void withOverwrite_nothingFails_andFileContextReplaces(Kind kind) throws IOException {
    Door door = open(kind);
    Path file = new Path("/offsets/0");
    door.mkdirs(file.getParent());
    Atomic.create(door, file).cancel();
    assertThat(door.exists(file)).isFalse();
    Atomic.create(door, file).publish("first", true);
    Atomic.create(door, file).publish("second", true);
    // Hadoop's FileSystem has no rename that replaces; Spark keeps what is there.
    assertThat(content(door, file))
        .isEqualTo(door instanceof ThroughFileContext ? "second" : "first");
  }

  @ParameterizedTest
  @MethodSource("doors")
  void deletedFile_cannotBeOpened_andIsDeletedAgainQuietly(Kind kind) throws IOException {
    Door door = open(kind);
    Path file = new Path("/offsets/0");
    door.mkdirs(file.getParent());
    Atomic.create(door, file).publish("x", false);
    door.delete(file);
    assertThat(door.exists(file)).isFalse();
    assertThatThrownBy(() -> door.open(file)).isInstanceOf(FileNotFoundException.class);
    door.delete(file);
  }

  @ParameterizedTest
  @MethodSource("doors")
  void ofTwoWritersWithoutOverwrite_exactlyOneWins(Kind kind) throws Exception {
    Door door = open(kind);
    door.mkdirs(new Path("/commits"));
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 50; round++) {
        Path file = new Path("/commits/" + round);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<Boolean>> outcomes = new ArrayList<>();
        for (String name : List.of("one", "two")) {
          outcomes.add(
              writers.submit(
                  () -> {
                    Atomic atomic = Atomic.create(door, file);
                    together.await(10, TimeUnit.SECONDS);
                    try {
                      atomic.publish(name, false);
                      return true;
                    } catch (FileAlreadyExistsException e) {
                      return false;
                    }
                  }));
        }
        boolean first = outcomes.get(0).get(10, TimeUnit.SECONDS);
        boolean second = outcomes.get(1).get(10, TimeUnit.SECONDS);
        assertThat(first).as("round %d", round).isNotEqualTo(second);
        assertThat(content(door, file)).isEqualTo(first ? "one" : "two");
      }
    } finally {
      writers.shutdownNow();
    }
  }
}
