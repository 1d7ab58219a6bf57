package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {
  private static final long TIMES = 200_000;
  private static final int BYTES = 65_536;

  private final Accounts accounts = new Accounts();
  private final ReadRecorder task = ReadRecorder.ofOwner();

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "7, 65536", "255, 4194303", "256, 1", "1, 2147483647", "3000, 3000"})
  void hits_areCounted_howeverManyAtATime(long reads, long bytes) {
    Object owner = accounts.owner("oci", task);
    for (int i = 0; i < 1000; i++) {
      accounts.onHits(owner, reads, bytes);
    }

    for (ReadSnapshot counted : List.of(task.snapshot(), accounts.snapshot("oci"))) {
      assertThat(counted.count(Count.READ_HITS)).isEqualTo(1000 * reads);
      assertThat(counted.count(Count.BYTES_DELIVERED)).isEqualTo(1000 * bytes);
    }
  }

  @Test
  void eachSnapshot_hasTheHitsBeforeIt() {
    Object owner = accounts.owner("oci", task);
    for (int i = 1; i <= 2 * Owner.MOST_HITS; i++) {
      accounts.onHits(owner, 1, BYTES);

      assertThat(task.snapshot().count(Count.READ_HITS)).isEqualTo(i);
      assertThat(accounts.snapshot().count(Count.READ_HITS)).isEqualTo(i);
    }
  }

  @Test
  void anAccountThatIsNoRecorder_hearsAtOnce() {
    List<String> heard = new ArrayList<>();
    Object owner = accounts.owner("oci", EveryEvent.listener(heard::add));

    accounts.onHits(owner, 1, BYTES);

    assertThat(heard).containsExactly("onHits");
  }

  @Test
  void whoBeginsToListen_hearsAtOnce_butNotOfBefore() {
    List<Long> heard = new ArrayList<>();
    Object owner = accounts.owner("oci", task);
    accounts.onHits(owner, 1, 5);
    accounts.add(
        new ReadListener() {
          @Override
          public void onHits(Object of, long reads, long bytes) {
            heard.add(bytes);
          }
        });

    accounts.onHits(owner, 1, 7);

    assertThat(heard).containsExactly(7L);
    assertThat(task.snapshot().count(Count.BYTES_DELIVERED)).isEqualTo(12);
    assertThat(accounts.snapshot().count(Count.BYTES_DELIVERED)).isEqualTo(12);
  }

  @Test
  void moreOwnersThanAreRemembered_areCountedAll() {
    List<Object> owners = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      Object owner = accounts.owner("oci", null);
      owners.add(owner);
      accounts.onHits(owner, 1, i);
    }

    ReadSnapshot counted = accounts.snapshot("oci");
    assertThat(counted.count(Count.READ_HITS)).isEqualTo(owners.size());
    assertThat(counted.count(Count.BYTES_DELIVERED)).isEqualTo(5000L * 4999 / 2);
  }

  @Test
  void anAccountThatWasAsked_isNotKept() {
    ReadRecorder ended = ReadRecorder.ofOwner();
    accounts.onHits(accounts.owner("oci", ended), 1, BYTES);
    ended.snapshot();
    WeakReference<ReadRecorder> kept = new WeakReference<>(ended);

    ended = null;
    System.gc();

    assertThat(kept.get()).isNull();
    assertThat(accounts.snapshot().count(Count.READ_HITS)).isEqualTo(1);
  }

  @Test
  void whateverHasReturned_isInEachSnapshotTakenAfterIt_whoeverElseAsks() throws Exception {
    AtomicLong returned = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<Void>> all = new ArrayList<>();
    for (int stream = 0; stream < 2; stream++) {
      Object owner = accounts.owner("oci", task);
      for (int thread = 0; thread < 2; thread++) {
        all.add(
            () -> {
              for (long i = 0; i < TIMES; i++) {
                accounts.onHits(owner, 1, BYTES);
                returned.incrementAndGet();
              }
              return null;
            });
      }
    }
    for (int thread = 0; thread < 2; thread++) {
      all.add(
          () -> {
            while (!done.get()) {
              long before = returned.get();
              assertThat(task.snapshot().count(Count.READ_HITS)).isGreaterThanOrEqualTo(before);
              before = returned.get();
              assertThat(accounts.snapshot("oci").count(Count.READ_HITS))
                  .isGreaterThanOrEqualTo(before);
            }
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    try {
      List<Future<Void>> running = new ArrayList<>();
      all.forEach(each -> running.add(threads.submit(each)));
      for (Future<Void> reading : running.subList(0, 4)) {
        reading.get();
      }
      done.set(true);
      for (Future<Void> asking : running) {
        asking.get();
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }

    assertThat(task.snapshot().count(Count.READ_HITS)).isEqualTo(4 * TIMES);
    assertThat(accounts.snapshot("oci").count(Count.BYTES_DELIVERED)).isEqualTo(4 * TIMES * BYTES);
  }
}
