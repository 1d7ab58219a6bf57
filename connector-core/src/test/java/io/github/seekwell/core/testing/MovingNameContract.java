package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The endpoint's name moves to another address while a file is read, in a {@link HostsFile} that is
 * there for the length of one test only, since other tests' names are not in it.
 */
@Timeout(60)
public abstract class MovingNameContract {
  /** The endpoint of the store. */
  protected static final String NAME = "store.test";

  private static final String OLD = "127.0.0.1";
  private static final String NEW = "127.0.0.2";

  /** The setting below. */
  private static final Duration TTL = Duration.ofMillis(500);

  /** Beyond the TTL, for the read under way and a busy machine. */
  private static final Duration LITTLE = Duration.ofMillis(1500);

  private static final Duration READERS_PAUSE = Duration.ofMillis(2);

  private static final int PIECE = 4000;

  /** No two reads touch one block. */
  private static final long STEP = 1 << 20;

  @TempDir private Path folder;

  private final RampObject ramp = new RampObject(STEP << 20, 9);
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicInteger reads = new AtomicInteger();
  private HostsFile hosts;
  private FileSystemRig rig;
  private FileSystem fs;
  private List<Future<?>> readers;

  /** A store that answers at once, at all of these. */
  protected abstract FileSystemRig start(String... addresses) throws IOException;

  /** The names that a client of {@link #NAME} looks up, which move together. */
  protected abstract List<String> names();

  @BeforeEach
  void readAtTheOldAddress() throws IOException {
    rig = start(OLD, NEW);
    rig.hold("large", ramp);
    hosts = new HostsFile(folder);
    name(OLD);
    Configuration conf =
        rig.configuration(URI.create("http://" + NAME + ":" + rig.emulator().port()));
    conf.set("fs.seekwell.dns.ttl", TTL.toMillis() + "ms");
    conf.set("fs.seekwell.read.look-ahead-max", "0");
    conf.set("fs.seekwell.read.stall-deadline", "500ms");
    fs = rig.open(conf);
    readers = List.of(reader(), reader(), reader(), reader());
    moreReads(50);
    assertThat(asked(NEW)).isZero();
  }

  @AfterEach
  void stop() throws Exception {
    enough.set(true);
    threads.shutdown();
    try {
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      fs.close();
      rig.close();
      hosts.close();
    }
  }

  @Test
  void oldAddressAlive_isLeftWithinTheTimeToLive_andItsConnectionsAreClosed() throws Exception {
    name(NEW);
    followed(Instant.now());
    Await.until("old connections are closed", () -> old().openConnections() == 0);
    allReadsWereRight();
  }

  @Test
  void oldAddressDead_isLeftAtOnce_andNoReadFails() throws Exception {
    name(NEW);
    old().takeDown();
    followed(Instant.now());
    allReadsWereRight();
  }

  @Test
  void oldAddressDeadBeforeTheNameMoves_noReadFails() throws Exception {
    old().takeDown();
    name(NEW);
    followed(Instant.now());
    allReadsWereRight();
  }

  @Test
  void oldAddressHanging_isLeft_andNoReadFails() throws Exception {
    old().hang();
    name(NEW);
    // Who waits for the old address does so for a stall deadline, which is half a second here.
    followed(Instant.now());
    Await.until("old connections are closed", () -> old().openConnections() == 0);
    allReadsWereRight();
  }

  @Test
  void nameNotResolved_oldAnswerKeepsServing_andTheNextOneIsFollowed() throws Exception {
    hosts.nobody();
    long begin = System.nanoTime();
    // Not waiting for something to happen but seeing that nothing does, several TTLs long.
    Await.until("reads go on", () -> System.nanoTime() - begin > 3 * TTL.toNanos());
    moreReads(50);
    assertThat(asked(NEW)).isZero();
    name(NEW);
    followed(Instant.now());
    allReadsWereRight();
  }

  @Test
  void nameMovesBackAndForth_noReadFails() throws Exception {
    for (int move = 0; move < 4; move++) {
      String address = move % 2 == 0 ? NEW : OLD;
      long seen = asked(address);
      name(address);
      Await.until("asked at " + address, () -> asked(address) > seen + 20);
    }
    allReadsWereRight();
  }

  /** Within TTL and a little every new request goes to the new address. */
  private void followed(Instant moved) throws Exception {
    Await.until("asked at " + NEW, () -> asked(NEW) > 0 || anyEnded());
    Instant settled = moved.plus(TTL).plus(LITTLE);
    Await.until("it is time", () -> Instant.now().isAfter(settled) || anyEnded());
    moreReads(100);
    assertThat(rig.emulator().log().requests())
        .filteredOn(request -> request.time().isAfter(settled))
        .extracting(LoggedRequest::address)
        .hasSizeGreaterThan(50)
        .containsOnly(NEW);
  }

  private Future<?> reader() {
    return threads.submit(
        () -> {
          byte[] buffer = new byte[PIECE];
          try (FSDataInputStream in = fs.open(rig.path("large"))) {
            while (!enough.get()) {
              long position = reads.incrementAndGet() * STEP;
              in.readFully(position, buffer);
              ramp.verify(position, buffer, 0, PIECE);
              // Often enough; and the machine has other things to do.
              LockSupport.parkNanos(READERS_PAUSE.toNanos());
            }
          }
          return null;
        });
  }

  private void moreReads(int count) {
    int from = reads.get();
    Await.until(count + " more reads", () -> reads.get() >= from + count || anyEnded());
  }

  private boolean anyEnded() {
    return readers.stream().anyMatch(Future::isDone);
  }

  private void allReadsWereRight()
      throws InterruptedException, ExecutionException, TimeoutException {
    enough.set(true);
    for (Future<?> reader : readers) {
      reader.get(30, TimeUnit.SECONDS);
    }
  }

  private EmulatorAddress old() {
    return rig.emulator().address(OLD);
  }

  private long asked(String address) {
    return rig.emulator().log().requests().stream()
        .filter(request -> request.address().equals(address))
        .count();
  }

  private void name(String address) throws IOException {
    hosts.name(names(), address);
  }
}
