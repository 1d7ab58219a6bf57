package io.github.seekwell.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ConnectionAgeTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void life_endsBetweenTheSpreadAndTheLimit() {
    ConnectionAge age = new ConnectionAge(Duration.ofSeconds(100), 0.2);
    assertThat(age.endOf(5 * SECOND, 0)).isEqualTo(105 * SECOND);
    assertThat(age.endOf(5 * SECOND, 0.5)).isEqualTo(95 * SECOND);
    assertThat(age.endOf(5 * SECOND, 1)).isEqualTo(85 * SECOND);
  }

  @Test
  void withoutSpread_chanceDoesNotMatter() {
    ConnectionAge age = new ConnectionAge(Duration.ofSeconds(1), 0);
    assertThat(age.endOf(0, 0.9)).isEqualTo(SECOND);
  }

  @Test
  void senselessValues_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConnectionAge.of(Duration.ZERO))
        .withMessageContaining("age limit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConnectionAge(Duration.ofSeconds(1), 1))
        .withMessageContaining("spread");
  }
}
