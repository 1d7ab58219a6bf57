package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToLongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight threads that read, write, rename and delete for a while, over a store that makes one
 * request in twenty go wrong in every way there is and moves from address to address: every byte is
 * right, nothing is lost, nobody is stuck, and nothing grows. Two minutes; twenty under {@code
 * -Pacceptance}; {@value #MINUTES} says otherwise.
 */
public abstract class SoakContract {
  /** Minutes, such as 0.5. */
  protected static final String MINUTES = "seekwell.soak.minutes";

  /** The endpoint of the store. */
  protected static final String NAME = "store.test";

  static final int SMALL = 40;
  static final int LARGE = 4;

  /** Of every request. */
  static final Duration STALL = Duration.ofSeconds(1);

  /** Of every operation: some requests, of which each may need several attempts. */
  static final Duration BOUND = Duration.ofSeconds(60);

  private static final String[] ADDRESSES = {"127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"};
  private static final int THREADS = 8;
  private static final Duration PAUSE = Duration.ofMillis(400);
  private static final double FAULTS = 0.05;
  private static final int SPREAD = 300_000;
  private static final int LARGE_SIZE = 20 << 20;

  /**
   * Histograms, buffers of threads that are on their way, and the like; what leaks costs more
   * within a minute.
   */
  private static final long LITTLE = 32L << 20;

  /** The most threads that the pools of one file system have. */
  private static final Map<String, Integer> POOLS =
      Map.of(
          "seekwell-fetch", 32,
          "seekwell-ahead", 24,
          "seekwell-upload", 16,
          "seekwell-hedge", 16,
          "seekwell-dial", 8);

  @TempDir private java.nio.file.Path folder;

  private final SeededRandom random = SeededRandom.fresh();
  private final SoakTally tally = new SoakTally();
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
  private final AtomicBoolean enough = new AtomicBoolean();
  private final List<SoakWorker> workers = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private int address;
  private long nextMove;
  private long peakHeap;
  private int peakThreads;
  private long requests;

  /** What all workers use. */
  record Shared(
      FileSystemRig rig,
      FileSystem fs,
      List<FSDataInputStream> streams,
      SoakTally tally,
      AtomicBoolean enough,
      Duration pause) {}

  /** A store at all of these. */
  protected abstract FileSystemRig start(LatencyModel latency, String... addresses)
      throws IOException;

  /** The names that a client of {@link #NAME} looks up, which move together. */
  protected abstract List<String> names();

  static String small(int number) {
    return "shared/small-" + number;
  }

  static RampObject smallRamp(int number) {
    return new RampObject((long) number * number * SPREAD / (SMALL * SMALL) + number % 3, number);
  }

  static String large(int number) {
    return "shared/large-" + number;
  }

  static RampObject largeRamp(int number) {
    return new RampObject(LARGE_SIZE + number, 1000 + number);
  }

  private static Duration length() {
    String fallback = Boolean.getBoolean("seekwell.acceptance") ? "20" : "2";
    double minutes = Double.parseDouble(System.getProperty(MINUTES, fallback));
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  @Test
  void underFaultsOfAllKinds_everyByteIsRight_nobodyIsStuck_andNothingGrows() throws Exception {
    LatencyModel latency = LatencyModel.none().firstByte(Duration.ofMillis(10), 0.5);
    List<String> threadsBefore = Footprint.threadNames();
    long cpuBefore = cpuNanos();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (HostsFile hosts = new HostsFile(folder);
        FileSystemRig rig = start(latency, ADDRESSES)) {
      fill(rig);
      hosts.name(names(), ADDRESSES[0]);
      try (FileSystem fs = rig.open(configuration(rig))) {
        List<FSDataInputStream> streams = new ArrayList<>();
        for (int i = 0; i < LARGE; i++) {
          streams.add(fs.open(rig.path(large(i))));
        }
        rig.emulator().script().judged(new SoakFaults(FAULTS, random.split(), tally));
        Shared shared = new Shared(rig, fs, streams, tally, enough, PAUSE);
        for (int i = 0; i < THREADS; i++) {
          workers.add(new SoakWorker(i, shared, random.split(), gate.readLock()));
          running.add(threads.submit(workers.get(i)));
        }
        long begin = System.nanoTime();
        oversee(rig, hosts, begin + length().toNanos() / 4);
        Footprint early = quietly(rig);
        oversee(rig, hosts, begin + length().toNanos());
        double cores = (double) (cpuNanos() - cpuBefore) / (System.nanoTime() - begin);
        Footprint late = quietly(rig);
        end();
        System.out.printf(
            "Soak of %s: %s; %d requests, %s, peak heap %.1f MiB, peak threads %d, %.2f of a core; "
                + "early %s; late %s%n",
            length(),
            random,
            requests,
            tally,
            peakHeap / 1048576.0,
            peakThreads,
            cores,
            early,
            late);
        nothingGrew(early, late);
        for (FSDataInputStream stream : streams) {
          stream.close();
        }
      }
      allIsThere(rig);
      Await.until("all is closed", () -> rig.emulator().log().counters().connectionsOpen() == 0);
    } finally {
      enough.set(true);
      threads.shutdownNow();
    }
    Await.until(
        random + ": no more threads than before",
        () -> Footprint.threadNames().size() <= threadsBefore.size());
  }

  private void fill(FileSystemRig rig) {
    for (int i = 0; i < SMALL; i++) {
      rig.hold(small(i), smallRamp(i));
    }
    for (int i = 0; i < LARGE; i++) {
      rig.hold(large(i), largeRamp(i));
    }
  }

  private static Configuration configuration(FileSystemRig rig) throws IOException {
    Configuration conf =
        rig.configuration(URI.create("http://" + NAME + ":" + rig.emulator().port()));
    conf.set("fs.seekwell.dns.ttl", "500ms");
    conf.set("fs.seekwell.read.stall-deadline", STALL.toMillis() + "ms");
    conf.set("fs.seekwell.retry.max-delay", "2s");
    conf.set("fs.seekwell.write.part-size", "5m");
    conf.set("fs.seekwell.faults.seed", "7");
    conf.set("fs.seekwell.faults.latency", "50ms");
    for (String kind : List.of("latency", "unavailable", "reset", "short")) {
      conf.set("fs.seekwell.faults." + kind + "-share", "0.0025");
    }
    return conf;
  }

  /** Until that time, or until somebody fails. */
  private void oversee(FileSystemRig rig, HostsFile hosts, long until) throws Exception {
    while (System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(100);
      for (Future<?> worker : running) {
        if (worker.isDone()) {
          enough.set(true);
          worker.get();
        }
      }
      workers.forEach(worker -> worker.look(BOUND));
      move(rig, hosts);
      Runtime runtime = Runtime.getRuntime();
      peakHeap = Math.max(peakHeap, runtime.totalMemory() - runtime.freeMemory());
      peakThreads = Math.max(peakThreads, Footprint.threadNames().size());
      RequestLog log = rig.emulator().log();
      if (log.counters().allRequests() > 2000) {
        requests += log.counters().allRequests();
        log.reset();
      }
    }
  }

  /** The store moves now and then; its old address stays, ends, or hangs until the next move. */
  private void move(FileSystemRig rig, HostsFile hosts) throws IOException {
    long now = System.nanoTime();
    if (now < nextMove) {
      return;
    }
    nextMove = now + random.between(3_000_000_000L, 8_000_000_000L);
    EmulatorAddress old = rig.emulator().address(ADDRESSES[address]);
    for (String other : ADDRESSES) {
      rig.emulator().address(other).bringUp();
    }
    address = (address + random.between(1, ADDRESSES.length - 1)) % ADDRESSES.length;
    switch (random.below(4)) {
      case 0 -> {
        tally.fault("MOVED");
        hosts.name(names(), ADDRESSES[address]);
      }
      case 1 -> {
        tally.fault("MOVED_OLD_DOWN");
        hosts.name(names(), ADDRESSES[address]);
        old.takeDown();
      }
      case 2 -> {
        tally.fault("DOWN_THEN_MOVED");
        old.takeDown();
        hosts.name(names(), ADDRESSES[address]);
      }
      default -> {
        tally.fault("MOVED_OLD_HANGS");
        hosts.name(names(), ADDRESSES[address]);
        old.hang();
      }
    }
  }

  /** While nobody begins anything and all is answered. */
  private Footprint quietly(FileSystemRig rig) {
    gate.writeLock().lock();
    try {
      Await.until(random + ": nothing in flight", () -> ConnectorRuntime.inFlightBytes() == 0);
      Await.until(
          random + ": no part is being sent",
          () -> ofRuntime(ConnectorRuntime::writeBufferBytes) == 0);
      Await.until(
          random + ": all is answered",
          () -> rig.emulator().log().counters().answersWaiting() == 0);
      requests += rig.emulator().log().counters().allRequests();
      rig.emulator().log().reset();
      Footprint all = Footprint.of(rig);
      return new Footprint(
          all.heap() - ofRuntime(ConnectorRuntime::cachedBytes) - stored(rig),
          all.threads(),
          all.connections());
    } finally {
      gate.writeLock().unlock();
    }
  }

  private static long ofRuntime(ToLongFunction<ConnectorRuntime> figure) {
    ConnectorConfig any = ConnectorConfig.from(Settings.of(Map.of()));
    try (ConnectorRuntime runtime = ConnectorRuntime.acquire(any)) {
      return figure.applyAsLong(runtime);
    }
  }

  private long stored(FileSystemRig rig) {
    long sum = 0;
    for (SoakWorker worker : workers) {
      for (RampObject ramp : worker.expected().values()) {
        sum += ramp.size();
      }
    }
    for (Upload upload : rig.emulator().objects().uploads(rig.bucket())) {
      sum += upload.parts().values().stream().mapToLong(part -> part.body().content().size()).sum();
    }
    return sum;
  }

  private void nothingGrew(Footprint early, Footprint late) {
    String told = random + ": early " + early + ", late " + late;
    assertThat(late.heap()).as(told).isLessThan(early.heap() + LITTLE);
    // Pools fill and empty as the work comes, up to their bounds; all else stays.
    late.pools()
        .forEach(
            (pool, threads) ->
                assertThat(threads)
                    .as(told + ": " + pool)
                    .isLessThanOrEqualTo(
                        POOLS.getOrDefault(pool, early.pools().getOrDefault(pool, 0) + 4)));
    assertThat(late.connections()).as(told).isLessThan(early.connections() + 20);
  }

  private void end() throws Exception {
    enough.set(true);
    for (Future<?> worker : running) {
      worker.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** By a file system that meets no faults, and by what the store holds. */
  private void allIsThere(FileSystemRig rig) throws IOException {
    rig.emulator().script().clear();
    for (String each : ADDRESSES) {
      rig.emulator().address(each).bringUp();
    }
    Map<String, RampObject> expected = new TreeMap<>();
    workers.forEach(worker -> expected.putAll(worker.expected()));
    Map<String, Long> lengths = new TreeMap<>();
    expected.forEach((key, ramp) -> lengths.put(key, ramp.size()));
    Map<String, Long> listed = new TreeMap<>();
    try (FileSystem fs = rig.open()) {
      RemoteIterator<LocatedFileStatus> all = fs.listFiles(new Path(rig.root() + "/work"), true);
      while (all.hasNext()) {
        LocatedFileStatus status = all.next();
        listed.put(status.getPath().toUri().getPath().substring(1), status.getLen());
      }
    }
    assertThat(listed).as(random.toString()).isEqualTo(lengths);
    expected.forEach(
        (key, ramp) -> {
          byte[] held =
              rig.emulator().objects().get(rig.bucket(), key).orElseThrow().content().bytes();
          assertThat(Arrays.mismatch(held, ramp.bytes())).as(random + ": " + key).isEqualTo(-1);
        });
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
