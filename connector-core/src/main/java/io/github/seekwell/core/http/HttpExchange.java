package io.github.seekwell.core.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose head is there and whose body is on its way. Read by one thread, aborted by any.
 *
 * <p>A body read to its end gives its connection back to the pool at that moment. Closing earlier
 * fetches what is left if that is known to be little, and cuts the connection otherwise: closing
 * never downloads an object and never waits for a slow server.
 */
public final class HttpExchange implements Closeable {

  /** Closing spends no more than this on saving a connection; a new one costs about as much. */
  private static final Duration DRAIN_TIME = Duration.ofMillis(100);

  /** What may be left of a body whose length nobody told: closing brackets, the last chunk. */
  private static final int UNKNOWN_REST = 2 * 1024;

  private final HttpCall call;
  private final Lease lease;
  private final PooledConnection connection;
  private final Terms terms;
  private final HttpTimings head;
  private final int status;
  private final HttpHeaders headers;
  private final long length;
  private final boolean chunked;
  private final InputStream source;
  private final Body body = new Body();

  private volatile long received;
  private volatile long bodyNanos;
  private volatile @Nullable HttpException failure;
  private volatile boolean ended;
  private volatile boolean closed;

  /**
   * What was agreed before the body comes.
   *
   * @param stall bounds each wait for bytes
   * @param reusable whether the connection may carry another exchange after this
   * @param drainLimit unread bytes that closing may fetch to keep it
   */
  record Terms(Duration stall, boolean reusable, long drainLimit) {}

  HttpExchange(
      HttpCall call,
      Lease lease,
      PooledConnection connection,
      ClassicHttpResponse response,
      Terms terms,
      HttpTimings head)
      throws IOException {
    this.call = call;
    this.lease = lease;
    this.connection = connection;
    this.terms = terms;
    this.head = head;
    this.status = response.getCode();
    this.headers = copied(response);
    HttpEntity entity = response.getEntity();
    this.length = entity == null ? 0 : entity.getContentLength();
    this.chunked = entity != null && entity.isChunked();
    this.source = entity == null ? InputStream.nullInputStream() : entity.getContent();
    if (length == 0) {
      end();
    }
  }

  public int status() {
    return status;
  }

  public HttpHeaders headers() {
    return headers;
  }

  /** The length of the body as the server announced it; 0 if the answer has none. */
  public OptionalLong length() {
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /**
   * The body; closing it closes the exchange. Its reads throw {@link HttpException}: {@code
   * TRUNCATED}, {@code RESET}, {@code STALL}, {@code PROTOCOL}, or {@code CLOSED} after an abort.
   */
  public InputStream body() {
    return body;
  }

  /** The address that answered (the proxy's, if there is one). */
  public InetAddress address() {
    return connection.pool().address();
  }

  /** Where the time went so far. */
  public HttpTimings timings() {
    return new HttpTimings(
        head.queueNanos(),
        head.connectNanos(),
        head.firstByteNanos(),
        bodyNanos,
        head.attempts(),
        head.reused());
  }

  /** Bytes of the body received so far, whether read or drained. */
  public long bytesReceived() {
    return received;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!ended && terms.reusable() && !lease.aborted()) {
      drain();
    }
    if (!ended) {
      ended = true;
      lease.end();
    }
  }

  /** Cuts the connection, from any thread: a read that waits ends with {@code CLOSED}. */
  public void abort() {
    lease.abort();
    lease.end();
  }

  private void drain() {
    long left = length >= 0 ? length - received : chunked ? UNKNOWN_REST : Long.MAX_VALUE;
    if (left > (length >= 0 ? terms.drainLimit() : UNKNOWN_REST)) {
      return;
    }
    long deadline = System.nanoTime() + DRAIN_TIME.toNanos();
    byte[] sink = new byte[(int) Math.min(8 * 1024, Math.max(left, 1))];
    try {
      while (!ended && left > 0) {
        Duration patience = Duration.ofNanos(deadline - System.nanoTime());
        if (patience.isNegative()) {
          return;
        }
        connection.patience(patience);
        int n = receive(sink, 0, (int) Math.min(sink.length, left));
        left -= Math.max(n, 0);
      }
    } catch (IOException e) {
      // Nobody waits for these bytes; the connection is lost, which end() sees to.
    }
  }

  /** The whole body has been received. */
  private void end() {
    ended = true;
    if (terms.reusable()) {
      headers.first("Keep-Alive").ifPresent(this::rememberKeepAlive);
    }
    lease.giveBack(terms.reusable());
    lease.end();
  }

  private void rememberKeepAlive(String value) {
    for (String part : value.split(",", -1)) {
      String[] pair = part.trim().split("=", 2);
      if (pair.length == 2 && pair[0].trim().equalsIgnoreCase("timeout")) {
        try {
          connection.serverKeeps(Duration.ofSeconds(Long.parseUnsignedLong(pair[1].trim())));
        } catch (NumberFormatException | ArithmeticException e) {
          // A hint we cannot read is no hint.
        }
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the reading thread only.
  private int receive(byte[] buffer, int offset, int count) throws IOException {
    long start = System.nanoTime();
    try {
      int n = source.read(buffer, offset, count);
      if (n > 0) {
        received += n;
      }
      if (n < 0 || received == length) {
        end();
      }
      return n;
    } catch (IOException e) {
      boolean aborted = lease.aborted();
      ended = true;
      lease.end();
      failure =
          aborted
              ? Failures.aborted(call, e)
              : Failures.exchange(call, address(), terms.stall(), received, e);
      throw failure;
    } finally {
      bodyNanos += System.nanoTime() - start;
    }
  }

  private static HttpHeaders copied(ClassicHttpResponse response) {
    List<HttpHeaders.Line> lines = new ArrayList<>();
    for (Header header : response.getHeaders()) {
      lines.add(
          new HttpHeaders.Line(
              header.getName(), header.getValue() == null ? "" : header.getValue()));
    }
    return new HttpHeaders(lines);
  }

  private final class Body extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, buffer.length);
      if (closed) {
        throw new HttpException(HttpException.Kind.CLOSED, call + ": read after close", null, null);
      }
      if (lease.aborted() && !ended) {
        throw Failures.aborted(call, null);
      }
      if (failure != null) {
        throw failure; // A broken body never looks like one that has ended.
      }
      if (ended) {
        return -1;
      }
      return count == 0 ? 0 : receive(buffer, offset, count);
    }

    @Override
    public int available() throws IOException {
      return ended || closed ? 0 : source.available();
    }

    @Override
    public void close() {
      HttpExchange.this.close();
    }
  }
}
