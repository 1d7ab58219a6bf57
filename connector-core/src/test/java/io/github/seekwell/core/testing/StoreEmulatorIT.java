package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StoreEmulatorIT {
  private static final String FIRST = "127.0.0.1";
  private static final String SECOND = "127.0.0.2";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final byte[] BYTES = randomBytes(200_000);

  private StoreEmulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator = StoreEmulator.builder(new PlainDialect()).addresses(FIRST, SECOND).start();
    emulator.objects().put("b", "k", BYTES);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void requestsOnOneConnection_areAnsweredCountedAndLogged() throws IOException {
    try (RawConnection client = connect(FIRST, LONG)) {
      assertThat(client.get("/b/k").body()).isEqualTo(BYTES);
      RawConnection.Reply part = client.get("/b/k", "Range: bytes=10-19");
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(BYTES, 10, 20));
      assertThat(part.header("Content-Range")).isEqualTo("bytes 10-19/200000");
      assertThat(client.get("/b/missing").status()).isEqualTo(404);
    }
    List<LoggedRequest> log = emulator.log().requests("GET");

    assertThat(log).extracting(LoggedRequest::status).containsExactly(200, 206, 404);
    assertThat(log).extracting(LoggedRequest::bytes).containsExactly(200_000L, 10L, 0L);
    assertThat(log.get(1).asked()).isEqualTo(ByteRange.of(10, 20));
    assertThat(log).extracting(LoggedRequest::connection).containsOnly(log.get(0).connection());
    assertThat(emulator.log().counters().requests("GET")).isEqualTo(3);
    assertThat(emulator.log().counters().bytesSent()).isEqualTo(200_010);
    assertThat(emulator.log().counters().connectionsOpened()).isEqualTo(1);
    await(() -> emulator.log().counters().connectionsOpen() == 0);
  }

  @Test
  void headRequest_hasTheLengthWithoutTheBody() throws IOException {
    try (RawConnection client = connect(FIRST, LONG)) {
      client.send("HEAD", "/b/k");
      assertThat(client.readHead()).containsIgnoringCase("content-length: 200000");
      assertThat(client.get("/b/k").body()).isEqualTo(BYTES);
    }
  }

  @Test
  void requestsSentAhead_areAnsweredInOrder() throws IOException {
    try (RawConnection client = connect(FIRST, LONG)) {
      emulator.script(Fault.stall(Duration.ofMillis(50)));
      client.send("GET", "/b/k", "Range: bytes=0-0");
      client.send("GET", "/b/k", "Range: bytes=1-1");
      client.send("GET", "/b/k", "Range: bytes=2-2");
      for (int i = 0; i < 3; i++) {
        assertThat(client.readReply().body()).containsExactly(BYTES[i]);
      }
    }
  }

  @Test
  void expectedContinue_comesBeforeTheBodyIsSent() throws IOException {
    try (RawConnection client = connect(FIRST, LONG)) {
      client.send("PUT", "/b/new", "Content-Length: 3", "Expect: 100-continue");
      assertThat(client.readHead()).startsWith("HTTP/1.1 100");
      client.sendRaw(new byte[] {1, 2, 3});
      assertThat(client.readReply().status()).isEqualTo(200);
    }
    assertThat(content("new")).containsExactly(1, 2, 3);
  }

  @Test
  void chunkedBody_isStoredWithoutItsChunks() throws IOException {
    try (RawConnection client = connect(FIRST, LONG)) {
      client.send("PUT", "/b/new", "Transfer-Encoding: chunked");
      client.sendRaw("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(client.readReply().status()).isEqualTo(200);
    }
    assertThat(content("new")).isEqualTo("abcde".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void largeBody_isSpooledAndServedFromItsFile(@TempDir Path directory) throws IOException {
    byte[] large = randomBytes(20_000_000);
    StoredObjects spooling = StoredObjects.spoolingTo(directory, Clock.systemUTC());
    try (StoreEmulator other = StoreEmulator.builder(new PlainDialect()).objects(spooling).start();
        RawConnection client = new RawConnection(FIRST, other.port(), LONG)) {
      client.send("PUT", "/b/large", "Content-Length: " + large.length);
      client.sendRaw(large);
      assertThat(client.readReply().status()).isEqualTo(200);
      assertThat(spooling.get("b", "large").orElseThrow().content())
          .isInstanceOf(Content.File.class);
      assertThat(client.get("/b/large").body()).isEqualTo(large);
      assertThat(client.get("/b/large", "Range: bytes=70000-140000").body())
          .isEqualTo(Arrays.copyOfRange(large, 70_000, 140_001));
    }
    assertThat(Files.list(directory)).isEmpty();
  }

  @Test
  void scriptedStatus_isAnsweredAndTheNextIsWell() throws IOException {
    emulator.script(Fault.status(503, Duration.ofSeconds(2)), Fault.ok());
    try (RawConnection client = connect(FIRST, LONG)) {
      RawConnection.Reply refused = client.get("/b/k");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("2");
      assertThat(client.get("/b/k").status()).isEqualTo(200);
    }
    assertThat(emulator.script().unused()).isZero();
  }

  @Test
  void reset_cutsTheBodyWithAnError() throws IOException {
    emulator.script(Fault.resetAfter(1000));
    try (RawConnection client = connect(FIRST, LONG)) {
      assertThatThrownBy(() -> client.get("/b/k")).isInstanceOf(SocketException.class);
    }
    assertThat(emulator.log().requests("GET").get(0).bytes()).isEqualTo(1000);
  }

  @Test
  void close_endsTheBodyEarly() throws IOException {
    emulator.script(Fault.closeAfter(1000));
    try (RawConnection client = connect(FIRST, LONG)) {
      assertThatThrownBy(() -> client.get("/b/k"))
          .isInstanceOf(EOFException.class)
          .hasMessage("body ended after 1000 of 200000");
    }
  }

  @Test
  void stallInTheBody_isSilenceOnAnOpenConnection() throws IOException {
    emulator.script(Fault.stallAfter(1000));
    try (RawConnection client = connect(FIRST, SHORT)) {
      client.send("GET", "/b/k");
      client.readHead();
      assertThat(client.readNow(1000)).isEqualTo(Arrays.copyOf(BYTES, 1000));
      assertThatThrownBy(() -> client.readNow(1)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void lyingAnswers_lieAsScripted() throws IOException {
    try (RawConnection client = connect(FIRST, LONG)) {
      emulator.script(
          Fault.anotherRange(20, 30),
          Fault.rangeIgnored(),
          Fault.contentRange("bytes 5-14/200000"),
          Fault.etag("other"),
          Fault.flippedBit(3));
      RawConnection.Reply another = client.get("/b/k", "Range: bytes=10-19");
      assertThat(another.header("Content-Range")).isEqualTo("bytes 20-29/200000");
      assertThat(another.body()).isEqualTo(Arrays.copyOfRange(BYTES, 20, 30));
      assertThat(client.get("/b/k", "Range: bytes=10-19").status()).isEqualTo(200);
      assertThat(client.get("/b/k", "Range: bytes=10-19").header("Content-Range"))
          .isEqualTo("bytes 5-14/200000");
      assertThat(client.get("/b/k").header("ETag")).isEqualTo("other");
      byte[] flipped = BYTES.clone();
      flipped[3] ^= 1;
      assertThat(client.get("/b/k").body()).isEqualTo(flipped);
    }
  }

  @Test
  void tooLongBody_sendsMoreThanPromised() throws IOException {
    emulator.script(Fault.tooLong(7));
    try (RawConnection client = connect(FIRST, LONG)) {
      assertThat(client.get("/b/k").body()).isEqualTo(BYTES);
      assertThat(client.readNow(7)).isEqualTo(new byte[7]);
    }
  }

  @Test
  void lostAndGarbledAnswers_happenedAndOthersDidNot() throws IOException {
    emulator.script(
        Fault.loseAnswer(),
        Fault.closeBeforeAnswer(),
        Fault.resetBeforeAnswer(),
        Fault.garbledAnswer());
    for (String key : List.of("lost", "refused", "reset", "garbled")) {
      try (RawConnection client = connect(FIRST, LONG)) {
        client.send("PUT", "/b/" + key, "Content-Length: 1");
        client.sendRaw(new byte[1]);
        if (key.equals("garbled")) {
          assertThat(client.readHead()).contains("no answer").doesNotContain("HTTP");
        } else {
          assertThatThrownBy(client::readReply).isInstanceOf(IOException.class);
        }
      }
    }
    assertThat(emulator.objects().keys("b")).containsExactly("garbled", "k", "lost");
  }

  @Test
  void trickle_takesItsTime() throws IOException {
    emulator.script(Fault.trickle(100_000));
    long began = System.nanoTime();
    try (RawConnection client = connect(FIRST, LONG)) {
      assertThat(client.get("/b/k", "Range: bytes=0-29999").body()).hasSize(30_000);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(295), Duration.ofSeconds(5));
  }

  @Test
  void fiveHundredWaitingAnswers_holdTwoThreads() throws IOException {
    emulator.script(Fault.stall(Duration.ofSeconds(3)).times(500));
    List<RawConnection> clients = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < 500; i++) {
      RawConnection client = connect(i % 2 == 0 ? FIRST : SECOND, LONG);
      clients.add(client);
      client.send("GET", "/b/k", "Range: bytes=" + i + "-" + i);
    }
    await(() -> emulator.log().counters().answersWaiting() == 500);
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("store-emulator"))
            .count();
    for (int i = 0; i < 500; i++) {
      try (RawConnection client = clients.get(i)) {
        assertThat(client.readReply().body()).containsExactly(BYTES[i]);
      }
    }

    assertThat(threads).isLessThanOrEqualTo(2);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void addressTakenDown_refusesAndTheOtherServes() throws IOException {
    RawConnection before = connect(FIRST, LONG);
    assertThat(before.get("/b/k").status()).isEqualTo(200);
    emulator.address(FIRST).takeDown();

    assertThatThrownBy(() -> before.get("/b/k")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> connect(FIRST, LONG)).isInstanceOf(ConnectException.class);
    try (RawConnection other = connect(SECOND, LONG)) {
      assertThat(other.get("/b/k").status()).isEqualTo(200);
    }
    emulator.address(FIRST).bringUp();
    try (RawConnection after = connect(FIRST, LONG)) {
      assertThat(after.get("/b/k").status()).isEqualTo(200);
    }
    before.close();
  }

  @Test
  void hungAddress_acceptsAndNeverAnswers() throws IOException {
    emulator.address(FIRST).hang();
    try (RawConnection hung = connect(FIRST, SHORT)) {
      assertThatThrownBy(() -> hung.get("/b/k")).isInstanceOf(SocketTimeoutException.class);
    }
    emulator.address(FIRST).bringUp();
    try (RawConnection after = connect(FIRST, LONG)) {
      assertThat(after.get("/b/k").status()).isEqualTo(200);
    }
  }

  @Test
  void latencyModel_isKept() throws IOException {
    LatencyModel model =
        LatencyModel.none()
            .firstByte(Duration.ofMillis(40), 0)
            .newConnection(Duration.ofMillis(60))
            .rates(1_000_000, 0);
    try (StoreEmulator slow = StoreEmulator.builder(new PlainDialect()).latency(model).start()) {
      slow.objects().put("b", "k", BYTES);
      long began = System.nanoTime();
      try (RawConnection client = new RawConnection(FIRST, slow.port(), LONG)) {
        client.get("/b/k", "Range: bytes=0-99999");
        // 60 ms for the connection, 40 for the first byte, 100 for 100 kB at 1 MB/s.
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .isBetween(Duration.ofMillis(195), Duration.ofSeconds(2));
      }
    }
  }

  @Test
  void observersDoor_tellsCountersAndLeavesNoTrace() throws IOException {
    try (RawConnection client = connect(FIRST, LONG);
        RawConnection observer = connect(FIRST, LONG)) {
      client.get("/b/k", "Range: bytes=0-9");
      assertThat(text(observer.get("/~emulator/stats")))
          .isEqualTo(
              "{\"requests\":{\"GET\":1},\"bytesSent\":10,\"bytesReceived\":0,"
                  + "\"connectionsOpened\":1,\"connectionsOpen\":1,\"answersWaiting\":0}");
      assertThat(text(observer.get("/~emulator/log")))
          .contains("\"range\":\"bytes=0-9\"")
          .contains("\"status\":206");
      observer.send("POST", "/~emulator/reset");
      assertThat(observer.readHead()).startsWith("HTTP/1.1 204");
    }
    assertThat(emulator.log().counters().allRequests()).isZero();
  }

  @Test
  void observersDoor_makesAndRemovesObjects() throws IOException {
    emulator.objects().put("b", "ramp", RampObject.of(1000).bytes());
    try (RawConnection observer = connect(FIRST, LONG)) {
      observer.send("POST", "/~emulator/share?bucket=b&from=ramp&to=new&size=100&tail=0a0b");
      assertThat(observer.readHead()).startsWith("HTTP/1.1 204");
      byte[] expected = RampObject.of(100).bytes();
      expected[98] = 10;
      expected[99] = 11;
      assertThat(content("new")).isEqualTo(expected);

      observer.send("POST", "/~emulator/remove?bucket=b&key=new");
      assertThat(observer.readHead()).startsWith("HTTP/1.1 204");
      assertThat(emulator.objects().get("b", "new")).isEmpty();

      observer.send("POST", "/~emulator/share?bucket=b&from=absent&to=new&size=1");
      assertThat(observer.readHead()).startsWith("HTTP/1.1 404");
    }
  }

  private RawConnection connect(String host, Duration timeout) throws IOException {
    return new RawConnection(host, emulator.port(), timeout);
  }

  private byte[] content(String key) {
    return emulator.objects().get("b", key).orElseThrow().content().bytes();
  }

  private static String text(RawConnection.Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  /** Spins until the condition holds; the class's timeout bounds it. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
