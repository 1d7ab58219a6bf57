package io.github.seekwell.core.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WriteBudgetTest {
  /** Longer than any test. */
  private static final Duration FOR_EVER = Duration.ofMinutes(10);

  private static final Duration SHORT = Duration.ofMillis(20);

  private final ExecutorService waiters = Executors.newCachedThreadPool();

  @AfterEach
  void endWaiters() {
    waiters.shutdownNow();
  }

  @Test
  void reservations_areCounted_andGivenBackOnce() throws StoreException {
    WriteBudget budget = new WriteBudget(10_000, Duration.ZERO);
    WriteBudget.Room first = budget.reserve(5_000, "write");
    WriteBudget.Room second = budget.reserve(1, "write");
    assertThat(budget.inUse()).isEqualTo(5_001);
    first.release();
    first.release();
    second.release();
    assertThat(budget.inUse()).isZero();
    assertThat(budget.highWater()).isEqualTo(5_001);
    budget.reserve(budget.capacity(), "write");
  }

  @Test
  void noRoomForTooLong_isALocalError_thatNamesTheSettings() throws StoreException {
    WriteBudget budget = new WriteBudget(8 * 1024, Duration.ZERO);
    budget.reserve(8 * 1024, "write a");
    StoreException e =
        catchThrowableOfType(StoreException.class, () -> budget.reserve(1024, "write b"));
    assertThat(e.kind()).isEqualTo(ErrorKind.LOCAL);
    assertThat(e)
        .hasMessageContaining("write b")
        .hasMessageContaining("fs.seekwell.write.heap-fraction")
        .hasMessageContaining("fs.seekwell.write.part-size");
  }

  @Test
  void interruptedWait_isInterrupted_andKeepsTheInterrupt() throws StoreException {
    WriteBudget budget = new WriteBudget(1024, Duration.ofSeconds(20));
    budget.reserve(1024, "write a");
    Thread.currentThread().interrupt();
    StoreException e =
        catchThrowableOfType(StoreException.class, () -> budget.reserve(1024, "write b"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED);
    assertThat(budget.inUse()).isEqualTo(1024);
  }

  @Test
  void roomThatNobodySends_isNotWaitedFor() throws StoreException {
    WriteBudget budget = new WriteBudget(1024, FOR_EVER);
    WriteBudget.Room held = budget.reserve(1024, "write a");
    assertThat(budget.reserveFromSending(1024, "write b")).isNull();
    held.release();
    assertThat(budget.reserveFromSending(1024, "write b")).isNotNull();
  }

  @Test
  void roomThatIsBeingSent_isWaitedFor() throws Exception {
    WriteBudget budget = new WriteBudget(1024, FOR_EVER);
    WriteBudget.Room held = budget.reserve(1024, "write a");
    held.sending();
    Future<WriteBudget.Room> waiting =
        waiters.submit(() -> budget.reserveFromSending(1024, "write b"));
    Await.until("somebody waits", () -> budget.waiting() == 1);
    held.release();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(budget.inUse()).isEqualTo(1024);
  }

  @Test
  void whenTheLastSendingEnds_withoutRoomForAll_theRestIsTold() throws Exception {
    WriteBudget budget = new WriteBudget(2048, FOR_EVER);
    budget.reserve(1024, "never sent");
    WriteBudget.Room sent = budget.reserve(1024, "sent");
    sent.sending();
    Future<WriteBudget.Room> first =
        waiters.submit(() -> budget.reserveFromSending(1024, "write b"));
    Await.until("one waits", () -> budget.waiting() == 1);
    Future<WriteBudget.Room> second =
        waiters.submit(() -> budget.reserveFromSending(1024, "write c"));
    Await.until("two wait", () -> budget.waiting() == 2);
    sent.release();
    assertThat(first.get(20, TimeUnit.SECONDS)).as("first come, first served").isNotNull();
    assertThat(second.get(20, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void whoHoldsAllOfIt_andWaits_isToldSoon() throws StoreException {
    WriteBudget budget = new WriteBudget(2048, FOR_EVER, SHORT);
    budget.reserve(1024, "write a");
    budget.reserve(1024, "write b");
    StoreException e =
        catchThrowableOfType(StoreException.class, () -> budget.reserve(1024, "write c"));
    assertThat(e.kind()).isEqualTo(ErrorKind.LOCAL);
    assertThat(e).hasMessageContaining("other writers hold 2k of 2k").hasMessageContaining("raise");
    assertThat(budget.waiting()).isZero();
  }

  @Test
  void twoWhoHoldAllOfIt_andWaitForEachOther_areNotBothStuck() throws Exception {
    WriteBudget budget = new WriteBudget(2048, FOR_EVER, SHORT);
    CountDownLatch reserved = new CountDownLatch(2);
    List<Future<WriteBudget.Room>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(
          waiters.submit(
              () -> {
                WriteBudget.Room first = budget.reserve(1024, "first");
                reserved.countDown();
                reserved.await();
                try {
                  return budget.reserve(1024, "second");
                } finally {
                  first.release(); // a writer that failed holds nothing
                }
              }));
    }
    Await.until("both have ended", () -> both.stream().allMatch(Future::isDone));
    assertThat(budget.waiting()).isZero();
  }

  @Test
  void whileSomebodyElseHoldsAPart_thatMayComeFree_itIsWaitedFor() throws Exception {
    WriteBudget budget = new WriteBudget(2048, FOR_EVER, Duration.ZERO);
    budget.reserve(1024, "write a");
    WriteBudget.Room others =
        waiters.submit(() -> budget.reserve(1024, "write b")).get(20, TimeUnit.SECONDS);
    Thread releasing =
        new Thread(
            () -> {
              Await.until("somebody waits", () -> budget.waiting() == 1);
              others.release();
            });
    releasing.start();
    assertThat(budget.reserve(1024, "write c")).isNotNull();
    releasing.join();
  }

  @Test
  void whatIsBeingSent_isWaitedFor_byWhoHoldsTheRest() throws Exception {
    WriteBudget budget = new WriteBudget(2048, FOR_EVER, Duration.ZERO);
    budget.reserve(1024, "write a");
    WriteBudget.Room sent = budget.reserve(1024, "write b");
    sent.sending();
    Thread releasing =
        new Thread(
            () -> {
              Await.until("somebody waits", () -> budget.waiting() == 1);
              sent.release();
            });
    releasing.start();
    assertThat(budget.reserve(1024, "write c")).isNotNull();
    releasing.join();
  }

  @Test
  void whoGivesUp_letsThoseBehindHimThrough() throws Exception {
    WriteBudget budget = new WriteBudget(2048, FOR_EVER);
    budget.reserve(1024, "never sent").sending();
    Future<WriteBudget.Room> large = waiters.submit(() -> budget.reserve(2048, "write b"));
    Await.until("one waits", () -> budget.waiting() == 1);
    Future<WriteBudget.Room> small = waiters.submit(() -> budget.reserve(1024, "write c"));
    Await.until("two wait", () -> budget.waiting() == 2);
    large.cancel(true);
    assertThat(small.get(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(budget.waiting()).isZero();
  }
}
