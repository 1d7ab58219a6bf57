package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A file of 64 MiB and a cache for a part of it, so that most of what is read has to be fetched,
 * and a recorder that tells the outcomes of each iteration.
 */
public abstract class ColdFile {
  private final ReadRecorder recorder = new ReadRecorder();
  private ReadSnapshot before = ReadSnapshot.EMPTY;
  private MemoryFile file;
  private FSDataInputStream in;

  /**
   * @param part the cache holds one such part of the file
   */
  final void open(int part, Duration firstByte, Map<String, String> settings) throws IOException {
    long size = CachedFile.SIZE;
    file = new MemoryFile(new MemoryFile.Layout(size, size / part, firstByte, settings), recorder);
    in = file.open();
  }

  final byte[] seekAndRead(long position, byte[] piece) throws IOException {
    in.seek(position);
    in.readFully(piece, 0, piece.length);
    return piece;
  }

  @Setup(Level.Iteration)
  public void listen() {
    before = recorder.snapshot();
  }

  @TearDown(Level.Iteration)
  public void tell(Outcomes outcomes) {
    outcomes.tell(recorder.snapshot().since(before));
  }

  @TearDown
  public void close() throws IOException {
    in.close();
    file.close();
  }
}
