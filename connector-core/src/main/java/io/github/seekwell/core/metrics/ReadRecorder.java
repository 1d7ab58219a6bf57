package io.github.seekwell.core.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Counts what a scheme or an owner costs: striped counters and histograms, read as a {@link
 * ReadSnapshot}.
 *
 * <p>Safe for any number of threads. A hit takes no lock and allocates nothing; nothing else does
 * either once its operation and address have been met. {@link #snapshot()} locks against itself,
 * and for a moment against an owner that tells its hits. The names of operations and the addresses
 * that are told apart are bounded; what comes later is counted under {@value #OTHER}.
 */
public final class ReadRecorder implements ReadListener {
  /** Where operations and addresses go for which there is no room. */
  public static final String OTHER = "other";

  /** Stores have a few addresses at a time; more only come with months of changes. */
  static final int MAX_ADDRESSES = 64;

  private static final int MAX_OPERATIONS = 32;

  /** How many digits an owner's histograms have less than others: a tenth of their memory. */
  private static final int OWNERS_LOSS = 1;

  /** Without any histogram. */
  private static final long EMPTY_BYTES = 3000;

  /** Threads that count for themselves: readers of an executor and who fetches for them. */
  private static final int ROWS = 64;

  private static final int OWNERS_ROWS = 4;

  /** Owners with untold hits that are remembered until somebody asks; then they are asked. */
  private static final int MOST_OWING = 256;

  /** Within 10 % and four kilobytes: enough to tell a slow address from its neighbours. */
  private static final int ADDRESS_DIGITS = 1;

  /** What every address should answer in the same time; uploads and listings take longer. */
  private static final Set<String> ALIKE = Set.of("get", "head");

  /** What is counted by the histogram that holds each of its values, and not once more. */
  private static final Map<Count, Spread> COUNTED_BY_SPREAD =
      new EnumMap<>(
          Map.of(
              Count.OPENS, Spread.OPEN,
              Count.READ_WAITS, Spread.READ_WAIT,
              Count.READ_MISSES, Spread.READ_MISS,
              Count.READ_FAILURES, Spread.READ_FAILED,
              Count.SEEKS_FORWARD, Spread.SEEK_FORWARD,
              Count.SEEKS_BACK, Spread.SEEK_BACK));

  private final Counters counts;
  private final Distribution[] spreads = new Distribution[Spread.values().length];
  private final Map<String, OperationFigures> operations = new ConcurrentHashMap<>();
  private final Map<String, AddressCounters> addresses = new ConcurrentHashMap<>();
  private final SlowestReads slowest = new SlowestReads();
  private final Set<Owner> owing = ConcurrentHashMap.newKeySet();
  private final LongAdder operationsBegun = new LongAdder();
  private final LongAdder operationsEnded = new LongAdder();
  private final LongSupplier nanoClock;
  private final int loss;

  public ReadRecorder() {
    this(System::nanoTime, 0, ROWS);
  }

  /**
   * @param nanoClock as {@link System#nanoTime}; tells which requests ran while a slow read waited
   * @param loss so many digits fewer of a histogram's values are told apart
   */
  ReadRecorder(LongSupplier nanoClock, int loss) {
    this(nanoClock, loss, ROWS);
  }

  private ReadRecorder(LongSupplier nanoClock, int loss, int rows) {
    this.counts = new Counters(rows);
    this.nanoClock = nanoClock;
    this.loss = loss;
    for (Spread spread : Spread.values()) {
      spreads[spread.ordinal()] =
          spread.isTime()
              ? Distribution.ofTimes(spread.digits() - loss)
              : Distribution.ofSizes(spread.digits() - loss);
    }
  }

  /**
   * For one of many owners, such as a task: less than a hundred kilobytes when it has heard of
   * reads and GETs. What its reads waited and its requests' first bytes took is known within 1 %,
   * where others are within 0.1 %, and the rest within 10 %. Counts fastest for the thread that
   * makes it.
   */
  public static ReadRecorder ofOwner() {
    ReadRecorder recorder = new ReadRecorder(System::nanoTime, OWNERS_LOSS, OWNERS_ROWS);
    recorder.counts.claim();
    return recorder;
  }

  /** This owner has hits that it will tell when it is asked, or by itself in time. */
  void owed(Owner owner) {
    owing.add(owner);
  }

  /** This owner has told everything. */
  void settled(Owner owner) {
    owing.remove(owner);
  }

  /** Owners that are not asked for long, such as streams that have been closed, are let go. */
  void settleIfMany() {
    if (owing.size() > MOST_OWING) {
      settle();
    }
  }

  private void settle() {
    owing.forEach(Owner::settle);
  }

  /** HTTP requests that were issued and have not ended. */
  public long requestsInFlight() {
    long ended = counts.sum(Count.REQUESTS);
    return counts.sum(Count.REQUESTS_SENT) - ended;
  }

  /**
   * Whether something that has begun has not ended: a request, or an operation, which may have none
   * on its way while it waits for its turn or to try again. What was begun until a moment at which
   * it is not so is counted to the last byte.
   */
  public boolean isBusy() {
    long ended = operationsEnded.sum();
    return operationsBegun.sum() > ended || requestsInFlight() > 0;
  }

  /** About how many bytes of memory it has, the histograms of its latest snapshot included. */
  public long footprint() {
    long sum = EMPTY_BYTES;
    for (Distribution each : spreads) {
      sum += each.footprint();
    }
    for (OperationFigures each : operations.values()) {
      sum += each.footprint();
    }
    for (AddressCounters each : addresses.values()) {
      sum += each.firstByte.footprint();
    }
    return sum;
  }

  /** Totals since this recorder was made. Counters are read one after the other, not at once. */
  public synchronized ReadSnapshot snapshot() {
    // Before anything else: of as many requests as had ended everything is counted by now, and if
    // as many were issued, read later, none was on its way.
    long ended = counts.sum(Count.REQUESTS);
    settle(); // after it, so that hits of before those ends are told
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
      counters.put(count.metric(), spread == null ? counts.sum(count) : values.get(spread));
    }
    counters.put(Count.REQUESTS.metric(), ended);
    operations.values().forEach(figures -> figures.addTo(counters, histograms));
    TreeMap<String, AddressFigures> byAddress = new TreeMap<>();
    addresses.forEach(
        (address, counted) -> {
          byAddress.put(address, counted.figures());
          Histogram latency = counted.firstByte.total();
          if (latency.getTotalCount() > 0) {
            histograms.put(ReadSnapshot.firstByteMetric(address), latency);
          }
        });
    return new ReadSnapshot(counters, histograms, byAddress, new TreeMap<>(), slowest.snapshot());
  }

  @Override
  public void onRead(
      Object owner,
      String object,
      long position,
      long bytes,
      long nanos,
      long cpuNanos,
      ReadOutcome outcome) {
    add(Count.BYTES_DELIVERED, bytes);
    if (outcome == ReadOutcome.HIT) {
      add(Count.READ_HITS, 1);
      return;
    }
    add(Count.READ_NANOS, nanos);
    add(Count.READ_CPU_NANOS, cpuNanos);
    record(outcome == ReadOutcome.WAIT ? Spread.READ_WAIT : Spread.READ_MISS, nanos);
    slowest.read(object, position, bytes, nanos, nanoClock.getAsLong());
  }

  @Override
  public void onHits(Object owner, long reads, long bytes) {
    add(Count.READ_HITS, reads);
    add(Count.BYTES_DELIVERED, bytes);
  }

  @Override
  public void onOpen(Object owner, long nanos) {
    add(Count.OPEN_NANOS, nanos);
    record(Spread.OPEN, nanos);
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
  public void onRefetch(Object owner, long bytes) {
    add(Count.REFETCHED_BYTES, bytes);
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
  public void onRequestSent(Object owner, String operation) {
    add(Count.REQUESTS_SENT, 1);
  }

  @Override
  public void onRequest(Object owner, EndedRequest request) {
    add(statusClass(request.status()), 1);
    if (request.status() == 429 || request.status() == 503) {
      add(Count.THROTTLED, 1);
    }
    operation(request.operation()).request(request);
    if (!request.address().isEmpty()) {
      address(request.address()).request(request);
    }
    slowest.request(request, nanoClock.getAsLong());
    add(Count.REQUESTS, 1); // last: whoever finds none in flight finds everything else counted
  }

  @Override
  public void onResend(String address) {
    add(Count.REQUESTS_RESENT, 1);
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
  public void onOperationBegun(Object owner, String operation) {
    operationsBegun.increment();
  }

  @Override
  public void onOperation(Object owner, String operation, long nanos, boolean ok) {
    operation(operation).ended(nanos, ok);
    operationsEnded.increment(); // last, as of requests
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
    counts.add(count, amount);
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
    return operations.computeIfAbsent(
        kept, label -> new OperationFigures(label, OperationFigures.DIGITS - loss));
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
    private final Distribution firstByte = Distribution.ofTimes(ADDRESS_DIGITS);
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();

    void request(EndedRequest request) {
      requests.increment();
      bytes.add(request.bytes());
      if (!request.ok()) {
        failures.increment();
      } else if (ALIKE.contains(request.operation()) && request.firstByteNanos() > 0) {
        answers.increment();
        firstByteNanos.add(request.firstByteNanos());
        firstByte.record(request.firstByteNanos());
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
