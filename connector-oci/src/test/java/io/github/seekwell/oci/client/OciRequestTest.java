package io.github.seekwell.oci.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.bmc.http.client.HttpRequest;
import com.oracle.bmc.http.client.Method;
import com.oracle.bmc.http.internal.ParamEncoder;
import com.oracle.bmc.objectstorage.model.RenameObjectDetails;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciRequestTest {

  @Test
  void parts_areJoinedBySingleSlashes() {
    HttpRequest request = request().appendPathPart("/").appendPathPart("n").appendPathPart("ns");

    assertThat(request.uri()).isEqualTo(URI.create("http://h:1/n/ns"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "[x]{y}|z", "a\\b^c", "<\">", "%2F", "ä/日本", "😀", "a//b", ".."})
  void anyKey_isAPathThatDecodesToIt(String key) {
    HttpRequest request = request().appendPathPart(ParamEncoder.encodePathParam(key));

    assertThat(request.uri().getPath()).isEqualTo("/" + key);
    assertThat(request.uri().getRawPath()).doesNotMatch("/.*/.*");
  }

  @Test
  void queries_keepTheirOrder() {
    assertThat(request().query("b", "1").query("a", "x%20y").uri())
        .isEqualTo(URI.create("http://h:1?b=1&a=x%20y"));
  }

  @Test
  void headers_haveOneValue_whateverTheirCase() {
    HttpRequest request = request().header("Date", "1").header("date", "2");

    assertThat(request.headers().get("DATE")).containsExactly("2");
  }

  @Test
  void copy_isIndependent() {
    HttpRequest first = request().header("a", "1").attribute("k", "v");
    HttpRequest copy = first.copy();
    copy.header("a", "2").appendPathPart("x").query("q", "1").removeAttribute("k");

    assertThat(first.headers().get("a")).containsExactly("1");
    assertThat(first.uri()).isEqualTo(URI.create("http://h:1"));
    assertThat(first.attribute("k")).isEqualTo("v");
  }

  @Test
  void models_becomeTheJsonThatIsSigned() {
    HttpRequest request =
        request().body(RenameObjectDetails.builder().sourceName("a").newName("b").build());

    assertThat(request.body()).isEqualTo("{\"sourceName\":\"a\",\"newName\":\"b\"}");
  }

  private static HttpRequest request() {
    return new OciRequest(
        new HttpEngine(HttpConfig.defaults(), HttpListener.NONE),
        Optional.empty(),
        List.of(),
        Method.GET,
        URI.create("http://h:1"));
  }
}
