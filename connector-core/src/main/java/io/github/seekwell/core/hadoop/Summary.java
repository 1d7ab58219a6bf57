package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ObjectInfo;
import org.apache.hadoop.fs.ContentSummary;

/**
 * Counts files, bytes and directories of a flat listing. Keys come in order, so all keys of a
 * directory are neighbours, and one remembered key is enough to know a new directory.
 */
final class Summary {
  private final String below;
  private long files;
  private long bytes;
  private long directories = 1;
  private String previous;

  /**
   * @param below prefix of the directory that is summed up
   */
  Summary(String below) {
    this.below = below;
    this.previous = below;
  }

  static ContentSummary ofFile(ObjectInfo file) {
    return summary(file.size(), 1, 0);
  }

  void add(ListPage page) {
    for (ObjectInfo object : page.objects()) {
      String key = object.key();
      for (int slash = key.indexOf('/', below.length());
          slash >= 0;
          slash = key.indexOf('/', slash + 1)) {
        if (!previous.regionMatches(0, key, 0, slash + 1)) {
          directories++;
        }
      }
      if (!key.endsWith("/")) {
        files++;
        bytes += object.size();
      }
      previous = key;
    }
  }

  ContentSummary get() {
    return summary(bytes, files, directories);
  }

  private static ContentSummary summary(long bytes, long files, long directories) {
    return new ContentSummary.Builder()
        .length(bytes)
        .fileCount(files)
        .directoryCount(directories)
        .spaceConsumed(bytes)
        .build();
  }
}
