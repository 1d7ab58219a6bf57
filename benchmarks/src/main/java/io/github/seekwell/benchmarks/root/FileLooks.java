package io.github.seekwell.benchmarks.root;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;

/**
 * Looks into many files: several at a time, since to look into one is some round trips to a store,
 * one after the other, and nobody has anything to do until all are known.
 */
public final class FileLooks {
  /** Each has the tree of its file in memory. */
  private static final int AT_A_TIME = 8;

  private static final int END_SECONDS = 30;

  private FileLooks() {}

  /** What is made of a file. */
  @FunctionalInterface
  public interface Look<T> {
    T at(FileStatus file) throws IOException;
  }

  /**
   * What is made of each file, in their order.
   *
   * @throws IOException that of the first file, in their order, that has one
   */
  public static <T> List<T> at(List<? extends FileStatus> files, Look<T> look) throws IOException {
    List<T> found = new ArrayList<>();
    if (files.size() == 1) {
      found.add(look.at(files.get(0)));
      return found;
    }
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Future<T>> looks = new ArrayList<>();
      for (FileStatus file : files) {
        looks.add(threads.submit(() -> look.at(file)));
      }
      for (Future<T> each : looks) {
        found.add(each.get());
      }
      return found;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while looking into files");
    } finally {
      end(threads);
    }
  }

  /** What is under way is broken off, and has closed its file. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
