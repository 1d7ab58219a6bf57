package io.github.seekwell.core.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What all file systems of a class loader cost, by scheme and by owner.
 *
 * <p>Each event is counted once here: by the recorder of its owner's scheme, or by that for events
 * without one (evictions, connections, names, requests that nobody asked for). It is told to the
 * owner's own account too, such as a task's, and to whoever else listens. Safe for any number of
 * threads; finding the account takes no lock and allocates nothing.
 */
public final class Accounts implements ReadListener {
  /** The scheme of what belongs to none. */
  public static final String NO_SCHEME = "";

  private final ReadRecorder common = new ReadRecorder();
  private final Map<String, ReadRecorder> schemes = new ConcurrentHashMap<>();
  private volatile ReadListener others = NONE;
  private volatile ToLongFunction<Gauge> levels = gauge -> 0;

  // Guarded by this.
  private final List<ReadListener> listeners = new ArrayList<>();

  /**
   * The token for what is done through a file system of that scheme.
   *
   * @param account hears of it too; null if nobody has claimed it
   */
  public Object owner(String scheme, @Nullable ReadListener account) {
    return new Owner(schemes.computeIfAbsent(scheme, unused -> new ReadRecorder()), account);
  }

  /** Tells {@code listener} everything from now on; what it throws is logged once and swallowed. */
  public synchronized void add(ReadListener listener) {
    listeners.add(listener);
    others = chain();
  }

  /** Tells {@code listener} no more. */
  public synchronized void remove(ReadListener listener) {
    listeners.removeIf(each -> each == listener);
    others = chain();
  }

  private ReadListener chain() {
    return listeners.isEmpty() ? NONE : ListenerChain.of(listeners.toArray(new ReadListener[0]));
  }

  /** Asks {@code source} for the gauges of each snapshot; it must be fast and must not throw. */
  public void gauges(ToLongFunction<Gauge> source) {
    levels = source;
  }

  /** Everything since this object was made. */
  public ReadSnapshot snapshot() {
    ReadSnapshot sum = ReadSnapshot.EMPTY;
    for (ReadSnapshot each : byScheme().values()) {
      sum = sum.plus(each);
    }
    return sum;
  }

  /** Everything by scheme; what belongs to none is under {@link #NO_SCHEME}. */
  public Map<String, ReadSnapshot> byScheme() {
    Map<String, ReadSnapshot> all = new TreeMap<>();
    all.put(NO_SCHEME, snapshot(NO_SCHEME));
    schemes.forEach((scheme, recorder) -> all.put(scheme, recorder.snapshot()));
    return all;
  }

  /** Everything of one scheme; the gauges belong to {@link #NO_SCHEME}. */
  public ReadSnapshot snapshot(String scheme) {
    if (scheme.equals(NO_SCHEME)) {
      return common.snapshot().with(levels);
    }
    ReadRecorder known = schemes.get(scheme);
    return known == null ? ReadSnapshot.EMPTY : known.snapshot();
  }

  /** HTTP requests that were issued and have not ended. */
  public long requestsInFlight() {
    long sum = common.requestsInFlight();
    for (ReadRecorder each : schemes.values()) {
      sum += each.requestsInFlight();
    }
    return sum;
  }

  private ReadListener of(Object owner) {
    return owner instanceof Owner known ? known.account() : common;
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
    of(owner).onRead(owner, object, position, bytes, nanos, cpuNanos, outcome);
    others.onRead(owner, object, position, bytes, nanos, cpuNanos, outcome);
  }

  @Override
  public void onHits(Object owner, long reads, long bytes) {
    ReadListener listening = others;
    if (listening == NONE && owner instanceof Owner known) {
      known.hits(reads, bytes);
    } else {
      of(owner).onHits(owner, reads, bytes);
      listening.onHits(owner, reads, bytes);
    }
  }

