package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.testing.RampObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which blocks a body is cut into, and which of them the cache takes. */
class BodyBlocksTest {
  private static final int BLOCK = 100;
  private static final StoreId STORE = new StoreId("mem", "memory://local", "bucket", "nobody");

  private final RampObject ramp = RampObject.of(1050);
  private final BlockCache cache = new BlockCache(() -> 1 << 20, ReadListener.NONE);
  private final List<Long> begun = new ArrayList<>();
  private final BodyBlocks blocks = new BodyBlocks(BLOCK, begun::add);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 250, 1000})
  void aBeginning_givesItsWholeBlocks_inWhateverPiecesItComes(int piece) {
    begin("v", 1050, 0, 250);
    send(ramp, 0, 250, piece);
    offer("v", 1050);

    assertThat(present("v", 1050)).containsExactly(0L, 1L);
    assertThat(begun).containsExactly(250L);
    Block second = block("v", 1050, 1);
    byte[] bytes = new byte[BLOCK];
    second.copy(100, bytes, 0, BLOCK);
    ramp.verify(100, bytes, 0, BLOCK);
    assertThat(second.isHoped()).isFalse();
  }

  @Test
  void anEnd_givesItsWholeBlocks_andTheLastOneWithItsLastByte() {
    begin("v", 1050, 770, 1050);
    send(ramp, 770, 1050, 64);
    offer("v", 1050);

    assertThat(present("v", 1050)).containsExactly(8L, 9L, 10L);
    assertThat(block("v", 1050, 10).length()).isEqualTo(50);
  }

  @Test
  void anObjectOfLessThanABlock_isOneBlock() {
    RampObject small = RampObject.of(30);
    begin("v", 30, 0, 30);
    send(small, 0, 30, 30);
    offer("v", 30);

    assertThat(present("v", 30)).containsExactly(0L);
  }

  @Test
  void anEmptyObject_givesNothing_andTellsNothing() {
    begin("v", 0, 0, 0);
    offer("v", 0);

    assertThat(present("v", 0)).isEmpty();
    assertThat(begun).isEmpty();
  }

  @Test
  void aBodyThatBrokeOff_givesWhatHadComeWhole() {
    begin("v", 1050, 0, 500);
    send(ramp, 0, 333, 50);
    offer("v", 1050);

    assertThat(present("v", 1050)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aResumedBody_goesOn_andBytesThatComeAgainAreSkipped() {
    begin("v", 1050, 0, 300);
    send(ramp, 0, 130, 40);
    begin("v", 1050, 90, 300);
    send(ramp, 90, 300, 33);
    offer("v", 1050);

    assertThat(present("v", 1050)).containsExactly(0L, 1L, 2L);
    byte[] bytes = new byte[BLOCK];
    block("v", 1050, 1).copy(100, bytes, 0, BLOCK);
    ramp.verify(100, bytes, 0, BLOCK);
    assertThat(begun).containsExactly(300L);
  }

  @Test
  void anotherVersion_beginsAnew_andNothingOfTheFirstIsKept() {
    RampObject newer = new RampObject(180, 9);
    begin("v", 1050, 0, 300);
    send(ramp, 0, 250, 50);
    begin("w", 180, 0, 180);
    send(newer, 0, 180, 60);
    offer("w", 180);

    assertThat(present("w", 180)).containsExactly(0L, 1L);
    byte[] bytes = new byte[80];
    block("w", 180, 1).copy(100, bytes, 0, 80);
    newer.verify(100, bytes, 0, 80);
  }

  @Test
  void bytesBehindAGap_areRefused() {
    begin("v", 1050, 0, 300);

    assertThatThrownBy(() -> send(ramp, 10, 20, 10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at 10 instead of 0");
  }

  @Test
  void whatIsPromised_isKeptByWhoeverClaimedIt() throws Exception {
    Promise claimed = new Promise();
    BlockKey key = new BlockKey(version("v", 1050), 1);
    assertThat(cache.claim(key, claimed)).isSameAs(claimed);
    begin("v", 1050, 0, 300);
    send(ramp, 0, 300, 100);
    offer("v", 1050);

    assertThat(claimed.isDone()).isFalse();
    assertThat(present("v", 1050)).containsExactly(0L, 2L);
    Block theirs = Block.of(100, ramp.bytes(100, BLOCK), false);
    claimed.complete(theirs);
    assertThat(block("v", 1050, 1)).isSameAs(theirs);
    assertThat(cache.weight()).isEqualTo(3L * (BLOCK + Block.OVERHEAD));
  }

  @Test
  void whatIsHere_stays() {
    begin("v", 1050, 0, 300);
    send(ramp, 0, 300, 100);
    offer("v", 1050);
    Block first = block("v", 1050, 0);
    BodyBlocks again = new BodyBlocks(BLOCK, begun::add);
    again.begin(info("v", 1050), ByteRange.of(0, 100));
    again.accept(0, ramp.bytes(0, 100), 0, 100);
    again.offerTo(cache, version("v", 1050));

    assertThat(block("v", 1050, 0)).isSameAs(first);
    assertThat(cache.weight()).isEqualTo(3L * (BLOCK + Block.OVERHEAD));
  }

  @Test
  void latestVersion_isTheOneMetLast_ofThisStoreAndKey() {
    StoreId other = new StoreId("mem", "memory://local", "bucket", "somebody");
    cache.latest().met(STORE, info("v", 1050));
    cache.latest().met(STORE, info("w", 180));

    assertThat(cache.latest().of(STORE, "key")).isEqualTo(info("w", 180));
    assertThat(cache.latest().of(STORE, "kez")).isNull();
    assertThat(cache.latest().of(other, "key")).isNull();
  }

  private void begin(String etag, long size, long start, long end) {
    blocks.begin(info(etag, size), ByteRange.of(start, end));
  }

  private void send(RampObject of, long start, long end, int piece) {
    for (long at = start; at < end; at += piece) {
      int count = (int) Math.min(piece, end - at);
      byte[] buffer = new byte[count + 3];
      of.fill(at, buffer, 3, count);
      blocks.accept(at, buffer, 3, count);
    }
  }

  private void offer(String etag, long size) {
    blocks.offerTo(cache, version(etag, size));
  }

  private List<Long> present(String etag, long size) {
    List<Long> present = new ArrayList<>();
    for (long index = 0; index <= size / BLOCK; index++) {
      if (cache.present(version(etag, size), index) != null) {
        present.add(index);
      }
    }
    return present;
  }

  private Block block(String etag, long size, long index) {
    Block block = cache.present(version(etag, size), index);
    assertThat(block).isNotNull();
    return block;
  }

  private static ObjectInfo info(String etag, long size) {
    return new ObjectInfo("key", size, new Etag(etag), Instant.EPOCH);
  }

  private static ObjectVersion version(String etag, long size) {
    return new ObjectVersion(STORE, "key", new Etag(etag), size);
  }
}
