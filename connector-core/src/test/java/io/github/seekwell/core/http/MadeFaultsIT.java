package io.github.seekwell.core.http;

import static io.github.seekwell.core.http.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.config.FaultsConfig;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults that a user asks for: each is met as the network's own would be. */
@Timeout(60)
final class MadeFaultsIT {
  private static final byte[] BODY = body();

  /** Each kind of place in an answer is met by some of so many calls. */
  private static final int CALLS = 60;

  private ScriptedServer server;
  private HttpEngine engine;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer((request, line) -> line.ok(BODY), "127.0.0.1");
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(engine.pools()).as("nothing stays leased").allMatch(p -> p.leased() == 0);
    engine.close();
    server.close();
  }

  @Test
  void none_unlessAskedFor() throws IOException {
    engine = engine(FaultsConfig.NONE);
    for (int i = 0; i < CALLS; i++) {
      try (HttpExchange exchange = engine.execute(get())) {
        assertThat(exchange.body().readAllBytes()).isEqualTo(BODY);
      }
    }
    assertThat(server.requests()).hasSize(CALLS);
  }

  @Test
  void unavailable_isAnswered503_andNotSent_andCostsNoConnection() throws IOException {
    engine = engine(faults(0, 1, 0, 0));
    for (int i = 0; i < 3; i++) {
      try (HttpExchange exchange = engine.execute(get())) {
        assertThat(exchange.status()).isEqualTo(503);
        assertThat(exchange.body().read()).isEqualTo(-1);
      }
    }
    assertThat(server.requests()).isEmpty();
    assertThat(engine.pools()).hasSize(1).allMatch(pool -> pool.opened() == 1);
  }

  @Test
  void reset_strikesBeforeTheRequest_orWithinTheBody_whoseBytesAreRightUntilThen()
      throws IOException {
    engine = engine(faults(0, 0, 1, 0));
    int before = 0;
    int within = 0;
    for (int i = 0; i < CALLS; i++) {
      int sent = server.requests().size();
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      HttpException e = catchThrowableOfType(HttpException.class, () -> read(received));
      assertThat(e.kind()).isEqualTo(Kind.RESET);
      assertThat(received.toByteArray())
          .isEqualTo(Arrays.copyOf(BODY, received.size()))
          .hasSizeLessThan(BODY.length);
      if (server.requests().size() == sent) {
        before++;
      } else {
        within++;
      }
    }
    assertThat(before).isPositive();
    assertThat(within).isPositive();
  }

  @Test
  void reset_losesTheAnswerOfWhatTheServerHasDone() throws IOException {
    server.script(
        (request, line) -> {
          request.body();
          line.say("HTTP/1.1 204 No Content\r\n\r\n");
        });
    engine = engine(faults(0, 0, 1, 0));
    int done = 0;
    for (int i = 0; i < CALLS; i++) {
      int sent = server.requests().size();
      assertThatThrownBy(() -> engine.execute(put()).close())
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.kind()).isEqualTo(Kind.RESET));
      done += server.requests().size() - sent;
    }
    assertThat(done).isBetween(1, CALLS - 1);
  }

  @Test
  void shortBody_isTruncated_andRightUntilThen() throws IOException {
    engine = engine(faults(0, 0, 0, 1));
    for (int i = 0; i < CALLS; i++) {
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      HttpException e = catchThrowableOfType(HttpException.class, () -> read(received));
      assertThat(e.kind()).isEqualTo(Kind.TRUNCATED);
      assertThat(received.toByteArray())
          .isEqualTo(Arrays.copyOf(BODY, received.size()))
          .hasSizeLessThan(BODY.length);
    }
  }

  @Test
  void latency_isWaited_untilTheCallIsAborted() throws Exception {
    FaultsConfig slow = new FaultsConfig(0, 1, Duration.ofHours(1), 0, 0, 0);
    engine = engine(slow);
    HttpExecution execution = engine.prepare(get());
    assertThat(failureOfAWaiting(execution, execution::abort)).hasMessageContaining("aborted");
  }

  @Test
  void latency_isWaited_untilTheEngineIsClosed() throws Exception {
    engine = engine(new FaultsConfig(0, 1, Duration.ofHours(1), 0, 0, 0));
    assertThat(failureOfAWaiting(engine.prepare(get()), engine::close).kind())
        .isEqualTo(Kind.CLOSED);
  }

  private HttpException failureOfAWaiting(HttpExecution execution, Runnable end) throws Exception {
    AtomicReference<HttpException> failure = new AtomicReference<>();
    Thread caller =
        new Thread(
            () ->
                failure.set(
                    catchThrowableOfType(HttpException.class, () -> execution.execute().close())));
    caller.start();
    await("the call waits", () -> caller.getState() == Thread.State.TIMED_WAITING);
    end.run();
    caller.join();
    assertThat(server.requests()).isEmpty();
    return failure.get();
  }

  @Test
  void aFewOfAll_areAsManyAsAskedFor_andTheSameForTheSameSeed() throws IOException {
    engine = engine(faults(0, 0.2, 0.1, 0.1));
    List<String> first = outcomes(300);
    engine.close();
    engine = engine(faults(0, 0.2, 0.1, 0.1));
    assertThat(outcomes(300)).isEqualTo(first);
    engine.close();
    engine = engine(faults(1, 0.2, 0.1, 0.1));
    assertThat(outcomes(300)).isNotEqualTo(first);
    assertThat(first.stream().filter("503"::equals).count()).isBetween(30L, 90L);
    assertThat(first.stream().filter("200"::equals).count()).isBetween(140L, 220L);
  }

  private List<String> outcomes(int calls) throws IOException {
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      try {
        outcomes.add(Integer.toString(read(received)));
      } catch (HttpException e) {
        outcomes.add(e.kind() + " after " + received.size());
      }
    }
    return outcomes;
  }

  /** Gives the status. */
  private int read(ByteArrayOutputStream received) throws IOException {
    try (HttpExchange exchange = engine.execute(get())) {
      byte[] buffer = new byte[100];
      for (int n = exchange.body().read(buffer); n >= 0; n = exchange.body().read(buffer)) {
        received.write(buffer, 0, n);
      }
      return exchange.status();
    }
  }

  private static FaultsConfig faults(int seed, double unavailable, double reset, double cut) {
    return new FaultsConfig(seed, 0, Duration.ofSeconds(1), unavailable, reset, cut);
  }

  private HttpEngine engine(FaultsConfig faults) throws IOException {
    return new HttpEngine(
        HttpConfig.defaults().with(faults),
        HttpListener.NONE,
        new ScriptedServer.Names().put("store.example", "127.0.0.1"),
        System::nanoTime);
  }

  private HttpCall get() {
    return HttpCall.get(uri()).build();
  }

  private HttpCall put() {
    return HttpCall.builder("PUT", uri()).body(HttpBody.of(new byte[10])).build();
  }

  private URI uri() {
    return URI.create("http://store.example:" + server.port() + "/object");
  }

  private static byte[] body() {
    byte[] body = new byte[1000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i * 31);
    }
    return body;
  }
}
