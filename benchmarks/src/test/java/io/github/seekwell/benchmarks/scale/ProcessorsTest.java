package io.github.seekwell.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ProcessorsTest {

  @Test
  void busy_isThePartSinceTheLastLook() {
    Processors processors = new Processors();
    processors.busy("cpu  1000 0 500 100 0 0 0 0 77 88");

    // 30 more of which 6 were idle and 3 waited for a disk; guests are in user's time already.
    assertThat(processors.busy("cpu  1010 0 506 106 3 1 2 2 99 99")).isCloseTo(0.7, within(1e-9));
  }

  @Test
  void noTimeAtAll_isNotBusy() {
    Processors processors = new Processors();
    processors.busy("cpu 10 0 5 100 3 0 1 0 0 0");

    assertThat(processors.busy("cpu 10 0 5 100 3 0 1 0 0 0")).isZero();
  }
}
