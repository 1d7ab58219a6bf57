package io.github.seekwell.core.http;

import io.github.seekwell.core.net.AddressListener;
import java.net.InetAddress;

/**
 * The engine's door for numbers: connections and addresses as they come and go. Called in the
 * thread that caused the event, outside all locks; methods return quickly. An exception is logged
 * once and swallowed. What is leased and idle at the moment is asked of {@link HttpEngine#pools()}.
 */
public interface HttpListener extends AddressListener {

  /** Listens to nothing. */
  HttpListener NONE = new HttpListener() {};

  /** A connection was made; the time includes the TLS handshake. */
  default void connectionOpened(InetAddress address, long connectNanos) {}

  /** A connection was closed, by whichever side and for whatever reason. */
  default void connectionClosed(InetAddress address) {}

  /** A request met a pooled connection that the server had closed, and was sent on a fresh one. */
  default void requestRepeated(InetAddress address) {}
}
