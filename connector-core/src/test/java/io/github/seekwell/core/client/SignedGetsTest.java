package io.github.seekwell.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.http.HttpCall;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class SignedGetsTest {
  private long now = 5;
  private int signatures;
  private final SignedGets<String> gets = new SignedGets<>(() -> now);

  @Test
  void aSignatureServesManyRanges_andNoneOfThemReachesTheNext() throws IOException {
    HttpCall first = get("a", "me").header("Range", "bytes=0-9").build();
    HttpCall second = get("a", "me").build();

    assertThat(first.headers().all("Authorization")).containsExactly("1");
    assertThat(first.headers().all("Range")).containsExactly("bytes=0-9");
    assertThat(second.headers().all("Authorization")).containsExactly("1");
    assertThat(second.headers().all("Range")).isEmpty();
    assertThat(second.uri()).isEqualTo(first.uri());
  }

  @Test
  void anotherObject_anotherIdentity_andAnOldOne_areSignedFor() throws IOException {
    assertThat(signature("a", "me")).isEqualTo("1");
    assertThat(signature("b", "me")).isEqualTo("2");
    assertThat(signature("a", "you")).isEqualTo("3");
    now += SignedGets.KEPT.toMillis() - 1;
    assertThat(signature("a", "you")).isEqualTo("3");
    now++;
    assertThat(signature("a", "you")).isEqualTo("4");
    gets.forget("a");
    assertThat(signature("a", "you")).isEqualTo("5");
  }

  @Test
  void clockThatIsSet_makesSignaturesOld() throws IOException {
    assertThat(signature("a", "me")).isEqualTo("1");
    now -= SignedGets.KEPT.toMillis();
    assertThat(signature("a", "me")).as("dated in what is the future now").isEqualTo("2");
  }

  @Test
  void manyObjects_areForgotten_thoseUsedLongAgoFirst() throws IOException {
    for (int i = 0; i < SignedGets.OBJECTS; i++) {
      get("key " + i, "me");
    }
    get("key 0", "me");
    get("one more", "me");
    int before = signatures;
    get("key 0", "me");
    assertThat(signatures).isEqualTo(before);
    get("key 1", "me");
    assertThat(signatures).isEqualTo(before + 1);
  }

  private String signature(String key, String identity) throws IOException {
    return get(key, identity).build().headers().first("Authorization").orElseThrow();
  }

  private HttpCall.Builder get(String key, String identity) throws IOException {
    return gets.get(
        key,
        identity,
        () ->
            HttpCall.get(URI.create("http://store.example/" + key.replace(' ', '+')))
                .header("Authorization", Integer.toString(++signatures))
                .build());
  }
}
