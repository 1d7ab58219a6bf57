package io.github.seekwell.benchmarks.ingest;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * The folders a run writes. They are there as a whole or not at all: what an earlier run left is
 * removed at the start, and a run that fails or is interrupted removes its own.
 */
final class Target {
  /** After Spark has stopped its tasks, before Hadoop closes its file systems. */
  private static final int PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private final FileSystem fileSystem;
  private final Path root;
  private final AtomicBoolean settled = new AtomicBoolean();

  private Target(FileSystem fileSystem, Path root) {
    this.fileSystem = fileSystem;
    this.root = root;
  }

  /** Removes what is left of an earlier run, and watches over this one from now on. */
  static Target begin(String uri, Configuration configuration) throws IOException {
    Path root = new Path(uri);
    Target target = new Target(root.getFileSystem(configuration), root);
    target.remove();
    ShutdownHookManager.get().addShutdownHook(target::discard, PRIORITY);
    return target;
  }

  /** All events that pass the filter. */
  String filtered() {
    return at("filtered");
  }

  String train() {
    return at("train");
  }

  String test() {
    return at("test");
  }

  private String at(String name) {
    return new Path(root, name).toString();
  }

  /** Everything is written and right. */
  void complete() {
    settled.set(true);
  }

  /** Removes all, unless it is complete. */
  void discard() {
    if (settled.compareAndSet(false, true)) {
      try {
        remove();
        System.err.println("ingest: not complete, so nothing is left at " + root);
      } catch (IOException e) {
        System.err.println("ingest: could not remove what is not complete: " + e);
      }
    }
  }

  private void remove() throws IOException {
    for (String folder : List.of(filtered(), train(), test())) {
      fileSystem.delete(new Path(folder), true);
    }
  }
}
