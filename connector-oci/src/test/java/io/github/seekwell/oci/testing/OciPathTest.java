package io.github.seekwell.oci.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OciPathTest {
  @Test
  void encodedNames_areDecodedAndPlainSlashesKept() {
    assertThat(OciPath.parse("/n/ns/b/my%20b/o/a%2Fb+c%20%C3%BC/d"))
        .isEqualTo(new OciPath("ns", "my b", "o", "a/b+c ü/d"));
  }

  @Test
  void shorterPaths_leaveTheRestEmpty() {
    assertThat(OciPath.parse("/n/ns/b/bucket")).isEqualTo(new OciPath("ns", "bucket", "", ""));
    assertThat(OciPath.parse("/n")).isEqualTo(new OciPath("", "", "", ""));
    assertThat(OciPath.parse("/elsewhere/x")).isEqualTo(new OciPath("", "", "", ""));
  }
}
