package io.github.seekwell.core.metrics;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the read path and a listener that others wrote: what that one throws is logged
 * once and swallowed. As fast and as thread-safe as the listener behind it.
 */
public final class SafeListener implements ReadListener {
  private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

  private final ReadListener foreign;
  private final AtomicBoolean reported = new AtomicBoolean();

  public SafeListener(ReadListener foreign) {
    this.foreign = foreign;
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
    try {
      foreign.onRead(owner, object, position, bytes, nanos, cpuNanos, outcome);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onHits(Object owner, long reads, long bytes) {
    try {
      foreign.onHits(owner, reads, bytes);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onOpen(Object owner, long nanos) {
    try {
      foreign.onOpen(owner, nanos);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onReadFailed(Object owner, long nanos) {
    try {
      foreign.onReadFailed(owner, nanos);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onSeek(Object owner, long distance) {
    try {
      foreign.onSeek(owner, distance);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onFetch(Object owner, long demanded, long ahead) {
    try {
      foreign.onFetch(owner, demanded, ahead);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onRefetch(Object owner, long bytes) {
    try {
      foreign.onRefetch(owner, bytes);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onLookAheadUsed(Object owner, long bytes) {
    try {
      foreign.onLookAheadUsed(owner, bytes);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onLookAheadWasted(long bytes) {
    try {
      foreign.onLookAheadWasted(bytes);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onEviction(long bytes) {
    try {
      foreign.onEviction(bytes);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onDiskRead(Object owner, long blocks, long bytes, long nanos) {
    try {
      foreign.onDiskRead(owner, blocks, bytes, nanos);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onDisk(DiskEvent event, long blocks, long bytes) {
    try {
      foreign.onDisk(event, blocks, bytes);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onRequestSent(Object owner, String operation) {
    try {
      foreign.onRequestSent(owner, operation);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onRequest(Object owner, EndedRequest request) {
    try {
      foreign.onRequest(owner, request);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onResend(String address) {
    try {
      foreign.onResend(address);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onLimitWait(Object owner, long nanos) {
    try {
      foreign.onLimitWait(owner, nanos);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onRetry(Object owner, String operation, long backoffNanos) {
    try {
      foreign.onRetry(owner, operation, backoffNanos);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onHedge(Object owner, long waitedNanos) {
    try {
      foreign.onHedge(owner, waitedNanos);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onHedgeEnded(Object owner, boolean won) {
    try {
      foreign.onHedgeEnded(owner, won);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onOperationBegun(Object owner, String operation) {
    try {
      foreign.onOperationBegun(owner, operation);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onOperation(Object owner, String operation, long nanos, boolean ok) {
    try {
      foreign.onOperation(owner, operation, nanos, ok);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onConnection(String address, boolean opened) {
    try {
      foreign.onConnection(address, opened);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onAddressChange(String host, int added, int removed) {
    try {
      foreign.onAddressChange(host, added, removed);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onLookup(String host, long nanos, boolean ok) {
    try {
      foreign.onLookup(host, nanos, ok);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  @Override
  public void onWrite(Object owner, long bytes) {
    try {
      foreign.onWrite(owner, bytes);
    } catch (RuntimeException | AssertionError | LinkageError e) {
      report(e);
    }
  }

  private void report(Throwable thrown) {
    if (reported.compareAndSet(false, true)) {
      LOG.warn("Listener {} throws; further exceptions of it are not logged", foreign, thrown);
    }
  }
}
