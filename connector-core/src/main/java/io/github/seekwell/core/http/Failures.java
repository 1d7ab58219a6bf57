package io.github.seekwell.core.http;

import io.github.seekwell.core.http.HttpException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.jspecify.annotations.Nullable;

/** Translates what sockets, TLS and the message parser throw into our kinds, in one place. */
final class Failures {

  private Failures() {}

  static HttpException engineClosed(HttpCall call) {
    return new HttpException(Kind.CLOSED, call + ": the HTTP engine is closed", null, null);
  }

  static HttpException aborted(HttpCall call, @Nullable Throwable cause) {
    return aborted(call, null, cause);
  }

  /**
   * @param address that was being asked or connected to
   */
  static HttpException aborted(
      HttpCall call, @Nullable InetAddress address, @Nullable Throwable cause) {
    return new HttpException(Kind.CLOSED, call + ": aborted", address, cause);
  }

  static HttpException unknownHost(HttpCall call, IOException cause) {
    return new HttpException(
        Kind.UNKNOWN_HOST, call + ": host name not resolved: " + cause.getMessage(), null, cause);
  }

  static HttpException connect(HttpCall call, InetAddress address, int port, Exception cause) {
    Kind kind = cause instanceof SSLException ? Kind.TLS : Kind.CONNECT;
    String what = kind == Kind.TLS ? ": no TLS session with " : ": no connection to ";
    return new HttpException(
        kind,
        call + what + name(address) + " port " + port + ": " + cause.getMessage(),
        address,
        cause);
  }

  /** The last failure, which names the addresses that failed before it and has theirs with it. */
  static HttpException ofAll(List<HttpException> failures) {
    HttpException last = failures.get(failures.size() - 1);
    List<HttpException> before = failures.subList(0, failures.size() - 1);
    if (before.isEmpty()) {
      return last;
    }
    String others =
        before.stream()
            .flatMap(failure -> failure.address().stream())
            .map(Failures::name)
            .collect(Collectors.joining(", "));
    HttpException all =
        new HttpException(
            last.kind(),
            last.getMessage() + "; before it failed " + others,
            last.address().orElse(null),
            last.getCause());
    before.forEach(all::addSuppressed);
    return all;
  }

  /** The server took no more of the request's body; the connection was cut by us. */
  static HttpException notTaken(
      HttpCall call, InetAddress address, Duration stall, Exception cause) {
    return new HttpException(
        Kind.STALL,
        call + ": " + name(address) + " took no byte of the body for " + stall.toMillis() + " ms",
        address,
        cause);
  }

  /**
   * @param stall the deadline in force, for the message
   * @param received bytes of the body so far, or -1 before the head of the answer
   */
  static HttpException exchange(
      HttpCall call, InetAddress address, Duration stall, long received, Exception cause) {
    String place =
        received < 0 ? " before the answer" : " after " + received + " bytes of the body";
    return switch (kindOf(cause)) {
      case STALL ->
          new HttpException(
              Kind.STALL,
              call + ": no byte from " + name(address) + " for " + stall.toMillis() + " ms" + place,
              address,
              cause);
      case TRUNCATED ->
          new HttpException(
              Kind.TRUNCATED,
              call + ": " + name(address) + " ended the body early," + place,
              address,
              cause);
      case PROTOCOL ->
          new HttpException(
              Kind.PROTOCOL,
              call + ": no valid answer from " + name(address) + ": " + cause.getMessage(),
              address,
              cause);
      default ->
          new HttpException(
              Kind.RESET,
              call + ": connection to " + name(address) + " lost" + place + ": " + reason(cause),
              address,
              cause);
    };
  }

  private static Kind kindOf(Exception cause) {
    if (cause instanceof SocketTimeoutException) {
      return Kind.STALL;
    }
    if (cause instanceof NoHttpResponseException || cause instanceof SocketException) {
      return Kind.RESET;
    }
    if (cause instanceof ConnectionClosedException || cause instanceof TruncatedChunkException) {
      return Kind.TRUNCATED;
    }
    if (cause instanceof org.apache.hc.core5.http.HttpException
        || cause instanceof MalformedChunkCodingException
        || cause instanceof MessageConstraintException) {
      return Kind.PROTOCOL;
    }
    if (cause instanceof SSLException
        && !(cause.getCause() instanceof SocketException)
        && !(cause.getCause() instanceof EOFException)) {
      return Kind.PROTOCOL;
    }
    return Kind.RESET;
  }

  private static String reason(Exception cause) {
    return cause instanceof NoHttpResponseException ? "it was closed" : cause.getMessage();
  }

  private static String name(InetAddress address) {
    return address.getHostAddress();
  }
}
