package io.github.seekwell.benchmarks.jmh;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a read of many bytes fills. */
@State(Scope.Thread)
public class Chunk {
  /** Bytes of a read; the table of results makes GB/s of it. */
  @Param("65536")
  int size;

  byte[] bytes;

  @Setup
  public void allocate() {
    bytes = new byte[size];
  }
}
