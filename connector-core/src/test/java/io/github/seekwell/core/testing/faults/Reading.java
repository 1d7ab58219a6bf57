package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The ways to read a file, each with bytes to compare. */
enum Reading {
  SEQUENTIAL("read from the beginning", "the bytes come in order", 2) {
    @Override
    void read(FSDataInputStream in, RampObject ramp) throws IOException {
      in.seek(0);
      sequentially(in, ramp, 0);
      sequentially(in, ramp, LENGTH);
    }
  },
  SEEK("seek and read", "the bytes of that place come", 2) {
    @Override
    void read(FSDataInputStream in, RampObject ramp) throws IOException {
      in.seek(STEP);
      sequentially(in, ramp, STEP);
      in.seek(STEP / 2);
      sequentially(in, ramp, STEP / 2);
    }
  },
  POSITIONED("positioned read", "the bytes come and the position stays", 1) {
    @Override
    void read(FSDataInputStream in, RampObject ramp) throws IOException {
      in.seek(7);
      try {
        positioned(in, ramp, 2 * STEP);
      } finally {
        assertThat(in.getPos()).isEqualTo(7);
      }
    }
  },
  VECTORED("vectored read", "every range comes whole", 3) {
    @Override
    void read(FSDataInputStream in, RampObject ramp) throws IOException {
      List<FileRange> ranges = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ranges.add(FileRange.createFileRange(AT + i * STEP, LENGTH));
      }
      in.readVectored(ranges, ByteBuffer::allocate);
      IOException failed = null;
      for (FileRange range : ranges) {
        try {
          ByteBuffer data = await(range.getData());
          ramp.verify(range.getOffset(), data.array(), data.arrayOffset(), LENGTH);
        } catch (IOException e) {
          failed = e;
        }
      }
      if (failed != null) {
        throw failed;
      }
    }
  },
  THREADS("seek and positioned reads of one stream by threads", "each gets its own bytes", 4) {
    @Override
    void read(FSDataInputStream in, RampObject ramp) throws IOException {
      List<Callable<Void>> readers = new ArrayList<>();
      readers.add(
          () -> {
            in.seek(STEP / 4);
            sequentially(in, ramp, STEP / 4);
            return null;
          });
      for (int i = 0; i < 3; i++) {
        long at = AT + i * STEP;
        readers.add(
            () -> {
              positioned(in, ramp, at);
              return null;
            });
      }
      inThreads(readers);
    }
  },
  OPENING("open", "the beginning comes, of one version", 1) {
    @Override
    void read(FSDataInputStream in, RampObject ramp) throws IOException {
      positioned(in, ramp, 0);
    }
  };

  /** Of the objects read here. */
  static final long SIZE = 64L << 20;

  /** So far apart that no request brings the bytes of two places. */
  private static final long STEP = 16L << 20;

  /** Within a block. */
  private static final long AT = 3_300_000;

  private static final int LENGTH = 50_000;

  private final String operation;
  private final String promise;
  private final int requests;

  Reading(String operation, String promise, int requests) {
    this.operation = operation;
    this.promise = promise;
    this.requests = requests;
  }

  abstract void read(FSDataInputStream in, RampObject ramp) throws IOException;

  String operation() {
    return operation;
  }

  String promise() {
    return promise;
  }

  /** How many GETs it takes when nothing fails. */
  int requests() {
    return requests;
  }

  /** What makes opening a file a GET, if that is what is looked at. */
  String[] settings(String... more) {
    if (this != OPENING) {
      return more;
    }
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("fs.seekwell.read.open-bytes", "256k"));
    return all.toArray(String[]::new);
  }

  /** Opens and reads; the fault begins with the first GET. */
  void run(FileSystem fs, Path path, RampObject ramp, Runnable fault) throws IOException {
    if (this == OPENING) {
      fault.run();
    }
    try (FSDataInputStream in = fs.open(path)) {
      if (this != OPENING) {
        fault.run();
      }
      read(in, ramp);
    }
  }

  private static void sequentially(FSDataInputStream in, RampObject ramp, long at)
      throws IOException {
    byte[] buffer = new byte[LENGTH];
    in.readFully(buffer);
    ramp.verify(at, buffer, 0, LENGTH);
    assertThat(in.getPos()).isEqualTo(at + LENGTH);
  }

  private static void positioned(FSDataInputStream in, RampObject ramp, long at)
      throws IOException {
    byte[] buffer = new byte[LENGTH];
    in.readFully(at, buffer);
    ramp.verify(at, buffer, 0, LENGTH);
  }

  /** Throws what one of them threw. */
  static void inThreads(List<Callable<Void>> tasks) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      IOException failed = null;
      for (Future<Void> task : threads.invokeAll(tasks)) {
        try {
          await(task);
        } catch (IOException e) {
          failed = e;
        }
      }
      if (failed != null) {
        throw failed;
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdownNow();
    }
  }

  static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
