package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundTest {
  private final List<String> ran = new CopyOnWriteArrayList<>();

  private Runnable task(String name) {
    return () -> ran.add(name + " on " + Thread.currentThread().getName());
  }

  @Test
  void whatWaitsAtClose_andWhatComesAfter_isDoneByWhoeverIsThere() throws Exception {
    String here = Thread.currentThread().getName();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Background background = new Background(1);
    background.execute(
        () -> {
          busy.countDown();
          try {
            new CountDownLatch(1).await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
    background.execute(task("waiting"));
    background.close();
    background.execute(task("late"));
    assertThat(ran).containsExactly("waiting on " + here, "late on " + here);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void threads_areNamedAndDaemons() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (Background background = new Background(2)) {
      background.execute(
          () -> {
            ran.add(Thread.currentThread().getName() + " " + Thread.currentThread().isDaemon());
            done.countDown();
          });
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ran).hasSize(1).allMatch(name -> name.matches("seekwell-files-\\d+ true"));
  }
}
