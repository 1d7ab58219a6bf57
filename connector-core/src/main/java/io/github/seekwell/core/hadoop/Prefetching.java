package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ByteRange;
import java.io.IOException;
import java.util.List;

/**
 * A stream that takes hints about what will be read of it. Streams of Seekwell's file systems
 * implement it under their {@code FSDataInputStream}, and say so by the capability {@value
 * #CAPABILITY}:
 *
 * <pre>{@code
 * if (in.hasCapability(Prefetching.CAPABILITY)) {
 *   ((Prefetching) in.getWrappedStream()).prefetch(List.of(ByteRange.of(4096, 1 << 20)));
 * }
 * }</pre>
 */
public interface Prefetching {
  String CAPABILITY = "seekwell:prefetch";

  /**
   * Has these ranges fetched in the background, near ones in one request. Waits for nothing and
   * promises nothing: what finds no room is not fetched, what is not read for some seconds may
   * leave the cache again, a failure is met by the read that needs the bytes. Safe for any number
   * of threads.
   *
   * @param ranges in bytes of the file, in any order; what lies beyond its end is left out
   * @throws IOException if the stream is closed, or the file cannot be opened
   */
  void prefetch(List<ByteRange> ranges) throws IOException;
}
