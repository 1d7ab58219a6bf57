package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.benchmarks.jmh.CachedFile.Cursor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A seek and a read of 4 KiB that is in memory. */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SeekHit {
  @Benchmark
  public byte[] seekAndRead(Cursor cursor, Walk walk) throws IOException {
    cursor.in.seek(walk.next());
    cursor.in.readFully(walk.piece(), 0, Walk.PIECE);
    return walk.piece();
  }
}
