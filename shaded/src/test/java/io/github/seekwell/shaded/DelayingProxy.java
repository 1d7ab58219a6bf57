package io.github.seekwell.shaded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A line to somebody else's server that is longer or narrower than loopback: what the server says
 * comes later, or more slowly. It knows nothing of HTTP but that an answer begins with the first
 * byte after a request.
 */
final class DelayingProxy implements AutoCloseable {
  private static final int PIECE = 8 * 1024;

  private final ServerSocket door;
  private final InetSocketAddress server;
  private final Duration firstByte;
  private final long bytesPerSecond;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private DelayingProxy(ServerSocket door, URI server, Duration firstByte, long bytesPerSecond) {
    this.door = door;
    this.server = new InetSocketAddress(server.getHost(), server.getPort());
    this.firstByte = firstByte;
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Listens.
   *
   * @param host a loopback address
   * @param port 0 for one that the system chooses
   * @param firstByte how much later an answer begins
   * @param bytesPerSecond how fast it comes, on each connection; 0 for no limit
   */
  static DelayingProxy start(
      String host, int port, URI server, Duration firstByte, long bytesPerSecond)
      throws IOException {
    final ServerSocket door = new ServerSocket(port, 0, InetAddress.getByName(host));
    final DelayingProxy proxy = new DelayingProxy(door, server, firstByte, bytesPerSecond);
    thread(proxy::accept);
    return proxy;
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() throws IOException {
    while (true) {
      final Socket client = door.accept();
      final Socket line = new Socket();
      open.addAll(List.of(client, line));
      line.connect(server);
      client.setTcpNoDelay(true);
      line.setTcpNoDelay(true);
      final AtomicBoolean asked = new AtomicBoolean();
      thread(() -> askOn(client, line, asked));
      thread(() -> answer(line, client, asked));
    }
  }

  private static void askOn(Socket client, Socket server, AtomicBoolean asked) throws IOException {
    try (client;
        server) {
      final InputStream in = client.getInputStream();
      final OutputStream out = server.getOutputStream();
      final byte[] piece = new byte[PIECE];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        asked.set(true);
        out.write(piece, 0, n);
      }
    }
  }

  private void answer(Socket server, Socket client, AtomicBoolean asked)
      throws IOException, InterruptedException {
    try (server;
        client) {
      final InputStream in = server.getInputStream();
      final OutputStream out = client.getOutputStream();
      final byte[] piece = new byte[PIECE];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (asked.getAndSet(false)) {
          TimeUnit.NANOSECONDS.sleep(firstByte.toNanos());
        }
        out.write(piece, 0, n);
        if (bytesPerSecond > 0) {
          TimeUnit.NANOSECONDS.sleep(n * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
        }
      }
    }
  }

  private static void thread(Work work) {
    final Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // One side has hung up, which is how a connection ends.
              }
            },
            "delaying-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
