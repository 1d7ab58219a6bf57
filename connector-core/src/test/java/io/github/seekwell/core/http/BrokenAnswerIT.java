package io.github.seekwell.core.http;

import static io.github.seekwell.core.http.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers that stop, stall, lie or talk nonsense: each has its kind, and none is read as an answer.
 */
@Timeout(60)
final class BrokenAnswerIT {

  private ScriptedServer server;
  private HttpEngine engine;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer((request, line) -> line.ok(new byte[10]), "127.0.0.1");
    engine =
        new HttpEngine(
            HttpConfig.defaults(),
            HttpListener.NONE,
            new ScriptedServer.Names().put("store.example", "127.0.0.1"),
            System::nanoTime);
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(engine.pools()).as("nothing stays leased").allMatch(p -> p.leased() == 0);
    engine.close();
    server.close();
  }

  @Test
  void bodyShorterThanAnnounced_isTruncated_andStaysSo() throws IOException {
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
          line.close();
        });
    HttpExchange exchange = engine.execute(get());
    HttpException e = failureOf(exchange);
    assertThat(e.kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(e)
        .hasMessageContaining("GET http://store.example")
        .hasMessageContaining("127.0.0.1 ended the body early, after 3 bytes");
    assertThatThrownBy(() -> exchange.body().read()).as("not an end").isSameAs(e);
    assertThat(exchange.bytesReceived()).isEqualTo(3);
    exchange.close();
  }

  @Test
  void chunkedBodyCutShort_isTruncated() throws IOException {
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc");
          line.close();
        });
    assertThat(failureOf(engine.execute(get())).kind()).isEqualTo(Kind.TRUNCATED);
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
          line.close();
        });
    assertThat(failureOf(engine.execute(get())).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @Test
  void resetInMidBody_isAReset() throws IOException {
    CountDownLatch read = new CountDownLatch(1);
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
          waitFor(read);
          line.reset();
        });
    HttpExchange exchange = engine.execute(get());
    assertThat(exchange.body().readNBytes(3)).hasSize(3);
    read.countDown();
    HttpException e = failureOf(exchange);
    assertThat(e.kind()).isEqualTo(Kind.RESET);
    assertThat(e).hasMessageContaining("after 3 bytes of the body");
    assertThat(e.address()).isPresent();
  }

  @Test
  void serverThatHangsUpBeforeItsAnswer_isAReset() {
    server.script((request, line) -> line.close());
    HttpException e = failure(HttpCall.get(uri()));
    assertThat(e.kind()).isEqualTo(Kind.RESET);
    assertThat(e).hasMessageContaining("lost before the answer: it was closed");
  }

  @Test
  void headCutShort_isAReset_andNoAnswerWithoutABody() {
    for (String start :
        new String[] {"HTTP/1.", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1"}) {
      server.script(
          (request, line) -> {
            line.say(start);
            line.close();
          });
      HttpException e = failure(HttpCall.get(uri()));
      assertThat(e.kind()).isEqualTo(Kind.RESET);
      assertThat(e).hasMessageContaining("in the middle of the answer's head");
    }
    assertThat(server.requests()).as("never repeated").hasSize(3);
  }

  @Test
  void noFirstByte_isAStall_afterTheCallsOwnDeadline() {
    server.script((request, line) -> request.untilHangUp());
    HttpException e = failure(HttpCall.get(uri()).stallDeadline(Duration.ofMillis(80)));
    assertThat(e.kind()).isEqualTo(Kind.STALL);
    assertThat(e).hasMessageContaining("no byte from 127.0.0.1 for 80 ms before the answer");
    assertThat(e).hasCauseInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void serverThatTakesNoMoreOfABody_isAStall() {
    CountDownLatch over = new CountDownLatch(1);
    server.script((request, line) -> waitFor(over)); // Reads nothing.
    HttpException e =
        failure(
            HttpCall.builder("PUT", uri())
                .body(HttpBody.of(new byte[50_000_000]))
                .stallDeadline(Duration.ofMillis(150)));
    over.countDown();
    assertThat(e.kind()).isEqualTo(Kind.STALL);
    assertThat(e).hasMessageContaining("took no byte of the body for 150 ms");
  }

  @Test
  void callersOwnSlowBody_isNoStall() throws IOException {
    server.script(
        (request, line) -> {
          request.body();
          line.ok(new byte[10]);
        });
    InputStream slow =
        new InputStream() {
          private int left = 6;

          @Override
          public int read() {
            pause(Duration.ofMillis(60));
            return left-- > 0 ? 'x' : -1;
          }
        };
    HttpCall call =
        HttpCall.builder("PUT", uri())
            .body(HttpBody.once(slow, 6))
            .stallDeadline(Duration.ofMillis(150))
            .build();
    assertThat(engine.execute(call).body().readAllBytes()).hasSize(10);
  }

  @Test
  void silenceInMidBody_isAStall() throws IOException {
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
          request.untilHangUp();
        });
    HttpCall call = HttpCall.get(uri()).stallDeadline(Duration.ofMillis(80)).build();
    HttpException e = failureOf(engine.execute(call));
    assertThat(e.kind()).isEqualTo(Kind.STALL);
    assertThat(e).hasMessageContaining("after 3 bytes of the body");
  }

  @Test
  void slowBody_isNoStall_howeverLongItTakes() throws IOException {
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n");
          for (int i = 0; i < 20; i++) {
            pause(Duration.ofMillis(20));
            line.say("x");
          }
        });
    HttpCall call = HttpCall.get(uri()).stallDeadline(Duration.ofMillis(350)).build();
    HttpExchange exchange = engine.execute(call);
    assertThat(exchange.body().readAllBytes()).hasSize(20);
    assertThat(Duration.ofNanos(exchange.timings().bodyNanos()))
        .isGreaterThan(Duration.ofMillis(350));
  }

  @Test
  void nonsense_isAProtocolError() {
    server.script((request, line) -> line.say("SSH-2.0-OpenSSH\r\n\r\n"));
    assertThat(failure(HttpCall.get(uri())).kind()).isEqualTo(Kind.PROTOCOL);
    server.script(
        (request, line) -> line.say("HTTP/1.1 200 OK\r\nX: " + "y".repeat(70_000) + "\r\n\r\n"));
    assertThat(failure(HttpCall.get(uri())).kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void brokenChunks_areAProtocolError() throws IOException {
    server.script(
        (request, line) ->
            line.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\nabc\r\n"));
    assertThat(failureOf(engine.execute(get())).kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void abortFromAnotherThread_endsAReadThatWaits() throws Exception {
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
          request.untilHangUp();
        });
    HttpExchange exchange = engine.execute(get());
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<HttpException> reading = reader.submit(() -> failureOf(exchange));
      await("three bytes are read", () -> exchange.bytesReceived() == 3);
      exchange.abort();
      assertThat(reading.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Kind.CLOSED);
    } finally {
      reader.shutdownNow();
    }
    exchange.abort();
    exchange.close();
    await("the connection is gone", () -> server.open() == 0);
  }

  @Test
  void abortOfACallUnderWay_endsItsWaitForTheAnswer() throws Exception {
    server.script((request, line) -> request.untilHangUp());
    HttpExecution execution = engine.prepare(get());
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<HttpException> calling =
          caller.submit(() -> catchThrowableOfType(HttpException.class, execution::execute));
      await("the request is there", () -> server.requests().size() == 1);
      execution.abort();
      HttpException e = calling.get(10, TimeUnit.SECONDS);
      assertThat(e.kind()).isEqualTo(Kind.CLOSED);
      assertThat(e).hasMessageContaining("aborted");
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void callUnderWay_tellsItsAddress_andAnAbortGivesItsPlaceToTheNextAtOnce() throws Exception {
    HttpConfig.Pool one = HttpConfig.Pool.defaults().withMaxConnections(1);
    server.script((request, line) -> request.untilHangUp());
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try (HttpEngine narrow =
        new HttpEngine(
            HttpConfig.defaults().with(one),
            HttpListener.NONE,
            new ScriptedServer.Names().put("store.example", "127.0.0.1"),
            System::nanoTime)) {
      HttpExecution execution = narrow.prepare(get());
      assertThat(execution.address()).isEmpty();
      Future<HttpException> calling =
          callers.submit(() -> catchThrowableOfType(HttpException.class, execution::execute));
      await("the request is there", () -> server.requests().size() == 1);
      assertThat(execution.address()).contains(InetAddress.getByName("127.0.0.1"));
      server.script((request, line) -> line.ok(new byte[10]));
      Future<byte[]> next = callers.submit(() -> narrow.execute(get()).body().readAllBytes());

      execution.abort();

      assertThat(next.get(10, TimeUnit.SECONDS)).hasSize(10);
      HttpException e = calling.get(10, TimeUnit.SECONDS);
      assertThat(e.kind()).isEqualTo(Kind.CLOSED);
      assertThat(e.address()).as("whom it waited for").isPresent();
      assertThat(execution.address()).isEmpty();
      await("the server sees it go", () -> server.open() == 1);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void abortBeforeTheCall_sendsNothing() {
    HttpExecution execution = engine.prepare(get());
    execution.abort();
    HttpException e = catchThrowableOfType(HttpException.class, execution::execute);
    assertThat(e.kind()).isEqualTo(Kind.CLOSED);
    assertThat(server.connections()).isZero();
    assertThatThrownBy(execution::execute).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void abortAfterTheEnd_doesNoHarmToTheConnection() throws IOException {
    HttpExchange exchange = engine.execute(get());
    exchange.body().readAllBytes();
    exchange.abort();
    engine.execute(get()).close();
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void interruptFlag_breaksNoRead_andIsKept() throws IOException {
    Thread.currentThread().interrupt();
    try (HttpExchange exchange = engine.execute(get())) {
      assertThat(exchange.body().readAllBytes()).hasSize(10);
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void interruptInMidRead_breaksNothing() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
          waitFor(interrupted);
          line.say("def");
        });
    HttpExchange exchange = engine.execute(get());
    AtomicReference<Thread> thread = new AtomicReference<>();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<String> reading =
          reader.submit(
              () -> {
                thread.set(Thread.currentThread());
                return new String(exchange.body().readAllBytes(), StandardCharsets.US_ASCII);
              });
      await("three bytes are read", () -> exchange.bytesReceived() == 3);
      thread.get().interrupt();
      interrupted.countDown();
      assertThat(reading.get(10, TimeUnit.SECONDS)).isEqualTo("abcdef");
    } finally {
      reader.shutdownNow();
    }
  }

  @Test
  void readAfterClose_saysSo() throws IOException {
    HttpExchange exchange = engine.execute(get());
    exchange.close();
    InputStream body = exchange.body();
    HttpException e = catchThrowableOfType(HttpException.class, body::read);
    assertThat(e.kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void listenerThatThrows_disturbsNobody() throws IOException {
    HttpListener broken =
        new HttpListener() {
          @Override
          public void connectionOpened(InetAddress address, long connectNanos) {
            throw new IllegalStateException("no");
          }
        };
    try (HttpEngine other =
        new HttpEngine(
            HttpConfig.defaults(),
            broken,
            new ScriptedServer.Names().put("store.example", "127.0.0.1"),
            System::nanoTime)) {
      assertThat(other.execute(get()).body().readAllBytes()).hasSize(10);
    }
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await("time has passed", () -> System.nanoTime() - end >= 0);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpException failure(HttpCall.Builder call) {
    return catchThrowableOfType(HttpException.class, () -> engine.execute(call.build()));
  }

  private static HttpException failureOf(HttpExchange exchange) {
    return catchThrowableOfType(HttpException.class, () -> exchange.body().readAllBytes());
  }

  private HttpCall get() {
    return HttpCall.get(uri()).build();
  }

  private URI uri() {
    return URI.create("http://store.example:" + server.port() + "/object");
  }
}
