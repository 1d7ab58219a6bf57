package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {
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

  /** Nobody asks until there are more than a packed number could hold. */
  @ParameterizedTest
  @CsvSource({"255, 0", "0, 4194303", "1, 4194303", "255, 4194303"})
  void hits_areCounted_howeverManyBeforeSomebodyAsks(long reads, long bytes) {
    final int times = 270_000;
    Object owner = accounts.owner("oci", task);
    for (int i = 0; i < times; i++) {
      accounts.onHits(owner, reads, bytes);
    }

    for (ReadSnapshot counted : List.of(task.snapshot(), accounts.snapshot("oci"))) {
      assertThat(counted.count(Count.READ_HITS)).isEqualTo(times * reads);
      assertThat(counted.count(Count.BYTES_DELIVERED)).isEqualTo(times * bytes);
    }
  }

  @Test
  void ownersThatNobodyAsks_areNotKept_butTheLatest() {
    List<WeakReference<Object>> owners = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      Object owner = accounts.owner("oci", null);
      owners.add(new WeakReference<>(owner));
      accounts.onHits(owner, 1, BYTES);
    }

    System.gc();

    assertThat(owners.stream().filter(owner -> owner.get() != null).count()).isLessThan(300);
    assertThat(accounts.snapshot("oci").count(Count.READ_HITS)).isEqualTo(owners.size());
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

  /**
   * Two threads to a stream, each of which asks for what it has itself just counted, so that most
   * hits are the first after an asking and meet others in the middle of theirs.
   *
   * @param reads of a hit; of the most each second is told
   * @param hits of a thread between two askings
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 4000", "1, 40, 3000", "1, 5000, 100", "255, 40, 3000"})
  void whateverHasReturned_isInEachSnapshotTakenAfterIt(int reads, int hits, int times)
      throws Exception {
    AtomicLong returned = new AtomicLong();
    List<Callable<Void>> all = new ArrayList<>();
    for (int stream = 0; stream < 2; stream++) {
      Object owner = accounts.owner("oci", task);
      for (int thread = 0; thread < 2; thread++) {
        boolean asksTheTask = thread == 0;
        all.add(
            () -> {
              for (int i = 0; i < times; i++) {
                for (int hit = 0; hit < hits; hit++) {
                  accounts.onHits(owner, reads, BYTES);
                }
                long before = returned.addAndGet((long) hits * reads);
                ReadSnapshot asked = asksTheTask ? task.snapshot() : accounts.snapshot("oci");
                assertThat(asked.count(Count.READ_HITS)).isGreaterThanOrEqualTo(before);
              }
              return null;
            });
      }
    }
    run(all);

    long sum = (long) all.size() * hits * times;
    assertThat(task.snapshot().count(Count.READ_HITS)).isEqualTo(sum * reads);
    assertThat(accounts.snapshot("oci").count(Count.BYTES_DELIVERED)).isEqualTo(sum * BYTES);
  }

  @Test
  void whateverHasReturned_isInEachSnapshotTakenAfterIt_whoeverClearsTheList() throws Exception {
    AtomicLong returned = new AtomicLong();
    List<Callable<Void>> all = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      all.add(
          () -> {
            for (int i = 0; i < 300; i++) {
              for (int stream = 0; stream < 200; stream++) {
                accounts.onHits(accounts.owner("oci", null), 1, BYTES);
                returned.incrementAndGet();
              }
              long before = returned.get();
              assertThat(accounts.snapshot("oci").count(Count.READ_HITS))
                  .isGreaterThanOrEqualTo(before);
            }
            return null;
          });
    }
    run(all);

    assertThat(accounts.snapshot("oci").count(Count.READ_HITS)).isEqualTo(4 * 300 * 200);
  }

  /** All at once; fails with the first that fails. */
  private static void run(List<Callable<Void>> all) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    try {
      for (Future<Void> each : threads.invokeAll(all)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