  @Override
  public void onOpen(Object owner, long nanos) {
    of(owner).onOpen(owner, nanos);
    others.onOpen(owner, nanos);
  }

  @Override
  public void onReadFailed(Object owner, long nanos) {
    of(owner).onReadFailed(owner, nanos);
    others.onReadFailed(owner, nanos);
  }

  @Override
  public void onSeek(Object owner, long distance) {
    of(owner).onSeek(owner, distance);
    others.onSeek(owner, distance);
  }

  @Override
  public void onFetch(Object owner, long demanded, long ahead) {
    of(owner).onFetch(owner, demanded, ahead);
    others.onFetch(owner, demanded, ahead);
  }

  @Override
  public void onRefetch(Object owner, long bytes) {
    of(owner).onRefetch(owner, bytes);
    others.onRefetch(owner, bytes);
  }

  @Override
  public void onLookAheadUsed(Object owner, long bytes) {
    of(owner).onLookAheadUsed(owner, bytes);
    others.onLookAheadUsed(owner, bytes);
  }

  @Override
  public void onLookAheadWasted(long bytes) {
    common.onLookAheadWasted(bytes);
    others.onLookAheadWasted(bytes);
  }

  @Override
  public void onEviction(long bytes) {
    common.onEviction(bytes);
    others.onEviction(bytes);
  }

  @Override
  public void onDiskRead(Object owner, long blocks, long bytes, long nanos) {
    of(owner).onDiskRead(owner, blocks, bytes, nanos);
    others.onDiskRead(owner, blocks, bytes, nanos);
  }

  @Override
  public void onDisk(DiskEvent event, long blocks, long bytes) {
    common.onDisk(event, blocks, bytes);
    others.onDisk(event, blocks, bytes);
  }

  @Override
  public void onRequestSent(Object owner, String operation) {
    of(owner).onRequestSent(owner, operation);
    others.onRequestSent(owner, operation);
  }

  @Override
  public void onRequest(Object owner, EndedRequest request) {
    of(owner).onRequest(owner, request);
    others.onRequest(owner, request);
  }

  @Override
  public void onResend(String address) {
    common.onResend(address);
    others.onResend(address);
  }

  @Override
  public void onLimitWait(Object owner, long nanos) {
    of(owner).onLimitWait(owner, nanos);
    others.onLimitWait(owner, nanos);
  }

  @Override
  public void onRetry(Object owner, String operation, long backoffNanos) {
    of(owner).onRetry(owner, operation, backoffNanos);
    others.onRetry(owner, operation, backoffNanos);
  }

  @Override
  public void onHedge(Object owner, long waitedNanos) {
    of(owner).onHedge(owner, waitedNanos);
    others.onHedge(owner, waitedNanos);
  }

  @Override
  public void onHedgeEnded(Object owner, boolean won) {
    of(owner).onHedgeEnded(owner, won);
    others.onHedgeEnded(owner, won);
  }

  @Override
  public void onOperationBegun(Object owner, String operation) {
    of(owner).onOperationBegun(owner, operation);
    others.onOperationBegun(owner, operation);
  }

  @Override
  public void onOperation(Object owner, String operation, long nanos, boolean ok) {
    of(owner).onOperation(owner, operation, nanos, ok);
    others.onOperation(owner, operation, nanos, ok);
  }

  @Override
  public void onConnection(String address, boolean opened) {
    common.onConnection(address, opened);
    others.onConnection(address, opened);
  }

  @Override
  public void onAddressChange(String host, int added, int removed) {
    common.onAddressChange(host, added, removed);
    others.onAddressChange(host, added, removed);
  }

  @Override
  public void onLookup(String host, long nanos, boolean ok) {
    common.onLookup(host, nanos, ok);
    others.onLookup(host, nanos, ok);
  }

  @Override
  public void onWrite(Object owner, long bytes) {
    of(owner).onWrite(owner, bytes);
    others.onWrite(owner, bytes);
  }
}
