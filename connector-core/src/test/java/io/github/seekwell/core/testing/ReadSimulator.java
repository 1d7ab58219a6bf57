package io.github.seekwell.core.testing;

import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.plan.AccessHistory;
import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.plan.FetchPlan;
import io.github.seekwell.core.plan.Found;
import io.github.seekwell.core.plan.ReadPlanner;
import io.github.seekwell.core.plan.Touch;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.testing.AccessTrace.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plays an access trace on the planner, with a store and a clock of numbers: no socket, no thread,
 * no waiting. The reader does nothing between its reads; the cache forgets nothing; each request
 * has its connection for itself, takes {@link Pace#firstByteNanos()} and then brings its bytes one
 * block after the other. What this tells is how often a reader waits, what is asked for, and what
 * one choice of the planner costs against another; not what a machine needs besides.
 */
public final class ReadSimulator {
  /** A request costs so much besides: processor time at both ends. */
  private static final long REQUEST_NANOS = 300_000;

  /** And a byte that is copied so much, 6.6 GB/s. */
  private static final double COPY_NANOS = 0.15;

  /** What opening by name brings. */
  private static final long OPEN_BYTES = 256 << 10;

  // As in BlockFetcher: what is absent between two claims and comes along, and what is here.
  private static final long MAX_GAP = 64 << 10;
  private static final long MAX_AGAIN = 16 << 10;

  private final ReadPlanner planner;
  private final int connections;
  private final long connectNanos;
  private final Pace pace;
  private final double sigma;
  private final Random random;

  // One play.
  private final AccessHistory history = new AccessHistory();
  private final Map<Long, Long> arrival = new HashMap<>();
  private final Set<Long> wanted = new HashSet<>();
  private final PriorityQueue<Long> idle = new PriorityQueue<>();
  private int opened;
  private long requests;
  private long fetched;
  private long clock;
  private double wholeCeiling;
  private long wholeAdvance;

  /**
   * @param connections requests at a time
   * @param connectNanos what a new connection costs; the first of a play costs 20 ms whatever this
   *     says
   */
  public ReadSimulator(ReadPlanner planner, Pace pace, int connections, long connectNanos) {
    this(planner, pace, connections, connectNanos, 0, 0);
  }

  /**
   * @param sigma spread of times to first byte, log-normal round the pace's
   * @param seed of them
   */
  public ReadSimulator(
      ReadPlanner planner, Pace pace, int connections, long connectNanos, double sigma, long seed) {
    this.planner = planner;
    this.pace = pace;
    this.connections = connections;
    this.connectNanos = connectNanos;
    this.sigma = sigma;
    this.random = new Random(seed);
  }

  /**
   * What a play cost.
   *
   * @param requests GETs, that of opening included
   * @param fetched bytes of them
   * @param wanted bytes of the blocks that were read
   */
  public record Cost(long nanos, long requests, long fetched, long wanted) {}

  /** Plays a trace from its opening by name on; once for each simulator. */
  public Cost play(AccessTrace trace) {
    long size = trace.length();
    clock = open(trace.file(), size);
    long position = 0;
    for (Call call : trace.calls()) {
      switch (call.kind()) {
        case SEEK -> position = call.position();
        case READ, READ_ONES -> {
          long length = Math.min(call.length(), size - position);
          for (long done = 0; done < length; ) {
            // One-byte reads reach the planner when they leave a block.
            long step = call.kind() == AccessTrace.Kind.READ ? length : 512;
            read(List.of(ByteRange.ofLength(position, Math.min(step, length - done))), size);
            position += Math.min(step, length - done);
            done += step;
          }
        }
        case PREAD -> read(List.of(ByteRange.ofLength(call.position(), call.length())), size);
        case VREAD -> read(call.ranges(), size);
        default -> throw new IllegalStateException(call.toString());
      }
    }
    long bytes = (long) wanted.size() * planner.blockSize();
    return new Cost(clock, requests, fetched, bytes);
  }

  /** As Opening does: the beginning, or the end of what keeps its index there. */
  private long open(String file, long size) {
    long blocks = planner.blocks(size);
    long count = Math.min(blocks, OPEN_BYTES / planner.blockSize());
    boolean fromEnd = file.endsWith(".parquet") || file.endsWith(".orc");
    request(fromEnd ? blocks - count : 0, fromEnd ? blocks : count, size);
    return arrival.get((fromEnd ? blocks : count) - 1);
  }

  /**
   * The same with the whole object asked for as soon as that is no more than {@code ceiling} times
   * what was wanted and {@code advance} bytes.
   */
  public Cost playWhole(AccessTrace trace, double ceiling, long advance) {
    wholeCeiling = ceiling;
    wholeAdvance = advance;
    return play(trace);
  }

  private void read(List<ByteRange> ranges, long size) {
    TreeMap<Long, Boolean> claims = new TreeMap<>();
    List<FetchPlan> plans = new ArrayList<>();
    long bytes = 0;
    for (ByteRange range : ranges) {
      BlockSpan span = planner.covering(range.start(), range.length());
      Found found = Found.AS_HOPED;
      for (long block = span.first(); block < span.end(); block++) {
        if (!arrival.containsKey(block)) {
          claims.put(block, true);
          found = Found.ABSENT;
        } else if (found != Found.ABSENT && arrival.get(block) > clock) {
          found = Found.COMING;
        } else if (found == Found.AS_HOPED && wanted.contains(block)) {
          found = Found.HERE;
        }
        wanted.add(block);
      }
      Touch touch = new Touch(range.start(), range.length(), found);
      plans.add(
          ranges.size() == 1
              ? planner.plan(history, touch, size, AccessHints.NONE, pace)
              : planner.planAnnounced(history, touch, size, AccessHints.NONE, pace));
      bytes += range.length();
    }
    for (FetchPlan plan : plans) {
      hope(plan, claims);
    }
    long allowed = (long) (wholeCeiling * wanted.size() * planner.blockSize()) + wholeAdvance;
    if (wholeCeiling > 0 && allowed >= size) {
      hope(new FetchPlan(List.of(new BlockSpan(0, planner.blocks(size))), Long.MAX_VALUE), claims);
    }
    send(claims, size);
    for (ByteRange range : ranges) {
      BlockSpan span = planner.covering(range.start(), range.length());
      for (long block = span.first(); block < span.end(); block++) {
        clock = Math.max(clock, arrival.get(block));
      }
    }
    clock += (long) (bytes * COPY_NANOS);
  }

  private void hope(FetchPlan plan, TreeMap<Long, Boolean> claims) {
    long left = plan.atMost();
    for (BlockSpan span : plan.ahead()) {
      for (long block = span.first(); block < span.end() && left > 0; block++) {
        if (!arrival.containsKey(block) && claims.putIfAbsent(block, false) == null) {
          left--;
        }
      }
    }
    long before = Long.MIN_VALUE / 2;
    for (long block : List.copyOf(claims.keySet())) {
      if (block - before - 1 <= MAX_GAP / planner.blockSize()) {
        for (long gap = before + 1; gap < block && left > 0; gap++) {
          if (!arrival.containsKey(gap)) {
            claims.put(gap, false);
            left--;
          }
        }
      }
      before = block;
    }
  }

  /** Near ones in one request, of half the break-even at most; the demanded ones first. */
  private void send(TreeMap<Long, Boolean> claims, long size) {
    long most = Math.max(512 << 10, pace.breakEvenBytes() / 2) / planner.blockSize();
    List<BlockSpan> demanded = new ArrayList<>();
    List<BlockSpan> hoped = new ArrayList<>();
    long first = -1;
    long next = -1;
    boolean demand = false;
    for (Map.Entry<Long, Boolean> claim : claims.entrySet()) {
      long block = claim.getKey();
      if (first >= 0 && (block - next > MAX_AGAIN / planner.blockSize() || block - first >= most)) {
        (demand ? demanded : hoped).add(new BlockSpan(first, next));
        first = -1;
      }
      if (first < 0) {
        first = block;
        demand = false;
      }
      next = block + 1;
      demand |= claim.getValue();
    }
    if (first >= 0) {
      (demand ? demanded : hoped).add(new BlockSpan(first, next));
    }
    demanded.addAll(hoped);
    for (BlockSpan span : demanded) {
      request(span.first(), span.end(), size);
    }
    history.asked(claims.size() * (long) planner.blockSize());
  }

  private void request(long first, long end, long size) {
    long start = clock;
    long connecting = 0;
    if (!idle.isEmpty() && idle.peek() <= clock) {
      idle.poll();
    } else if (opened < connections) {
      connecting = opened == 0 ? 20_000_000 : connectNanos;
      opened++;
    } else {
      start = Math.max(clock, idle.poll());
    }
    double spread = sigma == 0 ? 1 : Math.exp(sigma * random.nextGaussian());
    long at = start + connecting + (long) (spread * pace.firstByteNanos()) + REQUEST_NANOS;
    for (long block = first; block < end; block++) {
      long length = Math.min(planner.blockSize(), size - block * planner.blockSize());
      at += pace.bodyNanos(length);
      arrival.merge(block, at, Math::min);
      fetched += length;
    }
    requests++;
    idle.add(at);
  }
}
