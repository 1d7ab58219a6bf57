package io.github.seekwell.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.InputStream;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class HttpCallTest {

  @Test
  void target_isPathAndQueryAsGiven() {
    assertThat(call("http://h//a/../b%2Fc%20?x=%2f&y").target())
        .isEqualTo("//a/../b%2Fc%20?x=%2f&y");
    assertThat(call("http://h").target()).isEqualTo("/");
    assertThat(call("http://h?list").target()).isEqualTo("/?list");
    assertThat(call("http://h/a#part").target()).isEqualTo("/a");
  }

  @Test
  void endpoint_isSchemeHostAndPort() {
    assertThat(call("https://Store.Example/a").endpoint())
        .isEqualTo(new Endpoint("https", "store.example", 443));
    assertThat(call("http://h:8080/").endpoint().authority()).isEqualTo("h:8080");
    assertThat(call("https://h:443/").endpoint().authority()).isEqualTo("h");
    assertThat(call("http://[::1]:81/").endpoint()).isEqualTo(new Endpoint("http", "::1", 81));
    assertThat(call("http://[::1]:81/").endpoint().authority()).isEqualTo("[::1]:81");
  }

  @Test
  void endpoint_withUnderscore_isAHostAllTheSame() {
    assertThat(call("https://old_bucket.store.example:444/key").endpoint())
        .isEqualTo(new Endpoint("https", "old_bucket.store.example", 444));
  }

  @Test
  void otherSchemesAndNoHost_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call("ftp://h/a"))
        .withMessageContaining("not an http or https URI");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call("http:/a"))
        .withMessageContaining("no host");
  }

  @Test
  void headersThatWouldBreakTheMessage_areRefused() {
    HttpCall.Builder builder = HttpCall.get(URI.create("http://h/"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("x", "a\r\ny: b"))
        .withMessageContaining("line break");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("x y", "a"))
        .withMessageContaining("not a header name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.header("Transfer-Encoding", "chunked"))
        .withMessageContaining("set by the engine");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpCall.builder("GET /x", URI.create("http://h/")))
        .withMessageContaining("not an HTTP method");
  }

  @Test
  void contentLength_mustBeTheBodysLength() {
    HttpCall.Builder builder =
        HttpCall.builder("PUT", URI.create("http://h/"))
            .body(HttpBody.of(new byte[3]))
            .header("content-length", "4");
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("length 3");
  }

  @Test
  void onlyIdempotentCallsWithRepeatableBodies_areRepeatable() {
    URI uri = URI.create("http://h/");
    assertThat(HttpCall.get(uri).build().repeatable()).isTrue();
    assertThat(HttpCall.builder("PUT", uri).body(HttpBody.of(new byte[1])).build().repeatable())
        .isTrue();
    assertThat(HttpCall.builder("POST", uri).build().repeatable()).isFalse();
    HttpBody once = HttpBody.once(InputStream.nullInputStream(), 0);
    assertThat(HttpCall.builder("PUT", uri).body(once).build().repeatable()).isFalse();
  }

  @Test
  void conditionalWrites_areNotRepeatable_conditionalReadsAre() {
    URI uri = URI.create("http://h/");
    for (String condition : new String[] {"if-none-match", "If-Match"}) {
      assertThat(HttpCall.builder("PUT", uri).header(condition, "*").build().repeatable())
          .isFalse();
      assertThat(HttpCall.builder("DELETE", uri).header(condition, "*").build().repeatable())
          .isFalse();
      assertThat(HttpCall.get(uri).header(condition, "*").build().repeatable()).isTrue();
    }
  }

  @Test
  void callInAMessage_hasNoQuery() {
    assertThat(call("http://h/a?signature=secret").toString()).isEqualTo("GET http://h/a");
  }

  @Test
  void headers_compareWithoutCase_andKeepRepeats() {
    HttpHeaders headers =
        HttpCall.get(URI.create("http://h/"))
            .header("ETag", "1")
            .header("etag", "2")
            .build()
            .headers();
    assertThat(headers.first("ETAG")).contains("1");
    assertThat(headers.all("eTag")).containsExactly("1", "2");
    assertThat(headers.contains("date")).isFalse();
  }

  private static HttpCall call(String uri) {
    return HttpCall.get(URI.create(uri)).build();
  }
}
