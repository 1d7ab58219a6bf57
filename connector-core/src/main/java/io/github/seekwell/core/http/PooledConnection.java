package io.github.seekwell.core.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.util.Timeout;

/**
 * One connection and its age. Used by one exchange at a time; only {@link #cut()} may be called by
 * anybody at any time.
 */
final class PooledConnection {

  private final AddressPool pool;
  private final Socket socket;
  private final DefaultBHttpClientConnection wire;
  private final long endOfLife;
  private final long maxIdleNanos;

  private boolean carried;
  private long idleSince;
  private long serverKeepsNanos = Long.MAX_VALUE;

  /**
   * @param socket the TCP socket itself, under any TLS
   * @param wire bound to the socket, or to the TLS socket over it
   * @param endOfLife on the engine's clock
   */
  PooledConnection(
      AddressPool pool,
      Socket socket,
      DefaultBHttpClientConnection wire,
      long endOfLife,
      Duration maxIdle) {
    this.pool = pool;
    this.socket = socket;
    this.wire = wire;
    this.endOfLife = endOfLife;
    this.maxIdleNanos = maxIdle.toNanos();
  }

  AddressPool pool() {
    return pool;
  }

  /** Whether it has carried an exchange before the present one. */
  boolean carried() {
    return carried;
  }

  /** It lies idle after an exchange. */
  void rest(long now) {
    carried = true;
    idleSince = now;
  }

  /** It lies idle before its first exchange. */
  void standBy(long now) {
    idleSince = now;
  }

  /** How long the server said it would keep the connection. */
  void serverKeeps(Duration time) {
    serverKeepsNanos = time.toNanos();
  }

  /** Whether one that lies idle must not be used again. */
  boolean expired(long now) {
    return now - endOfLife >= 0 || now - idleSince >= Math.min(maxIdleNanos, serverKeepsNanos);
  }

  boolean restedFor(Duration time, long now) {
    return now - idleSince >= time.toNanos();
  }

  /** Looks, for a millisecond, whether the server has closed the connection or said something. */
  boolean stale() {
    try {
      return wire.isStale() || wire.isDataAvailable(Timeout.ofMilliseconds(1));
    } catch (IOException e) {
      return true;
    }
  }

  /** Bytes received since the connection was made. */
  long received() {
    return wire.getEndpointDetails() == null
        ? 0
        : wire.getEndpointDetails().getReceivedBytesCount();
  }

  /** Whether the last request went out whole, so that another may follow. */
  boolean consistent() {
    return wire.isConsistent();
  }

  /** Bounds each wait for bytes from now on. */
  void patience(Duration time) {
    wire.setSocketTimeout(Timeout.ofMilliseconds(Math.max(1, time.toMillis())));
  }

  /**
   * Sends a request and receives the head of its answer; interim answers are passed over.
   *
   * @param consent how long to wait for {@code 100 Continue}; zero not to ask for it
   * @param send ended once the request is out and the wait for the answer begins
   */
  ClassicHttpResponse exchange(ClassicHttpRequest request, Duration consent, SendWatch.Send send)
      throws IOException, org.apache.hc.core5.http.HttpException {
    wire.sendRequestHeader(request);
    if (request.getEntity() != null) {
      if (!consent.isZero()) {
        wire.flush();
        ClassicHttpResponse refusal = awaitConsent(consent);
        if (refusal.getCode() >= HttpStatus.SC_SUCCESS) {
          wire.terminateRequest(request);
          wire.flush();
          return complete(request, refusal);
        }
      }
      wire.sendRequestEntity(request);
    }
    wire.flush();
    send.end();
    ClassicHttpResponse response = wire.receiveResponseHeader();
    while (response.getCode() < HttpStatus.SC_SUCCESS) {
      response = wire.receiveResponseHeader();
    }
    return complete(request, response);
  }

  /** Returns the server's first word, or a made-up consent if it says nothing in time. */
  private ClassicHttpResponse awaitConsent(Duration consent)
      throws IOException, org.apache.hc.core5.http.HttpException {
    if (wire.isDataAvailable(Timeout.ofMilliseconds(Math.max(1, consent.toMillis())))) {
      return wire.receiveResponseHeader();
    }
    return new BasicClassicHttpResponse(HttpStatus.SC_CONTINUE);
  }

  private ClassicHttpResponse complete(ClassicHttpRequest request, ClassicHttpResponse response)
      throws IOException, org.apache.hc.core5.http.HttpException {
    if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
      wire.receiveResponseEntity(response);
    }
    return response;
  }

  /**
   * Closes the TCP socket at once, without the farewells of TLS, which could block. Whoever reads
   * or writes at this moment gets an exception.
   */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: it is closed or was never open.
    }
  }
}
