package io.github.seekwell.benchmarks.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Folders that a run is writing: removed unless it ends well, also when its JVM is told to end. Who
 * comes second, the run's own thread or the JVM's end, waits for the first: the file system is
 * closed after that, and would cut off a removal under way.
 */
public final class Unfinished {
  /** After Spark has stopped its tasks (50), before Hadoop closes its file systems (10). */
  private static final int PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 20;

  private final String job;
  private final FileSystem fileSystem;
  private final List<Path> folders;

  /**
   * Those of their parents that were not there before: a store keeps an empty folder as a marker.
   */
  private final List<Path> parents = new ArrayList<>();

  private final Runnable hook = this::discard;

  /** Guarded by this, while I/O goes on: that is what others are to wait for. */
  private boolean settled;

  private Unfinished(String job, FileSystem fileSystem, List<Path> folders) throws IOException {
    this.job = job;
    this.fileSystem = fileSystem;
    this.folders = List.copyOf(folders);
    for (Path folder : folders) {
      Path parent = folder.getParent();
      if (parent != null && !parents.contains(parent) && !fileSystem.exists(parent)) {
        parents.add(parent);
      }
    }
  }

  /**
   * Watches over them from now on.
   *
   * @param job for messages
   */
  public static Unfinished watch(String job, FileSystem fileSystem, List<Path> folders)
      throws IOException {
    Unfinished unfinished = new Unfinished(job, fileSystem, folders);
    ShutdownHookManager.get().addShutdownHook(unfinished.hook, PRIORITY);
    return unfinished;
  }

  /** Everything is written and right. */
  public synchronized void complete() {
    settled = true;
    unhook();
  }

  /** Removes all, unless it is complete. */
  public synchronized void discard() {
    if (settled) {
      return;
    }
    try {
      remove();
      settled = true;
      unhook();
      System.err.println(job + ": not complete, so nothing is left in " + folders);
    } catch (IOException e) {
      System.err.println(job + ": could not remove what is not complete: " + e);
    }
  }

  /** Removes what is there. */
  public void remove() throws IOException {
    for (Path folder : folders) {
      fileSystem.delete(folder, true);
    }
    for (Path parent : parents) {
      if (fileSystem.exists(parent) && fileSystem.listStatus(parent).length == 0) {
        fileSystem.delete(parent, false);
      }
    }
  }

  private void unhook() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
