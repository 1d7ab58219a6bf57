package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.AddressFigures;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.metrics.Spread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names what a job's reads wait for, from our figures alone, and what may help.
 *
 * <p>The questions are asked in an order in which each answer makes the later ones moot: a store
 * that slows us down has slow first bytes too. The limits are rules of thumb; the words carry the
 * figures, so that the reader can judge.
 */
final class Advice {
  /** Below this share of task time nothing that reading does is worth changing. */
  private static final double IDLE = 0.10;

  private static final double METADATA_SHARE = 0.25;
  private static final double THROTTLED_SHARE = 0.01;
  private static final double WASTED_SHARE = 0.20;
  private static final double EVICTED_SHARE = 0.30;

  /**
   * Of the bytes fetched; so much at most would a larger cache spare. Less than a fifth is not
   * worth memory that something else may need.
   */
  private static final double REFETCHED_SHARE = 0.20;

  private static final double SLOW_FACTOR = 3;
  private static final double SLOW_SHARE = 0.10;
  private static final double QUEUE_SHARE = 0.5;
  private static final double MANY_SHARE = 0.25;
  private static final long ENOUGH_ANSWERS = 10;

  /**
   * Few, since a slow address is left alone after a few. With the latest left out, five answers
   * that are spread as those of stores are come three times as late as five others once in some
   * thousand times.
   */
  private static final long ENOUGH_OF_AN_ADDRESS = 6;

  /** What the connector leaves an address for, and no less. */
  private static final double NOTICEABLE_NANOS = 20e6;

  /** Misses of an object that look-ahead would have spared, had they been in a row. */
  private static final long FEW_OF_AN_OBJECT = 8;

  private static final long TINY = 16 * 1024;

  private static final List<String> METADATA_OPERATIONS =
      List.of("head", "list", "rename", "copy", "delete", "delete_batch");

  /** The first that fits is the bottleneck. */
  private static final List<Function<Advice, @Nullable Finding>> QUESTIONS =
      List.of(
          Advice::nothing,
          Advice::failing,
          Advice::idle,
          Advice::throttling,
          Advice::metadata,
          Advice::slowAddress,
          Advice::unread,
          Advice::smallCache,
          Advice::connections,
          Advice::opening,
          Advice::tinyReads,
          Advice::crowdedCache,
          Advice::localDisk,
          Advice::bandwidth,
          Advice::firstByte);

  private final ReadSnapshot all;
  private final ReadSnapshot tasks;
  private final double taskNanos;

  private Advice(ReadSnapshot all, ReadSnapshot tasks, long taskNanos) {
    this.all = all;
    this.tasks = tasks;
    this.taskNanos = taskNanos;
  }

  /** What a job may wait for. */
  enum Kind {
    NOTHING_READ,
    NOT_READING,
    THROTTLING,
    METADATA,
    OPENING,
    SLOW_ADDRESS,
    CONNECTIONS,
    SMALL_CACHE,
    LOCAL_DISK,
    TINY_READS,
    BANDWIDTH,
    FIRST_BYTE,
    FAILURES
  }

  /** What was found, in words with figures. */
  record Finding(Kind kind, String words) {}

  static List<Finding> of(Account account) {
    return of(account.total(), account.byTasks(), account.taskNanos());
  }

  /**
   * The bottleneck, and whatever else one should know.
   *
   * @param all what everybody has caused
   * @param tasks what tasks have caused
   * @param taskNanos time of all tasks together
   */
  static List<Finding> of(ReadSnapshot all, ReadSnapshot tasks, long taskNanos) {
    final Advice advice = new Advice(all, tasks, taskNanos);
    final List<Finding> findings = new ArrayList<>();
    for (Function<Advice, @Nullable Finding> question : QUESTIONS) {
      final Finding finding = question.apply(advice);
      if (finding != null) {
        findings.add(finding);
        break;
      }
    }
    final Finding address = advice.slowAddressBeside();
    if (address != null && findings.stream().noneMatch(f -> f.kind() == Kind.SLOW_ADDRESS)) {
      findings.add(address);
    }
    final Finding failures = advice.failures();
    if (failures != null && findings.get(0).kind() != Kind.FAILURES) {
      findings.add(failures);
    }
    return findings;
  }

  private @Nullable Finding nothing() {
    return all.reads() > 0 || all.count(Count.REQUESTS_SENT) > 0
        ? null
        : new Finding(Kind.NOTHING_READ, "Nothing was asked of an object store.");
  }

