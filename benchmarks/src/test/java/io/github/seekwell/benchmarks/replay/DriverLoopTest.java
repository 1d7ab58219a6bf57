package io.github.seekwell.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DriverLoopTest {

  @Test
  void folderWithBlanks_isOneWord() {
    String line = DriverLoop.line("open", "s3a://b/scene-1/", "/home/me/my projects/s.properties");

    assertThat(DriverLoop.words(line))
        .containsExactly("open", "s3a://b/scene-1/", "/home/me/my projects/s.properties");
  }
}
