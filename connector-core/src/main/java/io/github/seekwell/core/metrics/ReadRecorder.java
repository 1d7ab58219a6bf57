package io.github.seekwell.core.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/**
 * The listener that every runtime has: striped counters and histograms, read as a {@link
 * ReadSnapshot}.
 *
 * <p>Safe for any number of threads. A hit takes no lock and allocates nothing; nothing else does
 * either once its operation and address have been met. {@link #snapshot()} locks, but only against
 * itself. The names of operations and the addresses that are told apart are bounded; what comes
 * later is counted under {@value #OTHER}.
 */
public final class ReadRecorder implements ReadListener {
  /** Where operations and addresses go for which there is no room. */
  public static final String OTHER = "other";

  /** Stores have a few addresses at a time; more only come with months of changes. */
  static final int MAX_ADDRESSES = 64;

  private static final int MAX_OPERATIONS = 32;

  /** What is counted by the histogram that holds each of its values, and not once more. */
  private static final Map<Count, Spread> COUNTED_BY_SPREAD =
      new EnumMap<>(
          Map.of(
              Count.READ_WAITS, Spread.READ_WAIT,
              Count.READ_MISSES, Spread.READ_MISS,
              Count.READ_FAILURES, Spread.READ_FAILED,
              Count.SEEKS_FORWARD, Spread.SEEK_FORWARD,
              Count.SEEKS_BACK, Spread.SEEK_BACK));

  private final LongAdder[] counts = new LongAdder[Count.values().length];
  private final Distribution[] spreads = new Distribution[Spread.values().length];
  private final Map<String, OperationFigures> operations = new ConcurrentHashMap<>();
  private final Map<String, AddressCounters> addresses = new ConcurrentHashMap<>();

