package io.github.seekwell.core.http;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a listener's exceptions away from the engine; the first one is logged. */
final class QuietListener implements HttpListener {

  private static final Logger log = LoggerFactory.getLogger(HttpEngine.class);

  private final HttpListener listener;
  private final AtomicBoolean complained = new AtomicBoolean();

  QuietListener(HttpListener listener) {
    this.listener = listener;
  }

  @Override
  public void connectionOpened(InetAddress address, long connectNanos) {
    quietly(() -> listener.connectionOpened(address, connectNanos));
  }

  @Override
  public void connectionClosed(InetAddress address) {
    quietly(() -> listener.connectionClosed(address));
  }

  @Override
  public void requestRepeated(InetAddress address) {
    quietly(() -> listener.requestRepeated(address));
  }

  @Override
  public void addressAdded(String host, InetAddress address) {
    quietly(() -> listener.addressAdded(host, address));
  }

  @Override
  public void addressRemoved(String host, InetAddress address) {
    quietly(() -> listener.addressRemoved(host, address));
  }

  @Override
  public void addressFailed(String host, InetAddress address, long leftAloneNanos) {
    quietly(() -> listener.addressFailed(host, address, leftAloneNanos));
  }

  @Override
  public void addressRecovered(String host, InetAddress address) {
    quietly(() -> listener.addressRecovered(host, address));
  }

  @Override
  public void lookedUp(String host, long nanos, boolean ok) {
    quietly(() -> listener.lookedUp(host, nanos, ok));
  }

  @Override
  public void lookupFailed(String host, String reason) {
    quietly(() -> listener.lookupFailed(host, reason));
  }

  private void quietly(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      if (complained.compareAndSet(false, true)) {
        log.warn("HTTP listener {} failed; further failures are not logged", listener, e);
      }
    }
  }
}
