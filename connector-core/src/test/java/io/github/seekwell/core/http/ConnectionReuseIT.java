package io.github.seekwell.core.http;

import static io.github.seekwell.core.http.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a connection is used again, when it is not, and how many there are. */
@Timeout(60)
final class ConnectionReuseIT {

  private static final HttpConfig.Pool POOL = HttpConfig.Pool.defaults();

  private final AtomicLong ahead = new AtomicLong();
  private final Counts counts = new Counts();
  private ScriptedServer server;
  private HttpEngine engine;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer((request, line) -> line.ok(new byte[1000]), "127.0.0.1");
    engine = engine(POOL);
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
    server.close();
  }

  @Test
  void bodiesReadToTheirEnd_shareOneConnection() throws IOException {
    for (int i = 0; i < 50; i++) {
      HttpExchange exchange = engine.execute(get());
      assertThat(exchange.body().readAllBytes()).hasSize(1000);
      assertThat(exchange.timings().reused()).isEqualTo(i > 0);
    }
    assertThat(server.connections()).isEqualTo(1);
    assertThat(counts.opened).hasValue(1);
    assertThat(engine.pools())
        .containsExactly(
            new PoolSnapshot(
                "http://store.example:" + server.port(),
                InetAddress.getByName("127.0.0.1"),
                0,
                1,
                1));
  }

  @Test
  void lastByteRead_givesTheConnectionBack_withoutClose() throws IOException {
    HttpExchange exchange = engine.execute(get());
    assertThat(engine.pools().get(0).leased()).isEqualTo(1);
    assertThat(exchange.body().readNBytes(1000)).hasSize(1000);
    assertThat(engine.pools().get(0).leased()).isZero();
    assertThat(exchange.body().read()).isEqualTo(-1);
    assertThat(exchange.bytesReceived()).isEqualTo(1000);
  }

  @Test
  void closeWithLittleLeft_drains_andKeepsTheConnection() throws IOException {
    server.script((request, line) -> line.ok(new byte[64 * 1024 + 10]));
    HttpExchange exchange = engine.execute(get());
    exchange.body().readNBytes(10);
    exchange.close();
    assertThat(exchange.bytesReceived()).isEqualTo(64 * 1024 + 10);
    engine.execute(get()).close();
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void closeWithMuchLeft_downloadsNothing_andCutsTheConnection() throws IOException {
    server.script((request, line) -> line.ok(new byte[64 * 1024 + 11]));
    HttpExchange exchange = engine.execute(get());
    exchange.body().readNBytes(10);
    exchange.close();
    assertThat(exchange.bytesReceived()).isEqualTo(10);
    assertThat(engine.pools().get(0).idle()).isZero();
    engine.execute(get()).close();
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void closeWithLittleLeft_ofASlowServer_doesNotWait() throws IOException {
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
          request.untilHangUp();
        });
    HttpExchange exchange = engine.execute(get());
    long start = System.nanoTime();
    exchange.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    await("the connection is cut", () -> counts.closed.get() == 1);
  }

  @Test
  void chunkedBody_leftBeforeItsLastChunk_keepsItsConnection() throws IOException {
    server.script(
        (request, line) ->
            line.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
    for (int i = 0; i < 3; i++) {
      try (HttpExchange exchange = engine.execute(get())) {
        assertThat(exchange.body().readNBytes(3)).asString().isEqualTo("abc");
        assertThat(exchange.length()).isEmpty();
      }
    }
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void answersWithoutABody_keepTheConnection() throws IOException {
    server.script(
        (request, line) ->
            line.say(
                request.line().startsWith("HEAD")
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n"
                    : "HTTP/1.1 204 No Content\r\n\r\n"));
    HttpExchange head = engine.execute(HttpCall.builder("HEAD", uri("/a")).build());
    assertThat(head.headers().first("content-length")).contains("12345");
    assertThat(head.body().read()).isEqualTo(-1);
    HttpExchange delete = engine.execute(HttpCall.builder("DELETE", uri("/a")).build());
    assertThat(delete.status()).isEqualTo(204);
    assertThat(server.connections()).isEqualTo(1);
    assertThat(engine.pools().get(0).leased()).isZero();
  }

  @Test
  void serverThatSaysClose_isNotAskedAgainOnThatConnection() throws IOException {
    server.script(
        (request, line) ->
            line.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"));
    engine.execute(get()).close();
    engine.execute(get()).close();
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void bodyUntilTheConnectionCloses_isReadWhole() throws IOException {
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\n\r\nall of it");
          line.close();
        });
    assertThat(engine.execute(get()).body().readAllBytes()).asString().isEqualTo("all of it");
  }

  @Test
  void connectionPastItsAge_isReplaced() throws IOException {
    engine.execute(get()).close();
    pass(POOL.maxIdle().minusSeconds(1));
    engine.execute(get()).close();
    assertThat(server.connections()).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(20));
      engine.execute(get()).close();
    }
    assertThat(server.connections()).as("400 s have passed; the age is 240 to 300 s").isEqualTo(2);
  }

  @Test
  void connectionIdleForTooLong_isNotUsedAgain_andSwept() throws IOException {
    engine.execute(get()).close();
    pass(POOL.maxIdle());
    engine.sweep();
    assertThat(engine.pools().get(0).idle()).isZero();
    await("the server sees it go", () -> server.open() == 0);
  }

  @Test
  void serversKeepAliveHint_isBelieved() throws IOException {
    server.script(
        (request, line) ->
            line.say(
                "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=9\r\nContent-Length: 0\r\n\r\n"));
    engine.execute(get()).close();
    pass(Duration.ofMillis(4900));
    engine.execute(get()).close();
    assertThat(server.connections()).isEqualTo(1);
    pass(Duration.ofSeconds(5));
    engine.execute(get()).close();
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void connectionThatRested_isLookedAtFirst() throws IOException {
    engine.execute(get()).close();
    server.hangUp();
    await("the server has hung up", () -> server.open() == 0);
    pass(POOL.checkAfterIdle());
    HttpExchange exchange = engine.execute(HttpCall.builder("POST", uri("/a")).build());
    assertThat(exchange.timings().attempts()).isEqualTo(1);
    assertThat(exchange.timings().reused()).isFalse();
    exchange.close();
  }

  @Test
  void requestOnADeadPooledConnection_goesOutOnceMoreOnAFreshOne() throws IOException {
    engine.execute(get()).close();
    server.hangUp();
    await("the server has hung up", () -> server.open() == 0);
    HttpExchange exchange = engine.execute(get());
    assertThat(exchange.body().readAllBytes()).hasSize(1000);
    assertThat(exchange.timings().attempts()).isEqualTo(2);
    assertThat(exchange.timings().reused()).isFalse();
    assertThat(counts.repeated).hasValue(1);
  }

  @Test
  void requestThatMayNotBeRepeated_failsOnADeadPooledConnection() throws IOException {
    engine.execute(get()).close();
    server.hangUp();
    await("the server has hung up", () -> server.open() == 0);
    HttpException e = failure(HttpCall.builder("POST", uri("/a")).body(HttpBody.of(new byte[9])));
    assertThat(e.kind()).isEqualTo(Kind.RESET);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void freshConnectionThatIsCut_isNoReasonToRepeat() throws IOException {
    server.script((request, line) -> line.reset());
    HttpException e = failure(HttpCall.get(uri("/a")));
    assertThat(e.kind()).isEqualTo(Kind.RESET);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void exhaustedPool_failsAfterTheWait_andSaysWhatToRaise() throws IOException {
    engine.close();
    engine = engine(POOL.withMaxConnections(2).withMaxWait(Duration.ofMillis(50)));
    HttpExchange first = engine.execute(get());
    HttpExchange second = engine.execute(get());
    HttpException e = failure(HttpCall.get(uri("/a")));
    assertThat(e.kind()).isEqualTo(Kind.POOL_WAIT);
    assertThat(e)
        .hasMessageContaining("all 2 connections")
        .hasMessageContaining("50 ms")
        .hasMessageContaining("connection limit");
    first.close();
    engine.execute(get()).close();
    second.close();
  }

  @Test
  void freedConnection_goesToWhoeverWaits_andTheWaitIsTold() throws Exception {
    engine.close();
    engine = engine(POOL.withMaxConnections(1));
    HttpExchange first = engine.execute(get());
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Thread.currentThread().interrupt(); // Must not matter to anybody below.
      Future<HttpTimings> waiting =
          other.submit(
              () -> {
                Thread.currentThread().interrupt();
                try (HttpExchange exchange = engine.execute(get())) {
                  exchange.body().readAllBytes();
                  assertThat(Thread.interrupted()).isTrue();
                  return exchange.timings();
                }
              });
      long start = System.nanoTime();
      await("some time has passed", () -> System.nanoTime() - start > 20_000_000);
      first.body().readAllBytes();
      assertThat(Thread.interrupted()).isTrue();
      HttpTimings timings = waiting.get(10, TimeUnit.SECONDS);
      assertThat(timings.queueNanos()).isPositive();
      assertThat(timings.reused()).isTrue();
    } finally {
      other.shutdownNow();
    }
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void manyThreads_shareNoMoreConnectionsThanAllowed_andLeaveNoneLeased() throws Exception {
    engine.close();
    engine = engine(POOL.withMaxConnections(8));
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int t = 0; t < 32; t++) {
        work.add(
            () -> {
              int bytes = 0;
              for (int i = 0; i < 200; i++) {
                try (HttpExchange exchange = engine.execute(get())) {
                  bytes += exchange.body().readAllBytes().length;
                }
              }
              return bytes;
            });
      }
      for (Future<Integer> result : threads.invokeAll(work)) {
        assertThat(result.get()).isEqualTo(200 * 1000);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.requests()).hasSize(32 * 200);
    assertThat(server.connections()).isLessThanOrEqualTo(8);
    assertThat(engine.pools().get(0).leased()).isZero();
    assertThat(engine.pools().get(0).idle()).isLessThanOrEqualTo(8);
  }

  @Test
  void engineAtItsLimit_givesUpAnIdleConnectionElsewhere_forANewOneHere() throws IOException {
    engine.close();
    engine = engine(POOL.withMaxConnections(2));
    try (ScriptedServer other =
        new ScriptedServer((request, line) -> line.ok(new byte[1]), "127.0.0.1")) {
      HttpExchange first = engine.execute(get());
      HttpExchange second = engine.execute(get());
      first.close();
      second.close();
      URI there = URI.create("http://store.example:" + other.port() + "/");
      engine.execute(HttpCall.get(there).build()).close();
      assertThat(counts.opened.get() - counts.closed.get()).isEqualTo(2);
      assertThat(engine.pools()).extracting(PoolSnapshot::idle).containsExactly(1, 1);
    }
  }

  @Test
  void closedEngine_hasNoConnectionsAndNoThreads_andSaysSo() throws Exception {
    engine
        .execute(HttpCall.builder("PUT", uri("/a")).body(HttpBody.of(new byte[9])).build())
        .close();
    server.script((request, line) -> line.ok(new byte[8_000_000]));
    HttpExchange reading = engine.execute(get());
    engine.close();
    await("the server sees them go", () -> server.open() == 0);
    await(
        "its threads are gone",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("seekwell")));
    assertThat(failure(HttpCall.get(uri("/a"))).kind()).isEqualTo(Kind.CLOSED);
    InputStream body = reading.body();
    assertThat(catchThrowableOfType(HttpException.class, body::readAllBytes).kind())
        .isEqualTo(Kind.CLOSED);
    reading.close();
    engine.close();
  }

  private void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  private HttpEngine engine(HttpConfig.Pool pool) throws IOException {
    return new HttpEngine(
        HttpConfig.defaults().with(pool),
        counts,
        new ScriptedServer.Names().put("store.example", "127.0.0.1"),
        () -> System.nanoTime() + ahead.get());
  }

  private HttpCall get() {
    return HttpCall.get(uri("/object")).build();
  }

  private URI uri(String path) {
    return URI.create("http://store.example:" + server.port() + path);
  }

  private HttpException failure(HttpCall.Builder call) {
    return catchThrowableOfType(HttpException.class, () -> engine.execute(call.build()));
  }

  private static final class Counts implements HttpListener {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    @Override
    public void connectionOpened(InetAddress address, long connectNanos) {
      opened.incrementAndGet();
    }

    @Override
    public void connectionClosed(InetAddress address) {
      closed.incrementAndGet();
    }

    @Override
    public void requestRepeated(InetAddress address) {
      repeated.incrementAndGet();
    }
  }
}
