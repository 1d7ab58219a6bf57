package io.github.seekwell.core.http;

import io.github.seekwell.core.metrics.ReadListener;
import java.net.InetAddress;

/**
 * Tells the metrics room what the engine's connections and addresses do. The engine itself tells
 * the log.
 *
 * @param listener hears it
 */
public record HttpNumbers(ReadListener listener) implements HttpListener {
  @Override
  public void connectionOpened(InetAddress address, long connectNanos) {
    listener.onConnection(address.getHostAddress(), true);
  }

  @Override
  public void connectionClosed(InetAddress address) {
    listener.onConnection(address.getHostAddress(), false);
  }

  @Override
  public void requestRepeated(InetAddress address) {
    listener.onResend(address.getHostAddress());
  }

  @Override
  public void addressAdded(String host, InetAddress address) {
    listener.onAddressChange(host, 1, 0);
  }

  @Override
  public void addressRemoved(String host, InetAddress address) {
    listener.onAddressChange(host, 0, 1);
  }

  @Override
  public void lookedUp(String host, long nanos, boolean ok) {
    listener.onLookup(host, nanos, ok);
  }
}
