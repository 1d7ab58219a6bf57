package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.Accounts;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.Gauge;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final String READS = Count.READ_MISSES.metric();

  private final Ledger ledger = new Ledger();

  @Test
  void overtakenTidings_doNotSetTheFiguresBack() throws IOException {
    final Counting executor = new Counting("executor");
    final Tidings early = tidings(executor.reads(1), 1);
    final Tidings late = tidings(executor.reads(1), 2);

    ledger.hear(late);
    ledger.hear(late);
    ledger.hear(early);

    assertThat(account().total().reads()).isEqualTo(2);
  }

  @Test
  void tidingsOfNothingNew_leaveTheFigures() throws IOException {
    final Counting executor = new Counting("executor").reads(3);
    ledger.hear(tidings(executor, 1));
    ledger.hear(new Tidings("executor", "1", 2, Map.of(), List.of()));

    assertThat(account().total().reads()).isEqualTo(3);
  }

  @Test
  void tasks_driver_andWhatIsNobodys_addUpToTheWhole() throws IOException {
    final Counting executor = new Counting("executor");
    final Counting driver = new Counting("driver");
    executor.reads(10);
    driver.reads(4);
    ledger.hear(tidings(executor, 1, task(1, 0, 6), task(2, 0, 1)));
    ledger.hear(
        Tidings.of("driver", "driver", Long.MAX_VALUE, driver.figures(), List.of(task(3, 1, 3))));

    final Account account = account();

    assertThat(account.byTasks().counter(READS)).isEqualTo(10);
    assertThat(account.byDriver()).containsEntry(READS, 1L);
    assertThat(account.unattributed()).containsEntry(READS, 3L);
    assertThat(account.total().counter(READS)).isEqualTo(14);
  }

  @Test
  void stage_isTheSumOfItsTasks_andOfWhatCameLate_thoughItIsOver() throws IOException {
    final StageKey stage = new StageKey(0, 0);
    ledger.began(stage, "count at Job");
    ledger.hear(tidings(new Counting("executor"), 1, task(1, 0, 2)));
    ledger.ended(1, stage, "1", Ending.WELL, true, 20);
    ledger.ended(2, stage, "1", Ending.FAILED, false, 5);
    ledger.ended(3, stage, "1", Ending.KILLED, false, 0);
    ledger.ended(stage);
    ledger.hear(
        tidings(
            new Counting("executor"),
            2,
            new TaskTidings(1, stage, 0, 0, Ending.BEFORE, 0, reads(1).encode())));

    assertThat(account().stages())
        .singleElement()
        .satisfies(
            sum -> {
              assertThat(sum.key()).isEqualTo("0.0");
              assertThat(sum.name()).isEqualTo("count at Job");
              assertThat(sum.tasks()).isEqualTo(1);
              assertThat(sum.failed()).isEqualTo(1);
              assertThat(sum.killed()).isEqualTo(1);
              assertThat(sum.sparkBytes()).isEqualTo(25);
              assertThat(sum.delivered()).isEqualTo(30);
              assertThat(sum.nanos()).isEqualTo(1000);
              assertThat(sum.figures().spread("read.miss.latency").count()).isEqualTo(3);
            });
  }

  @Test
  void taskThatToldHowItEnded_countsOnce_whetherSparkTellsOfItOrNot() throws IOException {
    final StageKey stage = new StageKey(0, 0);
    ledger.hear(
        tidings(
            new Counting("executor"),
            1,
            task(1, 0, 1),
            ended(2, stage, Ending.KILLED),
            ended(3, stage, Ending.KILLED),
            ended(4, stage, Ending.FAILED)));
    ledger.ended(2, stage, "1", Ending.KILLED, true, 0);

    assertThat(account().stages())
        .singleElement()
        .satisfies(
            sum -> {
              assertThat(sum.tasks()).isEqualTo(4);
              assertThat(sum.killed()).isEqualTo(2);
              assertThat(sum.failed()).isEqualTo(1);
            });
  }

  @Test
  void figuresThatNobodyUnderstands_takeNoOthersWithThem() throws IOException {
    ledger.hear(tidings(new Counting("executor").reads(2), 1));
    ledger.hear(
        new Tidings("stranger", "2", 1, Map.of("oci", new byte[] {1, 2, 3, 4, 5}), List.of()));

    assertThat(ledger.schemes().get("oci").reads()).isEqualTo(2);
    assertThat(account().total().reads()).isEqualTo(2);
  }

  @Test
  void stagesBeyondANumber_areOne_andNothingIsLost() throws IOException {
    for (int stage = 0; stage < Ledger.MAX_STAGES + 5; stage++) {
      ledger.hear(tidings(new Counting("executor"), stage, task(stage, stage, 1)));
    }

    final Account account = account();

    assertThat(account.stages()).hasSize(Ledger.MAX_STAGES + 1);
    assertThat(account.stages().get(0).key()).isEqualTo("earlier");
    assertThat(account.stages().get(0).name()).isEqualTo("5 stage(s), not told apart");
    assertThat(account.stages().get(0).tasks()).isEqualTo(5);
    assertThat(account.byTasks().reads()).isEqualTo(Ledger.MAX_STAGES + 5);
  }

  @Test
  void stageThatRuns_staysApart_whileThoseThatAreOverLeave() throws IOException {
    final StageKey running = new StageKey(0, 0);
    ledger.began(running, "stream at Job");
    for (int stage = 1; stage < Ledger.MAX_STAGES + 5; stage++) {
      ledger.began(new StageKey(stage, 0), "count at Job");
      ledger.hear(tidings(new Counting("executor"), stage, task(stage, stage, 1)));
      ledger.ended(new StageKey(stage, 0));
    }
    ledger.hear(tidings(new Counting("executor"), 1000, task(1000, 0, 7)));

    final List<Account.Stage> stages = account().stages();

    assertThat(stages).extracting(Account.Stage::key).startsWith("earlier", "0.0", "6.0");
    assertThat(stages.get(0).figures().reads()).isEqualTo(5);
    assertThat(stages.get(1).name()).isEqualTo("stream at Job");
    assertThat(stages.get(1).figures().reads()).isEqualTo(7);
  }

  @Test
  void stageThatIsToldApartNoMore_isNoneAgain_whateverComesOfItLate() throws IOException {
    for (int stage = 0; stage <= Ledger.MAX_STAGES; stage++) {
      ledger.began(new StageKey(stage, 0), "count at Job");
      ledger.ended(new StageKey(stage, 0));
    }
    final StageKey left = new StageKey(0, 0);
    ledger.hear(tidings(new Counting("executor"), 1, task(1, 0, 2), ended(2, left, Ending.KILLED)));
    ledger.ended(3, left, "1", Ending.FAILED, false, 5);

    final List<Account.Stage> stages = account().stages();

    assertThat(stages).hasSize(Ledger.MAX_STAGES + 1);
    assertThat(stages.get(0).name()).isEqualTo("1 stage(s), not told apart");
    assertThat(stages.get(0).figures().reads()).isEqualTo(2);
    assertThat(stages.get(0).failed()).isEqualTo(1);
    assertThat(stages.get(0).killed()).as("Spark has not told of it").isEqualTo(1);
    assertThat(stages.get(1).key()).isEqualTo("1.0");
  }

  @Test
  void thousandsOfExecutors_thatCameAndWent_addUp_andAreToldApartUpToANumber() throws IOException {
    final int executors = 2_000;
    final Counting counting = new Counting("any");
    final byte[] totals = counting.reads(3).figures().get("oci").encode();
    for (int i = 0; i < executors; i++) {
      ledger.hear(told("" + i, 1, totals, task(i, 0, 2)));
      if (i >= 50) {
        ledger.lost("" + (i - 50), "idle");
      }
    }

    assertThat(ledger.schemes().get("oci").reads()).isEqualTo(3L * executors);
    final Account account = account();
    assertThat(account.executors()).hasSize(50 + Sources.MAX_GONE + 1);
    assertThat(account.executors().get(0).executor()).isEqualTo("earlier");
    assertThat(account.executors().get(0).tasks()).isEqualTo(executors - 50 - Sources.MAX_GONE);
    assertThat(account.executors().stream().mapToLong(e -> e.figures().reads()).sum())
        .isEqualTo(3L * executors);
    assertThat(account.byTasks().counter(READS)).isEqualTo(2L * executors);
    assertThat(account.unattributed()).containsEntry(READS, 1L * executors);
    assertThat(account.total().spread("read.miss.latency").count()).isEqualTo(3L * executors);
    assertThat(account.total().slowest()).hasSize(10);
  }

  @Test
  void lastWordOfAnExecutorThatIsGone_isHeard() throws IOException {
    final Counting executor = new Counting("executor").reads(1);
    ledger.hear(tidings(executor, 1));
    ledger.lost("1", "idle");
    ledger.hear(tidings(executor.reads(2), 3, task(1, 0, 2)));
    ledger.hear(tidings(executor, 2));

    assertThat(ledger.schemes().get("oci").reads()).isEqualTo(3);
    assertThat(ledger.schemes().get("oci").spread("read.miss.latency").count()).isEqualTo(3);
    assertThat(account().total().reads()).isEqualTo(3);
    assertThat(account().executors())
        .singleElement()
        .satisfies(each -> assertThat(each.figures().reads()).isEqualTo(3));
  }

  @Test
  void firstWordOfAnExecutorThatIsGone_isHeard_andItCountsAsGone() throws IOException {
    ledger.lost("1", "idle");
    for (int i = 0; i < Sources.MAX_GONE + 2; i++) {
      ledger.hear(tidings(new Counting("source " + i).reads(1), 1));
    }

    assertThat(account().executors()).hasSize(Sources.MAX_GONE + 1);
    assertThat(account().total().reads()).isEqualTo(Sources.MAX_GONE + 2);
  }

  @Test
  void executorThatIsToldApartNoMore_isNotCountedTwice_andItsTasksAre() throws IOException {
    final byte[] totals = new Counting("any").reads(3).figures().get("oci").encode();
    for (int i = 0; i <= Sources.MAX_GONE; i++) {
      ledger.hear(told("" + i, 1, totals));
      ledger.lost("" + i, "idle");
    }
    ledger.hear(told("0", 2, totals, task(1, 0, 2)));

    final Account account = account();
    assertThat(account.total().reads()).isEqualTo(3L * (Sources.MAX_GONE + 1));
    assertThat(account.executors().get(0).tasks()).isEqualTo(1);
    assertThat(account.byTasks().reads()).isEqualTo(2);
    assertThat(account.unattributed()).containsEntry(READS, 3L * (Sources.MAX_GONE + 1) - 2);
  }

  @Test
  void executorThatIsGone_holdsNothing() throws IOException {
    final ReadSnapshot levels = levels();
    ledger.hear(Tidings.of("one", "1", 1, Map.of("", levels), List.of()));
    ledger.hear(Tidings.of("two", "2", 1, Map.of("", levels), List.of()));
    ledger.lost("1", "idle");

    assertThat(ledger.schemes().get("").gauge(Gauge.CACHED_BYTES)).isEqualTo(7);
  }

  /** Of a process that holds seven bytes. */
  private static ReadSnapshot levels() {
    final Accounts accounts = new Accounts();
    accounts.gauges(gauge -> 7);
    return accounts.snapshot(Accounts.NO_SCHEME);
  }

  private static Tidings told(String executor, long number, byte[] oci, TaskTidings... tasks) {
    return new Tidings("source " + executor, executor, number, Map.of("oci", oci), List.of(tasks));
  }

  @Test
  void end_waitsForAccountsOfTasksThatHaveEnded() throws Exception {
    ledger.ended(1, new StageKey(0, 0), "1", Ending.WELL, true, 0);
    ledger.applicationEnded();
    final boolean tooEarly = ledger.await(Duration.ZERO);
    final Thread executor =
        new Thread(
            () ->
                Quietly.run(
                    "tell", () -> ledger.hear(tidings(new Counting("e"), 1, task(1, 0, 1)))));
    executor.start();
    final boolean inTime = ledger.await(Duration.ofMinutes(1));
    executor.join();

    assertThat(tooEarly).isFalse();
    assertThat(inTime).isTrue();
    assertThat(account().missing()).isEmpty();
  }

  @Test
  void interruptedWait_endsAtOnce_andTheThreadStaysInterrupted() {
    Thread.currentThread().interrupt();
    final boolean complete = ledger.await(Duration.ofMinutes(5));

    assertThat(complete).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void lostExecutor_isNamedWithWhatIsMissing() throws Exception {
    ledger.began(1, new StageKey(0, 0), "5");
    ledger.ended(1, new StageKey(0, 0), "5", Ending.FAILED, true, 0);
    ledger.lost("5", "worker lost");
    ledger.applicationEnded();

    assertThat(ledger.await(Duration.ofMinutes(1))).isTrue();
    assertThat(account().missing())
        .containsExactly(new Roll.Missing("5", "worker lost", Map.of(new StageKey(0, 0), 1)));
    assertThat(new Report(account()).text())
        .contains("Missing: 1 task(s) of stage 0.0 of executor 5, which was lost: worker lost");
  }

  private Account account() throws IOException {
    return ledger.account("app", "driver");
  }

  private static Tidings tidings(Counting source, long number, TaskTidings... tasks) {
    return Tidings.of(source.id(), "1", number, source.figures(), List.of(tasks));
  }

  private static TaskTidings ended(long id, StageKey stage, Ending how) {
    return new TaskTidings(id, stage, 0, 0, how, 1000, reads(0).encode());
  }

  private static TaskTidings task(long id, int stage, int reads) {
    return new TaskTidings(
        id, new StageKey(stage, 0), 0, 0, Ending.WELL, 1000, reads(reads).encode());
  }

  private static ReadSnapshot reads(int reads) {
    return new Counting("task").reads(reads).figures().getOrDefault("oci", ReadSnapshot.EMPTY);
  }
}
