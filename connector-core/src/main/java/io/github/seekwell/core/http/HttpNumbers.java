package io.github.seekwell.core.http;

import io.github.seekwell.core.metrics.ReadListener;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the metrics room what the engine's connections and addresses do, and the log what befalls
 * the endpoint's name.
 *
 * @param listener hears it
 */
public record HttpNumbers(ReadListener listener) implements HttpListener {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEngine.class);

  @Override
  public void connectionOpened(InetAddress address, long connectNanos) {
    listener.onConnection(address.getHostAddress(), true);
  }

  @Override
  public void connectionClosed(InetAddress address) {
    listener.onConnection(address.getHostAddress(), false);
  }

  @Override
  public void addressAdded(String host, InetAddress address) {
    LOG.info("{} is at {}", host, address.getHostAddress());
    listener.onAddressChange(host, 1, 0);
  }

  @Override
  public void addressRemoved(String host, InetAddress address) {
    LOG.info("{} is no longer at {}", host, address.getHostAddress());
    listener.onAddressChange(host, 0, 1);
  }

  @Override
  public void addressFailed(String host, InetAddress address, long leftAloneNanos) {
    LOG.warn("{} does not answer at {}; left alone for a while", host, address.getHostAddress());
  }

  /** How long the name service took to fail is not known here. */
  @Override
  public void lookupFailed(String host, String reason) {
    LOG.warn("the name {} was not resolved ({}); old addresses stay in use", host, reason);
    listener.onLookup(host, 0, false);
  }
}
