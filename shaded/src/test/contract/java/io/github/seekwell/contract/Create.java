package io.github.seekwell.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractContractCreateTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Creating files: Hadoop's suite, and what it leaves open to object stores. */
public final class Create extends AbstractContractCreateTest {
  private static final int WRITERS = 8;

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new Bucket(conf);
  }

  /** The suite skips this for stores; that nothing is there before close() is what we promise. */
  @Test
  @Override
  public void testCreatedFileIsImmediatelyVisible() throws Exception {
    final FileSystem fs = getFileSystem();
    final Path file = path("testCreatedFileIsImmediatelyVisible");
    try (FSDataOutputStream out = fs.create(file, false)) {
      Assertions.assertThat(fs.exists(file)).as("before close").isFalse();
    }

    Assertions.assertThat(fs.getFileStatus(file).getLen()).isZero();
  }

  /** As above, of what was flushed. */
  @Test
  @Override
  public void testCreatedFileIsVisibleOnFlush() throws Exception {
    final FileSystem fs = getFileSystem();
    final Path file = path("testCreatedFileIsVisibleOnFlush");
    try (FSDataOutputStream out = fs.create(file, false)) {
      out.write('a');
      out.flush();
      Assertions.assertThat(fs.exists(file)).as("before close").isFalse();
    }

    Assertions.assertThat(fs.getFileStatus(file).getLen()).isEqualTo(1);
  }

  /** All have begun before any ends, so that only the store can decide. */
  @Test
  public void createWithoutOverwrite_byManyAtOnce_hasOneWinner() throws Exception {
    final FileSystem fs = getFileSystem();
    final Path file = path("createWithoutOverwrite");
    final List<FSDataOutputStream> streams = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      streams.add(fs.create(file, false));
      streams.get(i).write(i);
    }
    final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      final List<Callable<Boolean>> closing = new ArrayList<>();
      for (FSDataOutputStream stream : streams) {
        closing.add(() -> published(stream));
      }
      final List<Integer> winners = new ArrayList<>();
      final List<Future<Boolean>> closed = threads.invokeAll(closing, 60, TimeUnit.SECONDS);
      for (int i = 0; i < WRITERS; i++) {
        if (closed.get(i).get()) {
          winners.add(i);
        }
      }

      Assertions.assertThat(winners).hasSize(1);
      try (FSDataInputStream in = fs.open(file)) {
        Assertions.assertThat(in.read()).isEqualTo(winners.get(0));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean published(FSDataOutputStream stream) throws Exception {
    try {
      stream.close();
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
