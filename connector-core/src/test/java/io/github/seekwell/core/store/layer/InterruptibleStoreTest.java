package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import org.junit.jupiter.api.Test;

class InterruptibleStoreTest {
  private static final ByteRange RANGE = ByteRange.of(0, 5);

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore inner = new RecordingStore(memory);
  private final InterruptibleStore store = new InterruptibleStore(inner, new InterruptLook());
  private final ObjectInfo object = memory.hold("key", RampObject.of(10));

  @Test
  void threadThatIsInterruptedAlready_asksForNothing_andStaysInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> get(RequestContext.DEMAND))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(inner.gets()).isEmpty();
  }

  @Test
  void threadThatIsNot_isGivenTheBytes() throws StoreException {
    get(RequestContext.DEMAND);
    assertThat(inner.gets()).containsExactly(RANGE);
  }

  private void get(RequestContext context) throws StoreException {
    store.get("key", RANGE, object.etag(), BodyHandler.IGNORE, context);
  }
}
