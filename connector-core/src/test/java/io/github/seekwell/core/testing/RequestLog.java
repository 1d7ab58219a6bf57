package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.ByteRange;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every request, and counters over all of them. A request is here as soon as its head has come in,
 * and its status before the client can see it: who has his answer finds it in the log. The log
 * keeps the latest {@value #CAPACITY}; the counters forget nothing until {@link #reset}.
 */
public final class RequestLog {
  private static final int CAPACITY = 200_000;

  private final Clock clock;
  private final Deque<Line> lines = new ArrayDeque<>();
  private final Map<String, Long> requests = new TreeMap<>();
  private long sequence;
  private long bytesSent;
  private long bytesReceived;
  private long connectionsOpened;
  private long connectionsOpen;
  private long answersWaiting;

  RequestLog(Clock clock) {
    this.clock = clock;
  }

  /**
   * Sums since the start or the last reset; connections open and answers waiting are as of now.
   *
   * @param requests by operation
   * @param answersWaiting requests received whole whose answer has not begun
   */
  public record Counters(
      Map<String, Long> requests,
      long bytesSent,
      long bytesReceived,
      long connectionsOpened,
      long connectionsOpen,
      long answersWaiting) {
    public Counters {
      requests = Map.copyOf(requests);
    }

    public long requests(String operation) {
      return requests.getOrDefault(operation, 0L);
    }

    public long allRequests() {
      return requests.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  public synchronized Counters counters() {
    return new Counters(
        requests, bytesSent, bytesReceived, connectionsOpened, connectionsOpen, answersWaiting);
  }

  /** In order of arrival. */
  public synchronized List<LoggedRequest> requests() {
    return lines.stream().map(Line::snapshot).toList();
  }

  public List<LoggedRequest> requests(String operation) {
    return requests().stream().filter(line -> line.operation().equals(operation)).toList();
  }

  /** The ranges asked for by an operation, in order of arrival. */
  public List<ByteRange> ranges(String operation) {
    return requests(operation).stream().map(LoggedRequest::asked).toList();
  }

  /** Forgets all requests and sums; open connections stay counted. */
  public synchronized void reset() {
    lines.clear();
    requests.clear();
    bytesSent = 0;
    bytesReceived = 0;
    connectionsOpened = 0;
  }

  synchronized Line arrived(Call call, String address, long connection) {
    Line line = new Line(call, ++sequence, clock.instant(), address, connection);
    requests.merge(call.operation(), 1L, Long::sum);
    lines.add(line);
    if (lines.size() > CAPACITY) {
      lines.remove();
    }
    return line;
  }

  synchronized void received(long bytes) {
    bytesReceived += bytes;
  }

  synchronized void connectionOpened() {
    connectionsOpened++;
    connectionsOpen++;
  }

  synchronized void connectionClosed() {
    connectionsOpen--;
  }

  /** A connection turns out to be an observer's, not a client's. */
  synchronized void connectionDiscounted() {
    connectionsOpened--;
    connectionsOpen--;
  }

  synchronized void waiting(int change) {
    answersWaiting += change;
  }

  /** A request whose answer is still being written. Its state is guarded by the log's lock. */
  final class Line {
    private final Call call;
    private final long number;
    private final Instant time;
    private final String address;
    private final long connection;
    private int status;
    private long bytes;

    private Line(Call call, long number, Instant time, String address, long connection) {
      this.call = call;
      this.number = number;
      this.time = time;
      this.address = address;
      this.connection = connection;
    }

    void answered(int newStatus) {
      synchronized (RequestLog.this) {
        status = newStatus;
      }
    }

    void sent(long more) {
      synchronized (RequestLog.this) {
        bytes += more;
        bytesSent += more;
      }
    }

    private LoggedRequest snapshot() {
      Request request = call.request();
      Map<String, String> headers = new TreeMap<>();
      request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
      headers.remove("authorization");
      return new LoggedRequest(
          number,
          time,
          address,
          connection,
          request.method(),
          request.target(),
          call.operation(),
          call.bucket(),
          call.key(),
          request.header("Range").orElse(""),
          status,
          bytes,
          request.id(),
          headers);
    }
  }
}
