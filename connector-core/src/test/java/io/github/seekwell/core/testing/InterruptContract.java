package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thread that is interrupted while it waits for a store: its read ends long before the stall
 * deadline, and nothing that it shares with others suffers.
 */
@Timeout(30)
public abstract class InterruptContract {
  private static final String GET = "GetObject";
  private static final int SIZE = 4 << 20;

  private final RampObject ramp = new RampObject(SIZE, 3);
  private FileSystemRig rig;
  private FileSystem fs;

  /** A store that answers at once. */
  protected abstract FileSystemRig start() throws IOException;

  @BeforeEach
  void open() throws IOException {
    rig = start();
    rig.hold("a", ramp);
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.read.look-ahead-max", "0");
    conf.set("fs.seekwell.read.stall-deadline", "10m");
    conf.set("fs.seekwell.hedge.enabled", "false");
    fs = rig.open(conf);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
    rig.close();
  }

  private interface Reading {
    void run() throws IOException;
  }

  /** Somebody who reads on a thread of his own. */
  private static final class Reader {
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private final AtomicBoolean stayedInterrupted = new AtomicBoolean();
    private final Thread thread;

    Reader(Reading reading) {
      thread =
          new Thread(
              () -> {
                try {
                  reading.run();
                } catch (IOException e) {
                  failure.set(e);
                  stayedInterrupted.set(Thread.currentThread().isInterrupted());
                }
              });
      thread.start();
    }

    /** What the interrupt has made of him. */
    void assertInterrupted() throws InterruptedException {
      thread.interrupt();
      thread.join();
      assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
      assertThat(stayedInterrupted).isTrue();
    }
  }

  private void awaitGets(int count) {
    Await.until(count + " GETs", () -> rig.emulator().log().requests(GET).size() >= count);
  }

  private void verify(FSDataInputStream in, int at, int length) throws IOException {
    byte[] read = new byte[length];
    in.readFully(at, read);
    ramp.verify(at, read, 0, length);
  }

  private void readAll(Path path) throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      verify(in, 0, SIZE);
    }
  }

  @Test
  void whoOpens_isHeard_andTheNextOneOpens() throws Exception {
    rig.emulator().script(Call.named(GET), Fault.neverAnswer());
    Reader reader = new Reader(() -> readAll(rig.path("a")));
    awaitGets(1);
    reader.assertInterrupted();
    readAll(rig.path("a"));
  }

  @Test
  void whoOpensWithALength_isHeardAtHisFirstRead() throws Exception {
    rig.emulator().script(Call.named(GET), Fault.neverAnswer());
    FileStatus others = new FileStatus(SIZE, false, 1, 1, 0, new Path("viewfs://x/a"));
    Reader reader =
        new Reader(
            () -> {
              try (FSDataInputStream in = open(others)) {
                verify(in, 1000, 100);
              }
            });
    awaitGets(1);
    reader.assertInterrupted();
    readAll(rig.path("a"));
  }

  private FSDataInputStream open(FileStatus status) throws IOException {
    try {
      return fs.openFile(rig.path("a")).withFileStatus(status).build().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("opening asks nobody", e);
    }
  }

  @Test
  void whoReads_isHeard_andWhoWaitsForTheSameBlock_getsIt() throws Exception {
    try (FSDataInputStream in = fs.open(rig.path("a"))) {
      int before = rig.emulator().log().requests(GET).size();
      rig.emulator().script(Call.named(GET), Fault.stall(Duration.ofSeconds(2)));
      Reader interrupted = new Reader(() -> verify(in, 2_000_000, 100));
      awaitGets(before + 1);
      CountDownLatch begun = new CountDownLatch(1);
      Reader patient =
          new Reader(
              () -> {
                begun.countDown();
                verify(in, 2_000_000, 100);
              });
      begun.await();
      interrupted.assertInterrupted();
      patient.thread.join();
      assertThat(patient.failure.get()).isNull();
      verify(in, 0, SIZE);
    }
  }

  @Test
  void whoIsInterruptedAlready_readsNothing() throws Exception {
    Reader reader =
        new Reader(
            () -> {
              Thread.currentThread().interrupt();
              readAll(rig.path("a"));
            });
    reader.assertInterrupted();
    readAll(rig.path("a"));
  }
}
