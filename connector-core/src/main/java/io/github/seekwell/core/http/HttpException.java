package io.github.seekwell.core.http;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An exchange that failed below HTTP's status codes. Its kind decides, its message explains. */
public final class HttpException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The name service knows no address of the host, or never answered. */
    UNKNOWN_HOST,
    /** No connection could be made to any address of the host. */
    CONNECT,
    /** The TLS handshake failed: trust, host name or protocol. */
    TLS,
    /** No byte arrived (or none could be sent) within the stall deadline. */
    STALL,
    /** The server closed or reset the connection before it had answered in full. */
    RESET,
    /** The body ended before the length that was promised. */
    TRUNCATED,
    /** The answer is not valid HTTP/1.1. */
    PROTOCOL,
    /** The exchange was aborted, or the engine closed, on this side. */
    CLOSED,
    /** All connections stayed in use for as long as a call may wait for one. */
    POOL_WAIT;

    /** Whether the request certainly did not reach a server, so that any method may be repeated. */
    public boolean beforeRequest() {
      return this == UNKNOWN_HOST || this == CONNECT || this == TLS || this == POOL_WAIT;
    }
  }

  private final Kind kind;
  private final transient @Nullable InetAddress address;

  HttpException(
      Kind kind, String message, @Nullable InetAddress address, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.address = address;
  }

  public Kind kind() {
    return kind;
  }

  /** The address concerned, if a single one is. */
  public Optional<InetAddress> address() {
    return Optional.ofNullable(address);
  }
}