  /** Where nothing came of anything, it does not matter what was slow. */
  private @Nullable Finding failing() {
    final long requests = all.count(Count.REQUESTS);
    final long answered = all.count(Count.STATUS_2XX) + all.count(Count.STATUS_3XX);
    final long gets = all.requests("get");
    final boolean nothingRead =
        all.reads() == 0
            && (all.count(Count.READ_FAILURES) > 0
                || gets > 0
                    && all.counter("request.get.failed.count") == gets
                    && all.count(Count.BYTES_WRITTEN) == 0);
    if (!nothingRead && (requests == 0 || answered > 0)) {
      return null;
    }
    final Finding throttled = throttling();
    if (throttled != null && 2 * all.count(Count.THROTTLED) > requests) {
      return throttled;
    }
    return finding(
        Kind.FAILURES,
        "Nothing could be had. Requests: %,d, refused (4xx): %,d, failed at the store (5xx): %,d,"
            + " without an answer: %,d; reads that failed: %,d, that went well: %,d. Names,"
            + " credentials and permissions are to be looked at first; the job's own exception tells which.",
        requests,
        all.count(Count.STATUS_4XX),
        all.count(Count.STATUS_5XX),
        all.count(Count.STATUS_NONE),
        all.count(Count.READ_FAILURES),
        all.reads());
  }

  private @Nullable Finding idle() {
    if (taskNanos == 0
        || stall() >= IDLE * taskNanos
        || metadataNanos() >= METADATA_SHARE * taskNanos) {
      return null;
    }
    return finding(
        Kind.NOT_READING,
        "Reading is not what this job waits for: its tasks spent %s of their time waiting for"
            + " reads and %s in calls such as HEAD and LIST.",
        Words.share(stall(), taskNanos),
        Words.share(metadataNanos(), taskNanos));
  }

  private @Nullable Finding throttling() {
    final long throttled = all.count(Count.THROTTLED);
    final long requests = all.count(Count.REQUESTS);
    if (throttled < ENOUGH_ANSWERS / 2 || throttled < THROTTLED_SHARE * requests) {
      return null;
    }
    return finding(
        Kind.THROTTLING,
        "The store asked to slow down: %,d of %,d requests were throttled (%s). Fewer tasks at a"
            + " time, a smaller fs.seekwell.request.max-in-flight or a higher limit at the store"
            + " would help; %s.",
        throttled,
        requests,
        Words.share(throttled, requests),
        stallWords());
  }

  private @Nullable Finding metadata() {
    final double metadata = metadataNanos();
    if (taskNanos == 0 || metadata < METADATA_SHARE * taskNanos || metadata < stall()) {
      return null;
    }
    return finding(
        Kind.METADATA,
        "Calls such as HEAD and LIST take the time: %s of what tasks had, against %s for reads."
            + " Fewer and larger files would help.",
        Words.share(metadata, taskNanos),
        Words.share(stall(), taskNanos));
  }

  /** Folders were listed and names looked up, or something was written: no read has waited. */
  private @Nullable Finding unread() {
    return all.reads() > 0 || all.count(Count.OPENS) > 0 || all.requests("get") > 0
        ? null
        : finding(
            Kind.NOTHING_READ,
            "Nothing was read: the store was asked %s, of which %,d were refused (4xx), and %s were"
                + " written.",
            Words.number(all.count(Count.REQUESTS_SENT), "time"),
            all.count(Count.STATUS_4XX),
            Words.bytes(all.count(Count.BYTES_WRITTEN)));
  }

  private @Nullable Finding opening() {
    if (!isMostlyOpening()) {
      return null;
    }
    final long opens = all.count(Count.OPENS);
    return finding(
        Kind.OPENING,
        "Opening is what readers wait for: %s, %s each (median; first bytes after %s),"
            + " against %s for all reads after that. %s; %s.",
        Words.number(opens, "object"),
        Words.time(all.percentile("open.latency", 50)),
        Words.time(all.percentile("request.get.first_byte", 50)),
        Words.time(all.count(Count.READ_NANOS)),
        opens < ENOUGH_ANSWERS
            ? "Of so few it says little, since the first of each process starts the client as well"
            : "Fewer and larger files or more tasks at a time would help",
        stallWords());
  }

  private @Nullable Finding slowAddress() {
    final Slow slow = slowest();
    return slow == null || slow.lost() <= SLOW_SHARE * firstBytesOfAddresses()
        ? null
        : finding(Kind.SLOW_ADDRESS, "%s; %s.", slow.words(), stallWords());
  }

  /** Worth telling the store's operators, though the job has not waited for it much. */
  private @Nullable Finding slowAddressBeside() {
    final Slow slow = slowest();
    return slow == null || slow.late() < NOTICEABLE_NANOS
        ? null
        : finding(
            Kind.SLOW_ADDRESS, "%s; the connector goes to the others while it is.", slow.words());
  }

