package io.github.seekwell.benchmarks.tfrecord.training;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Files behind Hadoop's API. They are listed once and opened with their status and the policy of a
 * reader that wants all of a file, so that a client that can do without asking for each does.
 */
final class HadoopShards implements Shards {
  private static final String READ_POLICY = "fs.option.openfile.read.policy";
  private static final String SUFFIX = ".tfrecord";

  private final FileSystem fs;
  private final Map<String, FileStatus> files = new TreeMap<>();

  private HadoopShards(FileSystem fs) {
    this.fs = fs;
  }

  /** With a file system of its own. */
  static HadoopShards of(URI folder, Configuration configuration) throws IOException {
    HadoopShards shards = new HadoopShards(FileSystem.newInstance(folder, configuration));
    for (FileStatus status : shards.fs.listStatus(new Path(folder))) {
      String name = status.getPath().getName();
      if (name.endsWith(SUFFIX)) {
        shards.files.put(name, status);
      }
    }
    return shards;
  }

  @Override
  public List<String> names() {
    return new ArrayList<>(files.keySet());
  }

  @Override
  public InputStream open(String name) throws IOException {
    FileStatus status = files.get(name);
    if (status == null) {
      throw new IOException("no file " + name);
    }
    return FutureIO.awaitFuture(
        fs.openFile(status.getPath())
            .opt(READ_POLICY, "whole-file, sequential")
            .withFileStatus(status)
            .build());
  }

  @Override
  public void close() throws IOException {
    fs.close();
  }
}
