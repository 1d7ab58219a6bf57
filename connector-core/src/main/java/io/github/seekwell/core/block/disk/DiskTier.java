package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.Block;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.SecondTier;
import io.github.seekwell.core.metrics.DiskEvent;
import io.github.seekwell.core.metrics.ReadListener;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks on local disk.
 *
 * <p>Opens its directories when it is first asked for anything, in the background: a process that
 * reads nothing takes no place on any disk. What an earlier process left can be read as soon as the
 * heads of its runs have been. Readers never wait for anything but the blocks they read; all
 * writing and deleting is one background thread's.
 */
public final class DiskTier implements SecondTier, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskTier.class);

  /** What is offered last is written after this time, though no batch is full. */
  private static final long LINGER_MILLIS = 1000;

  /** How often the directories are looked at, while anybody reads. */
  private static final long TEND_NANOS = 10_000_000_000L;

  private static final long THREAD_IDLE_SECONDS = 2;

  private final Limits limits;
  private final Layout layout;
  private final StorePace pace;
  private final ReadListener listener;
  private final Surroundings surroundings;
  private final List<TierDirectory> directories = new ArrayList<>();
  private final Catalogue catalogue;
  private final RunReader reader;
  private final RunWriter writer;
  private final OfferQueue queue;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicLong nextTend = new AtomicLong();
  private volatile boolean closed;

  // Held by background work and by closing; there is I/O under it, and no reader takes it.
  private final Object work = new Object();

  /**
   * How much of what the tier may take.
   *
   * @param blockSize bytes of all blocks but the last of an object
   * @param maxBytes on all disks together, for the whole JVM
   * @param share our part of such a number of bytes at the moment, since a second class loader may
   *     come to read
   * @param minFree bytes to leave free on a file system of so many bytes
   * @param queueBytes blocks in memory that wait to be written
   * @param indexBytes of heap for knowing what is where
   */
  public record Limits(
      int blockSize,
      long maxBytes,
      LongUnaryOperator share,
      LongUnaryOperator minFree,
      long queueBytes,
      long indexBytes) {}

  /**
   * What is not the tier's own.
   *
   * @param clock nanoseconds
   * @param soon the background thread
   * @param later the same thread, after a while
   */
  record Surroundings(Volume volume, LongSupplier clock, Executor soon, Executor later) {}

  /**
   * @param directories where to write, best on different disks; made if they are not there
   */
  public DiskTier(List<Path> directories, Limits limits, StorePace pace, ReadListener listener) {
    this(directories, limits, pace, listener, real());
  }

  DiskTier(
      List<Path> paths,
      Limits limits,
      StorePace pace,
      ReadListener listener,
      Surroundings surroundings) {
    this.limits = limits;
    this.layout = new Layout(limits.blockSize());
    this.pace = pace;
    this.listener = listener;
    this.surroundings = surroundings;
    Geometry geometry = Geometry.of(limits.maxBytes() / paths.size(), layout);
    for (Path path : paths) {
      directories.add(
          new TierDirectory(
              path, surroundings.volume(), layout, limits.minFree(), geometry.segmentBytes()));
    }
    this.catalogue =
        new Catalogue(
            layout.stride(), geometry.runBlocks(), geometry.visitBlocks(), limits.indexBytes());
    this.reader = new RunReader(layout);
    this.writer =
        new RunWriter(
            layout, catalogue, directories, listener, surroundings.clock(), this::setAside);
    this.queue =
        new OfferQueue(limits.queueBytes(), surroundings.soon(), surroundings.later(), this::drain);
  }

  private static Surroundings real() {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            body -> {
              Thread made = new Thread(body, "seekwell-disk");
              made.setDaemon(true);
              return made;
            });
    thread.allowCoreThreadTimeOut(true);
    Executor later =
        CompletableFuture.delayedExecutor(LINGER_MILLIS, TimeUnit.MILLISECONDS, thread);
    return new Surroundings(new LocalVolume(), System::nanoTime, thread, later);
  }

  @Override
  public List<Piece> pieces(ObjectVersion object, long first, int count) {
    start();
    tendIfDue();
    List<Run> runs = catalogue.within(object.digest(), first, count);
    Pieces pieces = new Pieces(object, layout, pace);
    int bypassed = 0;
    long at = first;
    long end = first + count;
    for (Run run : runs) {
      TierDirectory directory = run.segment().directory();
      if (!directory.isUsable()) {
        continue;
      }
      long from = Math.max(run.first(), at);
      int held = (int) (Math.min(run.end(), end) - from);
      if (directory.bypass().letsThrough(surroundings.clock().getAsLong())) {
        pieces.add((int) (from - at), false);
        pieces.add(held, true);
        at = from + held;
      } else {
        bypassed += held;
      }
    }
    pieces.add((int) (end - at), false);
    tell(DiskEvent.BYPASSED, bypassed);
    tell(DiskEvent.MISS, count - bypassed - pieces.here());
    return pieces.from(first);
  }

  private void tell(DiskEvent event, int blocks) {
    if (blocks > 0) {
      listener.onDisk(event, blocks, (long) blocks * layout.blockSize());
    }
  }

  @Override
  public int read(ObjectVersion object, long first, int count, Object owner, Sink sink) {
    long wanted = bytes(object, first, count);
    long storeNanos = pace.nanos(object, wanted);
    long nanos = 0;
    int done = 0;
    while (done < count) {
      Run run = catalogue.at(object.digest(), first + done);
      if (run == null || !run.segment().directory().isUsable()) {
        break;
      }
      int held = (int) Math.min(count - done, run.end() - (first + done));
      long begin = surroundings.clock().getAsLong();
      int right = read(run, object, first + done, held, sink);
      long took = surroundings.clock().getAsLong() - begin;
      nanos += took;
      if (right > 0) {
        catalogue.used(run, right);
        long share = bytes(object, first + done, right);
        compare(run.segment().directory(), took, (long) ((double) storeNanos * share / wanted));
      }
      done += right;
      if (right < held) {
        break;
      }
    }
    if (done > 0) {
      listener.onDiskRead(owner, done, bytes(object, first, done), nanos);
    }
    return done;
  }

  private int read(Run run, ObjectVersion object, long first, int count, Sink sink) {
    SegmentFile file = run.segment().file();
    Counted counted = new Counted(sink);
    try {
      reader.read(run, object, first, count, counted);
      if (counted.blocks < count && !file.isRetired()) {
        catalogue.remove(run);
        listener.onDisk(DiskEvent.DAMAGED, run.count(), 0);
      }
    } catch (IOException e) {
      if (!file.isRetired()) {
        setAside(run.segment().directory(), e);
      }
    }
    return counted.blocks;
  }

  /** Knows how many blocks were given before a disk failed. */
  private static final class Counted implements Sink {
    private final Sink sink;
    private int blocks;

    Counted(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void accept(long index, ByteBuffer bytes) {
      blocks++;
      sink.accept(index, bytes);
    }
  }

  @Override
  public void offer(ObjectVersion object, long index, Block block) {
    if (!isAccepting()) {
      return;
    }
    start();
    if (!catalogue.offered(object.digest(), index)) {
      return;
    }
    // Until it is written; perhaps it leaves memory meanwhile.
    if (!block.hold()) {
      return;
    }
    if (!queue.add(new Offer(object, index, block))) {
      block.release();
      listener.onDisk(DiskEvent.DROPPED, 1, block.length());
    }
  }

  @Override
  public void flush() {
    if (started.get() && !closed) {
      surroundings.soon().execute(this::drain);
    }
  }

  /** Gives up the directories and leaves them to the next process. What is queued is lost. */
  @Override
  public void close() {
    closed = true;
    synchronized (work) {
      for (TierDirectory directory : directories) {
        closeQuietly(directory);
      }
    }
  }

  private boolean isAccepting() {
    if (closed) {
      return false;
    }
    for (TierDirectory directory : directories) {
      if (directory.isUsable() && !directory.bypass().isOn()) {
        return true;
      }
    }
    return false;
  }

  private void start() {
    if (!started.get() && started.compareAndSet(false, true)) {
      nextTend.set(surroundings.clock().getAsLong() + TEND_NANOS);
      surroundings.soon().execute(this::open);
    }
  }

  private void tendIfDue() {
    long now = surroundings.clock().getAsLong();
    long due = nextTend.get();
    if (now - due >= 0 && nextTend.compareAndSet(due, now + TEND_NANOS)) {
      surroundings.soon().execute(this::tend);
    }
  }

  private void open() {
    synchronized (work) {
      for (TierDirectory directory : directories) {
        if (closed) {
          return;
        }
        try {
          directory.open(catalogue, room(), surroundings.clock().getAsLong());
          LOG.info("Blocks are kept on disk: {}", directory);
        } catch (IOException e) {
          setAside(directory, e);
        }
      }
    }
  }

  private void drain() {
    synchronized (work) {
      List<Offer> batch = queue.take();
      try {
        if (!closed) {
          writer.write(batch);
        }
      } finally {
        queue.done(batch);
      }
    }
  }

  private void tend() {
    synchronized (work) {
      for (TierDirectory directory : directories) {
        if (!closed) {
          directory.resize(room());
          writer.tend(directory);
        }
      }
    }
  }

  /** What one directory may hold at the moment. */
  private long room() {
    return limits.share().applyAsLong(limits.maxBytes()) / directories.size();
  }

  private void compare(TierDirectory directory, long diskNanos, long storeNanos) {
    if (storeNanos > 0
        && directory.bypass().measured(diskNanos, storeNanos, surroundings.clock().getAsLong())) {
      LOG.info("The disk of {} is slower than the store and is left alone for a while", directory);
    }
  }

  /** A directory that failed is not used again by this process. */
  private void setAside(TierDirectory directory, IOException reason) {
    if (directory.fail()) {
      LOG.warn("Blocks in {} are not used any more: {}", directory, reason.toString());
      surroundings.soon().execute(() -> discard(directory));
    }
  }

  private void discard(TierDirectory directory) {
    synchronized (work) {
      long blocks = 0;
      long bytes = 0;
      for (Segment segment : directory.segments()) {
        blocks += catalogue.removeAll(segment);
        bytes += segment.file().size();
      }
      if (blocks > 0) {
        listener.onDisk(DiskEvent.LOST, blocks, bytes);
      }
      closeQuietly(directory);
    }
  }

  private static void closeQuietly(TierDirectory directory) {
    try {
      directory.close();
    } catch (IOException e) {
      LOG.debug("Closing {}", directory, e);
    }
  }

  private long bytes(ObjectVersion object, long first, int count) {
    return (long) (count - 1) * layout.blockSize()
        + layout.length(object.size(), first + count - 1);
  }
}
