package io.github.seekwell.core.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectChecksum;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ForwardingStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.testing.RecordingStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads compared with the checksum that the store keeps of the whole object. */
@Timeout(60)
class VerifiedReadTest {
  private static final int SMALL = 50_000;
  private static final int LARGE = (3 << 20) + 77;
  private static final RequestContext CONTEXT = RequestContext.DEMAND;

  private final MemoryStore memory = new MemoryStore();
  private final FlippingStore flipping = new FlippingStore(memory);
  private final RecordingStore store = new RecordingStore(flipping);
  private ReadRig rig = rig(Map.of("fs.seekwell.read.verify-checksum", "true"));

  private static ReadRig rig(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("fs.seekwell.read.look-ahead-max", "0");
    return new ReadRig(all, 64 << 20, 64 << 20, ReadListener.NONE);
  }

  @AfterEach
  void endThreads() {
    rig.close();
  }

  private ObjectReader open() throws StoreException {
    return rig.readers().openNewest(store, "key", AccessHints.NONE, CONTEXT);
  }

  private static byte[] readAll(ObjectReader reader) throws StoreException {
    byte[] bytes = new byte[(int) reader.size()];
    reader.read(0, bytes, 0, bytes.length);
    return bytes;
  }

  private long asked(Operation operation) {
    return store.calls().stream().filter(call -> call.operation() == operation).count();
  }

  @Test
  void whatIsRight_isDelivered_andCostsAHeadForItsVersion() throws StoreException {
    RampObject ramp = RampObject.of(LARGE);
    memory.hold("key", ramp);
    for (int pass = 0; pass < 2; pass++) {
      try (ObjectReader reader = open()) {
        assertThat(readAll(reader)).isEqualTo(ramp.bytes());
      }
    }
    assertThat(asked(Operation.HEAD)).as("the checksum, and the second opening").isEqualTo(2);
  }

  @Test
  void aBitFlippedOnce_inASmallObject_isNotSeen() throws StoreException {
    RampObject ramp = RampObject.of(SMALL);
    memory.hold("key", ramp);
    flipping.flip(20_000, 1);
    try (ObjectReader reader = open()) {
      assertThat(readAll(reader)).isEqualTo(ramp.bytes());
    }
    assertThat(asked(Operation.GET)).isEqualTo(2);
  }

  @Test
  void aBitThatIsWrongInTheStore_failsTheOpeningOfASmallObject() {
    memory.hold("key", RampObject.of(SMALL));
    flipping.flip(20_000, Integer.MAX_VALUE);
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CHECKSUM))
        .hasMessageContaining("key")
        .hasMessageContaining("CRC32C");
  }

  @Test
  void aBitFlippedOnce_inALargeObject_letsNoReaderComeToItsEnd_andTheNextOneReadsRight()
      throws StoreException {
    RampObject ramp = RampObject.of(LARGE);
    memory.hold("key", ramp);
    flipping.flip(2 << 20, 1);
    try (ObjectReader reader = open();
        ObjectReader other = open()) {
      assertThatThrownBy(() -> readAll(reader))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CHECKSUM));
      assertThatThrownBy(() -> other.read(0, new byte[10], 0, 10))
          .as("another reader of the same bytes")
          .isInstanceOf(StoreException.class);
    }
    try (ObjectReader reader = open()) {
      assertThat(readAll(reader)).isEqualTo(ramp.bytes());
    }
  }

  @Test
  void blocksInAnyOrder_areCompared() throws StoreException {
    RampObject ramp = RampObject.of(LARGE);
    memory.hold("key", ramp);
    flipping.flip(1 << 20, 1);
    try (ObjectReader reader = open()) {
      byte[] piece = new byte[100_000];
      assertThatThrownBy(
              () -> {
                for (long at = LARGE - 100_000; at > -100_000; at -= 100_000) {
                  reader.read(Math.max(0, at), piece, 0, piece.length);
                }
              })
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CHECKSUM));
    }
  }

  @Test
  void aBlockThatComesAgain_mustBeWhatItWas() throws StoreException {
    rig.close();
    // No room to remember anything.
    rig =
        new ReadRig(
            Map.of(
                "fs.seekwell.read.verify-checksum", "true",
                "fs.seekwell.read.look-ahead-max", "0"),
            1 << 16,
            64 << 20,
            ReadListener.NONE);
    memory.hold("key", RampObject.of(LARGE));
    try (ObjectReader reader = open()) {
      byte[] piece = new byte[10];
      reader.read(1 << 20, piece, 0, piece.length);
      reader.read(2 << 20, new byte[1 << 19], 0, 1 << 19);
      flipping.flip(1 << 20, 1);
      assertThatThrownBy(() -> reader.read(1 << 20, piece, 0, piece.length))
          .hasMessageContaining("once so and once otherwise");
    }
  }

  @Test
  void whereTheStoreHasNoChecksum_nothingIsCompared() throws StoreException {
    RampObject ramp = RampObject.of(SMALL);
    memory.hold("key", ramp);
    flipping.keepNoChecksum();
    flipping.flip(7, 1);
    try (ObjectReader reader = open()) {
      assertThat(readAll(reader)).isNotEqualTo(ramp.bytes());
    }
  }

  @Test
  void whoDoesNotAsk_sharesNothingWithWhoDoes() throws StoreException {
    RampObject ramp = RampObject.of(SMALL);
    memory.hold("key", ramp);
    try (ReadRig plain = rig(Map.of())) {
      flipping.flip(7, 1);
      plain.readers().openNewest(store, "key", AccessHints.NONE, CONTEXT).close();
      assertThat(asked(Operation.HEAD)).isZero();
    }
    try (ObjectReader reader = open()) {
      assertThat(readAll(reader)).isEqualTo(ramp.bytes());
    }
  }

  /** Sends a wrong bit. */
  private static final class FlippingStore extends ForwardingStore {
    private long position;
    private int left;
    private boolean knowsNoChecksum;

    FlippingStore(ObjectStore inner) {
      super(inner);
    }

    void flip(long at, int times) {
      position = at;
      left = times;
    }

    void keepNoChecksum() {
      knowsNoChecksum = true;
    }

    @Override
    public Optional<ObjectChecksum> checksum(String key, RequestContext context)
        throws StoreException {
      return knowsNoChecksum ? Optional.empty() : super.checksum(key, context);
    }

    @Override
    public ObjectInfo get(
        String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
        throws StoreException {
      return super.get(key, range, etag, flipped(body), context);
    }

    @Override
    public ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
        throws StoreException {
      return super.getFirst(key, length, flipped(body), context);
    }

    private BodyHandler flipped(BodyHandler body) {
      return new BodyHandler() {
        @Override
        public void begin(ObjectInfo object, ByteRange range) {
          body.begin(object, range);
        }

        @Override
        public void accept(long at, byte[] buffer, int offset, int length) {
          byte[] bytes = buffer.clone();
          if (left > 0 && position >= at && position < at + length) {
            left--;
            bytes[offset + (int) (position - at)] ^= 1;
          }
          body.accept(at, bytes, offset, length);
        }
      };
    }

    @Override
    public String toString() {
      return "Flipping(" + inner() + ")";
    }
  }
}
