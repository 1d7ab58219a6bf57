package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.replay.Tape.Kind;
import io.github.seekwell.benchmarks.replay.Tape.Mode;
import io.github.seekwell.benchmarks.replay.Tape.Reader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Plays a tape on a file system, by Hadoop's API alone. The time taken goes from before the first
 * open to after the last close. Every byte is checked: a checksum over what a call has delivered,
 * some 0.1 ms for a megabyte, is part of the time for every client alike.
 */
final class Player {
  private static final long BLOCK_SIZE = 32L << 20;

  private final FileSystem fs;
  private final Path folder;
  private final Tape tape;

  Player(FileSystem fs, Path folder, Tape tape) {
    this.fs = fs;
    this.folder = folder;
    this.tape = tape;
  }

  /** What one pass has shown. */
  record Played(long nanos, long bytes) {}

  Played play() throws IOException, InterruptedException {
    if (tape.mode() == Mode.IN_TURN) {
      return inTurn();
    }
    return tape.mode() == Mode.AT_ONCE ? atOnce() : onOneStream();
  }

  private Played inTurn() throws IOException {
    List<Desk> desks = desks();
    long start = System.nanoTime();
    long bytes = 0;
    for (Desk desk : desks) {
      bytes += openAndRead(desk);
    }
    return new Played(System.nanoTime() - start, bytes);
  }

  private Played atOnce() throws IOException, InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    List<FutureTask<Long>> tasks = start(go, desk -> openAndRead(desk));
    long start = System.nanoTime();
    go.countDown();
    long bytes = sum(tasks);
    return new Played(System.nanoTime() - start, bytes);
  }

  private Played onOneStream() throws IOException, InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    FSDataInputStream[] shared = new FSDataInputStream[1];
    List<FutureTask<Long>> tasks = start(go, desk -> desk.read(shared[0]));
    long start = System.nanoTime();
    long bytes;
    try (FSDataInputStream in = open(tape.readers().get(0))) {
      shared[0] = in;
      go.countDown();
      bytes = sum(tasks);
    }
    return new Played(System.nanoTime() - start, bytes);
  }

  private long openAndRead(Desk desk) throws IOException {
    try (FSDataInputStream in = open(desk.reader)) {
      return desk.read(in);
    }
  }

  private FSDataInputStream open(Reader reader) throws IOException {
    Path path = new Path(folder, reader.object());
    boolean hasStatus = tape.statusSize() != Tape.NO_STATUS;
    if (tape.openOptions().isEmpty() && !hasStatus) {
      return fs.open(path);
    }
    FutureDataInputStreamBuilder builder = fs.openFile(path);
    tape.openOptions().forEach(builder::opt);
    if (hasStatus) {
      builder.withFileStatus(
          new FileStatus(tape.statusSize(), false, 1, BLOCK_SIZE, 0, fs.makeQualified(path)));
    }
    return FutureIO.awaitFuture(builder.build());
  }

  private List<Desk> desks() {
    List<Desk> desks = new ArrayList<>();
    for (Reader reader : tape.readers()) {
      desks.add(new Desk(reader));
    }
    return desks;
  }

  private interface Work {
    long read(Desk desk) throws IOException;
  }

  /** Threads that wait for the start signal. */
  private List<FutureTask<Long>> start(CountDownLatch go, Work work) {
    List<FutureTask<Long>> tasks = new ArrayList<>();
    for (Desk desk : desks()) {
      Callable<Long> reading =
          () -> {
            go.await();
            return work.read(desk);
          };
      FutureTask<Long> task = new FutureTask<>(reading);
      Thread thread = new Thread(task, "reader-" + tasks.size());
      thread.setDaemon(true);
      thread.start();
      tasks.add(task);
    }
    return tasks;
  }

  private static long sum(List<FutureTask<Long>> tasks) throws IOException, InterruptedException {
    long bytes = 0;
    for (FutureTask<Long> task : tasks) {
      try {
        bytes += task.get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
    return bytes;
  }

  /** Where one reader sits: its calls, its buffer, its checksum. */
  private static final class Desk {
    private final Reader reader;
    private final byte[] buffer;
    private final CRC32C sum = new CRC32C();
    private long delivered;

    Desk(Reader reader) {
      this.reader = reader;
      this.buffer = new byte[reader.longest()];
    }

    long read(FSDataInputStream in) throws IOException {
      delivered = 0;
      for (int i = 0; i < reader.size(); i++) {
        int length = reader.lengths()[i];
        switch (reader.kinds()[i]) {
          case SEEK -> in.seek(reader.positions()[i]);
          case READ -> check(i, buffer, fill(in, length));
          case ONES -> check(i, buffer, ones(in, length));
          case PREAD -> {
            in.readFully(reader.positions()[i], buffer, 0, length);
            check(i, buffer, length);
          }
          case VREAD -> {
            ranges(in, i + 1, length);
            i += length;
          }
          case RANGE -> throw new IllegalStateException("a range without its read");
          default -> throw new IllegalStateException();
        }
      }
      return delivered;
    }

    /** Like a reader who wants it all: a stream may give less than it was asked for. */
    private int fill(FSDataInputStream in, int length) throws IOException {
      int filled = 0;
      while (filled < length) {
        int got = in.read(buffer, filled, length - filled);
        if (got < 0) {
          break;
        }
        filled += got;
      }
      return filled;
    }

    private int ones(FSDataInputStream in, int length) throws IOException {
      for (int i = 0; i < length; i++) {
        int one = in.read();
        if (one < 0) {
          return i;
        }
        buffer[i] = (byte) one;
      }
      return length;
    }

    private void ranges(FSDataInputStream in, int first, int count) throws IOException {
      if (Vectored.here().isEmpty()) {
        for (int i = first; i < first + count; i++) {
          in.readFully(reader.positions()[i], buffer, 0, reader.lengths()[i]);
          check(i, buffer, reader.lengths()[i]);
        }
        return;
      }
      List<Future<?>> promises =
          Vectored.here().get().read(in, reader.positions(), reader.lengths(), first, count);
      for (int i = 0; i < count; i++) {
        ByteBuffer data = (ByteBuffer) kept(promises.get(i));
        int length = data.remaining();
        sum.reset();
        sum.update(data);
        compare(first + i, length);
      }
    }

    private static Object kept(Future<?> promise) throws IOException {
      try {
        return promise.get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    private void check(int call, byte[] bytes, int length) throws IOException {
      sum.reset();
      sum.update(bytes, 0, length);
      compare(call, length);
    }

    private void compare(int call, int length) throws IOException {
      if ((int) sum.getValue() != reader.sums()[call]) {
        throw new IOException(
            "wrong bytes of %s in call %d, a %s: %d of %d"
                .formatted(
                    reader.object(),
                    call,
                    reader.kinds()[call] == Kind.RANGE ? "vectored read" : reader.kinds()[call],
                    length,
                    reader.lengths()[call]));
      }
      delivered += length;
    }
  }
}
