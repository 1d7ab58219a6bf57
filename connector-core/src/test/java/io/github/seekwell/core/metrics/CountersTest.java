package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {
  private static final int TIMES = 100_000;
  private static final int THREADS = 8;

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 64})
  void nothingIsLost_whetherThreadsHaveRowsOrShare(int rows) throws Exception {
    Counters counters = new Counters(rows);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          new Thread(
              () -> {
                for (int time = 0; time < TIMES; time++) {
                  counters.add(Count.READ_HITS, 1);
                  counters.add(Count.BYTES_DELIVERED, 3);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(counters.sum(Count.READ_HITS)).isEqualTo((long) THREADS * TIMES);
    assertThat(counters.sum(Count.BYTES_DELIVERED)).isEqualTo(3L * THREADS * TIMES);
    assertThat(counters.sum(Count.EVICTIONS)).isZero();
  }

  @Test
  void whatAThreadCountedFirst_isSeenBySomebodyWhoSeesWhatItCountedLast() throws Exception {
    Counters counters = new Counters(1);
    Thread counting =
        new Thread(
            () -> {
              for (int time = 0; time < TIMES; time++) {
                counters.add(Count.REQUESTS_SENT, 1);
                counters.add(Count.REQUESTS, 1);
              }
            });
    counting.start();
    long ended = 0;
    while (ended < TIMES) {
      ended = counters.sum(Count.REQUESTS);
      assertThat(counters.sum(Count.REQUESTS_SENT)).isGreaterThanOrEqualTo(ended);
    }
    counting.join();
  }

  @Test
  void rows_mustBeAPowerOfTwo() {
    assertThatThrownBy(() -> new Counters(3)).isInstanceOf(IllegalArgumentException.class);
  }
}
