package io.github.seekwell.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.AccessTrace.Call;
import io.github.seekwell.core.testing.RampObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObjectContentTest {
  private static final ReadPattern PATTERN =
      ReadPattern.of("p", "", 1000, List.of(Call.pread(992, 8), Call.pread(700, 292)), 0);

  @Test
  void tail_saysHowLongTheFooterIs() {
    assertThat(ObjectContent.of(PATTERN).tail()).containsExactly(0x24, 1, 0, 0, 'P', 'A', 'R', '1');
  }

  @Test
  void bytes_areTheRampUpToTheTail() {
    byte[] bytes = ObjectContent.of(PATTERN).bytes(900, 97);

    assertThat(bytes).startsWith(RampObject.of(1000).bytes(900, 92));
    assertThat(bytes).endsWith(0x24, 1, 0, 0, 'P');
  }

  @Test
  void localFile_hasTheSameBytes(@TempDir Path folder) throws Exception {
    ObjectContent content = ObjectContent.of(PATTERN);
    Path file = folder.resolve("local/object");
    Ramps.write(folder.resolve("data"), List.of(PATTERN)).copy(1000, content.tail(), file);

    assertThat(Files.readAllBytes(file)).isEqualTo(content.bytes(0, 1000));
  }
}
