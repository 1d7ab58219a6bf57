package io.github.seekwell.core.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WriteBudgetTest {
  @Test
  void reservations_areCounted_andGivenBack() throws StoreException {
    WriteBudget budget = new WriteBudget(10_000, Duration.ZERO);
    assertThat(budget.capacity()).isEqualTo(9 * 1024);
    budget.reserve(5_000, "write");
    budget.reserve(1, "write");
    assertThat(budget.inUse()).isEqualTo(6 * 1024);
    budget.release(5_000);
    budget.release(1);
    assertThat(budget.inUse()).isZero();
    assertThat(budget.highWater()).isEqualTo(6 * 1024);
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
}
