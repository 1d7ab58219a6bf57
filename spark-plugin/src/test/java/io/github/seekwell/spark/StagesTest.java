package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StagesTest {
  private final Stages<String> stages = new Stages<>(3);

  @Test
  void oldestOfThoseThatAreOver_leaves_beforeAnyThatRuns() {
    put(1, 2, 3);
    stages.over(key(3));
    stages.over(key(2));
    stages.over(key(9));

    assertThat(stages.put(key(4), "4")).isEqualTo(Map.entry(key(2), "2"));
    assertThat(stages.put(key(5), "5")).isEqualTo(Map.entry(key(3), "3"));
    assertThat(stages.all()).containsOnlyKeys(key(1), key(4), key(5));
  }

  @Test
  void oldestLeaves_whereAllRun() {
    put(3, 1, 2);

    assertThat(stages.put(key(4), "4")).isEqualTo(Map.entry(key(1), "1"));
    assertThat(stages.get(key(1))).isNull();
    assertThat(stages.get(key(3))).isEqualTo("3");
  }

  private void put(int... numbers) {
    for (int number : numbers) {
      assertThat(stages.put(key(number), "" + number)).isNull();
    }
  }

  private static StageKey key(int stage) {
    return new StageKey(stage, 0);
  }
}
