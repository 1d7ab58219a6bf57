package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ForwardingStore;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Renaming on a store that can only copy. */
class CopyingMoveTest {
  private static final RequestContext CONTEXT = RequestContext.DEMAND;
  private static final int PAGE = 4;

  private final MemoryStore memory = MemoryFileSystem.copyingStore("copying");
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore recording = new RecordingStore(faulty);
  private final Directories directories =
      new Directories(recording, PAGE, MemoryFileSystem.threads(1));

  private void hold(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      memory.hold(prefix + i, RampObject.of(i));
    }
  }

  @Test
  void file_isCopiedAndDeleted_inThatOrder() throws IOException {
    memory.hold("a", RampObject.of(10));

    assertThat(directories.rename("a", "b", CONTEXT)).isTrue();

    assertThat(memory.keys()).containsExactly("b");
    assertThat(recording.count(Operation.COPY)).isEqualTo(1);
    assertThat(recording.count(Operation.DELETE)).isEqualTo(1);
    assertThat(recording.count(Operation.RENAME)).isZero();
  }

  @Test
  void file_thatCannotBeDeleted_isTold_andNothingIsLost() {
    memory.hold("a", RampObject.of(10));
    faulty.script(Operation.DELETE, Fault.before(ErrorKind.ACCESS_DENIED));

    assertThatThrownBy(() -> directories.rename("a", "b", CONTEXT))
        .isInstanceOf(RenameFailedException.class)
        .hasMessageContaining("both are there");

    assertThat(memory.keys()).containsExactly("a", "b");
  }

  @Test
  void directory_isCopiedWhole_thenDeletedInBatches() throws IOException {
    memory.hold("d/", RampObject.of(0));
    hold("d/s/", 10);

    assertThat(directories.rename("d", "e", CONTEXT)).isTrue();

    assertThat(memory.keys()).hasSize(11).allMatch(key -> key.startsWith("e/"));
    assertThat(recording.count(Operation.COPY)).isEqualTo(11);
    assertThat(recording.count(Operation.DELETE_BATCH)).isEqualTo(1);
    assertThat(recording.count(Operation.DELETE)).isZero();
  }

  @Test
  void directory_whoseCopyFails_staysWhole_andLeavesNoCopy() {
    hold("d/", 10);
    Fault[] faults = new Fault[7];
    java.util.Arrays.fill(faults, Fault.none());
    faults[6] = Fault.before(ErrorKind.ACCESS_DENIED);
    faulty.script(Operation.COPY, faults);

    assertThatThrownBy(() -> directories.rename("d", "e", CONTEXT))
        .isInstanceOf(RenameFailedException.class)
        .hasMessageContaining("0 objects");

    assertThat(memory.keys()).hasSize(10).allMatch(key -> key.startsWith("d/"));
  }

  @Test
  void directory_whoseNextPageCannotBeListed_staysWhole_andLeavesNoCopy() throws IOException {
    hold("d/", 10);
    Pages pages = directories.list("d", true, CONTEXT);
    faulty.script(Operation.LIST, Fault.none(), Fault.before(ErrorKind.SERVER_ERROR));

    assertThatThrownBy(() -> new DirectoryMove(recording, "d/", "e/", 2).run(pages, CONTEXT))
        .isInstanceOf(RenameFailedException.class)
        .hasMessageContaining("0 objects");

    assertThat(recording.count(Operation.COPY)).isEqualTo(PAGE);
    assertThat(memory.keys()).hasSize(10).allMatch(key -> key.startsWith("d/"));
  }

  @Test
  @Timeout(30)
  void directory_whoseMoveIsInterrupted_leavesNoCopy_thatOthersMade() throws Exception {
    hold("d/", PAGE);
    CountDownLatch copies = new CountDownLatch(PAGE - 1);
    ForwardingStore firstIsSlow =
        new ForwardingStore(memory) {
          @Override
          public ObjectInfo copy(
              ObjectInfo source, String to, PutCondition condition, RequestContext context)
              throws StoreException {
            if (source.key().equals("d/0")) {
              try {
                new CountDownLatch(1).await(20, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new StoreException(ErrorKind.INTERRUPTED, "copy", "interrupted");
            }
            ObjectInfo copy = super.copy(source, to, condition, context);
            copies.countDown();
            return copy;
          }

          @Override
          public String toString() {
            return "FirstIsSlow(" + inner() + ")";
          }
        };
    Pages pages =
        new Directories(memory, PAGE, MemoryFileSystem.threads(2)).list("d", true, CONTEXT);
    Thread caller = Thread.currentThread();
    Thread hurry =
        new Thread(
            () -> {
              try {
                copies.await(10, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                return;
              }
              caller.interrupt();
            });
    hurry.start();

    assertThatThrownBy(() -> new DirectoryMove(firstIsSlow, "d/", "e/", 2).run(pages, CONTEXT))
        .isInstanceOf(InterruptedIOException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(memory.keys()).hasSize(PAGE).allMatch(key -> key.startsWith("d/"));
  }

  @Test
  void directory_whoseDeleteFails_losesNothing_andKeepsTheCopies() {
    hold("d/", 3);
    faulty.script(Operation.DELETE_BATCH, Fault.before(ErrorKind.ACCESS_DENIED));

    assertThatThrownBy(() -> directories.rename("d", "e", CONTEXT))
        .isInstanceOf(RenameFailedException.class);

    assertThat(memory.keys()).hasSize(6).contains("d/0", "e/0");
  }

  @Test
  void directory_largerThanAStage_isMovedStageByStage() throws IOException {
    hold("d/", 10);
    Pages pages = directories.list("d", true, CONTEXT);

    new DirectoryMove(recording, "d/", "e/", 2, PAGE).run(pages, CONTEXT);

    assertThat(memory.keys()).hasSize(10).allMatch(key -> key.startsWith("e/"));
    assertThat(recording.count(Operation.DELETE_BATCH)).isEqualTo(3);
  }

  @Test
  void directory_thatFailsInALaterStage_keepsWhatItMoved() {
    hold("d/", 10);
    Fault[] faults = new Fault[PAGE + 1];
    java.util.Arrays.fill(faults, Fault.none());
    faults[PAGE] = Fault.before(ErrorKind.ACCESS_DENIED);
    faulty.script(Operation.COPY, faults);

    assertThatThrownBy(
            () ->
                new DirectoryMove(recording, "d/", "e/", 1, PAGE)
                    .run(directories.list("d", true, CONTEXT), CONTEXT))
        .isInstanceOf(RenameFailedException.class)
        .hasMessageContaining(PAGE + " objects, among them d/0");

    assertThat(memory.keys()).contains("e/0", "d/9").doesNotContain("d/0");
  }
}
