package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One thread of a soak. It reads what all share, and is the only one to write in a folder of its
 * own, so that it knows at any time what must be there.
 */
final class SoakWorker implements Callable<Void> {
  private static final int NAMES = 10;
  private static final int MOST_SMALL = 64 << 10;
  private static final int PART = 5 << 20;

  /** Which operations there are, and how often of 100 each. */
  private enum Kind {
    READ_WHOLE(20),
    SEEK(12),
    PREAD(18),
    VECTORED(10),
    SCAN(4),
    READ_OWN(8),
    WRITE(8),
    WRITE_PARTS(1),
    CREATE_NEW(5),
    ABORT(3),
    RENAME(4),
    RENAME_FOLDER(2),
    DELETE(3),
    LIST(2);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  private final SoakContract.Shared shared;
  private final SeededRandom random;
  private final Path folder;
  private final Lock gate;
  private final Map<String, RampObject> files = new TreeMap<>();
  private final List<Kind> kinds = new ArrayList<>();

  private volatile Doing doing = new Doing("nothing", Long.MAX_VALUE);
  private volatile Thread thread = Thread.currentThread();

  /** What is going on, and since when by {@link System#nanoTime}. */
  private record Doing(String what, long since) {}

  /**
   * @param gate held while an operation runs
   */
  SoakWorker(int number, SoakContract.Shared shared, SeededRandom random, Lock gate) {
    this.shared = shared;
    this.random = random;
    this.gate = gate;
    this.folder = shared.rig().path("work/" + number);
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < kind.weight; i++) {
        kinds.add(kind);
      }
    }
  }

  /** What must be there under this worker's folder, by key; asked while the gate is closed. */
  Map<String, RampObject> expected() {
    Map<String, RampObject> expected = new TreeMap<>();
    String prefix = folder.toUri().getPath().substring(1) + "/";
    files.forEach((name, ramp) -> expected.put(prefix + name, ramp));
    return expected;
  }

  /** Fails if an operation takes longer than it may. */
  void look(Duration bound) {
    Doing now = doing;
    long nanos = System.nanoTime() - now.since();
    if (now.since() != Long.MAX_VALUE && nanos > bound.toNanos()) {
      StringBuilder stacks = new StringBuilder();
      Thread.getAllStackTraces()
          .forEach(
              (other, stack) ->
                  stacks.append('\n').append(other).append("\n  ").append(Arrays.toString(stack)));
      throw new AssertionError(
          "%s: stuck for %d ms: %s in %s, of all threads:%s"
              .formatted(random, nanos / 1_000_000, now.what(), thread, stacks));
    }
  }

  @Override
  public Void call() throws Exception {
    thread = Thread.currentThread();
    while (!shared.enough().get()) {
      Kind kind = random.pick(kinds);
      gate.lock();
      try {
        doing = new Doing(kind + " in " + folder, System.nanoTime());
        run(kind);
        shared.tally().operation(kind.name());
      } catch (Exception | AssertionError e) {
        throw new AssertionError(random + ": " + doing.what() + ": " + e.getMessage(), e);
      } finally {
        doing = new Doing("nothing", Long.MAX_VALUE);
        gate.unlock();
      }
      LockSupport.parkNanos(random.below(2 * shared.pause().toNanos()));
    }
    return null;
  }

  private void run(Kind kind) throws Exception {
    switch (kind) {
      case READ_WHOLE -> readWhole();
      case SEEK -> seek();
      case PREAD -> pread();
      case VECTORED -> vectored();
      case SCAN -> scan();
      case READ_OWN -> readOwn();
      case WRITE -> write(anyName(), random.between(0, MOST_SMALL));
      case WRITE_PARTS -> writeParts();
      case CREATE_NEW -> createNew();
      case ABORT -> abort();
      case RENAME -> rename();
      case RENAME_FOLDER -> renameFolder();
      case DELETE -> delete();
      case LIST -> list();
    }
  }

  private void readWhole() throws IOException {
    int number = random.below(SoakContract.SMALL);
    readAll(shared.rig().path(SoakContract.small(number)), SoakContract.smallRamp(number));
  }

  private void readAll(Path path, RampObject ramp) throws IOException {
    byte[] bytes = new byte[(int) ramp.size()];
    try (FSDataInputStream in = fs().open(path)) {
      in.readFully(bytes);
      assertThat(in.read()).isEqualTo(-1);
    }
    verify(ramp, 0, bytes);
  }

  /** Position and read are two calls, which one thread at a time makes. */
  private void seek() throws IOException {
    int number = random.below(SoakContract.LARGE);
    RampObject ramp = SoakContract.largeRamp(number);
    FSDataInputStream in = shared.streams().get(number);
    synchronized (in) {
      long position = random.below(ramp.size());
      for (int i = 0; i < 3; i++) {
        byte[] bytes = new byte[length(ramp, position)];
        in.seek(position);
        in.readFully(bytes);
        assertThat(in.getPos()).isEqualTo(position + bytes.length);
        verify(ramp, position, bytes);
        position = random.chance(0.5) ? Math.max(0, position - 200_000) : random.below(ramp.size());
      }
    }
  }

  private void pread() throws IOException {
    int number = random.below(SoakContract.LARGE);
    RampObject ramp = SoakContract.largeRamp(number);
    long position = random.below(ramp.size());
    byte[] bytes = new byte[length(ramp, position)];
    shared.streams().get(number).readFully(position, bytes);
    verify(ramp, position, bytes);
  }

  private void vectored() throws Exception {
    int number = random.below(SoakContract.LARGE);
    RampObject ramp = SoakContract.largeRamp(number);
    List<FileRange> ranges = new ArrayList<>();
    long position = random.below(ramp.size() / 2);
    for (int i = random.between(2, 6); i > 0 && position < ramp.size(); i--) {
      int length = length(ramp, position);
      ranges.add(FileRange.createFileRange(position, length));
      position += length + random.below(random.chance(0.5) ? 50_000L : 3_000_000L);
    }
    shared.streams().get(number).readVectored(ranges, ByteBuffer::allocate);
    for (FileRange range : ranges) {
      byte[] bytes = new byte[range.getLength()];
      range.getData().get(SoakContract.BOUND.toSeconds(), TimeUnit.SECONDS).get(bytes);
      verify(ramp, range.getOffset(), bytes);
    }
  }

  private void scan() throws IOException {
    int number = random.below(SoakContract.LARGE);
    RampObject ramp = SoakContract.largeRamp(number);
    byte[] bytes = new byte[50_000];
    try (FSDataInputStream in = fs().open(shared.rig().path(SoakContract.large(number)))) {
      in.seek(random.below(ramp.size() - (2 << 20)));
      for (int i = 0; i < 20; i++) {
        long position = in.getPos();
        in.readFully(bytes);
        verify(ramp, position, bytes);
      }
    }
  }

  private void readOwn() throws IOException {
    String name = anyName();
    RampObject ramp = files.get(name);
    if (ramp != null) {
      readAll(new Path(folder, name), ramp);
      return;
    }
    boolean found = true;
    try (FSDataInputStream in = fs().open(new Path(folder, name))) {
      in.read();
    } catch (FileNotFoundException e) {
      found = false;
    }
    assertThat(found).as(name).isFalse();
  }

  private RampObject write(String name, int size) throws IOException {
    RampObject ramp = newRamp(size);
    try (FSDataOutputStream out = fs().create(new Path(folder, name), true)) {
      out.write(ramp.bytes());
    }
    files.put(name, ramp);
    return ramp;
  }

  /** Gone in the end, so that the store's memory stays small. */
  private void writeParts() throws IOException {
    RampObject ramp = write("parts", PART + random.below(random.chance(0.2) ? 3 * PART : PART) + 1);
    readAll(new Path(folder, "parts"), ramp);
    delete("parts");
  }

  private void createNew() throws IOException {
    String name = anyName();
    RampObject ramp = newRamp(random.between(1, MOST_SMALL));
    try {
      try (FSDataOutputStream out = fs().create(new Path(folder, name), false)) {
        out.write(ramp.bytes());
      }
      assertThat(files).doesNotContainKey(name);
      files.put(name, ramp);
    } catch (FileAlreadyExistsException e) {
      // A lost answer to our own success is found out; nobody else writes here.
      assertThat(files).as("%s", e).containsKey(name);
    }
  }

  private void abort() throws IOException {
    FSDataOutputStream out = fs().create(new Path(folder, anyName()), true);
    out.write(newRamp(random.chance(0.2) ? PART + 100_000 : 1000).bytes());
    out.abort();
    try {
      out.close();
    } catch (IOException closed) {
      // Whether an aborted stream closes silently is not what is looked at here.
    }
  }

  private void rename() throws IOException {
    String from = anyName();
    String to = anyName();
    if (files.containsKey(from) && !files.containsKey(to)) {
      assertThat(fs().rename(new Path(folder, from), new Path(folder, to))).isTrue();
      files.put(to, files.remove(from));
    }
  }

  private void renameFolder() throws IOException {
    Map<String, RampObject> moved = new TreeMap<>();
    for (int i = random.between(1, 4); i > 0; i--) {
      moved.put("to/" + i, write("from/" + i, random.between(1, 10_000)));
    }
    assertThat(fs().rename(new Path(folder, "from"), new Path(folder, "to"))).isTrue();
    files.keySet().removeIf(name -> name.startsWith("from/"));
    files.putAll(moved);
    for (Map.Entry<String, RampObject> file : moved.entrySet()) {
      readAll(new Path(folder, file.getKey()), file.getValue());
    }
    assertThat(fs().exists(new Path(folder, "from"))).isFalse();
    delete("to");
  }

  private void delete() throws IOException {
    String name = anyName();
    if (files.containsKey(name)) {
      delete(name);
    }
  }

  private void delete(String name) throws IOException {
    assertThat(fs().delete(new Path(folder, name), true)).as("delete of " + name).isTrue();
    files.keySet().removeIf(file -> file.equals(name) || file.startsWith(name + "/"));
    assertThat(fs().exists(new Path(folder, name))).as(name + " is there").isFalse();
  }

  private void list() throws IOException {
    if (files.isEmpty()) {
      return;
    }
    Map<String, Long> lengths = new TreeMap<>();
    for (FileStatus status : fs().listStatus(folder)) {
      lengths.put(status.getPath().getName(), status.getLen());
    }
    Map<String, Long> expected = new TreeMap<>();
    files.forEach((name, ramp) -> expected.put(name, ramp.size()));
    assertThat(lengths).isEqualTo(expected);
  }

  private FileSystem fs() {
    return shared.fs();
  }

  private String anyName() {
    return "file-" + random.below(NAMES);
  }

  private RampObject newRamp(int size) {
    return new RampObject(size, random.between(1, Integer.MAX_VALUE));
  }

  private int length(RampObject ramp, long position) {
    int wanted = random.chance(0.1) ? 300_000 : random.between(1, 20_000);
    return (int) Math.min(wanted, ramp.size() - position);
  }

  private void verify(RampObject ramp, long position, byte[] bytes) {
    int wrong = Arrays.mismatch(bytes, ramp.bytes(position, bytes.length));
    if (wrong >= 0) {
      throw new AssertionError("wrong byte at " + (position + wrong) + " of " + ramp);
    }
    shared.tally().verified(bytes.length);
  }
}