  /** The address that answers later than another and has cost the most by it. */
  private @Nullable Slow slowest() {
    final Map<String, Pace> paces = new TreeMap<>();
    all.addresses()
        .forEach((name, figures) -> paces.put(name, Pace.of(figures, all.firstByte(name).max())));
    paces.values().removeIf(pace -> pace.answers() < ENOUGH_OF_AN_ADDRESS - 1);
    if (paces.isEmpty()) {
      return null;
    }
    final Map.Entry<String, Pace> best =
        Collections.min(
            paces.entrySet(), Comparator.comparingDouble(each -> each.getValue().mean()));
    return paces.entrySet().stream()
        .filter(each -> each.getValue().mean() > SLOW_FACTOR * best.getValue().mean())
        .map(each -> new Slow(each.getKey(), each.getValue(), best.getKey(), best.getValue()))
        .max(Comparator.comparingDouble(Slow::lost))
        .orElse(null);
  }

  private double firstBytesOfAddresses() {
    return all.addresses().values().stream().mapToDouble(AddressFigures::firstByteNanos).sum();
  }

  private @Nullable Finding connections() {
    final double queue = sum(all, "request.get.queue") + sum(all, "limit.wait.latency");
    if (queue <= QUEUE_SHARE * (queue + firstByteNanos() + bodyNanos()) || !manyQueue()) {
      return null;
    }
    return finding(
        Kind.CONNECTIONS,
        "Requests wait for their turn and for connections longer than for the store: %s in all,"
            + " against %s for answers. A larger fs.seekwell.request.max-in-flight or"
            + " fs.seekwell.http.max-connections may help; %s.",
        Words.time(queue),
        Words.time(firstByteNanos() + bodyNanos()),
        stallWords());
  }

  /** Not those alone that waited for a connection to be opened, as the first of a process do. */
  private boolean manyQueue() {
    final long requests = all.count(Count.REQUESTS);
    return all.count(Count.LIMIT_WAITS) > MANY_SHARE * requests
        || requests > 2 * all.count(Count.CONNECTIONS_OPENED)
            && all.percentile("request.get.queue", 100 * (1 - MANY_SHARE))
                > QUEUE_SHARE * all.percentile("request.get.first_byte", 50);
  }

  /**
   * What was read leaves before it is read again. Asked before connections, since requests that
   * need not be made are the better ones to spare, but not where opening takes the time, which asks
   * the store in any case.
   */
  private @Nullable Finding smallCache() {
    return refetched() > REFETCHED_SHARE * all.bytesFetched() && !isMostlyOpening()
        ? tooSmall()
        : null;
  }

  /**
   * Look-ahead leaves before it is read. Asked after tiny reads, of which look-ahead guesses wrong
   * whatever room it has.
   */
  private @Nullable Finding crowdedCache() {
    final long fetched = all.bytesFetched();
    final boolean crowded =
        all.count(Count.EVICTED_BYTES) > EVICTED_SHARE * fetched
            && refetched() + wasted() > WASTED_SHARE * fetched;
    return crowded ? tooSmall() : null;
  }

  private Finding tooSmall() {
    return finding(
        Kind.SMALL_CACHE,
        "The block cache is too small for what is read at a time: of %s fetched, %s had been there"
            + " before, and %s of look-ahead left unread. A larger fs.seekwell.cache.heap-fraction,"
            + " more memory or fs.seekwell.disk.directories would help; %s.",
        Words.bytes(all.bytesFetched()),
        Words.bytes(refetched()),
        Words.bytes(wasted()),
        stallWords());
  }

  private long refetched() {
    return all.count(Count.REFETCHED_BYTES);
  }

  private long wasted() {
    return all.count(Count.LOOK_AHEAD_WASTED_BYTES);
  }

  private boolean isMostlyOpening() {
    return all.count(Count.OPEN_NANOS) > 2 * all.count(Count.READ_NANOS);
  }

  private @Nullable Finding tinyReads() {
    final long asking = all.count(Count.READ_WAITS) + all.count(Count.READ_MISSES);
    final long seeks = all.count(Count.SEEKS_FORWARD) + all.count(Count.SEEKS_BACK);
    final long misses = all.count(Count.READ_MISSES);
    final long opens = all.count(Count.OPENS);
    // Positioned reads do not seek; but so many misses of an object are not in a row.
    final boolean scattered =
        2 * seeks > misses || (opens > 0 && misses > FEW_OF_AN_OBJECT * opens);
    final boolean tiny =
        asking > 0
            && all.count(Count.BYTES_DELIVERED) < TINY * asking
            && misses > all.count(Count.READ_WAITS)
            && scattered;
    if (!tiny || bodyNanos() > firstByteNanos()) {
      return null;
    }
    return finding(
        Kind.TINY_READS,
        "Small reads at scattered positions, each a request of its own: %,d reads missed after %,d"
            + " seeks, %s delivered for each read that waited, first bytes after %s (median). Fewer"
            + " and longer reads, vectored ones for example, or a columnar layout would help; %s.",
        misses,
        seeks,
        Words.bytes((double) all.count(Count.BYTES_DELIVERED) / asking),
        Words.time(all.percentile("request.get.first_byte", 50)),
        stallWords());
  }

