package io.github.seekwell.core.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Refuses answers whose head was cut short. HttpCore takes the end of the connection for the end of
 * the headers; a head that loses its {@code Content-Length} that way would pass for an empty body.
 */
final class WholeHeadParser implements HttpMessageParser<ClassicHttpResponse> {

  private final HttpMessageParser<ClassicHttpResponse> parser;

  WholeHeadParser(Http1Config messages) {
    this.parser = new DefaultHttpResponseParserFactory(messages).create();
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    EndNoticing noticing = new EndNoticing(in);
    try {
      ClassicHttpResponse response = parser.parse(buffer, noticing);
      if (noticing.ended) {
        throw cutShort();
      }
      return response;
    } catch (HttpException e) {
      if (noticing.ended) {
        throw cutShort();
      }
      throw e;
    }
  }

  private static SocketException cutShort() {
    return new SocketException("it was closed in the middle of the answer's head");
  }

  private static final class EndNoticing extends FilterInputStream {
    private boolean ended;

    private EndNoticing(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      ended |= c < 0;
      return c;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      int n = super.read(buffer, offset, count);
      ended |= n < 0;
      return n;
    }
  }
}
