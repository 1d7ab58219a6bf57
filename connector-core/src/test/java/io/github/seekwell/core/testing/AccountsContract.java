package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.Environment;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.Gauge;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.store.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads that have accounts of their own, as Spark's tasks have: what each of them causes is told
 * to its account, what nobody claims to none, and all together is what the store has logged.
 */
@Timeout(180)
public abstract class AccountsContract {
  private static final int WORKERS = 3;
  private static final int SIZE = 6 << 20;
  private static final int WRITTEN = 11 << 20;
  private static final int PIECE = 64 << 10;

  /** Our names for what the stores call otherwise. */
  private static final Map<String, Operation> OPERATIONS =
      Map.ofEntries(
          Map.entry("HeadObject", Operation.HEAD),
          Map.entry("GetObject", Operation.GET),
          Map.entry("ListObjects", Operation.LIST),
          Map.entry("ListObjectsV2", Operation.LIST),
          Map.entry("PutObject", Operation.PUT),
          Map.entry("CreateMultipartUpload", Operation.START_UPLOAD),
          Map.entry("UploadPart", Operation.UPLOAD_PART),
          Map.entry("CompleteMultipartUpload", Operation.COMPLETE_UPLOAD),
          Map.entry("CommitMultipartUpload", Operation.COMPLETE_UPLOAD),
          Map.entry("AbortMultipartUpload", Operation.ABORT_UPLOAD),
          Map.entry("ListMultipartUploads", Operation.LIST_UPLOADS),
          Map.entry("DeleteObject", Operation.DELETE),
          Map.entry("DeleteObjects", Operation.DELETE_BATCH),
          Map.entry("BatchDeleteObjects", Operation.DELETE_BATCH),
          Map.entry("RenameObject", Operation.RENAME),
          Map.entry("CopyObject", Operation.COPY));

  private final ThreadLocal<ReadRecorder> accounts = new ThreadLocal<>();
  private final Map<String, ReadRecorder> byWorker = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
  private FileSystemRig rig;
  private ReadSnapshot before;

  protected abstract FileSystemRig start(LatencyModel latency) throws IOException;

  @BeforeEach
  void start() throws IOException {
    rig = start(LatencyModel.none().firstByte(Duration.ofMillis(10), 0.3));
    for (int number = 1; number <= WORKERS; number++) {
      byWorker.put(name(number), ReadRecorder.ofOwner());
      rig.hold(name(number) + "/ramp", ramp(number));
    }
    Await.until("others are quiet", ConnectorRuntime::isQuiet);
    before = ConnectorRuntime.snapshot();
    ConnectorRuntime.environment().owners(accounts::get);
  }

  @AfterEach
  void stop() {
    ConnectorRuntime.environment().owners(() -> null);
    threads.shutdownNow();
    rig.close();
  }

  private static String name(int number) {
    return "worker-" + number;
  }

  private static RampObject ramp(int number) {
    return new RampObject(SIZE, number);
  }

  private Configuration unhedged() throws IOException {
    Configuration conf = rig.configuration();
    conf.setBoolean("fs.seekwell.hedge.enabled", false);
    conf.set("fs.seekwell.write.part-size", "5m");
    return conf;
  }

  /** What a worker has seen of its own doings. */
  private record Done(long delivered, long written, long seeks, int renamed) {}

  @Test
  void accounts_areWhatTheirThreadsCaused_andWithWhatNobodyClaimed_theStoresLog() throws Exception {
    Map<String, Done> done;
    try (FileSystem fs = rig.open(unhedged())) {
      rig.hold("nobody/small", new RampObject(1000, 7));
      try (FSDataInputStream in = fs.open(rig.path("nobody/small"))) {
        in.readFully(0, new byte[1000]);
      }
      done = workAll(fs);
      quiet();
      ReadSnapshot all = ConnectorRuntime.snapshot().since(before);
      List<LoggedRequest> log = rig.emulator().log().requests();

      assertThat(requests(all)).isEqualTo(logged(log, line -> true));
      assertThat(bytes(all)).isEqualTo(loggedBytes(log, line -> true));
      assertThat(all.count(Count.REQUESTS_SENT)).isEqualTo(log.size());
      byWorker.forEach((name, account) -> isItsThreads(name, account.snapshot(), done.get(name)));
      ReadSnapshot claimed = claimed();
      assertThat(requests(all).get(Operation.GET.label()) - claimed.requests("get"))
          .as("of nobody")
          .isEqualTo(log.stream().filter(line -> line.key().startsWith("nobody/")).count());
      assertThat(all.count(Count.BYTES_DELIVERED))
          .isEqualTo(claimed.count(Count.BYTES_DELIVERED) + 1000);
      assertThat(all.count(Count.BYTES_WRITTEN)).isEqualTo(claimed.count(Count.BYTES_WRITTEN));
      assertThat(all.count(Count.CONNECTIONS_OPENED))
          .isEqualTo(rig.emulator().log().counters().connectionsOpened());
      assertThat(all.gauge(Gauge.CONNECTIONS_LEASED)).isZero();
      assertThat(all.gauge(Gauge.CONNECTIONS_IDLE)).isPositive();
    }
  }

