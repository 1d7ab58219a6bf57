package io.github.seekwell.core.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A running total for each {@link Count}, safe for any number of threads.
 *
 * <p>A thread that has a row of its own adds there without an atomic operation, since nobody else
 * writes to it: a nanosecond instead of the six of an uncontended {@link LongAdder}. Rows are few
 * and are taken for good by the threads that come first; who finds his place taken shares striped
 * adders with all others.
 */
final class Counters {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int SIZE = Count.values().length;

  /** A row of another thread should not begin in the cache line where this one ends. */
  private static final int PADDING = 8;

  private final AtomicReferenceArray<@Nullable Row> rows;
  private final LongAdder[] shared = new LongAdder[SIZE];

  /** Its number and not the thread, which would hold its class loader. Numbers never come again. */
  private record Row(long thread, long[] cells) {}

  /**
   * @param rows how many threads may have one of their own; a power of two
   */
  Counters(int rows) {
    if (Integer.bitCount(rows) != 1) {
      throw new IllegalArgumentException("rows " + rows);
    }
    this.rows = new AtomicReferenceArray<>(rows);
    for (int i = 0; i < SIZE; i++) {
      shared[i] = new LongAdder();
    }
  }

  /** Gives the calling thread a row, if its place is free, before others come. */
  void claim() {
    own(Thread.currentThread().getId());
  }

  void add(Count count, long amount) {
    long[] cells = own(Thread.currentThread().getId());
    int index = count.ordinal();
    if (cells == null) {
      shared[index].add(amount);
    } else {
      // Released, so that who sees this sees what the thread counted before.
      CELL.setRelease(cells, index, cells[index] + amount);
    }
  }

  /** Everything that was added by whoever has returned, and perhaps more. */
  long sum(Count count) {
    int index = count.ordinal();
    long sum = shared[index].sum();
    for (int i = 0; i < rows.length(); i++) {
      Row row = rows.get(i);
      if (row != null) {
        sum += (long) CELL.getAcquire(row.cells, index);
      }
    }
    return sum;
  }

  /** The row of a thread, which it gets if its place is free; null if that is another's. */
  private long @Nullable [] own(long thread) {
    int place = (int) thread & rows.length() - 1;
    Row row = rows.get(place);
    if (row == null) {
      rows.compareAndSet(place, null, new Row(thread, new long[SIZE + PADDING]));
      row = rows.get(place);
    }
    return row != null && row.thread == thread ? row.cells : null;
  }
}
