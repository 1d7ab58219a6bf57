package io.github.seekwell.core.write;

import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes writers that share buffers, upload pool and listener. Safe for any number of threads.
 *
 * <p>Closing ends the pool: parts on their way are interrupted, and writers still open fail.
 */
public final class WriterFactory implements AutoCloseable {
  /**
   * Threads only wait for the network, and each has a part of the budget in hand; more would be
   * idle under any usual heap.
   */
  public static final int DEFAULT_THREADS = 16;

  private static final long IDLE_SECONDS = 30;

  private static final AtomicInteger THREADS = new AtomicInteger();

  private final WriteConfig config;
  private final PartBuffers buffers;
  private final ReadListener listener;
  private final ThreadPoolExecutor pool;

  /**
   * @param threads most parts being sent at a time, over all writers
   */
  public WriterFactory(WriteConfig config, WriteBudget budget, int threads, ReadListener listener) {
    this(config, PartBuffers.of(config.buffer(), budget, new LocalDisk()), threads, listener);
  }

  WriterFactory(WriteConfig config, PartBuffers buffers, int threads, ReadListener listener) {
    this.config = config;
    this.buffers = buffers;
    this.listener = listener;
    // the queue is bounded by the budget: a part in it has its room reserved
    ThreadPoolExecutor made =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            WriterFactory::thread);
    made.allowCoreThreadTimeOut(true);
    this.pool = made;
  }

  private WriterFactory(WriterFactory shared, WriteConfig config) {
    this.config = config;
    this.buffers = shared.buffers.with(config.buffer());
    this.listener = shared.listener;
    this.pool = shared.pool;
  }

  /** The same budget and pool for writers with other parts; closing either closes both. */
  public WriterFactory with(WriteConfig other) {
    return new WriterFactory(this, other);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "seekwell-upload-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /**
   * @param condition under which the object may be published; asked of the store when it is, and
   *     when an upload starts
   * @param owner opaque token that every request of this writer carries
   */
  public ObjectWriter create(ObjectStore store, String key, PutCondition condition, Object owner) {
    return create(store, key, condition, RequestContext.DEMAND.ownedBy(owner));
  }

  /**
   * @param context of every request of this writer
   */
  public ObjectWriter create(
      ObjectStore store, String key, PutCondition condition, RequestContext context) {
    return new ObjectWriter(
        this, new ObjectWriter.Target(store, key, recognisable(condition), context));
  }

  /**
   * A write that may be refused because of itself, when its answer was lost and it is sent again,
   * must know its own object.
   */
  private static PutCondition recognisable(PutCondition condition) {
    return condition.ifAbsent() && condition.writeId().isEmpty()
        ? condition.carrying(UUID.randomUUID().toString())
        : condition;
  }

  WriteConfig config() {
    return config;
  }

  public WriteBudget budget() {
    return buffers.memory();
  }

  PartBuffers buffers() {
    return buffers;
  }

  /**
   * Keeps a part that comes as a stream.
   *
   * @param length so many bytes are read, and none beyond them
   * @param action for messages, such as {@code upload part 1 of oci://b@n/key}
   * @throws EOFException if there are fewer
   */
  public KeptPart keep(InputStream in, long length, String action) throws IOException {
    return KeptPart.read(in, length, buffers, action);
  }

  ExecutorService pool() {
    return pool;
  }

  ReadListener listener() {
    return listener;
  }

  /**
   * Has threads end as soon as they are idle, until {@link #keepIdle()}, and gives up buffers that
   * nobody uses; parts are still sent.
   */
  public void endIdle() {
    pool.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
    buffers.rest();
  }

  /** Has idle threads stay for a while. */
  public void keepIdle() {
    pool.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    // what was queued and never ran has to hear of it, or its writer would wait for it
    for (Runnable queued : pool.shutdownNow()) {
      if (queued instanceof PartSender.Sending sending) {
        sending.neverRan();
      }
    }
    buffers.rest();
  }
}
