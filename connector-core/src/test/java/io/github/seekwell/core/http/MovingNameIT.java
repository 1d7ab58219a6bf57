package io.github.seekwell.core.http;

import static io.github.seekwell.core.http.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint with several addresses, some of which die, come back or are taken away. */
@Timeout(60)
final class MovingNameIT {

  private static final String ONE = "127.0.0.1";
  private static final String TWO = "127.0.0.2";

  @TempDir private Path folder;

  private final AtomicLong ahead = new AtomicLong();
  private final ScriptedServer.Names names = new ScriptedServer.Names();
  private final List<String> heard = new ArrayList<>();
  private ScriptedServer server;
  private HttpEngine engine;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer((request, line) -> line.ok(new byte[100]), ONE, TWO);
    engine =
        new HttpEngine(
            HttpConfig.defaults(), failures(heard), names, () -> System.nanoTime() + ahead.get());
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
    server.close();
  }

  @Test
  void oldAddressAlive_isLeftAfterTheTimeToLive_withAllItsConnections() throws IOException {
    names.put("store.example", ONE);
    HttpExchange leased = engine.execute(get());
    assertThat(fetch()).isEqualTo(ONE);
    names.put("store.example", TWO);
    pass(Duration.ofSeconds(29));
    assertThat(fetch()).isEqualTo(ONE);
    pass(Duration.ofSeconds(1));
    assertThat(fetch()).isEqualTo(TWO);

    await("idle connections of the old address are closed at once", () -> server.open() == 2);
    assertThat(leased.body().readAllBytes()).as("the running read is not disturbed").hasSize(100);
    await("its connection is closed on return", () -> server.open() == 1);
    assertThat(engine.pools()).extracting(p -> p.address().getHostAddress()).containsExactly(TWO);
  }

  @Test
  void oldAddressDead_isLeftAtOnce() throws IOException {
    names.put("store.example", ONE);
    assertThat(fetch()).isEqualTo(ONE);
    pass(Duration.ofSeconds(2));
    names.put("store.example", TWO);
    server.kill(ONE);
    assertThat(fetch()).isEqualTo(TWO);
    assertThat(heard).containsExactly("failed " + ONE);
  }

  @Test
  void manyReaders_noticeNothing_whenTheirAddressDies() throws Exception {
    names.put("store.example", ONE, TWO);
    AtomicBoolean killed = new AtomicBoolean();
    AtomicInteger after = new AtomicInteger();
    Set<String> failures = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        readers.add(
            threads.submit(
                () -> {
                  while (after.get() < 400) {
                    try {
                      fetch();
                    } catch (HttpException e) {
                      // An exchange cut in its middle is for the retry above; not being able to
                      // connect would be ours.
                      if (e.kind().beforeRequest()) {
                        failures.add(e.getMessage());
                      }
                    }
                    if (killed.get()) {
                      after.incrementAndGet();
                    }
                  }
                  return null;
                }));
      }
      await("both are used", () -> server.requests().size() > 100);
      server.kill(ONE);
      killed.set(true);
      for (Future<?> reader : readers) {
        reader.get(30, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void addresses_areUsedInTurn() throws IOException {
    names.put("store.example", ONE, TWO);
    List<HttpExchange> held = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      held.add(engine.execute(get()));
    }
    assertThat(server.connections(ONE)).isEqualTo(3);
    assertThat(server.connections(TWO)).isEqualTo(3);
    for (HttpExchange exchange : held) {
      exchange.close();
    }
  }

  @Test
  void idleConnection_isPreferredToANewOneElsewhere() throws IOException {
    names.put("store.example", ONE, TWO);
    for (int i = 0; i < 10; i++) {
      fetch();
    }
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void addressToAvoid_isAvoided_ifThereIsAnother() throws IOException {
    names.put("store.example", ONE, TWO);
    String first = fetch();
    String other = first.equals(ONE) ? TWO : ONE;
    InetAddress avoid = InetAddress.getByName(first);
    try (HttpExchange exchange = engine.execute(HttpCall.get(uri()).avoid(avoid).build())) {
      assertThat(exchange.address().getHostAddress()).isEqualTo(other);
    }
    names.put("store.example", first);
    pass(Duration.ofSeconds(30));
    try (HttpExchange exchange = engine.execute(HttpCall.get(uri()).avoid(avoid).build())) {
      assertThat(exchange.address().getHostAddress()).isEqualTo(first);
    }
  }

  @Test
  void deadAddress_isTriedOnce_thenLeftAlone_andItsIdleConnectionsClosed() throws IOException {
    names.put("store.example", ONE, TWO);
    HttpExchange a = engine.execute(get());
    HttpExchange b = engine.execute(get());
    a.close();
    b.close();
    assertThat(server.open()).isEqualTo(2);
    server.kill(ONE);
    await("it is dead", () -> server.open() == 1);
    List<HttpExchange> held = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      held.add(engine.execute(get()));
      assertThat(held.get(i).address().getHostAddress()).isEqualTo(TWO);
    }
    assertThat(heard).containsExactly("failed " + ONE);
    assertThat(engine.pools())
        .filteredOn(p -> p.address().getHostAddress().equals(ONE))
        .allMatch(p -> p.idle() == 0 && p.leased() == 0);
    for (HttpExchange exchange : held) {
      exchange.close();
    }
  }

  @Test
  void everyAddressDead_failsWithOneOfThem_andNamesAll() throws IOException {
    names.put("store.example", ONE, TWO);
    server.kill(ONE);
    server.kill(TWO);
    HttpException e = catchThrowableOfType(HttpException.class, this::fetch);
    assertThat(e.kind()).isEqualTo(Kind.CONNECT);
    assertThat(e.kind().beforeRequest()).isTrue();
    assertThat(e.address().orElseThrow().getHostAddress()).isIn(ONE, TWO);
    assertThat(e)
        .hasMessageContaining("GET http://store.example")
        .hasMessageContaining("no connection to 127.0.0.")
        .hasMessageContaining("refused")
        .hasMessageContainingAll(ONE, TWO);
    assertThat(e.getSuppressed()).hasSize(1);
    assertThat(engine.pools()).allMatch(p -> p.leased() == 0);
  }

  @Test
  void addressThatWorksAgain_isUsedAgain() throws IOException {
    names.put("store.example", ONE, TWO);
    int port = server.port();
    server.kill(ONE);
    fetchAndHold(2);
    assertThat(heard).containsExactly("failed " + ONE);
    server.close();
    try (ScriptedServer revived = revived(port)) {
      pass(Duration.ofSeconds(3));
      fetchAndHold(4);
      assertThat(revived.connections(ONE)).isPositive();
      assertThat(heard).contains("recovered " + ONE);
    }
  }

  @Test
  void onlyAddressLeftAlone_isAskedAboutBeforeItIsTriedAgain() throws IOException {
    names.put("store.example", ONE);
    server.kill(ONE);
    assertThat(catchThrowableOfType(HttpException.class, this::fetch).kind())
        .isEqualTo(Kind.CONNECT);
    names.put("store.example", TWO);
    pass(Duration.ofMillis(1000));
    assertThat(fetch()).isEqualTo(TWO);
    assertThat(heard).as("not tried a second time").containsExactly("failed " + ONE);
  }

  @Test
  void addressThatSwallowsPackets_costsOneConnectTimeout_andIsLeftAlone() throws IOException {
    String silent = "127.0.0.3";
    List<Socket> waiting = new ArrayList<>();
    HttpConfig config =
        HttpConfig.defaults()
            .with(HttpConfig.Timeouts.defaults().withConnect(Duration.ofMillis(150)));
    names.put("store.example", silent, ONE);
    try (ServerSocket door = new ServerSocket(server.port(), 1, InetAddress.getByName(silent));
        HttpEngine impatient = new HttpEngine(config, failures(heard), names, ahead::get)) {
      fillQueue(door, waiting);
      for (int i = 0; i < 10; i++) {
        HttpExchange exchange = impatient.execute(get());
        assertThat(exchange.address().getHostAddress()).isEqualTo(ONE);
        exchange.abort(); // So that each call needs a connection of its own.
      }
      assertThat(heard).containsExactly("failed " + silent);
      assertThat(impatient.pools())
          .filteredOn(pool -> pool.address().getHostAddress().equals(ONE))
          .allMatch(pool -> pool.opened() == 10);
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void hostsFileOfTheJvm_isFollowed_byAnEngineWithoutAnythingInjected() throws IOException {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, ONE + " store.example\n");
    System.setProperty("jdk.net.hosts.file", hosts.toString());
    HttpConfig config =
        HttpConfig.defaults().with(HttpConfig.Names.defaults().withTtl(Duration.ofMillis(20)));
    try (HttpEngine plain = new HttpEngine(config, HttpListener.NONE)) {
      assertThat(fetch(plain)).isEqualTo(ONE);
      Files.writeString(hosts, TWO + " store.example\n");
      await("the move is followed", () -> TWO.equals(unchecked(plain)));
      assertThat(plain.pools()).extracting(p -> p.address().getHostAddress()).containsExactly(TWO);
    } finally {
      System.clearProperty("jdk.net.hosts.file");
    }
  }

  @Test
  void unknownHost_isItsOwnKind() {
    HttpException e = catchThrowableOfType(HttpException.class, this::fetch);
    assertThat(e.kind()).isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(e).hasMessageContaining("store.example");
  }

  @Test
  void nameServiceDown_runningReadsGoOn() throws IOException {
    names.put("store.example", ONE);
    fetch();
    names.forget("store.example");
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(31));
      assertThat(fetch()).isEqualTo(ONE);
    }
    assertThat(names.asked()).isGreaterThan(2);
  }

  private ScriptedServer revived(int port) throws IOException {
    return new ScriptedServer(port, (request, line) -> line.ok(new byte[100]), ONE, TWO);
  }

  private void fetchAndHold(int count) throws IOException {
    List<HttpExchange> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(engine.execute(get()));
    }
    for (HttpExchange exchange : held) {
      exchange.close();
    }
  }

  private static HttpListener failures(List<String> heard) {
    return new HttpListener() {
      @Override
      public void addressFailed(String host, InetAddress address, long leftAloneNanos) {
        synchronized (heard) {
          heard.add("failed " + address.getHostAddress());
        }
      }

      @Override
      public void addressRecovered(String host, InetAddress address) {
        synchronized (heard) {
          heard.add("recovered " + address.getHostAddress());
        }
      }
    };
  }

  /** Connects until the system takes no more: from then on it drops what knocks. */
  private static void fillQueue(ServerSocket door, List<Socket> waiting) throws IOException {
    boolean full = false;
    while (!full) {
      assertThat(waiting).as("a backlog of one").hasSizeLessThan(100);
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(door.getLocalSocketAddress(), 100);
      } catch (SocketTimeoutException e) {
        full = true;
      }
    }
  }

  private String unchecked(HttpEngine other) {
    try {
      return fetch(other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fetch() throws IOException {
    return fetch(engine);
  }

  private String fetch(HttpEngine by) throws IOException {
    try (HttpExchange exchange = by.execute(get())) {
      assertThat(exchange.body().readAllBytes()).hasSize(100);
      return exchange.address().getHostAddress();
    }
  }

  private void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  private HttpCall get() {
    return HttpCall.get(uri()).build();
  }

  private URI uri() {
    return URI.create("http://store.example:" + server.port() + "/object");
  }
}
