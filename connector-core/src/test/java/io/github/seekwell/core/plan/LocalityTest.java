package io.github.seekwell.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalityTest {
  private static final long NEAR = 100;

  private final Locality locality = new Locality();

  @Test
  void threeMissesNearEachOther_makeAPlace_thatReachesBeyondThem() {
    note(1000, 1040, 1020);
    // They span 41 blocks; half of that on either side.
    assertThat(locality.place()).isEqualTo(new BlockSpan(980, 1061));
  }

  @Test
  void missesThatOnlyGoUp_areOnTheirWay() {
    note(1000, 1020, 1040, 1060);
    assertThat(locality.place()).isEqualTo(BlockSpan.NONE);
  }

  @Test
  void farJump_beginsAnew() {
    note(1000, 1040, 1020, 5000, 5030);
    assertThat(locality.place()).isEqualTo(BlockSpan.NONE);
    note(5010);
    assertThat(locality.place()).isNotEqualTo(BlockSpan.NONE);
  }

  @Test
  void missesAllOverTheObject_thatOnceComeNearByChance_makeNoPlace() {
    note(100, 9000, 4000, 16_000, 12_000, 7000, 7050, 7020);
    assertThat(locality.place()).isEqualTo(BlockSpan.NONE);
  }

  @Test
  void place_beginsWithTheObject() {
    note(10, 60, 30);
    assertThat(locality.place().first()).isZero();
  }

  @Test
  void whoLeavesAPlaceAndStaysNear_goesOnFromItsEdge() {
    locality.fetched(new BlockSpan(1000, 1100));
    assertThat(beside(1100)).isEqualTo(new BlockSpan(1100, 1300));
    assertThat(beside(1199)).isEqualTo(new BlockSpan(1100, 1300));
    assertThat(beside(999)).isEqualTo(new BlockSpan(800, 1000));
    assertThat(beside(900)).isEqualTo(new BlockSpan(800, 1000));
    assertThat(beside(1200)).isEqualTo(BlockSpan.NONE);
    assertThat(beside(899)).isEqualTo(BlockSpan.NONE);
    assertThat(beside(1050)).as("within").isEqualTo(BlockSpan.NONE);
  }

  @Test
  void noPlace_hasNothingBeside() {
    assertThat(beside(0)).isEqualTo(BlockSpan.NONE);
    locality.fetched(new BlockSpan(10, 50));
    assertThat(beside(5)).as("the object begins").isEqualTo(new BlockSpan(0, 10));
  }

  private BlockSpan beside(long block) {
    return locality.beside(new BlockSpan(block, block + 1));
  }

  private void note(long... blocks) {
    for (long block : blocks) {
      locality.note(new BlockSpan(block, block + 1), NEAR);
    }
  }
}
