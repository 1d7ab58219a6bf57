package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ForwardingStore;
import io.github.seekwell.core.testing.MemoryStore;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.Test;

/** Directories over a store that refuses, stands still or has company. */
class DirectoriesTest {
  private static final RequestContext CONTEXT = RequestContext.DEMAND;

  private final MemoryStore memory = MemoryFileSystem.store("dirs");

  /** The store in memory, but for what a test changes. */
  private abstract static class OddStore extends ForwardingStore {
    OddStore(MemoryStore inner) {
      super(inner);
    }

    @Override
    public String toString() {
      return "Odd(" + inner() + ")";
    }
  }

  private void hold(String... keys) {
    for (String key : keys) {
      memory.hold(key, new byte[0]);
    }
  }

  @Test
  void delete_thatLeavesKeysBehind_namesThem() {
    hold("d/a", "d/b");
    Directories directories =
        new Directories(
            new OddStore(memory) {
              @Override
              public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context) {
                return List.of(
                    new DeleteFailure(
                        "d/b",
                        new StoreException(ErrorKind.ACCESS_DENIED, "delete d/b", "locked")));
              }
            },
            10,
            MemoryFileSystem.threads(2));
    assertThatThrownBy(() -> directories.delete("d", true, CONTEXT))
        .isInstanceOf(PathIOException.class)
        .hasMessageContaining("mem://dirs/d/b")
        .hasMessageContaining("1 of 2 objects")
        .hasRootCauseMessage("delete d/b: locked [ACCESS_DENIED]");
  }

  @Test
  void delete_keepsToTheStoresBatches() throws Exception {
    for (int i = 0; i < 7; i++) {
      hold("d/" + i);
    }
    AtomicInteger largest = new AtomicInteger();
    Directories directories =
        new Directories(
            new OddStore(memory) {
              @Override
              public int deleteBatchLimit() {
                return 3;
              }

              @Override
              public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
                  throws StoreException {
                largest.accumulateAndGet(keys.size(), Math::max);
                return super.deleteAll(keys, context);
              }
            },
            1000,
            MemoryFileSystem.threads(2));
    assertThat(directories.delete("d", true, CONTEXT)).isTrue();
    assertThat(memory.keys()).isEmpty();
    assertThat(largest).hasValue(3);
  }

  @Test
  void rename_ofDirectory_isBoundedlyParallel_andLeavesNoThread() throws Exception {
    for (int i = 0; i < 20; i++) {
      hold("d/" + i);
    }
    CountDownLatch three = new CountDownLatch(3);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Directories directories =
        new Directories(
            new OddStore(memory) {
              @Override
              public void rename(
                  String from, String to, PutCondition condition, RequestContext context)
                  throws StoreException {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                three.countDown();
                await(three);
                super.rename(from, to, condition, context);
                now.decrementAndGet();
              }
            },
            1000,
            MemoryFileSystem.threads(3));
    assertThat(directories.rename("d", "e", CONTEXT)).isTrue();
    assertThat(most).hasValue(3);
    assertThat(memory.keys()).hasSize(20).allMatch(key -> key.startsWith("e/"));
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("seekwell-rename-")) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void rename_interrupted_endsAndTells() throws Exception {
    hold("d/a", "d/b");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Directories directories =
        new Directories(
            new OddStore(memory) {
              @Override
              public void rename(
                  String from, String to, PutCondition condition, RequestContext context)
                  throws StoreException {
                begun.countDown();
                await(never);
                throw new StoreException(ErrorKind.INTERRUPTED, "rename", "interrupted");
              }
            },
            1000,
            MemoryFileSystem.threads(2));
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<Throwable> ended =
          caller.submit(
              () -> {
                try {
                  directories.rename("d", "e", CONTEXT);
                  return new AssertionError("not interrupted");
                } catch (InterruptedIOException e) {
                  return Thread.interrupted() ? e : new AssertionError("interrupt lost", e);
                }
              });
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      caller.shutdownNow();
      assertThat(ended.get(10, TimeUnit.SECONDS))
          .isInstanceOf(InterruptedIOException.class)
          .hasMessageContaining("0 objects");
    } finally {
      caller.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
