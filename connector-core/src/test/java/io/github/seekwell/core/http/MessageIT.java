package io.github.seekwell.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes over the wire, byte for byte. */
@Timeout(60)
final class MessageIT {

  private final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
  private final ScriptedServer.Names names = new ScriptedServer.Names();
  private ScriptedServer server;
  private HttpEngine engine;

  @BeforeEach
  void start() throws IOException {
    server =
        new ScriptedServer(
            (request, line) -> {
              bodies.add(request.body());
              line.ok(new byte[3]);
            },
            "127.0.0.1");
    names.put("store.example", "127.0.0.1").put("proxy.example", "127.0.0.1");
    engine = engine(HttpConfig.defaults().withUserAgent("seekwell/test"));
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(engine.pools()).as("nothing stays leased").allMatch(p -> p.leased() == 0);
    engine.close();
    server.close();
  }

  @Test
  void pathAndQuery_areSentAsGiven() throws IOException {
    for (String target :
        List.of(
            "/a//b/../c/./d",
            "//double",
            "/%2F%2f%41+%20?x=%2f&y=a+b&&z",
            "/?",
            "/~!$&'()*,;=:@")) {
      send(HttpCall.get(URI.create(base() + target)));
      assertThat(last().line()).isEqualTo("GET " + target + " HTTP/1.1");
    }
  }

  @Test
  void get_hasOnlyHostAndUserAgent_besidesWhatWasGiven() throws IOException {
    send(HttpCall.get(uri()).header("Range", "bytes=0-1").header("X-A", "1").header("X-A", "2"));
    assertThat(last().rawHeaders())
        .containsExactly(
            "Host: store.example:" + server.port(),
            "Range: bytes=0-1",
            "X-A: 1",
            "X-A: 2",
            "User-Agent: seekwell/test");
  }

  @Test
  void givenHostAndUserAgent_replaceOurs() throws IOException {
    send(HttpCall.get(uri()).header("host", "signed.example").header("user-agent", "sdk"));
    assertThat(last().rawHeaders()).containsExactly("host: signed.example", "user-agent: sdk");
  }

  @Test
  void bodyOfKnownLength_isSentWithItsLength() throws IOException {
    byte[] bytes = bytes(100_000);
    send(HttpCall.builder("PUT", uri()).body(HttpBody.of(bytes)));
    assertThat(last().header("Content-Length")).isEqualTo("100000");
    assertThat(last().header("Transfer-Encoding")).isEmpty();
    assertThat(bodies).containsExactly(bytes);
  }

  @Test
  void bodyOfUnknownLength_isSentInChunks() throws IOException {
    byte[] bytes = bytes(100_000);
    HttpBody body = HttpBody.once(new ByteArrayInputStream(bytes), HttpBody.UNKNOWN);
    send(HttpCall.builder("PUT", uri()).body(body));
    assertThat(last().header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(last().header("Content-Length")).isEmpty();
    assertThat(bodies).containsExactly(bytes);
  }

  @Test
  void givenContentLength_isEnoughForABodyThatDoesNotKnowIts() throws IOException {
    HttpBody body = HttpBody.once(new ByteArrayInputStream(bytes(5)), HttpBody.UNKNOWN);
    send(HttpCall.builder("PUT", uri()).header("content-length", "5").body(body));
    assertThat(last().rawHeaders()).filteredOn(h -> h.startsWith("content-length")).hasSize(1);
    assertThat(last().header("Transfer-Encoding")).isEmpty();
    assertThat(bodies.get(0)).hasSize(5);
  }

  @Test
  void methodsThatPromiseABody_sayWhenThereIsNone() throws IOException {
    send(HttpCall.builder("POST", uri()));
    assertThat(last().header("Content-Length")).isEqualTo("0");
    send(HttpCall.builder("PUT", uri()).body(HttpBody.of(new byte[0])));
    assertThat(last().header("Content-Length")).isEqualTo("0");
    send(HttpCall.builder("DELETE", uri()));
    assertThat(last().header("Content-Length")).isEmpty();
  }

  @Test
  void bodyShorterThanItsLength_failsTheCall_andCutsTheConnection() {
    HttpBody body = HttpBody.once(new ByteArrayInputStream(bytes(3)), 5);
    assertThatThrownBy(() -> send(HttpCall.builder("PUT", uri()).body(body)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("3 of 5 bytes");
  }

  @Test
  void callersOwnFailure_reachesTheCallerAsItIs() {
    IOException own = new IOException("disk gone");
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw own;
          }
        };
    assertThatThrownBy(() -> send(HttpCall.builder("PUT", uri()).body(HttpBody.once(failing, 5))))
        .isSameAs(own);
  }

  @Test
  void expectContinue_waitsForConsent_thenSendsTheBody() throws IOException {
    server.script(
        (request, line) -> {
          assertThat(request.header("Expect")).isEqualTo("100-continue");
          assertThat(request.rest().available()).as("nothing sent yet").isZero();
          line.say("HTTP/1.1 100 Continue\r\n\r\n");
          bodies.add(request.body());
          line.ok(new byte[0]);
        });
    byte[] bytes = bytes(50_000);
    send(HttpCall.builder("PUT", uri()).body(HttpBody.of(bytes)).expectContinue());
    assertThat(bodies).containsExactly(bytes);
  }

  @Test
  void expectContinue_refused_sendsNoBody() throws IOException {
    server.script(
        (request, line) -> line.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"));
    HttpBody body =
        HttpBody.once(
            new InputStream() {
              @Override
              public int read() {
                throw new AssertionError("the body was read");
              }
            },
            50_000);
    HttpCall call = HttpCall.builder("PUT", uri()).body(body).expectContinue().build();
    try (HttpExchange exchange = engine.execute(call)) {
      assertThat(exchange.status()).isEqualTo(403);
      assertThat(exchange.body().readAllBytes()).asString().isEqualTo("no");
    }
    assertThat(engine.pools().get(0).idle()).as("the server still expects a body").isZero();
  }

  @Test
  void expectContinue_ofASilentServer_sendsTheBodyAllTheSame() throws IOException {
    send(HttpCall.builder("PUT", uri()).body(HttpBody.of(bytes(9))).expectContinue());
    assertThat(bodies.get(0)).hasSize(9);
  }

  @Test
  void interimAnswers_arePassedOver() throws IOException {
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
          line.ok(new byte[3]);
        });
    try (HttpExchange exchange = engine.execute(HttpCall.get(uri()).build())) {
      assertThat(exchange.status()).isEqualTo(200);
      assertThat(exchange.headers().contains("Link")).isFalse();
    }
  }

