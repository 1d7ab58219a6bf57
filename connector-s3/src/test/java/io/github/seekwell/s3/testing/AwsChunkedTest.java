package io.github.seekwell.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Request;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AwsChunkedTest {
  @Test
  void chunks_areJoined_andTrailersAreHeaders() {
    AwsChunked.Unframed unframed =
        unframe("4\r\nabcd\r\n1\r\ne\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n", 5);

    assertThat(unframed.body().content().bytes()).asString().isEqualTo("abcde");
    assertThat(unframed.request().header("x-amz-checksum-crc32")).contains("AAAA");
  }

  @Test
  void wrongLength_isRefused() {
    assertRefused("4\r\nabcd\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n", 5, "IncompleteBody");
  }

  @Test
  void bodyThatEndsEarly_isRefused() {
    assertRefused("4\r\nab", 4, "IncompleteBody");
    assertRefused("4\r\nabcd\r\n", 4, "IncompleteBody");
    assertRefused("", 0, "IncompleteBody");
  }

  @Test
  void sizeThatIsNone_isRefused() {
    assertRefused("four\r\nabcd\r\n0\r\n\r\n", 4, "IncompleteBody");
    assertRefused("-1\r\nabcd\r\n0\r\n\r\n", 4, "IncompleteBody");
  }

  @Test
  void trailerMissingOrNotPromised_isRefused() {
    assertRefused("1\r\na\r\n0\r\n\r\n", 1, "MalformedTrailerError");
    assertRefused("1\r\na\r\n0\r\nx-amz-checksum-sha1:AAAA\r\n\r\n", 1, "MalformedTrailerError");
  }

  private static void assertRefused(String framed, int promised, String code) {
    assertThatThrownBy(() -> unframe(framed, promised))
        .isInstanceOfSatisfying(S3Refusal.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static AwsChunked.Unframed unframe(String framed, int promised) {
    Map<String, String> headers = new HashMap<>();
    headers.put("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    headers.put("x-amz-decoded-content-length", "" + promised);
    headers.put("x-amz-trailer", "x-amz-checksum-crc32");
    return AwsChunked.unframe(
        new Request("1", "PUT", "/b/k", headers), Body.of(Content.of(framed)), ChunkSeal.NONE);
  }
}
