package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.StoreId;
import org.junit.jupiter.api.Test;

class LostBlocksTest {
  private static final int BLOCK = 100;
  private static final int PAGE = LostBlocks.PAGE;

  private final LostBlocks lost = new LostBlocks();
  private final ObjectVersion object = version("1", 10L * PAGE * BLOCK - 30);

  @Test
  void blocksThatAreTaken_areTakenOnce_withTheTrueLengthOfTheLast() {
    long last = 10L * PAGE - 1;
    lose(object, 3, 5, last - 1, last);

    assertThat(take(0, 5)).isEqualTo(BLOCK);
    assertThat(take(0, last + 1)).isEqualTo(BLOCK + BLOCK + BLOCK - 30);
    assertThat(take(0, last + 1)).isZero();
    assertThat(lost.pages()).isZero();
  }

  @Test
  void spanOverPages_takesOfEach_andNothingBeside() {
    lose(object, PAGE - 2, PAGE - 1, PAGE, 2L * PAGE, 3L * PAGE);

    assertThat(take(PAGE - 1, 3L * PAGE)).isEqualTo(3 * BLOCK);
    assertThat(take(0, 10L * PAGE)).isEqualTo(2 * BLOCK);
  }

  @Test
  void anotherVersion_hasLostNothing() {
    lose(object, 1);

    assertThat(lost.take(version("2", object.size()), new BlockSpan(0, 2), BLOCK)).isZero();
    assertThat(take(0, 2)).isEqualTo(BLOCK);
  }

  @Test
  void pagesUsedLast_areKept() {
    for (int i = 0; i <= LostBlocks.MAX_PAGES; i++) {
      lose(version("v" + i, BLOCK), 0);
    }

    assertThat(lost.pages()).isEqualTo(LostBlocks.MAX_PAGES);
    assertThat(lost.take(version("v0", BLOCK), new BlockSpan(0, 1), BLOCK)).isZero();
    assertThat(lost.take(version("v1", BLOCK), new BlockSpan(0, 1), BLOCK)).isEqualTo(BLOCK);
  }

  private void lose(ObjectVersion whose, long... indexes) {
    for (long index : indexes) {
      lost.add(new BlockKey(whose, index));
    }
  }

  private long take(long first, long end) {
    return lost.take(object, new BlockSpan(first, end), BLOCK);
  }

  private static ObjectVersion version(String etag, long size) {
    StoreId store = new StoreId("test", "endpoint", "bucket", "scope");
    return new ObjectVersion(store, "key", new Etag(etag), size);
  }
}
