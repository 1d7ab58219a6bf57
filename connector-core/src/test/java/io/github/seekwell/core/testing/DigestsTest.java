package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against the check values published with each algorithm, all of the text "123456789". */
final class DigestsTest {
  private static final Content CHECK = Content.of("123456789");

  @Test
  void checksums_areThePublishedOnes() {
    assertThat(hex(Digests.crc32(CHECK))).isEqualTo("cbf43926");
    assertThat(hex(Digests.crc32c(CHECK))).isEqualTo("e3069283");
    assertThat(hex(Digests.crc64nvme(CHECK))).isEqualTo("ae8b14860a799888");
  }

  @Test
  void digests_areThePublishedOnes() {
    assertThat(hex(Digests.md5(CHECK))).isEqualTo("25f9e794323b453885f5181f1b624d0b");
    assertThat(hex(Digests.sha1(CHECK))).isEqualTo("f7c3bc1d808e04732adf679965ccc34ca7ae3441");
    assertThat(hex(Digests.sha256(CHECK)))
        .isEqualTo("15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
  }

  @Test
  void contentInPieces_hasTheDigestOfTheWhole() {
    byte[] bytes = new byte[(1 << 20) + 12_345];
    bytes[1 << 20] = 1;

    assertThat(Digests.sha256(Content.of(bytes))).isEqualTo(Digests.of("SHA-256").digest(bytes));
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
