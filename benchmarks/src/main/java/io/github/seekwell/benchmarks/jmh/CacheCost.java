package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.block.Arrivals;
import io.github.seekwell.core.block.Block;
import io.github.seekwell.core.block.BlockCache;
import io.github.seekwell.core.block.BlockFetcher;
import io.github.seekwell.core.block.BlockFetcher.Fetch;
import io.github.seekwell.core.block.BlockFetcher.Source;
import io.github.seekwell.core.block.FetchPool;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.plan.FetchPlan;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The block cache without a reader. Blocks are small, so that their bytes weigh nothing. */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheCost {
  private static final int BLOCK_SIZE = 4096;
  private static final int BLOCKS = 4096;

  private final ReadRecorder recorder = new ReadRecorder();
  private final byte[] bytes = new byte[BLOCK_SIZE];

  /** Holds every block of an object. */
  private final BlockCache full = new BlockCache(() -> Long.MAX_VALUE, recorder);

  /** Has room for few, so that each that arrives drives one out. */
  private final BlockCache small = new BlockCache(() -> 256L * BLOCK_SIZE, recorder);

  private final FetchPool pool = new FetchPool(1, () -> Long.MAX_VALUE);
  private final BlockFetcher fetcher = new BlockFetcher(full, pool, BLOCK_SIZE, recorder);
  private final Source source = source();
  private final ObjectVersion version = source.version();
  private BlockSpan[] spans = {};
  private long next;

  private static Source source() {
    MemoryStore store = new MemoryStore();
    ObjectInfo object = store.hold("object", RampObject.of((long) BLOCKS * BLOCK_SIZE));
    return new Source(
        store,
        object,
        new ObjectVersion(store.id(), object.key(), object.etag(), object.size()),
        null);
  }

  @Setup
  public void fill() {
    spans = new BlockSpan[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      spans[i] = new BlockSpan(i, i + 1);
      Arrivals.arrive(full, version, i, (long) i * BLOCK_SIZE, bytes);
    }
  }

  @TearDown
  public void close() {
    pool.close();
  }

  /** A look-up by key, which counts as no visit. */
  @Benchmark
  public @Nullable Block present() {
    return full.present(version, next());
  }

  /** The look-up of a reader who came for the block. */
  @Benchmark
  public @Nullable Block visit() {
    return full.visit(version, next());
  }

  /** All that the fetcher does for a block that is there, up to the block itself. */
  @Benchmark
  public Block demandHit() throws StoreException {
    Fetch fetch =
        fetcher.fetch(
            source, spans[next()], FetchPlan.DEMAND_ONLY, RequestContext.DEMAND, Pace.DEFAULT);
    Block block =
        fetcher.await(
            source, fetch.blocks().get(0), RequestContext.DEMAND, Long.MAX_VALUE, () -> false);
    block.release();
    return block;
  }

  /** A block is claimed, arrives, and another leaves for it. */
  @Benchmark
  public void arrival() {
    next++;
    Arrivals.arrive(small, version, next, next * BLOCK_SIZE, bytes);
  }

  /** Far from the last one, in an order that meets every block. */
  private int next() {
    next += 1_237;
    return (int) (next % BLOCKS);
  }
}