  /**
   * Blocks that left memory are here, and reading them takes longer than all that the store does.
   */
  private @Nullable Finding localDisk() {
    final double disk = sum(all, Spread.DISK_READ.metric());
    if (disk <= firstByteNanos() + bodyNanos()) {
      return null;
    }
    return finding(
        Kind.LOCAL_DISK,
        "The local disk is what reads wait for: it took %s to bring %s, against %s for answers of"
            + " the store. More memory, a faster disk or more of them in fs.seekwell.disk.directories"
            + " would help; %s.",
        Words.time(disk),
        Words.bytes(all.count(Count.DISK_READ_BYTES)),
        Words.time(firstByteNanos() + bodyNanos()),
        stallWords());
  }

  private @Nullable Finding bandwidth() {
    if (bodyNanos() <= firstByteNanos()) {
      return null;
    }
    return finding(
        Kind.BANDWIDTH,
        "Bandwidth is what reads wait for: bodies took %s, first bytes %s in all; a connection"
            + " brought %s/s. Compression, fewer columns or a wider network would help; %s.",
        Words.time(bodyNanos()),
        Words.time(firstByteNanos()),
        Words.bytes(all.bytesFetched() / (bodyNanos() / 1e9)),
        stallWords());
  }

  private Finding firstByte() {
    return finding(
        Kind.FIRST_BYTE,
        "First bytes are what reads wait for: %s (median), %s (p99), against %s for the rest of an"
            + " answer. More tasks at a time, longer reads or being nearer to the store would"
            + " help; %s.",
        Words.time(all.percentile("request.get.first_byte", 50)),
        Words.time(all.percentile("request.get.first_byte", 99)),
        Words.time(all.spread("request.get.body").mean()),
        stallWords());
  }

  private @Nullable Finding failures() {
    final long failed = all.count(Count.READ_FAILURES);
    final long retries = all.count(Count.RETRIES);
    if (failed == 0 && (retries == 0 || retries * 100 < all.count(Count.REQUESTS))) {
      return null;
    }
    return finding(
        Kind.FAILURES,
        "%,d requests were tried again, with %s of backoff; %,d reads failed.",
        retries,
        Words.time(sum(all, "retry.backoff")),
        failed);
  }

  private static Finding finding(Kind kind, String format, Object... values) {
    return new Finding(kind, String.format(Locale.ROOT, format, values));
  }

  private String stallWords() {
    return taskNanos == 0
        ? "reads waited " + Words.time(Account.stall(all.counters())) + " in all"
        : "waiting for reads took " + Words.share(stall(), taskNanos) + " of the tasks' time";
  }

  private double stall() {
    return Account.stall(tasks.counters());
  }

  private double metadataNanos() {
    double sum = 0;
    for (String operation : METADATA_OPERATIONS) {
      sum += sum(tasks, "operation." + operation + ".latency");
    }
    return sum;
  }

  private double firstByteNanos() {
    return sum(all, "request.get.first_byte");
  }

  private double bodyNanos() {
    return sum(all, "request.get.body");
  }

  private static double sum(ReadSnapshot figures, String metric) {
    final ReadSnapshot.Figures spread = figures.spread(metric);
    return spread.mean() * spread.count();
  }

  /**
   * How fast an address answers, its latest answer left out: one is late for many reasons, the
   * start of our own JVM among them, and weighs much among few.
   */
  private record Pace(long answers, double nanos) {

    static Pace of(AddressFigures figures, long latest) {
      return new Pace(figures.answers() - 1, Math.max(0, figures.firstByteNanos() - latest));
    }

    double mean() {
      return answers <= 0 ? 0 : nanos / answers;
    }
  }

  /** An address that is slow, beside the fastest one. */
  private record Slow(String address, Pace pace, String fast, Pace best) {

    double late() {
      return pace.mean() - best.mean();
    }

    double lost() {
      return late() * pace.answers();
    }

    String words() {
      return String.format(
          Locale.ROOT,
          "The address %s is slow: its first bytes take %s, those of %s %s; they answered %,d and"
              + " %,d requests. Have the store's operators look at it",
          address,
          Words.time(pace.mean()),
          fast,
          Words.time(best.mean()),
          pace.answers() + 1,
          best.answers() + 1);
    }
  }
}
