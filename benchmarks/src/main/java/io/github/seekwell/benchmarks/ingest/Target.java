package io.github.seekwell.benchmarks.ingest;

import io.github.seekwell.benchmarks.command.Unfinished;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The folders a run writes. They are there as a whole or not at all: what an earlier run left is
 * removed at the start, and a run that fails or is interrupted removes its own.
 */
final class Target {
  private final Path root;
  private final Unfinished folders;

  private Target(Path root, Configuration configuration) throws IOException {
    this.root = root;
    this.folders =
        Unfinished.watch(
            "ingest",
            root.getFileSystem(configuration),
            List.of(new Path(filtered()), new Path(train()), new Path(test())));
  }

  /** Removes what is left of an earlier run, and watches over this one from now on. */
  static Target begin(String uri, Configuration configuration) throws IOException {
    Target target = new Target(new Path(uri), configuration);
    target.folders.remove();
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
    folders.complete();
  }

  /** Removes all, unless it is complete. */
  void discard() {
    folders.discard();
  }
}
