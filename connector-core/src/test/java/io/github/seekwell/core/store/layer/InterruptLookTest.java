package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.RequestWatch;
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.testing.Await;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that looks for interrupts: there while somebody waits, and not for ever after. */
@Timeout(60)
class InterruptLookTest {
  private final InterruptLook look = new InterruptLook();
  private final AtomicBoolean done = new AtomicBoolean();
  private final Thread reader = new Thread(this::waitForTheStore);

  /** As Java's blocking sockets do, which do not hear an interrupt. */
  private void waitForTheStore() {
    while (!done.get()) {
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void whenNobodyWaits_itsThreadEnds_andComesAgainForTheNext() {
    for (int round = 0; round < 2; round++) {
      InterruptibleStore.Call call = call();
      look.begin(call);
      assertThat(look.isLooking()).isTrue();
      look.end(call);
      Await.until("the thread ends", () -> !look.isLooking());
    }
  }

  @Test
  void whoBeginsAfterItEnded_isLookedAfterToo() {
    InterruptibleStore.Call first = call();
    look.begin(first);
    look.end(first);
    Await.until("the thread ends", () -> !look.isLooking());
    AtomicBoolean aborted = new AtomicBoolean();
    InterruptibleStore.Call second = call();
    second.sending(request(aborted));
    look.begin(second);
    reader.start();

    reader.interrupt();

    Await.until("the request is ended", aborted::get);
    assertThat(second.ended()).isTrue();
    look.end(second);
    done.set(true);
  }

  private InterruptibleStore.Call call() {
    return new InterruptibleStore.Call(reader, RequestWatch.NONE);
  }

  private static RunningRequest request(AtomicBoolean aborted) {
    return new RunningRequest() {
      @Override
      public void abort() {
        aborted.set(true);
      }

      @Override
      public String address() {
        return "";
      }
    };
  }
}
