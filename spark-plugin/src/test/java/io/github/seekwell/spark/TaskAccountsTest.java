package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.metrics.ReadRecorder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskAccountsTest {
  private static final Object NOBODY = new Object();

  private final TaskAccounts accounts = new TaskAccounts();

  @Test
  void whatIsLate_isBoundedByBytes_howManyTasksEverEnd() {
    for (int i = 0; i < 1_000; i++) {
      final TaskAccount account = accounts.open(new FakeTask(i, 0));
      readAndSend(account.recorder());
      accounts.leave(account);
      accounts.close(account);

      assertThat(accounts.lateBytes()).isLessThanOrEqualTo(TaskAccounts.MAX_LATE_BYTES);
    }
    assertThat(accounts.lateBytes()).isGreaterThan(TaskAccounts.MAX_LATE_BYTES / 2);
  }

  @Test
  void whatIsLate_isBoundedInNumber_andTheOldestGoFirst() {
    final List<TaskAccount> all = new ArrayList<>();
    for (int i = 0; i < TaskAccounts.MAX_LATE + 2; i++) {
      final TaskAccount account = accounts.open(new FakeTask(i, 0));
      account.recorder().onRequestSent(NOBODY, "delete");
      all.add(account);
      accounts.close(account);
    }
    all.forEach(account -> end(account.recorder(), "delete"));

    assertThat(accounts.late())
        .extracting(TaskTidings::task)
        .hasSize(TaskAccounts.MAX_LATE)
        .startsWith(2L)
        .endsWith(TaskAccounts.MAX_LATE + 1L);
    assertThat(accounts.lateBytes()).as("all have ended").isZero();
  }

  @Test
  void requestThatIsMadeWhenItsTaskHasEnded_isTheTasks_ifItWasBegunBefore() {
    final TaskAccount account = accounts.open(new FakeTask(1, 0));
    account.recorder().onOperationBegun(NOBODY, "get"); // waits for its turn, or to try again
    accounts.leave(account);
    accounts.close(account);
    final List<TaskTidings> before = accounts.late();
    account.recorder().onRequestSent(NOBODY, "get");
    end(account.recorder(), "get");
    account.recorder().onOperation(NOBODY, "get", 1_000_000, true);

    assertThat(before).isEmpty();
    assertThat(accounts.late()).extracting(TaskTidings::task).containsExactly(1L);
    assertThat(accounts.lateBytes()).as("it has ended").isZero();
  }

  private static void readAndSend(ReadRecorder recorder) {
    recorder.onRead(NOBODY, "o", 0, 10, 2_000_000, 1, ReadOutcome.MISS);
    recorder.onSeek(NOBODY, 10);
    recorder.onRequestSent(NOBODY, "get");
    end(recorder, "get");
    recorder.onRequestSent(NOBODY, "get");
  }

  private static void end(ReadRecorder recorder, String operation) {
    recorder.onRequest(
        NOBODY,
        new EndedRequest(operation, "o", 0, 10, 1, 1, 1_000_000, 1_000, 10, 206, "127.0.0.1", ""));
  }
}
