package io.github.seekwell.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.plan.Ledger.Reason;
import io.github.seekwell.core.testing.SeededRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void want_countsEachBlockOnce_acrossWordsAndPages() {
    assertThat(ledger.want(new BlockSpan(10, 5000))).isEqualTo(4990);
    assertThat(ledger.want(new BlockSpan(0, 5001))).isEqualTo(11);
    assertThat(ledger.want(new BlockSpan(4000, 4200))).isZero();
    assertThat(ledger.wanted(0, Ledger.PAGE)).isEqualTo(Ledger.PAGE);
    assertThat(ledger.wanted(4096, 1024)).isEqualTo(5001 - 4096);
  }

  @Test
  void hope_earnsWhatSomebodyCameFor() {
    ledger.hope(Reason.ROW, new BlockSpan(100, 110));
    assertThat(ledger.left(Reason.ROW, 4, 12)).isEqualTo(2);
    ledger.want(new BlockSpan(105, 120));
    assertThat(ledger.left(Reason.ROW, 4, 12)).isEqualTo(12 + 4 * 5 - 10);
    assertThat(ledger.left(Reason.RUN, 4, 12)).as("another's").isEqualTo(12);
  }

  @Test
  void hope_forWhatIsKnown_costsNothing() {
    ledger.want(new BlockSpan(0, 10));
    ledger.hope(Reason.PLACE, new BlockSpan(10, 20));
    ledger.hope(Reason.ROW, new BlockSpan(5, 25));
    assertThat(ledger.left(Reason.ROW, 1, 100)).isEqualTo(95);
    assertThat(ledger.unknown(new BlockSpan(0, 30))).isEqualTo(5);
  }

  @Test
  void pieces_areRunsOfWantedBlocks() {
    for (int block : new int[] {0, 1, 5, 6, 7, 63, 70}) {
      ledger.want(new BlockSpan(block, block + 1));
    }
    assertThat(ledger.pieces(0, 64)).isEqualTo(3);
    assertThat(ledger.pieces(64, 64)).isEqualTo(1);
    assertThat(ledger.pieces(-64, 64)).isZero();
  }

  @Test
  void pagesUsedLast_areKept() {
    for (long page = 0; page < 100; page++) {
      ledger.want(new BlockSpan(page * Ledger.PAGE, page * Ledger.PAGE + 1));
    }
    assertThat(ledger.wanted(99L * Ledger.PAGE, 64)).isEqualTo(1);
    assertThat(ledger.wanted(0, 64)).as("forgotten").isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anyOrder_countsAsASetWould(int seed) {
    SeededRandom random = SeededRandom.of(seed);
    Set<Long> wanted = new HashSet<>();
    Map<Long, Reason> hoped = new HashMap<>();
    int used = 0;
    for (int i = 0; i < 2000; i++) {
      long first = random.below(20_000);
      BlockSpan span = new BlockSpan(first, first + random.between(1, 300));
      if (random.below(2) == 0) {
        long fresh = 0;
        for (long block = span.first(); block < span.end(); block++) {
          if (wanted.add(block)) {
            fresh++;
            used += hoped.get(block) == Reason.ROW ? 1 : 0;
          }
        }
        assertThat(ledger.want(span)).as("seed %d, step %d", seed, i).isEqualTo(fresh);
      } else {
        Reason reason = Reason.values()[random.below(Reason.values().length)];
        for (long block = span.first(); block < span.end(); block++) {
          if (!wanted.contains(block)) {
            hoped.putIfAbsent(block, reason);
          }
        }
        ledger.hope(reason, span);
      }
    }
    long spent = hoped.values().stream().filter(reason -> reason == Reason.ROW).count();
    assertThat(ledger.left(Reason.ROW, 3, 100_000)).isEqualTo(100_000 + 3L * used - spent);
    Set<Long> known = new HashSet<>(wanted);
    known.addAll(hoped.keySet());
    assertThat(ledger.unknown(new BlockSpan(0, 25_000))).isEqualTo(25_000 - known.size());
    BlockSpan part = new BlockSpan(random.below(5000), 5000 + random.below(15_000));
    assertThat(ledger.wanted(part))
        .as("seed %d, of %s", seed, part)
        .isEqualTo(wanted.stream().filter(b -> b >= part.first() && b < part.end()).count());
  }
}
