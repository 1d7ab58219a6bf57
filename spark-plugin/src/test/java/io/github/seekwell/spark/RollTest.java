package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RollTest {
  private static final StageKey STAGE = new StageKey(1, 0);

  private final Roll roll = new Roll();

  @Test
  void task_isMissingUntilItsAccountHasCome() {
    roll.began(1, STAGE, "7");
    roll.ended(1, STAGE, "7", true);
    final boolean before = roll.complete();
    roll.accounted(1, STAGE, Ending.WELL);

    assertThat(before).isFalse();
    assertThat(roll.complete()).isTrue();
    assertThat(roll.missing()).isEmpty();
  }

  @Test
  void accountThatIsFasterThanSparksListener_counts() {
    roll.accounted(1, STAGE, Ending.WELL);
    roll.began(1, STAGE, "7");
    roll.ended(1, STAGE, "7", true);

    assertThat(roll.complete()).isTrue();
    assertThat(roll.missing()).isEmpty();
  }

  @Test
  void taskThatNeverRan_owesNothing() {
    roll.ended(1, STAGE, "7", false);

    assertThat(roll.complete()).isTrue();
    assertThat(roll.missing()).isEmpty();
  }

  @Test
  void taskThatSeemedNotToHaveRun_andGivesAccount_isHeardOfOnce() {
    roll.ended(1, STAGE, "7", false);
    roll.accounted(1, STAGE, Ending.FAILED);
    roll.accounted(2, STAGE, Ending.FAILED);

    assertThat(roll.unheard(Ending.FAILED)).as("the second").isEqualTo(Map.of(STAGE, 1L));
  }

  @Test
  void pagesOfDiagnostics_areALine() {
    roll.began(1, STAGE, "7");
    roll.lost("7", "Container killed.\nDiagnostics:\n" + "[stack]\n".repeat(10_000));

    assertThat(roll.missing().get(0).lost())
        .startsWith("Container killed. Diagnostics: [stack] [stack]")
        .hasSize(300);
  }

  @Test
  void tasksOfALostExecutor_areNotWaitedFor_butNamed() {
    roll.began(1, STAGE, "7");
    roll.began(2, STAGE, "7");
    roll.began(3, new StageKey(2, 1), "8");
    roll.ended(1, STAGE, "7", true);
    roll.lost("7", " Container killed \n");

    assertThat(roll.complete()).isTrue();
    assertThat(roll.missing())
        .containsExactly(
            new Roll.Missing("7", "Container killed", Map.of(STAGE, 2)),
            new Roll.Missing("8", "", Map.of(new StageKey(2, 1), 1)));
  }

  @Test
  void tasksWithoutEnd_areKeptInBoundedNumber_andCounted() {
    for (int task = 0; task < Roll.MAX_TASKS + 3; task++) {
      roll.ended(task, STAGE, "7", true);
    }

    assertThat(roll.missing())
        .containsExactly(new Roll.Missing("7", "", Map.of(STAGE, Roll.MAX_TASKS)));
    assertThat(roll.forgotten()).isEqualTo(3);
  }
}
