package io.github.seekwell.core.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** An HTTP client with nothing between the test and the bytes: no pool, no retry, no judgement. */
final class RawConnection implements Closeable {
  private final Socket socket;

  RawConnection(String host, int port, Duration timeout) throws IOException {
    socket = new Socket(host, port);
    socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
  }

  /** Head as text, body as far as its length said. */
  record Reply(String head, byte[] body) {
    int status() {
      return Integer.parseInt(head.split(" ", 3)[1]);
    }

    String header(String name) {
      for (String line : head.split("\r\n")) {
        if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return line.substring(name.length() + 1).trim();
        }
      }
      return "";
    }
  }

  void send(String method, String path, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    sendRaw(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  void sendRaw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  Reply get(String path, String... headers) throws IOException {
    send("GET", path, headers);
    return readReply();
  }

  Reply readReply() throws IOException {
    String head = readHead();
    String length = new Reply(head, new byte[0]).header("Content-Length");
    int size = length.isEmpty() ? 0 : Integer.parseInt(length);
    byte[] body = socket.getInputStream().readNBytes(size);
    if (body.length < size) {
      throw new EOFException("body ended after " + body.length + " of " + size);
    }
    return new Reply(head, body);
  }

  String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("head ended after " + head.size() + " bytes");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.UTF_8);
  }

  byte[] readNow(int size) throws IOException {
    return socket.getInputStream().readNBytes(size);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