  private void isItsThreads(String name, ReadSnapshot account, Done done) {
    Predicate<LoggedRequest> own = line -> line.path().contains(name);
    List<LoggedRequest> log = rig.emulator().log().requests();
    Map<String, Long> expected = logged(log, own);
    // OCI's name their objects in bodies only.
    if (account.requests(Operation.RENAME.label()) > 0) {
      expected.put(Operation.RENAME.label(), (long) done.renamed());
      expected.put(Operation.START_UPLOAD.label(), 1L);
    }
    assertThat(requests(account)).as(name).isEqualTo(expected);
    Map<String, Long> sent = loggedBytes(log, own);
    Map<String, Long> received = bytes(account);
    received.keySet().retainAll(sent.keySet());
    assertThat(received).as(name).isEqualTo(sent).containsKey(Operation.GET.label());
    assertThat(account.count(Count.BYTES_DELIVERED)).as(name).isEqualTo(done.delivered());
    assertThat(account.count(Count.BYTES_WRITTEN)).as(name).isEqualTo(done.written());
    assertThat(account.count(Count.SEEKS_FORWARD) + account.count(Count.SEEKS_BACK))
        .as(name)
        .isEqualTo(done.seeks());
    assertThat(account.count(Count.FETCH_LOOK_AHEAD_BYTES)).as(name).isPositive();
    assertThat(account.count(Count.REQUESTS_SENT))
        .as(name)
        .isEqualTo(account.count(Count.REQUESTS));
  }

