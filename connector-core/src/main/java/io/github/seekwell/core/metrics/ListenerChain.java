package io.github.seekwell.core.metrics;

/**
 * Tells every event to several listeners, in their order. Allocates nothing.
 *
 * <p>Only a {@link ReadRecorder} is trusted not to throw; any other listener is put behind a {@link
 * SafeListener}, so that one cannot silence the next.
 */
public final class ListenerChain implements ReadListener {
  private final ReadListener[] listeners;

  private ListenerChain(ReadListener[] listeners) {
    this.listeners = listeners;
  }

  public static ReadListener of(ReadListener... listeners) {
    ReadListener[] safe = listeners.clone();
    for (int i = 0; i < safe.length; i++) {
      boolean trusted = safe[i] instanceof ReadRecorder || safe[i] instanceof SafeListener;
      safe[i] = trusted ? safe[i] : new SafeListener(safe[i]);
    }
    return safe.length == 1 ? safe[0] : new ListenerChain(safe);
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
    for (ReadListener listener : listeners) {
      listener.onRead(owner, object, position, bytes, nanos, cpuNanos, outcome);
    }
  }

  @Override
  public void onHits(Object owner, long reads, long bytes) {
    for (ReadListener listener : listeners) {
      listener.onHits(owner, reads, bytes);
    }
  }

  @Override
  public void onOpen(Object owner, long nanos) {
    for (ReadListener listener : listeners) {
      listener.onOpen(owner, nanos);
    }
  }

  @Override
  public void onReadFailed(Object owner, long nanos) {
    for (ReadListener listener : listeners) {
      listener.onReadFailed(owner, nanos);
    }
  }

  @Override
  public void onSeek(Object owner, long distance) {
    for (ReadListener listener : listeners) {
      listener.onSeek(owner, distance);
    }
  }

  @Override
  public void onFetch(Object owner, long demanded, long ahead) {
    for (ReadListener listener : listeners) {
      listener.onFetch(owner, demanded, ahead);
    }
  }

  @Override
  public void onRefetch(Object owner, long bytes) {
    for (ReadListener listener : listeners) {
      listener.onRefetch(owner, bytes);
    }
  }

  @Override
  public void onLookAheadUsed(Object owner, long bytes) {
    for (ReadListener listener : listeners) {
      listener.onLookAheadUsed(owner, bytes);
    }
  }

  @Override
  public void onLookAheadWasted(long bytes) {
    for (ReadListener listener : listeners) {
      listener.onLookAheadWasted(bytes);
    }
  }

  @Override
  public void onEviction(long bytes) {
    for (ReadListener listener : listeners) {
      listener.onEviction(bytes);
    }
  }

  @Override
  public void onDiskRead(Object owner, long blocks, long bytes, long nanos) {
    for (ReadListener listener : listeners) {
      listener.onDiskRead(owner, blocks, bytes, nanos);
    }
  }

  @Override
  public void onDisk(DiskEvent event, long blocks, long bytes) {
    for (ReadListener listener : listeners) {
      listener.onDisk(event, blocks, bytes);
    }
  }

  @Override
  public void onRequestSent(Object owner, String operation) {
    for (ReadListener listener : listeners) {
      listener.onRequestSent(owner, operation);
    }
  }

  @Override
  public void onRequest(Object owner, EndedRequest request) {
    for (ReadListener listener : listeners) {
      listener.onRequest(owner, request);
    }
  }

  @Override
  public void onResend(String address) {
    for (ReadListener listener : listeners) {
      listener.onResend(address);
    }
  }

  @Override
  public void onLimitWait(Object owner, long nanos) {
    for (ReadListener listener : listeners) {
      listener.onLimitWait(owner, nanos);
    }
  }

  @Override
  public void onRetry(Object owner, String operation, long backoffNanos) {
    for (ReadListener listener : listeners) {
      listener.onRetry(owner, operation, backoffNanos);
    }
  }

  @Override
  public void onHedge(Object owner, long waitedNanos) {
    for (ReadListener listener : listeners) {
      listener.onHedge(owner, waitedNanos);
    }
  }

  @Override
  public void onHedgeEnded(Object owner, boolean won) {
    for (ReadListener listener : listeners) {
      listener.onHedgeEnded(owner, won);
    }
  }

  @Override
  public void onOperationBegun(Object owner, String operation) {
    for (ReadListener listener : listeners) {
      listener.onOperationBegun(owner, operation);
    }
  }

  @Override
  public void onOperation(Object owner, String operation, long nanos, boolean ok) {
    for (ReadListener listener : listeners) {
      listener.onOperation(owner, operation, nanos, ok);
    }
  }

  @Override
  public void onConnection(String address, boolean opened) {
    for (ReadListener listener : listeners) {
      listener.onConnection(address, opened);
    }
  }

  @Override
  public void onAddressChange(String host, int added, int removed) {
    for (ReadListener listener : listeners) {
      listener.onAddressChange(host, added, removed);
    }
  }

  @Override
  public void onLookup(String host, long nanos, boolean ok) {
    for (ReadListener listener : listeners) {
      listener.onLookup(host, nanos, ok);
    }
  }

  @Override
  public void onWrite(Object owner, long bytes) {
    for (ReadListener listener : listeners) {
      listener.onWrite(owner, bytes);
    }
  }
}