  public ReadRecorder() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
    for (Spread spread : Spread.values()) {
      spreads[spread.ordinal()] =
          spread.isTime()
              ? Distribution.ofTimes(spread.digits())
              : Distribution.ofSizes(spread.digits());
    }
  }

  /** Totals since this recorder was made. Counters are read one after the other, not at once. */
  public synchronized ReadSnapshot snapshot() {
    TreeMap<String, Long> counters = new TreeMap<>();
    TreeMap<String, Histogram> histograms = new TreeMap<>();
    Map<Spread, Long> values = new EnumMap<>(Spread.class);
    for (Spread spread : Spread.values()) {
      Histogram total = spreads[spread.ordinal()].total();
      values.put(spread, total.getTotalCount());
      if (total.getTotalCount() > 0) {
        histograms.put(spread.metric(), total);
      }
    }
    for (Count count : Count.values()) {
      Spread spread = COUNTED_BY_SPREAD.get(count);
      counters.put(
          count.metric(), spread == null ? counts[count.ordinal()].sum() : values.get(spread));
    }
    operations.values().forEach(figures -> figures.addTo(counters, histograms));
    TreeMap<String, AddressFigures> byAddress = new TreeMap<>();
    addresses.forEach((address, counted) -> byAddress.put(address, counted.figures()));
    return new ReadSnapshot(counters, histograms, byAddress);
  }

  @Override
  public void onRead(Object owner, long bytes, long nanos, ReadOutcome outcome) {
    add(Count.BYTES_DELIVERED, bytes);
    switch (outcome) {
      case HIT -> add(Count.READ_HITS, 1);
      case WAIT -> {
        add(Count.READ_NANOS, nanos);
        record(Spread.READ_WAIT, nanos);
      }
      case MISS -> {
        add(Count.READ_NANOS, nanos);
        record(Spread.READ_MISS, nanos);
      }
    }
  }

  @Override
  public void onHits(Object owner, long reads, long bytes) {
    add(Count.READ_HITS, reads);
    add(Count.BYTES_DELIVERED, bytes);
  }

  @Override
  public void onReadFailed(Object owner, long nanos) {
    record(Spread.READ_FAILED, nanos);
  }

  @Override
  public void onSeek(Object owner, long distance) {
    if (distance >= 0) {
      add(Count.SEEK_FORWARD_BYTES, distance);
      record(Spread.SEEK_FORWARD, distance);
    } else {
      add(Count.SEEK_BACK_BYTES, -distance);
      record(Spread.SEEK_BACK, -distance);
    }
  }

  @Override
  public void onFetch(Object owner, long demanded, long ahead) {
    add(demanded > 0 ? Count.FETCHES_DEMAND : Count.FETCHES_LOOK_AHEAD, 1);
    add(Count.FETCH_DEMAND_BYTES, demanded);
    add(Count.FETCH_LOOK_AHEAD_BYTES, ahead);
  }

  @Override
  public void onLookAheadUsed(Object owner, long bytes) {
    add(Count.LOOK_AHEAD_USED_BYTES, bytes);
  }

  @Override
  public void onLookAheadWasted(long bytes) {
    add(Count.LOOK_AHEAD_WASTED_BYTES, bytes);
  }

  @Override
  public void onEviction(long bytes) {
    add(Count.EVICTIONS, 1);
    add(Count.EVICTED_BYTES, bytes);
  }

  @Override
  public void onDiskRead(Object owner, long blocks, long bytes, long nanos) {
    add(Count.DISK_READ, blocks);
    add(Count.DISK_READ_BYTES, bytes);
    record(Spread.DISK_READ, nanos);
  }

  @Override
  public void onDisk(DiskEvent event, long blocks, long bytes) {
    switch (event) {
      case MISS -> add(Count.DISK_MISSES, blocks);
      case BYPASSED -> add(Count.DISK_BYPASSED, blocks);
      case DAMAGED -> add(Count.DISK_DAMAGED, blocks);
      case WRITTEN -> {
        add(Count.DISK_WRITTEN, blocks);
        add(Count.DISK_WRITTEN_BYTES, bytes);
      }
      case REFUSED -> add(Count.DISK_REFUSED, blocks);
      case DROPPED -> add(Count.DISK_DROPPED, blocks);
      case EVICTED -> {
        add(Count.DISK_EVICTED, blocks);
        add(Count.DISK_EVICTED_BYTES, bytes);
      }
      case LOST -> add(Count.DISK_LOST, blocks);
    }
  }

  @Override
  public void onRequest(
      Object owner,
      String operation,
      int attempt,
      long queueNanos,
      long firstByteNanos,
      long bodyNanos,
      long bytes,
      int status,
      String address,
      String requestId) {
    add(Count.REQUESTS, 1);
    add(statusClass(status), 1);
    if (status == 429 || status == 503) {
      add(Count.THROTTLED, 1);
    }
    boolean ok = status / 100 == 2;
    operation(operation).request(attempt, queueNanos, firstByteNanos, bodyNanos, bytes, ok);
    if (!address.isEmpty()) {
      address(address).request(bytes, firstByteNanos, ok);
    }
  }

  @Override
  public void onLimitWait(Object owner, long nanos) {
    add(Count.LIMIT_WAITS, 1);
    record(Spread.LIMIT_WAIT, nanos);
  }

  @Override
  public void onRetry(Object owner, String operation, long backoffNanos) {
    add(Count.RETRIES, 1);
    record(Spread.RETRY_BACKOFF, backoffNanos);
  }

  @Override
  public void onHedge(Object owner, long waitedNanos) {
    add(Count.HEDGES, 1);
    record(Spread.HEDGE_AFTER, waitedNanos);
  }

  @Override
  public void onHedgeEnded(Object owner, boolean won) {
    add(won ? Count.HEDGES_WON : Count.HEDGES_LOST, 1);
  }

  @Override
  public void onOperation(Object owner, String operation, long nanos, boolean ok) {
    operation(operation).ended(nanos, ok);
  }

  @Override
  public void onConnection(String address, boolean opened) {
    add(opened ? Count.CONNECTIONS_OPENED : Count.CONNECTIONS_CLOSED, 1);
    address(address).connection(opened);
  }

  @Override
  public void onAddressChange(String host, int added, int removed) {
    add(Count.ADDRESS_CHANGES, 1);
    add(Count.ADDRESSES_ADDED, added);
    add(Count.ADDRESSES_REMOVED, removed);
  }

  @Override
  public void onLookup(String host, long nanos, boolean ok) {
    add(ok ? Count.LOOKUPS : Count.LOOKUP_FAILURES, 1);
    record(Spread.LOOKUP, nanos);
  }

  @Override
  public void onWrite(Object owner, long bytes) {
    add(Count.BYTES_WRITTEN, bytes);
  }

  private void add(Count count, long amount) {
    counts[count.ordinal()].add(amount);
  }

  private void record(Spread spread, long value) {
    spreads[spread.ordinal()].record(value);
  }

  private OperationFigures operation(String name) {
    OperationFigures known = operations.get(name);
    if (known != null) {
      return known;
    }
    String kept = operations.size() < MAX_OPERATIONS ? name : OTHER;
    return operations.computeIfAbsent(kept, OperationFigures::new);
  }

  private AddressCounters address(String name) {
    AddressCounters known = addresses.get(name);
    if (known != null) {
      return known;
    }
    synchronized (addresses) { // new addresses only; keeps the bound exact
      String kept = addresses.size() < MAX_ADDRESSES ? name : OTHER;
      return addresses.computeIfAbsent(kept, unused -> new AddressCounters());
    }
  }

  private static Count statusClass(int status) {
    return switch (status / 100) {
      case 2 -> Count.STATUS_2XX;
      case 3 -> Count.STATUS_3XX;
      case 4 -> Count.STATUS_4XX;
      case 5 -> Count.STATUS_5XX;
      default -> Count.STATUS_NONE;
    };
  }

  /** Striped counters of one address. */
  private static final class AddressCounters {
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder firstByteNanos = new LongAdder();
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();

    void request(long received, long nanosToFirstByte, boolean ok) {
      requests.increment();
      bytes.add(received);
      if (!ok) {
        failures.increment();
      }
      if (nanosToFirstByte > 0) {
        answers.increment();
        firstByteNanos.add(nanosToFirstByte);
      }
    }

    void connection(boolean made) {
      (made ? opened : closed).increment();
    }

    AddressFigures figures() {
      return new AddressFigures(
          requests.sum(),
          failures.sum(),
          bytes.sum(),
          answers.sum(),
          firstByteNanos.sum(),
          opened.sum(),
          closed.sum());
    }
  }
}