  @Test
  void earlyAnswerToALargeBody_endsTheSending() throws IOException {
    AtomicInteger closed = new AtomicInteger();
    server.script(
        (request, line) -> {
          line.say("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
          request.untilHangUp();
        });
    HttpBody endless =
        HttpBody.once(
            new InputStream() {
              @Override
              public int read() {
                return 'x';
              }

              @Override
              public void close() {
                closed.incrementAndGet();
              }
            },
            Long.MAX_VALUE);
    HttpCall call = HttpCall.builder("PUT", uri()).body(endless).build();
    try (HttpExchange exchange = engine.execute(call)) {
      assertThat(exchange.status()).isEqualTo(413);
    }
    assertThat(closed).as("the body's stream is closed").hasValue(1);
    assertThat(engine.pools().get(0).idle()).as("the request never ended").isZero();
  }

  @Test
  void encodedAndRedirecting_answersAreDeliveredAsTheyAre() throws IOException {
    server.script(
        (request, line) ->
            line.say(
                "HTTP/1.1 301 Moved\r\nLocation: http://elsewhere.example/\r\n"
                    + "Content-Encoding: gzip\r\nSet-Cookie: a=b\r\nContent-Length: 3\r\n\r\nraw"));
    for (int i = 0; i < 2; i++) {
      try (HttpExchange exchange = engine.execute(HttpCall.get(uri()).build())) {
        assertThat(exchange.status()).isEqualTo(301);
        assertThat(exchange.headers().first("content-encoding")).contains("gzip");
        assertThat(exchange.body().readAllBytes()).asString().isEqualTo("raw");
      }
    }
    assertThat(last().header("Cookie")).isEmpty();
  }

  @Test
  void proxy_isAskedInsteadOfTheEndpoint_withItsCredentials() throws IOException {
    engine.close();
    engine =
        engine(
            HttpConfig.defaults()
                .with(HttpConfig.Proxy.at("proxy.example", server.port()).as("me", "secret")));
    send(HttpCall.get(URI.create("http://nowhere.example/a//b?c")));
    assertThat(last().line()).isEqualTo("GET http://nowhere.example/a//b?c HTTP/1.1");
    assertThat(last().header("Host")).isEqualTo("nowhere.example");
    assertThat(last().header("Proxy-Authorization")).isEqualTo("Basic bWU6c2VjcmV0");
  }

  @Test
  void proxyThatRefusesTheTunnel_isAConnectFailureThatSaysSo() throws IOException {
    server.script(
        (request, line) -> line.say("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n"));
    engine.close();
    engine =
        engine(HttpConfig.defaults().with(HttpConfig.Proxy.at("proxy.example", server.port())));
    HttpCall call = HttpCall.get(URI.create("https://nowhere.example/a")).build();
    HttpException e = catchThrowableOfType(HttpException.class, () -> engine.execute(call));
    assertThat(e.kind()).isEqualTo(Kind.CONNECT);
    assertThat(e).hasMessageContaining("refused a tunnel to nowhere.example:443: 407");
    assertThat(last().line()).isEqualTo("CONNECT nowhere.example:443 HTTP/1.1");
    assertThat(last().header("Proxy-Authorization")).isEmpty();
  }

  private HttpEngine engine(HttpConfig config) {
    return new HttpEngine(config, HttpListener.NONE, names, System::nanoTime);
  }

  private void send(HttpCall.Builder call) throws IOException {
    try (HttpExchange exchange = engine.execute(call.build())) {
      assertThat(exchange.status()).isEqualTo(200);
    }
  }

  private ScriptedServer.Request last() {
    List<ScriptedServer.Request> all = server.requests();
    return all.get(all.size() - 1);
  }

  private URI uri() {
    return URI.create(base() + "/object");
  }

  private String base() {
    return "http://store.example:" + server.port();
  }

  private static byte[] bytes(int count) {
    byte[] result = new byte[count];
    for (int i = 0; i < count; i++) {
      result[i] = (byte) (i * 31 >>> 3);
    }
    return result;
  }
}
