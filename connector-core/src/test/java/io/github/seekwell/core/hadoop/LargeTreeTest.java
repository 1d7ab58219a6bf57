package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ForwardingStore;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Trees larger than a page: what is held at a time, and what it costs. */
@Timeout(60)
class LargeTreeTest {
  private static final byte[] BYTE = {1};

  private final MemoryStore memory = MemoryFileSystem.store("large");
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore store = new RecordingStore(faulty);

  private static FileSystem open(ObjectStore over, int page) throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    conf.setInt("fs.seekwell.list.page-size", page);
    conf.setInt("fs.seekwell.delete.threads", 3);
    return MemoryFileSystem.over(over, conf);
  }

  private void hold(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      memory.hold(prefix + String.format("%06d", i), BYTE);
    }
  }

  /** Lets the background fetch what was asked of it, so that requests can be counted. */
  private void awaitLists(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (store.count(Operation.LIST) < count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(store.count(Operation.LIST)).isEqualTo(count);
  }

  @Test
  void twoHundredThousandKeys_areListedWithTwoPagesInMemory() throws IOException {
    AtomicInteger handedOut = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    ForwardingStore endless =
        new ForwardingStore(memory) {
          @Override
          public ListPage list(ListRequest request, RequestContext context) {
            int page = request.token().isEmpty() ? 0 : Integer.parseInt(request.token());
            List<ObjectInfo> objects = new ArrayList<>();
            for (int i = page * 1000; i < (page + 1) * 1000; i++) {
              objects.add(
                  new ObjectInfo(
                      String.format("d/%02d/%06d", i / 10_000, i),
                      1,
                      new Etag("e"),
                      Instant.EPOCH));
            }
            handedOut.incrementAndGet();
            most.accumulateAndGet(handedOut.get() - seen.get() / 1000, Math::max);
            return new ListPage(objects, List.of(), page == 199 ? "" : "" + (page + 1));
          }

          @Override
          public String toString() {
            return "Endless(" + inner() + ")";
          }
        };
    try (FileSystem fs = open(endless, 1000)) {
      RemoteIterator<LocatedFileStatus> files = fs.listFiles(new Path("/d"), true);
      while (files.hasNext()) {
        files.next();
        seen.incrementAndGet();
      }
      assertThat(seen).hasValue(200_000);
      assertThat(handedOut).hasValue(200);
      assertThat(most.get()).as("pages fetched and not used up").isLessThanOrEqualTo(2);

      handedOut.set(0);
      assertThat(fs.getContentSummary(new Path("/d")).getFileCount()).isEqualTo(200_000);
      assertThat(fs.getContentSummary(new Path("/d")).getDirectoryCount()).isEqualTo(21);
    }
  }

  @Test
  void nextPage_isAskedForWhenHalfIsUsed_andNotBefore() throws Exception {
    hold("d/", 25);
    try (FileSystem fs = open(store, 10)) {
      RemoteIterator<FileStatus> children = fs.listStatusIterator(new Path("/d"));
      for (int i = 0; i < 4; i++) {
        children.next();
      }
      assertThat(store.count(Operation.LIST)).isEqualTo(1);
      children.next();
      awaitLists(2);
      int rest = 0;
      while (children.hasNext()) {
        children.next();
        rest++;
      }
      assertThat(rest).isEqualTo(20);
      assertThat(store.count(Operation.LIST)).isEqualTo(3);
    }
  }

  @Test
  void pageThatFails_failsTheIterator_whereItIsNeeded() throws Exception {
    hold("d/", 6);
    faulty.script(Operation.LIST, Fault.none(), Fault.before(ErrorKind.ACCESS_DENIED));
    try (FileSystem fs = open(store, 4)) {
      RemoteIterator<FileStatus> children = fs.listStatusIterator(new Path("/d"));
      for (int i = 0; i < 4; i++) {
        assertThat(children.next().getPath().getName()).isEqualTo(String.format("%06d", i));
      }
      assertThatThrownBy(children::hasNext)
          .isInstanceOf(java.nio.file.AccessDeniedException.class)
          .hasMessageContaining("/d");
      assertThat(children.hasNext()).as("asked once more").isTrue();
    }
  }

  @Test
  void tenThousandChildren_costTenLists() throws IOException {
    hold("d/", 10_000);
    try (FileSystem fs = open(store, 1000)) {
      assertThat(fs.listStatus(new Path("/d"))).hasSize(10_000);
      assertThat(store.count()).isEqualTo(10);
    }
  }

  @Test
  void listing_interrupted_endsWithItsInterrupt() throws Exception {
    hold("d/", 4);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    ForwardingStore stuck =
        new ForwardingStore(memory) {
          @Override
          public ListPage list(ListRequest request, RequestContext context) throws StoreException {
            if (!request.token().isEmpty()) {
              asked.countDown();
              await(never);
            }
            return super.list(request, context);
          }

          @Override
          public String toString() {
            return "Stuck(" + inner() + ")";
          }
        };
    try (FileSystem fs = open(stuck, 2)) {
      RemoteIterator<FileStatus> children = fs.listStatusIterator(new Path("/d"));
      endsWhenInterrupted(
          asked,
          () -> {
            while (children.hasNext()) {
              children.next();
            }
          });
      assertThatThrownBy(children::hasNext)
          .as("the page that was coming is not passed over")
          .isInstanceOf(InterruptedIOException.class)
          .hasMessageContaining("cannot go on");
    }
  }

  @Test
  void delete_ofManyBatches_isBoundedlyParallel_andLeavesNoThread() throws Exception {
    hold("d/", 60);
    CountDownLatch three = new CountDownLatch(3);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ForwardingStore small =
        new ForwardingStore(store) {
          @Override
          public int deleteBatchLimit() {
            return 4;
          }

          @Override
          public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
              throws StoreException {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            await(three);
            List<DeleteFailure> left = super.deleteAll(keys, context);
            now.decrementAndGet();
            return left;
          }

          @Override
          public String toString() {
            return "Small(" + inner() + ")";
          }
        };
    try (FileSystem fs = open(small, 10)) {
      assertThat(fs.delete(new Path("/d"), true)).isTrue();
    }
    assertThat(most).hasValue(3);
    assertThat(memory.keys()).isEmpty();
    assertThat(store.count(Operation.LIST)).isEqualTo(6);
    assertThat(store.count(Operation.DELETE_BATCH)).isBetween(15, 20);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("seekwell-delete-")) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void delete_interrupted_endsAndTells() throws Exception {
    hold("d/", 8);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    ForwardingStore stuck =
        new ForwardingStore(memory) {
          @Override
          public int deleteBatchLimit() {
            return 2;
          }

          @Override
          public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
              throws StoreException {
            begun.countDown();
            await(never);
            throw new StoreException(ErrorKind.INTERRUPTED, "delete", "interrupted");
          }

          @Override
          public String toString() {
            return "Stuck(" + inner() + ")";
          }
        };
    try (FileSystem fs = open(stuck, 4)) {
      InterruptedIOException told =
          endsWhenInterrupted(begun, () -> fs.delete(new Path("/d"), true));
      assertThat(told).hasMessageContaining("deleted in part: 0 objects");
    }
  }

  @Test
  void keysOfOtherTools_areListedOrLeftOut_andNeverStopAListing() throws IOException {
    for (String key :
        List.of(
            "d/a", "d//b", "d/../c", "d/./e", "/f", "d/g/", "d/h_$folder$", "d/i//", "..", "//")) {
      memory.hold(key, key.endsWith("/") ? new byte[0] : BYTE);
    }
    try (FileSystem fs = open(store, 2)) {
      assertThat(names(fs.listStatusIterator(new Path("/d"))))
          .containsExactlyInAnyOrder("a", "g", "h_$folder$", "i");
      assertThat(names(fs.listFiles(new Path("/"), true)))
          .containsExactlyInAnyOrder("a", "h_$folder$");
      assertThat(fs.getContentSummary(new Path("/d")).getFileCount()).isPositive();
      assertThat(fs.globStatus(new Path("/d/*"))).hasSize(4);
      assertThat(fs.rename(new Path("/d"), new Path("/m"))).isTrue();
      assertThat(memory.keys()).noneMatch(key -> key.startsWith("d/"));
      assertThat(fs.delete(new Path("/m"), true)).isTrue();
      assertThat(memory.keys()).containsExactlyInAnyOrder("..", "//", "/f");
    }
  }

  private static List<String> names(RemoteIterator<? extends FileStatus> statuses)
      throws IOException {
    List<String> names = new ArrayList<>();
    while (statuses.hasNext()) {
      names.add(statuses.next().getPath().getName());
    }
    return names;
  }

  /** Something that may be interrupted. */
  private interface Work {
    void run() throws IOException;
  }

  private static InterruptedIOException endsWhenInterrupted(CountDownLatch begun, Work work)
      throws Exception {
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<Throwable> ended =
          caller.submit(
              () -> {
                try {
                  work.run();
                  return new AssertionError("not interrupted");
                } catch (InterruptedIOException e) {
                  return Thread.interrupted() ? e : new AssertionError("interrupt lost", e);
                }
              });
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      caller.shutdownNow();
      Throwable told = ended.get(10, TimeUnit.SECONDS);
      assertThat(told).isInstanceOf(InterruptedIOException.class);
      return (InterruptedIOException) told;
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