  @Test
  void whoJoinsAFetch_recordsAWait_andNoRequest() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    Configuration conf = unhedged();
    conf.set("fs.seekwell.read.look-ahead-max", "0");
    try (FileSystem fs = rig.open(conf)) {
      Path path = rig.path("worker-1/ramp");
      FileStatus status = fs.getFileStatus(path);
      rig.emulator().script(Call.named("GetObject"), held(mayAnswer));
      Future<?> first = as("worker-1", () -> readOne(fs, path, status));
      Await.until("it is asked for", () -> !rig.emulator().log().ranges("GetObject").isEmpty());
      CountDownLatch joining = new CountDownLatch(1);
      Future<?> second =
          as(
              "worker-2",
              () -> {
                joining.countDown();
                readOne(fs, path, status);
              });
      assertThat(joining.await(30, TimeUnit.SECONDS)).isTrue();
      Await.until("somebody waits beside", () -> waiters() >= 2);
      mayAnswer.countDown();
      first.get(30, TimeUnit.SECONDS);
      second.get(30, TimeUnit.SECONDS);
      quiet();
    }
    ReadSnapshot asked = byWorker.get("worker-1").snapshot();
    ReadSnapshot joined = byWorker.get("worker-2").snapshot();
    assertThat(asked.count(Count.REQUESTS_SENT)).isEqualTo(1);
    assertThat(asked.count(Count.READ_MISSES)).isEqualTo(1);
    assertThat(joined.count(Count.REQUESTS_SENT)).isZero();
    assertThat(joined.count(Count.READ_WAITS)).isEqualTo(1);
    assertThat(joined.count(Count.FETCH_DEMAND_BYTES)).isZero();
    assertThat(joined.bytesFetched()).isZero();
    assertThat(joined.count(Count.BYTES_DELIVERED)).isEqualTo(PIECE);
  }

  /** Threads of ours that wait for a block. */
  private static long waiters() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                List.of(stack).stream()
                    .anyMatch(
                        frame ->
                            frame.getClassName().endsWith(".BlockFetcher")
                                && frame.getMethodName().equals("untilDone")))
        .count();
  }

  private static Fault held(CountDownLatch mayAnswer) {
    return Fault.understanding(
        request -> {
          try {
            assertThat(mayAnswer.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return request;
        });
  }

  private static void readOne(FileSystem fs, Path path, FileStatus status) throws Exception {
    readOne(fs, path, status, 0);
  }

  private static void readOne(FileSystem fs, Path path, FileStatus status, long position)
      throws Exception {
    try (FSDataInputStream in = fs.openFile(path).withFileStatus(status).build().get()) {
      in.readFully(position, new byte[PIECE]);
    }
  }

  @Test
  void aListener_hearsOfAllThatIsDone_untilItsRegistrationIsClosed() throws Exception {
    List<EndedRequest> heard = new CopyOnWriteArrayList<>();
    ReadListener listener =
        new ReadListener() {
          @Override
          public void onRequest(Object owner, EndedRequest request) {
            heard.add(request);
            throw new IllegalStateException("on purpose: nobody minds");
          }
        };
    try (FileSystem fs = rig.open(unhedged())) {
      try (Environment.Registration listening = ConnectorRuntime.environment().listen(listener)) {
        assertThat(listening).isNotNull();
        workAll(fs);
        quiet();
      }
      List<LoggedRequest> log = rig.emulator().log().requests();
      assertThat(heard)
          .extracting(EndedRequest::requestId)
          .containsExactlyInAnyOrderElementsOf(log.stream().map(LoggedRequest::requestId).toList());
      assertThat(heard)
          .filteredOn(request -> request.operation().equals("get"))
          .allSatisfy(
              request -> {
                assertThat(request.object()).startsWith(rig.root() + "/worker-");
                assertThat(request.address()).isEqualTo("127.0.0.1");
                assertThat(request.nanos()).isPositive();
              });
      fs.getFileStatus(rig.path("worker-1/ramp"));
      assertThat(heard).hasSameSizeAs(log);
    }
  }

  @Test
  void underFaultsAndHedges_everyAccountHearsTheEndOfEachOfItsRequests() throws Exception {
    SeededRandom random = SeededRandom.fresh();
    SoakTally tally = new SoakTally();
    Configuration conf = unhedged();
    conf.setBoolean("fs.seekwell.hedge.enabled", true);
    conf.set("fs.seekwell.hedge.budget", "1");
    conf.set("fs.seekwell.read.stall-deadline", "4s");
    conf.set("fs.seekwell.retry.max-delay", "1s");
    try (FileSystem fs = rig.open(conf)) {
      warmUp(fs); // so that there is something to hedge by
      before = ConnectorRuntime.snapshot();
      rig.emulator().log().reset();
      rig.emulator().script().judged(new SoakFaults(0.1, random, tally));
      workAll(fs);
      quiet();
    }
    ReadSnapshot all = ConnectorRuntime.snapshot().since(before);
    String told = random + ", " + tally;
    byWorker.forEach(
        (name, account) -> {
          ReadSnapshot now = account.snapshot();
          assertThat(now.count(Count.REQUESTS)).as(name + told).isPositive();
          assertThat(now.count(Count.REQUESTS_SENT))
              .as(name + told)
              .isEqualTo(now.count(Count.REQUESTS));
          assertThat(now.count(Count.HEDGES))
              .as(name + told)
              .isEqualTo(now.count(Count.HEDGES_WON) + now.count(Count.HEDGES_LOST));
        });
    assertThat(all.count(Count.REQUESTS_SENT)).as(told).isEqualTo(all.count(Count.REQUESTS));
    assertThat(all.count(Count.REQUESTS_SENT) + all.count(Count.REQUESTS_RESENT))
        .as(told + ": a request may be cut before the store has its head")
        .isGreaterThanOrEqualTo(rig.emulator().log().counters().allRequests());
    assertThat(claimed().count(Count.RETRIES)).as(told).isPositive();
    assertThat(claimed().count(Count.RETRIES)).as(told).isEqualTo(all.count(Count.RETRIES));
    assertThat(claimed().count(Count.BYTES_DELIVERED))
        .as(told)
        .isEqualTo(all.count(Count.BYTES_DELIVERED));
  }

  /**
   * Both requests of a hedged GET are counted, each as its owner's. Of the one that was broken off
   * the bytes count that had come; the store may have sent more into the cut connection. A second
   * one that is broken off before the store has read its head is ours alone.
   */
  @Test
  void hedged_everyRequestIsCounted_andOfBytesThoseThatCame() throws Exception {
    int late = 4;
    Configuration conf = unhedged();
    conf.setBoolean("fs.seekwell.hedge.enabled", true);
    conf.set("fs.seekwell.hedge.budget", "1");
    conf.set("fs.seekwell.read.look-ahead-max", "0");
    List<EndedRequest> heard = new CopyOnWriteArrayList<>();
    ReadListener listener =
        new ReadListener() {
          @Override
          public void onRequest(Object owner, EndedRequest request) {
            heard.add(request);
          }
        };
    try (FileSystem fs = rig.open(conf)) {
      warmUp(fs); // so that there is something to hedge by
      before = ConnectorRuntime.snapshot();
      rig.emulator().log().reset();
      try (Environment.Registration listening = ConnectorRuntime.environment().listen(listener)) {
        assertThat(listening).isNotNull();
        for (int number = 1; number <= 2; number++) {
          Path path = rig.path(name(number) + "/ramp");
          FileStatus status = fs.getFileStatus(path);
          for (int i = 0; i < late / 2; i++) {
            rig.emulator().script(Call.named("GetObject"), Fault.stall(Duration.ofSeconds(20)));
            long position = SIZE - (i + 1L) * (1 << 20);
            as(name(number), () -> readOne(fs, path, status, position)).get(60, TimeUnit.SECONDS);
          }
        }
        quiet();
      }
    }
    ReadSnapshot all = ConnectorRuntime.snapshot().since(before);
    List<LoggedRequest> log = rig.emulator().log().requests();
    long hedges = all.count(Count.HEDGES);
    assertThat(hedges).isGreaterThanOrEqualTo(late);
    assertThat(hedges)
        .isEqualTo(all.count(Count.HEDGES_WON) + all.count(Count.HEDGES_LOST))
        .isEqualTo(claimed().count(Count.HEDGES));
    assertThat(all.count(Count.REQUESTS_SENT))
        .isEqualTo(all.count(Count.REQUESTS))
        .isEqualTo(heard.size())
        // Those that were late by our script had reached the store.
        .isBetween((long) log.size(), log.size() + hedges - late);
    assertThat(claimed().count(Count.REQUESTS_SENT)).isEqualTo(all.requests("get"));
    isWhatCame(log, heard, all.bytesFetched(), hedges);
    assertThat(claimed().bytesFetched()).isEqualTo(all.bytesFetched());
    assertThat(claimed().count(Count.BYTES_DELIVERED)).isEqualTo((long) late * PIECE);
  }

  private static void isWhatCame(
      List<LoggedRequest> log, List<EndedRequest> heard, long received, long hedges) {
    Map<String, Long> came = new TreeMap<>();
    heard.stream()
        .filter(request -> !request.requestId().isEmpty())
        .forEach(request -> came.put(request.requestId(), request.bytes()));
    List<LoggedRequest> gets =
        log.stream().filter(line -> label(line).equals(Operation.GET.label())).toList();
    List<LoggedRequest> brokenOff =
        gets.stream()
            .filter(line -> !came.getOrDefault(line.requestId(), -1L).equals(line.bytes()))
            .toList();
    assertThat(brokenOff)
        .as("not heard as the store has sent them")
        .hasSizeLessThanOrEqualTo((int) hedges)
        .allSatisfy(
            line -> {
              assertThat(came.getOrDefault(line.requestId(), 0L)).isLessThanOrEqualTo(line.bytes());
              assertThat(gets)
                  .as("the other one brought the bytes of %s", line)
                  .anyMatch(
                      other ->
                          !brokenOff.contains(other)
                              && other.key().equals(line.key())
                              && other.range().equals(line.range()));
            });
    long more =
        brokenOff.stream()
            .mapToLong(line -> line.bytes() - came.getOrDefault(line.requestId(), 0L))
            .sum();
    assertThat(received)
        .isEqualTo(gets.stream().mapToLong(LoggedRequest::bytes).sum() - more)
        .isEqualTo(
            heard.stream()
                .filter(r -> r.operation().equals("get"))
                .mapToLong(EndedRequest::bytes)
                .sum());
  }

  private static final int WARM_UPS = 80;

  private void warmUp(FileSystem fs) throws IOException {
    rig.hold("nobody/large", new RampObject(WARM_UPS << 20, 9));
    try (FSDataInputStream in = fs.open(rig.path("nobody/large"))) {
      for (int i = WARM_UPS - 1; i >= 0; i--) {
        in.readFully((long) i << 20, new byte[PIECE]);
      }
    }
    quiet();
  }

  private static void quiet() {
    Await.until("all is over", ConnectorRuntime::isQuiet);
  }

  private interface Work {
    void run() throws Exception;
  }

  private Future<?> as(String name, Work work) {
    return threads.submit(
        () -> {
          accounts.set(byWorker.get(name));
          try {
            work.run();
          } finally {
            accounts.remove();
          }
          return null;
        });
  }

  private Map<String, Done> workAll(FileSystem fs) throws Exception {
    Map<String, Done> done = new TreeMap<>();
    List<Future<?>> running = new ArrayList<>();
    for (int number = 1; number <= WORKERS; number++) {
      int mine = number;
      running.add(
          as(
              name(mine),
              () -> {
                Done all = work(fs, mine);
                synchronized (done) {
                  done.put(name(mine), all);
                }
              }));
    }
    for (Future<?> each : running) {
      each.get(120, TimeUnit.SECONDS);
    }
    return done;
  }

  /** Each does more of everything than the one before. */
  private Done work(FileSystem fs, int number) throws Exception {
    String own = name(number);
    long delivered = read(fs, own, number);
    long written = WRITTEN + number;
    try (FSDataOutputStream out = fs.create(rig.path(own + "/large"))) {
      out.write(new byte[(int) written]);
    }
    for (int i = 0; i < number; i++) {
      try (FSDataOutputStream out = fs.create(rig.path(own + "/in/small-" + i))) {
        out.write(new byte[100]);
        written += 100;
      }
    }
    for (int i = 0; i < number; i++) {
      Path to = rig.path(own + "/in/renamed-" + i);
      assertThat(fs.rename(rig.path(own + "/in/small-" + i), to)).isTrue();
    }
    assertThat(fs.listStatus(rig.path(own + "/in"))).hasSize(number);
    for (int i = 0; i < number; i++) {
      assertThat(fs.delete(rig.path(own + "/in/renamed-" + i), false)).isTrue();
    }
    return new Done(delivered, written, number + 1, number);
  }

  /** Ends with a scan that is left while look-ahead is under way. */
  private long read(FileSystem fs, String own, int number) throws Exception {
    RampObject ramp = ramp(number);
    byte[] piece = new byte[PIECE];
    long delivered = 0;
    try (FSDataInputStream in = fs.open(rig.path(own + "/ramp"))) {
      for (int i = 0; i < number; i++) {
        long position = SIZE - (i + 1L) * 3 * PIECE;
        in.seek(position);
        in.readFully(piece);
        ramp.verify(position, piece, 0, PIECE);
        delivered += PIECE;
      }
      in.readFully(SIZE / 2, piece);
      delivered += PIECE;
      List<FileRange> ranges =
          List.of(
              FileRange.createFileRange(SIZE / 3, PIECE),
              FileRange.createFileRange(SIZE / 3 + 4 * PIECE, PIECE));
      in.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        range.getData().get(60, TimeUnit.SECONDS).get(piece);
        ramp.verify(range.getOffset(), piece, 0, PIECE);
        delivered += PIECE;
      }
      in.seek(0);
      for (int i = 0; i < 24 + number; i++) {
        in.readFully(piece);
        ramp.verify((long) i * PIECE, piece, 0, PIECE);
        delivered += PIECE;
      }
    }
    return delivered;
  }

  private ReadSnapshot claimed() {
    ReadSnapshot sum = ReadSnapshot.EMPTY;
    for (ReadRecorder account : byWorker.values()) {
      sum = sum.plus(account.snapshot());
    }
    return sum;
  }

  private static Map<String, Long> requests(ReadSnapshot snapshot) {
    return byOperation(snapshot, ".count");
  }

  /** Of bodies received. */
  private static Map<String, Long> bytes(ReadSnapshot snapshot) {
    return byOperation(snapshot, ".received_bytes");
  }

  private static Map<String, Long> byOperation(ReadSnapshot snapshot, String end) {
    Map<String, Long> all = new TreeMap<>();
    for (Operation operation : Operation.values()) {
      String metric = "request." + operation.label().replace('-', '_') + end;
      if (snapshot.counter(metric) > 0) {
        all.put(operation.label(), snapshot.counter(metric));
      }
    }
    return all;
  }

  private static Map<String, Long> logged(
      List<LoggedRequest> log, Predicate<LoggedRequest> wanted) {
    Map<String, Long> all = new TreeMap<>();
    log.stream().filter(wanted).forEach(line -> all.merge(label(line), 1L, Long::sum));
    return all;
  }

  private static Map<String, Long> loggedBytes(
      List<LoggedRequest> log, Predicate<LoggedRequest> wanted) {
    Map<String, Long> all = new TreeMap<>();
    log.stream().filter(wanted).forEach(line -> all.merge(label(line), line.bytes(), Long::sum));
    all.values().removeIf(sum -> sum == 0);
    return all;
  }

  private static String label(LoggedRequest line) {
    Operation known = OPERATIONS.get(line.operation());
    return known == null ? line.operation() : known.label();
  }
}
