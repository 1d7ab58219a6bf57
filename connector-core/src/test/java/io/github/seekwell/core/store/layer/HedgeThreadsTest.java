package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HedgeThreadsTest {
  private static final long HOUR = 3_600_000_000_000L;

  private final HedgeThreads threads = new HedgeThreads();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() {
    release.countDown();
    threads.endIdle();
    Await.until("all threads have ended", () -> threads.threadCount() == 0);
  }

  @Test
  void anAlarm_goesOffOnADaemonThread() {
    List<Thread> ringing = Collections.synchronizedList(new ArrayList<>());
    threads.after(1000, () -> ringing.add(Thread.currentThread()));
    Await.until("it goes off", () -> !ringing.isEmpty());
    assertThat(ringing.get(0).isDaemon()).isTrue();
    assertThat(ringing.get(0).getName()).isEqualTo("seekwell-hedge-timer");
  }

  @Test
  void anAlarmCalledOff_isForgotten_soThatItsThreadCanEnd() {
    AtomicBoolean rung = new AtomicBoolean();
    AlarmClock.Alarm alarm = threads.after(HOUR, () -> rung.set(true));
    alarm.callOff();
    alarm.callOff();
    threads.endIdle();
    Await.until("its thread has ended", () -> threads.threadCount() == 0);
    assertThat(rung).isFalse();
    AtomicBoolean another = new AtomicBoolean();
    threads.after(0, () -> another.set(true));
    Await.until("another goes off", another::get);
  }

  @Test
  void anAlarmThatIsSet_keepsItsThread() {
    AtomicBoolean rung = new AtomicBoolean();
    AlarmClock.Alarm alarm = threads.after(HOUR, () -> rung.set(true));
    threads.endIdle();
    threads.after(20_000_000, () -> rung.set(true));
    Await.until("the later one goes off", rung::get);
    alarm.callOff();
  }

  @Test
  void requestsBeyondItsThreads_areRefused_notQueued() {
    CountDownLatch running = new CountDownLatch(16);
    for (int i = 0; i < 16; i++) {
      threads.execute(
          () -> {
            running.countDown();
            await(release);
          });
    }
    await(running);
    assertThat(threads.threadCount()).isEqualTo(16);
    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    threads.keepIdle();
    release.countDown();
    AtomicBoolean run = new AtomicBoolean();
    Await.until("there is a free thread again", () -> taken(run));
    Await.until("it is run", run::get);
  }

  private boolean taken(AtomicBoolean run) {
    try {
      threads.execute(() -> run.set(true));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
