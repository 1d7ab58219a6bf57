package io.github.seekwell.core.http;

import static io.github.seekwell.core.http.Conditions.await;

import io.github.seekwell.core.net.Resolver;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A server on bare sockets that does what a test tells it, byte by byte, on one port of any number
 * of loopback addresses. It parses only what it needs, so that it shares no mistakes with the
 * engine.
 */
final class ScriptedServer implements Closeable {

  /** What the server does with one request. */
  @FunctionalInterface
  interface Script {
    void answer(Request request, Line line) throws IOException;
  }

  /** One request as it came over the wire; its body is read only if the script asks for it. */
  record Request(
      InetAddress address, int connection, String line, List<String> rawHeaders, InputStream rest) {

    String header(String name) {
      for (String raw : rawHeaders) {
        if (raw.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return raw.substring(name.length() + 1).trim();
        }
      }
      return "";
    }

    /** Says nothing until the other side hangs up: an answer that never comes. */
    void untilHangUp() throws IOException {
      while (rest.read() >= 0) {
        // Whatever it still has to say.
      }
    }

    byte[] body() throws IOException {
      if (header("Transfer-Encoding").equals("chunked")) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int size = Integer.parseInt(readLine(rest), 16);
        while (size > 0) {
          all.write(rest.readNBytes(size));
          readLine(rest);
          size = Integer.parseInt(readLine(rest), 16);
        }
        readLine(rest);
        return all.toByteArray();
      }
      String length = header("Content-Length");
      return rest.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
    }
  }

  /** The server's end of a connection. */
  static final class Line {
    private final Socket socket;

    private Line(Socket socket) {
      this.socket = socket;
    }

    void say(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    void ok(byte[] body) throws IOException {
      say("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
      send(body);
    }

    void close() throws IOException {
      socket.close();
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  private final List<ServerSocket> doors = new ArrayList<>();
  private final Map<InetAddress, AtomicInteger> accepted = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger most = new AtomicInteger();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<ServerSocket, Thread> porters = new ConcurrentHashMap<>();
  private volatile Script script;

  ScriptedServer(Script script, String... addresses) throws IOException {
    this(ServerSocketFactory.getDefault(), 0, script, addresses);
  }

  ScriptedServer(int port, Script script, String... addresses) throws IOException {
    this(ServerSocketFactory.getDefault(), port, script, addresses);
  }

  ScriptedServer(ServerSocketFactory sockets, int wantedPort, Script script, String... addresses)
      throws IOException {
    this.script = script;
    int port = wantedPort;
    for (String literal : addresses.length == 0 ? new String[] {"127.0.0.1"} : addresses) {
      InetAddress address = InetAddress.getByName(literal);
      ServerSocket door = sockets.createServerSocket();
      door.setReuseAddress(true);
      door.bind(new InetSocketAddress(address, port));
      port = door.getLocalPort();
      doors.add(door);
      accepted.put(address, new AtomicInteger());
      porters.put(door, daemon("door " + literal, () -> accept(door)));
    }
  }

  int port() {
    return doors.get(0).getLocalPort();
  }

  void script(Script next) {
    script = next;
  }

  List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Connections accepted so far, at all addresses. */
  int connections() {
    return accepted.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  int connections(String literal) throws IOException {
    return accepted.get(InetAddress.getByName(literal)).get();
  }

  /** Connections open at this moment, as far as the server has noticed. */
  int open() {
    return open.size();
  }

  /** The most connections that were open at a time. */
  int mostOpen() {
    return most.get();
  }

  /** Stops listening at an address and resets what is connected there. */
  void kill(String literal) throws IOException {
    InetAddress address = InetAddress.getByName(literal);
    for (ServerSocket door : doors) {
      if (door.getInetAddress().equals(address)) {
        door.close();
        await("the last caller has been let in", () -> !porters.get(door).isAlive());
      }
    }
    for (Socket socket : open) {
      if (address.equals(socket.getLocalAddress())) {
        new Line(socket).reset();
      }
    }
  }

  /** Closes every connection, as a server does with idle ones. */
  void hangUp() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket door : doors) {
      door.close();
    }
    hangUp();
  }

  private void accept(ServerSocket door) {
    while (!door.isClosed()) {
      try {
        Socket socket = door.accept();
        int number = accepted.get(door.getInetAddress()).incrementAndGet();
        socket.setTcpNoDelay(true);
        open.add(socket);
        most.accumulateAndGet(open.size(), Math::max);
        daemon("connection " + number, () -> serve(socket, number));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String first = readLine(in);
      while (!first.isEmpty()) {
        List<String> headers = new ArrayList<>();
        for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
          headers.add(header);
        }
        Request request = new Request(socket.getLocalAddress(), number, first, headers, in);
        requests.add(request);
        script.answer(request, new Line(socket));
        first = socket.isClosed() ? "" : readLine(in);
      }
    } catch (IOException e) {
      // The client has gone: often what the test is about.
    } finally {
      open.remove(socket);
    }
  }

  /** Reads to the line's end; empty at an empty line and at the end of the stream. */
  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = in.read();
    while (c >= 0 && c != '\n') {
      if (c != '\r') {
        line.write(c);
      }
      c = in.read();
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "scripted server, " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Resolver whose answer the test changes. */
  static final class Names implements Resolver {
    private final Map<String, List<InetAddress>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    Names put(String host, String... literals) throws IOException {
      List<InetAddress> addresses = new ArrayList<>();
      for (String literal : literals) {
        addresses.add(InetAddress.getByAddress(host, InetAddress.getByName(literal).getAddress()));
      }
      answers.put(host, addresses);
      return this;
    }

    void forget(String host) {
      answers.remove(host);
    }

    int asked() {
      return asked.get();
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
      asked.incrementAndGet();
      List<InetAddress> found = answers.get(host);
      if (found == null) {
        throw new UnknownHostException(host);
      }
      return found;
    }
  }
}
