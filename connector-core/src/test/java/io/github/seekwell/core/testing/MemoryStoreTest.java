package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends ObjectStoreContract {
  private final MemoryStore store = new MemoryStore();

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Test
  void aRampOfATebibyte_isReadAtItsEnd_withoutBeingKept() throws IOException {
    RampObject ramp = RampObject.of(1L << 40);
    ObjectInfo held = store.hold(key("huge"), ramp);
    long start = ramp.size() - 100;

    byte[] end = get("huge", ByteRange.of(start, ramp.size()), held.etag());

    ramp.verify(start, end, 0, 100);
  }

  @Test
  void aClosedStore_saysSo() {
    store.close();

    refused(
        ErrorKind.CLOSED,
        () ->
            store.get(
                "a", ByteRange.of(0, 1), Etag.ANY, BodyHandler.IGNORE, RequestContext.DEMAND));
  }

  @Test
  void rampsOfDifferentSeeds_differ() {
    assertThat(RampObject.of(4096).bytes()).isNotEqualTo(new RampObject(4096, 1).bytes());
  }

  @Test
  void aShiftedRamp_isNoticed() {
    RampObject ramp = RampObject.of(4096);

    for (int shift = 1; shift < 32; shift++) {
      byte[] shifted = ramp.bytes(shift, 64);
      int by = shift;
      AssertionError e =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              AssertionError.class, () -> ramp.verify(0, shifted, 0, 64));
      assertThat(e).as("shift by " + by).isNotNull();
    }
  }
}
