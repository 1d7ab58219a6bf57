package io.github.seekwell.core.http;

import static io.github.seekwell.core.http.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.config.HttpConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are made before anybody needs them. */
@Timeout(60)
final class SpareConnectionsIT {

  private final AtomicLong ahead = new AtomicLong();
  private ScriptedServer server;
  private HttpEngine engine;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer((request, line) -> line.ok(new byte[1000]), "127.0.0.1");
    engine = engine(HttpConfig.Pool.defaults().withSpare(4));
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
    server.close();
  }

  @Test
  void firstCall_hasOthersMadeReady_whichTheNextOnesFind() throws IOException {
    engine.close();
    engine = engine(HttpConfig.Pool.defaults().withSpare(4).withMaxConnections(5));
    HttpExchange first = engine.execute(get());
    awaitIdle(4);
    List<HttpExchange> open = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      open.add(engine.execute(get()));
    }
    assertThat(server.connections()).isEqualTo(5);
    for (HttpExchange exchange : open) {
      assertThat(exchange.body().readAllBytes()).hasSize(1000);
    }
    first.close();
  }

  @Test
  void noMoreAreMade_thanThereMayBe() throws IOException {
    engine.close();
    engine = engine(HttpConfig.Pool.defaults().withSpare(50).withMaxConnections(6));
    engine.execute(get()).close();
    awaitIdle(6);
    // The kernel has taken them all by now; the server looks at its queue when it comes to run.
    await("six connections at the server", () -> server.connections() == 6);
    for (int i = 0; i < 20; i++) {
      engine.execute(get()).close();
    }
    assertThat(engine.pools().get(0).idle()).isEqualTo(6);
    assertThat(server.connections()).isEqualTo(6);
  }

  @Test
  void unused_theyAreGivenUp_andFewerAreMadeAgain() throws IOException {
    engine.execute(get()).close();
    awaitIdle(5);
    // The one that was used goes on being used; the spare ones grow old beside it.
    for (int i = 0; i < 8; i++) {
      ahead.addAndGet(Duration.ofSeconds(10).toNanos());
      engine.execute(get()).close();
    }
    assertThat(engine.pools().get(0).idle()).isLessThan(5);
    assertThat(server.connections()).isLessThan(10);
  }

  @Test
  void closedEngine_keepsNone_andNoThreadOfTheirs() throws IOException {
    engine.execute(get()).close();
    engine.close();
    await("no connection is left", () -> engine.pools().isEmpty());
    await(
        "no dialling thread is left",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("seekwell-dial-")));
  }

  @Test
  void writesAlone_needNone() throws IOException {
    HttpCall put = HttpCall.builder("PUT", uri()).body(HttpBody.of(new byte[10])).build();
    engine.execute(put).close();
    engine.execute(put).close();
    assertThat(server.connections()).isEqualTo(1);
  }

  private void awaitIdle(int count) {
    await(
        count + " idle connections",
        () -> engine.pools().stream().mapToInt(PoolSnapshot::idle).sum() == count);
  }

  private HttpEngine engine(HttpConfig.Pool pool) throws IOException {
    return new HttpEngine(
        HttpConfig.defaults().with(pool),
        HttpListener.NONE,
        new ScriptedServer.Names().put("store.example", "127.0.0.1"),
        () -> System.nanoTime() + ahead.get());
  }

  private HttpCall get() {
    return HttpCall.get(uri()).build();
  }

  private URI uri() {
    return URI.create("http://store.example:" + server.port() + "/object");
  }
}
