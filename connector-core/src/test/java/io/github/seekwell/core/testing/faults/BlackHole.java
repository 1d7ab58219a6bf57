package io.github.seekwell.core.testing.faults;

import io.github.seekwell.core.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address that drops whatever knocks, since its queue is full and nobody takes from it. */
final class BlackHole implements Closeable {
  private static final int MOST = 100;
  private static final int PATIENCE_MILLIS = 100;

  private final List<Closeable> opened = new ArrayList<>();

  BlackHole(String address, int port) throws IOException {
    ServerSocket door = new ServerSocket();
    opened.add(door);
    bind(door, new InetSocketAddress(address, port));
    for (boolean full = false; !full; ) {
      if (opened.size() > MOST) {
        close();
        throw new IOException("a queue of one takes more than " + MOST);
      }
      Socket socket = new Socket();
      opened.add(socket);
      try {
        socket.connect(door.getLocalSocketAddress(), PATIENCE_MILLIS);
      } catch (SocketTimeoutException e) {
        full = true;
      }
    }
  }

  /** Who had the port before may not have let go of it yet. */
  private static void bind(ServerSocket door, InetSocketAddress address) {
    Await.until(
        "free: " + address,
        () -> {
          try {
            door.bind(address, 1);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Override
  public void close() throws IOException {
    for (Closeable one : opened) {
      one.close();
    }
  }
}
