package io.github.seekwell.benchmarks.ingest;

import io.github.seekwell.benchmarks.command.Unfinished;
import io.github.seekwell.benchmarks.root.BucketPath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;

/**
 * The folders a run writes. They are there as a whole or not at all: what an earlier run left is
 * removed at the start, and a run that fails or is interrupted removes its own.
 */
final class Target {
  private static final List<String> FOLDERS = List.of("filtered", "train", "test");

  private final Path root;
  private final Unfinished folders;

  private Target(Path root, Configuration configuration) throws IOException {
    this.root = root;
    this.folders =
        Unfinished.watch(
            "ingest",
            root.getFileSystem(configuration),
            FOLDERS.stream().map(name -> new Path(root, name)).toList());
  }

  /** Removes what is left of an earlier run, and watches over this one from now on. */
  static Target begin(String uri, Configuration configuration) throws IOException {
    Target target = new Target(BucketPath.of(uri), configuration);
    target.folders.remove();
    return target;
  }

  /**
   * Whether an input may have something in it that a run with this target removes or writes: the
   * one lies in the other.
   *
   * @param input a file, a folder or a pattern
   */
  static boolean overlaps(String uri, String input) throws IOException {
    Path root = BucketPath.of(uri);
    Path read = BucketPath.of(input);
    // s3:// and s3a:// are one store; a path without a scheme is the local disk's.
    if (!Objects.equals(root.toUri().getAuthority(), read.toUri().getAuthority())) {
      return false;
    }
    for (String pattern : GlobExpander.expand(read.toUri().getPath())) {
      for (String name : FOLDERS) {
        if (meet(names(pattern), names(new Path(root, name).toUri().getPath()))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<String> names(String path) {
    return Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
  }

  /** Whether one of them leads to the other, or to where it begins. */
  private static boolean meet(List<String> patterns, List<String> names) {
    for (int i = 0; i < Math.min(patterns.size(), names.size()); i++) {
      if (!new GlobPattern(patterns.get(i)).matches(names.get(i))) {
        return false;
      }
    }
    return true;
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
