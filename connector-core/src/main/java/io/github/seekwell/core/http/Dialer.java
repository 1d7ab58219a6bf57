package io.github.seekwell.core.http;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.net.ConnectionAge;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.message.BasicLineFormatter;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Makes connections: TCP to the address it is told, a tunnel if there is a proxy, TLS in the
 * endpoint's name. The name in SNI and certificate is the endpoint's, whatever address is dialled.
 */
final class Dialer {
  /**
   * Bytes of a body between two looks for an early answer. A look waits a millisecond, so that one
   * every 8 KiB, HttpCore's own choice, would hold a connection below 8 MB/s.
   */
  private static final int LOOK_EVERY = 256 << 10;

  private static final Http1Config MESSAGES =
      Http1Config.custom()
          .setBufferSize(16 * 1024)
          // A server gone mad must not fill the heap with its head: 64 KiB a line, 1000 lines.
          .setMaxLineLength(64 * 1024)
          .setMaxHeaderCount(1000)
          .build();

  private static final DefaultHttpRequestWriterFactory REQUESTS =
      new DefaultHttpRequestWriterFactory(new CheckedLines());

  private final HttpConfig config;
  private final ConnectionAge age;
  private final LongSupplier clock;

  Dialer(HttpConfig config, LongSupplier clock) {
    this.config = config;
    this.age = ConnectionAge.of(config.pool().maxAge());
    this.clock = clock;
  }

  /** The port that is dialled for an endpoint: its own, or the proxy's. */
  int portFor(Endpoint endpoint) {
    return config.proxy().used() ? config.proxy().port() : endpoint.port();
  }

  /** The name whose addresses are dialled for an endpoint: its own, or the proxy's. */
  String nameFor(Endpoint endpoint) {
    return config.proxy().used() ? config.proxy().host() : endpoint.host();
  }

  /**
   * Connects to the pool's address. The socket is shown to the lease before anything can block, so
   * that an abort ends the wait.
   */
  PooledConnection dial(HttpCall call, AddressPool pool, Lease lease) throws HttpException {
    Endpoint endpoint = pool.endpoint();
    int port = portFor(endpoint);
    Socket socket = new Socket();
    boolean made = false;
    try {
      lease.dialing(socket, pool.address());
      int patience = (int) Math.min(Integer.MAX_VALUE, config.timeouts().connect().toMillis());
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(new InetSocketAddress(pool.address(), port), patience);
      socket.setSoTimeout(patience);
      DefaultBHttpClientConnection wire = newWire();
      if (endpoint.secure()) {
        if (config.proxy().used()) {
          openTunnel(socket, endpoint);
        }
        wire.bind(secured(socket, endpoint), socket);
      } else {
        wire.bind(socket);
      }
      long endOfLife = age.endOf(clock.getAsLong(), ThreadLocalRandom.current().nextDouble());
      made = true;
      return new PooledConnection(pool, socket, wire, endOfLife, config.pool().maxIdle());
    } catch (IOException | org.apache.hc.core5.http.HttpException e) {
      throw lease.aborted()
          ? Failures.aborted(call, pool.address(), e)
          : Failures.connect(call, pool.address(), port, e);
    } finally {
      if (!made) {
        closeQuietly(socket);
      }
    }
  }

  /**
   * One that looks, between two pieces of a request's body, whether the answer is already there.
   */
  private static DefaultBHttpClientConnection newWire() {
    return new DefaultBHttpClientConnection(
        MESSAGES,
        null,
        null,
        null,
        null,
        new MonitoringResponseOutOfOrderStrategy(LOOK_EVERY),
        REQUESTS,
        WholeHeadParser::new);
  }

  private void openTunnel(Socket socket, Endpoint endpoint)
      throws IOException, org.apache.hc.core5.http.HttpException {
    @SuppressWarnings("resource") // Shares the socket, which outlives it.
    DefaultBHttpClientConnection toProxy = newWire();
    toProxy.bind(socket);
    toProxy.sendRequestHeader(RequestMessage.tunnel(endpoint, config.proxy()));
    toProxy.flush();
    ClassicHttpResponse response = toProxy.receiveResponseHeader();
    if (response.getCode() / 100 != 2) {
      throw new IOException(
          "the proxy refused a tunnel to " + endpoint.hostAndPort() + ": " + response.getCode());
    }
  }

  private SSLSocket secured(Socket socket, Endpoint endpoint) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            config
                .tls()
                .context()
                .get()
                .getSocketFactory()
                .createSocket(socket, endpoint.host(), endpoint.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    if (config.tls().verifyHostnames()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    tls.setSSLParameters(parameters);
    try {
      tls.startHandshake();
    } catch (SocketTimeoutException e) {
      throw new SSLException("the server does not answer the handshake", e);
    } catch (SSLException e) {
      throw e;
    } catch (IOException e) {
      throw new SSLException("the handshake was cut short: " + e.getMessage(), e);
    }
    return tls;
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It never was of use.
    }
  }

  /**
   * Writes headers as they are: that none breaks its line was seen to when the call was made. The
   * library's own looks at each character once more.
   */
  private static final class CheckedLines extends BasicLineFormatter {
    @Override
    public void formatHeader(CharArrayBuffer line, Header header) {
      line.append(header.getName());
      line.append(": ");
      if (header.getValue() != null) {
        line.append(header.getValue());
      }
    }
  }
}
