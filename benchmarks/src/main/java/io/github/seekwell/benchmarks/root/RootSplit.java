package io.github.seekwell.benchmarks.root;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;

/**
 * Some clusters of a ROOT file, one after another. It is a {@link FileSplit} because Spark counts
 * the bytes a task reads only for those; the byte range it names is where most of its baskets lie.
 */
public final class RootSplit extends FileSplit {
  private long fileLength;
  private long[] borders;

  /** For Hadoop, which fills it by {@link #readFields}. */
  public RootSplit() {
    borders = new long[0];
  }

  RootSplit(Path file, long fileLength, ClusterRun run) {
    super(file, run.start(), run.length(), new String[0]);
    this.fileLength = fileLength;
    this.borders = run.borders().stream().mapToLong(Long::longValue).toArray();
  }

  /** The length of the whole file, in bytes. */
  public long fileLength() {
    return fileLength;
  }

  /** How many clusters it covers. */
  public int clusters() {
    return borders.length - 1;
  }

  /** The first event of a cluster; of the one behind the last, the end. */
  public long firstEvent(int cluster) {
    return borders[cluster];
  }

  @Override
  public void write(DataOutput out) throws IOException {
    super.write(out);
    out.writeLong(fileLength);
    out.writeInt(borders.length);
    for (long border : borders) {
      out.writeLong(border);
    }
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    super.readFields(in);
    fileLength = in.readLong();
    borders = new long[in.readInt()];
    for (int i = 0; i < borders.length; i++) {
      borders[i] = in.readLong();
    }
  }
}
