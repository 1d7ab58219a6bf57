package io.github.seekwell.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS in the endpoint's name to an address of our choice. */
@Timeout(60)
final class TlsIT {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;
  private static SSLContext tls;

  private final ScriptedServer.Names names = new ScriptedServer.Names();
  private ScriptedServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-dname",
                "CN=test",
                "-ext",
                "san=dns:store.example,dns:*.store.example")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(50, TimeUnit.SECONDS)).isTrue();
    tls = context(store);
  }

  @BeforeEach
  void start() throws IOException {
    server =
        new ScriptedServer(
            tls.getServerSocketFactory(),
            0,
            (request, line) -> line.ok(new byte[100]),
            "127.0.0.1");
    for (String host : new String[] {"store.example", "bucket.store.example", "other.example"}) {
      names.put(host, "127.0.0.1");
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void certificateOfTheName_isAccepted_whateverTheAddress_andTheConnectionReused()
      throws IOException {
    try (HttpEngine engine = engine(HttpConfig.Tls.of(tls))) {
      for (int i = 0; i < 3; i++) {
        assertThat(fetch(engine, "store.example")).isEqualTo(100);
      }
      assertThat(server.connections()).isEqualTo(1);
      assertThat(fetch(engine, "bucket.store.example")).isEqualTo(100);
      assertThat(server.requests().get(3).header("Host"))
          .isEqualTo("bucket.store.example:" + server.port());
    }
  }

  @Test
  void certificateOfAnotherName_isRefused_beforeAnythingIsSent() throws IOException {
    try (HttpEngine engine = engine(HttpConfig.Tls.of(tls))) {
      HttpException e =
          catchThrowableOfType(HttpException.class, () -> fetch(engine, "other.example"));
      assertThat(e.kind()).isEqualTo(Kind.TLS);
      assertThat(e).hasMessageContaining("no TLS session with 127.0.0.1");
      assertThat(server.requests()).isEmpty();
    }
    try (HttpEngine lax = engine(HttpConfig.Tls.of(tls).withoutHostnameVerification())) {
      assertThat(fetch(lax, "other.example")).isEqualTo(100);
    }
  }

  @Test
  void unknownIssuer_isRefused() throws IOException {
    try (HttpEngine engine = engine(HttpConfig.Tls.defaults())) {
      HttpException e =
          catchThrowableOfType(HttpException.class, () -> fetch(engine, "store.example"));
      assertThat(e.kind()).isEqualTo(Kind.TLS);
    }
  }

  @Test
  void serverThatDoesNotSpeakTls_isATlsFailure() throws IOException {
    try (ScriptedServer plain =
            new ScriptedServer((request, line) -> line.ok(new byte[1]), "127.0.0.1");
        HttpEngine engine =
            new HttpEngine(
                HttpConfig.defaults()
                    .with(HttpConfig.Timeouts.defaults().withConnect(Duration.ofMillis(200))),
                HttpListener.NONE,
                names,
                System::nanoTime)) {
      URI uri = URI.create("https://store.example:" + plain.port() + "/");
      HttpException e =
          catchThrowableOfType(
              HttpException.class, () -> engine.execute(HttpCall.get(uri).build()));
      assertThat(e.kind()).isEqualTo(Kind.TLS);
      assertThat(e).hasMessageContaining("does not answer the handshake");
    }
  }

  @Test
  void truncationAndStall_haveTheSameKindsUnderTls() throws IOException {
    try (HttpEngine engine = engine(HttpConfig.Tls.of(tls))) {
      String start = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc";
      server.script(
          (request, line) -> {
            line.say(start);
            line.close();
          });
      assertThat(failure(engine).kind()).isEqualTo(Kind.TRUNCATED);
      server.script(
          (request, line) -> {
            line.say(start);
            request.untilHangUp();
          });
      assertThat(failure(engine).kind()).isEqualTo(Kind.STALL);
    }
  }

  @Test
  void resetUnderTls_isAReset() throws IOException {
    String start = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc";
    server.script(
        (request, line) -> {
          line.say(start);
          request.untilHangUp();
        });
    AtomicReference<Socket> relayed = new AtomicReference<>();
    try (ServerSocket relay = new ServerSocket(0);
        HttpEngine engine = engine(HttpConfig.Tls.of(tls))) {
      daemon(() -> relayOnce(relay, server.port(), relayed));
      URI uri = URI.create("https://store.example:" + relay.getLocalPort() + "/");
      try (HttpExchange exchange = engine.execute(HttpCall.get(uri).build())) {
        exchange.body().readNBytes(3);
        relayed.get().setSoLinger(true, 0);
        relayed.get().close();
        HttpException e =
            catchThrowableOfType(HttpException.class, () -> exchange.body().readAllBytes());
        assertThat(e.kind()).isEqualTo(Kind.RESET);
      }
    }
  }

  @Test
  void nameOfTheEndpoint_isShownToTheServer_throughAProxysTunnelToo() throws Exception {
    AtomicReference<String> shown = new AtomicReference<>("");
    try (SSLServerSocket door =
            (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0);
        ServerSocket proxyDoor = new ServerSocket(0)) {
      daemon(() -> answerOnce(door, shown));
      daemon(() -> tunnelOnce(proxyDoor, door.getLocalPort()));
      names.put("proxy.example", "127.0.0.1");
      HttpConfig config =
          HttpConfig.defaults()
              .with(HttpConfig.Tls.of(tls))
              .with(HttpConfig.Proxy.at("proxy.example", proxyDoor.getLocalPort()));
      try (HttpEngine engine = new HttpEngine(config, HttpListener.NONE, names, System::nanoTime)) {
        URI uri = URI.create("https://bucket.store.example/key");
        try (HttpExchange exchange = engine.execute(HttpCall.get(uri).build())) {
          assertThat(exchange.body().readAllBytes()).asString().isEqualTo("ok");
        }
      }
      assertThat(shown.get()).isEqualTo("bucket.store.example");
    }
  }

  private static void answerOnce(SSLServerSocket door, AtomicReference<String> shown) {
    try (SSLSocket socket = (SSLSocket) door.accept()) {
      socket.startHandshake();
      ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
      shown.set(((SNIHostName) session.getRequestedServerNames().get(0)).getAsciiName());
      readHead(socket.getInputStream());
      socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes());
    } catch (IOException e) {
      shown.set(e.toString());
    }
  }

  private static void tunnelOnce(ServerSocket door, int port) {
    try (Socket client = door.accept()) {
      readHead(client.getInputStream());
      client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes());
      relay(client, port);
    } catch (IOException e) {
      // The test sees that nothing came through.
    }
  }

  private static void relayOnce(ServerSocket door, int port, AtomicReference<Socket> relayed) {
    try (Socket client = door.accept()) {
      relayed.set(client);
      relay(client, port);
    } catch (IOException e) {
      // The test has cut it.
    }
  }

  private static void relay(Socket client, int port) throws IOException {
    try (Socket target = new Socket("127.0.0.1", port)) {
      daemon(() -> copy(target, client));
      copy(client, target);
    }
  }

  private static void copy(Socket from, Socket to) {
    try (OutputStream out = to.getOutputStream()) {
      from.getInputStream().transferTo(out);
    } catch (IOException e) {
      // One side has gone, and with it the tunnel.
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int inARow = 0;
    while (inARow < 2) {
      int c = in.read();
      inARow = c == '\n' ? inARow + 1 : c == '\r' ? inARow : 0;
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tls test");
    thread.setDaemon(true);
    thread.start();
  }

  private HttpException failure(HttpEngine engine) throws IOException {
    HttpCall call =
        HttpCall.get(uri("store.example")).stallDeadline(Duration.ofMillis(100)).build();
    try (HttpExchange exchange = engine.execute(call)) {
      return catchThrowableOfType(HttpException.class, () -> exchange.body().readAllBytes());
    }
  }

  private int fetch(HttpEngine engine, String host) throws IOException {
    try (HttpExchange exchange = engine.execute(HttpCall.get(uri(host)).build())) {
      return exchange.body().readAllBytes().length;
    }
  }

  private URI uri(String host) {
    return URI.create("https://" + host + ":" + server.port() + "/object");
  }

  private HttpEngine engine(HttpConfig.Tls settings) {
    return new HttpEngine(
        HttpConfig.defaults().with(settings), HttpListener.NONE, names, System::nanoTime);
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
