package io.github.seekwell.core.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * What goes wrong on purpose with one call. It is made where a network would make it, so that
 * everything above takes it for real.
 *
 * @param place where it strikes, from 0 to 1
 * @param pause before the call is sent
 */
record Fault(Kind kind, double place, Duration pause) {
  static final Fault NONE = new Fault(Kind.NONE, 0, Duration.ZERO);

  /** The part of all resets that strikes before the request is sent. */
  private static final double BEFORE_SENDING = 1 / 3.0;

  /** Where a body of unknown length is cut at the latest. */
  private static final long UNKNOWN_LENGTH = 64 << 10;

  /** Kinds of faults. */
  enum Kind {
    NONE,
    /** The call waits before it is sent. */
    LATENCY,
    /** It is not sent, and answered 503. */
    UNAVAILABLE,
    /** Its connection is lost. */
    RESET,
    /** The answer's body ends early. */
    SHORT
  }

  /** Asks the server. */
  interface Exchange {
    ClassicHttpResponse send() throws IOException, org.apache.hc.core5.http.HttpException;
  }

  /** The answer as the network would have let it through. */
  ClassicHttpResponse answer(Exchange exchange)
      throws IOException, org.apache.hc.core5.http.HttpException {
    return switch (kind) {
      case NONE, LATENCY -> exchange.send();
      case UNAVAILABLE -> unavailable();
      case RESET -> {
        if (place < BEFORE_SENDING) {
          throw new SocketException("reset before it was sent, on purpose");
        }
        yield cut(exchange.send(), (place - BEFORE_SENDING) / (1 - BEFORE_SENDING));
      }
      case SHORT -> cut(exchange.send(), place);
    };
  }

  private static ClassicHttpResponse unavailable() {
    ClassicHttpResponse response =
        new BasicClassicHttpResponse(HttpStatus.SC_SERVICE_UNAVAILABLE, "On purpose");
    response.setHeader(HttpHeaders.CONTENT_LENGTH, 0);
    return response;
  }

  /** An answer without a body is lost whole: the server has done what nobody hears of. */
  private ClassicHttpResponse cut(ClassicHttpResponse response, double where) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null || entity.getContentLength() == 0) {
      throw new SocketException("reset before the answer, on purpose");
    }
    long length = entity.getContentLength() < 0 ? UNKNOWN_LENGTH : entity.getContentLength();
    response.setEntity(
        new HttpEntityWrapper(entity) {
          @Override
          public InputStream getContent() throws IOException {
            return new CutBody(super.getContent(), (long) (where * length));
          }
        });
    return response;
  }

  /** A body that breaks after so many bytes. */
  private final class CutBody extends FilterInputStream {
    private long left;

    CutBody(InputStream whole, long left) {
      super(whole);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      if (left == 0 && count > 0) {
        throw kind == Kind.SHORT
            ? new ConnectionClosedException("the body ends early, on purpose")
            : new SocketException("reset within the body, on purpose");
      }
      int n = super.read(buffer, offset, (int) Math.min(count, left));
      left -= Math.max(n, 0);
      return n;
    }
  }
}
