package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.AddressFigures;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.metrics.SlowRead;
import io.github.seekwell.core.metrics.Spread;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A report for people: what to do first, then the figures it comes from. */
final class ReportText {
  private static final int MAX_ROWS = 40;
  private static final int MAX_NAME = 40;
  private static final int BAR = 40;

  /** Upper ends of the histogram's rows, in milliseconds. */
  private static final double[] LADDER = {0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000};

  private static final String ROW = "%-9s %7s %9s %7s %9s %7s %10s %10s %6s %9s %8s %8s %8s  %s%n";

  private final Account account;
  private final StringBuilder out = new StringBuilder();

  ReportText(Account account) {
    this.account = account;
    final ReadSnapshot total = account.total();
    Advice.of(account).forEach(finding -> line("%s", finding.words()));
    absent();
    unheard(total);
    out.append(total.text());
    lookAhead(total);
    refetched(total);
    latencies(total);
    stages();
    executors();
    addresses(total);
    slowest(total);
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private void absent() {
    int rows = 0;
    for (Roll.Missing each : account.missing()) {
      if (rows++ < MAX_ROWS) {
        line(
            "Missing: %s of executor %s%s",
            each.tasks().entrySet().stream()
                .map(stage -> stage.getValue() + " task(s) of stage " + stage.getKey())
                .collect(Collectors.joining(", ")),
            each.executor(),
            each.lost().isEmpty()
                ? ", of which no account has come"
                : ", which was lost: " + each.lost());
      }
    }
    if (rows > MAX_ROWS) {
      line("Missing: tasks of %,d more executors", rows - MAX_ROWS);
    }
    if (account.unknown() > 0) {
      line("Missing: %,d more tasks", account.unknown());
    }
  }

  private void unheard(ReadSnapshot total) {
    final long requests = Account.unheard(total.counters());
    if (requests > 0) {
      line(
          "Unheard: %,d requests had not ended when their process last told of itself; they are"
              + " counted where requests are, what they brought is not",
          requests);
    }
  }

  private static String unheard(Map<String, Long> counters) {
    final long requests = Account.unheard(counters);
    return requests == 0 ? "" : String.format(Locale.ROOT, ", %,d unheard", requests);
  }

  private void lookAhead(ReadSnapshot total) {
    final long ahead = total.count(Count.FETCH_LOOK_AHEAD_BYTES);
    if (ahead > 0) {
      line(
          "look-ahead brought %s, of which %s were read",
          Words.bytes(ahead), Words.share(total.count(Count.LOOK_AHEAD_USED_BYTES), ahead));
    }
  }

  private void refetched(ReadSnapshot total) {
    final long again = total.count(Count.REFETCHED_BYTES);
    if (again > 0) {
      line(
          "fetched again after it had left the cache: %s, %s of all",
          Words.bytes(again), Words.share(again, total.bytesFetched()));
    }
  }

  private void latencies(ReadSnapshot total) {
    final long[] counts = new long[LADDER.length + 1];
    for (Spread spread : new Spread[] {Spread.READ_WAIT, Spread.READ_MISS}) {
      total.each(spread.metric(), (nanos, count) -> counts[row(nanos / 1e6)] += count);
    }
    long most = 0;
    for (long count : counts) {
      most = Math.max(most, count);
    }
    if (most == 0) {
      return;
    }
    line("%nReads that waited, by milliseconds");
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        line(
            "%9s %9s %,12d %s",
            i == 0 ? "" : number(LADDER[i - 1]) + " to",
            i == LADDER.length ? "more" : number(LADDER[i]),
            counts[i],
            "#".repeat((int) Math.max(1, BAR * counts[i] / most)));
      }
    }
  }

  private static int row(double millis) {
    int row = 0;
    while (row < LADDER.length && millis > LADDER[row]) {
      row++;
    }
    return row;
  }

  private static String number(double millis) {
    return millis < 1 ? "" + millis : String.format(Locale.ROOT, "%,.0f", millis);
  }

  private void stages() {
    final List<Account.Stage> used =
        account.stages().stream().filter(each -> used(each.counters())).toList();
    if (used.isEmpty()) {
      return;
    }
    heading("stage");
    for (Account.Stage each : shown(used, stage -> Account.stall(stage.counters()))) {
      row(
          each.key(),
          each.tasks(),
          each.nanos(),
          Account.stall(each.counters()),
          each.figures(),
          name(each));
    }
    if (used.size() > MAX_ROWS) {
      line("and %,d more stages, in which tasks waited less for reads", used.size() - MAX_ROWS);
    }
    int others = 0;
    for (Account.Stage each : account.stages()) {
      if (used(each.counters()) && each.delivered() != each.sparkBytes() && others++ < MAX_ROWS) {
        line(
            "Spark counts %,d bytes read in stage %s, %,d were delivered by us",
            each.sparkBytes(), each.key(), each.delivered());
      }
    }
    if (others > MAX_ROWS) {
      line("Spark counts other bytes than ours in %,d more stages", others - MAX_ROWS);
    }
  }

  private static String name(Account.Stage stage) {
    final String name = Words.line(stage.name(), MAX_NAME);
    final String failed = stage.failed() == 0 ? "" : ", " + stage.failed() + " failed";
    final String killed = stage.killed() == 0 ? "" : ", " + stage.killed() + " killed";
    return name + failed + killed + unheard(stage.counters());
  }

  private void executors() {
    final List<Account.Executor> used =
        account.executors().stream().filter(each -> used(each.counters())).toList();
    if (used.isEmpty()) {
      return;
    }
    heading("executor");
    for (Account.Executor each : shown(used, executor -> Account.stall(executor.byTasks()))) {
      row(
          each.executor(),
          each.tasks(),
          each.nanos(),
          Account.stall(each.byTasks()),
          each.figures(),
          String.format(
              Locale.ROOT,
              "%,d requests beyond its tasks%s",
              Account.of(each.beyondTasks(), Count.REQUESTS_SENT.metric()),
              unheard(each.counters())));
    }
    if (used.size() > MAX_ROWS) {
      line("and %,d more executors, whose tasks waited less for reads", used.size() - MAX_ROWS);
    }
  }

  /** All in their order; of too many those that waited longest, these first. */
  private static <T> List<T> shown(List<T> all, ToLongFunction<T> stall) {
    return all.size() <= MAX_ROWS
        ? all
        : all.stream().sorted(Comparator.comparingLong(stall).reversed()).limit(MAX_ROWS).toList();
  }

  private static boolean used(Map<String, Long> counters) {
    return Account.reads(counters) > 0
        || Account.of(counters, Count.REQUESTS_SENT.metric()) > 0
        || Account.of(counters, Count.BYTES_WRITTEN.metric()) > 0;
  }

  private void heading(String what) {
    out.append(System.lineSeparator());
    out.append(
        String.format(
            Locale.ROOT,
            ROW,
            what,
            "tasks",
            "time s",
            "stall",
            "reads",
            "hits",
            "delivered",
            "fetched",
            "ampl.",
            "requests",
            "p50 ms",
            "p99 ms",
            "max ms",
            "(of misses)"));
  }

  /**
   * The milliseconds are those of misses.
   *
   * @param stall time that tasks waited, of {@code nanos}
   */
  private void row(
      String what, long tasks, long nanos, long stall, ReadSnapshot figures, String more) {
    final ReadSnapshot.Figures misses = figures.spread(Spread.READ_MISS);
    out.append(
        String.format(
            Locale.ROOT,
            ROW,
            what,
            String.format(Locale.ROOT, "%,d", tasks),
            String.format(Locale.ROOT, "%,.1f", nanos / 1e9),
            nanos == 0 ? "" : Words.share(stall, nanos),
            String.format(Locale.ROOT, "%,d", figures.reads()),
            Words.share(figures.count(Count.READ_HITS), figures.reads()),
            Words.bytes(figures.count(Count.BYTES_DELIVERED)),
            Words.bytes(figures.bytesFetched()),
            String.format(Locale.ROOT, "%.2f", figures.amplification()),
            String.format(Locale.ROOT, "%,d", figures.count(Count.REQUESTS_SENT)),
            String.format(Locale.ROOT, "%.1f", misses.p50() / 1e6),
            String.format(Locale.ROOT, "%.1f", misses.p99() / 1e6),
            String.format(Locale.ROOT, "%.1f", misses.max() / 1e6),
            more));
  }

  private void addresses(ReadSnapshot total) {
    if (!total.addresses().isEmpty()) {
      line(
          "%n%-40s %10s %8s %10s %14s %8s",
          "address", "requests", "failed", "bytes", "first byte ms", "p99 ms");
    }
    int rows = 0;
    for (Map.Entry<String, AddressFigures> each : total.addresses().entrySet()) {
      if (rows++ < MAX_ROWS) {
        final AddressFigures figures = each.getValue();
        line(
            "%-40s %,10d %,8d %10s %14s %8s",
            each.getKey(),
            figures.requests(),
            figures.failures(),
            Words.bytes(figures.bytes()),
            millis(figures, figures.meanFirstByteNanos()),
            millis(figures, total.firstByte(each.getKey()).p99()));
      }
    }
    if (rows > MAX_ROWS) {
      line("and %,d more addresses", rows - MAX_ROWS);
    }
  }

  /** Nothing for an address that has answered no GET or HEAD. */
  private static String millis(AddressFigures figures, long nanos) {
    return figures.answers() == 0 ? "" : String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }

  private void slowest(ReadSnapshot total) {
    if (!total.slowest().isEmpty()) {
      line("%nSlowest reads");
    }
    for (SlowRead read : total.slowest()) {
      line(
          "%10.1f ms  %s, %,d bytes at %,d%s%s",
          read.nanos() / 1e6,
          Words.line(read.object(), Integer.MAX_VALUE),
          read.bytes(),
          read.position(),
          read.address().isEmpty() ? "" : ", from " + read.address(),
          read.requestId().isEmpty() ? "" : ", request " + read.requestId());
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
