package io.github.seekwell.oci.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All of it once more on a store that has sent a GET before, so that the ones under test are made
 * in the likeness of that one.
 */
final class OciLaterGetsIT extends OciStoreIT {
  /** Different in any two requests of the SDK. */
  private static final Set<String> OWN = Set.of("authorization", "date", "opc-request-id");

  @BeforeEach
  void sendTheFirst() throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    get(store(), "first", Etag.ANY);
    forget();
  }

  @ParameterizedTest
  @MethodSource("io.github.seekwell.core.testing.OddKeys#all")
  void anyKey_isAskedForAsTheSdkAsksForIt(String key) throws Exception {
    answer(ranged("bytes 0-3/4", "1234"));
    get(store(), key, new Etag("0a1b2c"));
    try (OciStore fresh = another()) {
      get(fresh, key, new Etag("0a1b2c"));
    }

    assertThat(sent()).hasSize(2);
    LoggedRequest later = sent().get(0);
    LoggedRequest first = sent().get(1);
    assertThat(later.getUrl()).isEqualTo(first.getUrl());
    assertThat(headers(later)).isEqualTo(headers(first));
    assertThat(signedHeaders(later)).isEqualTo(signedHeaders(first));
  }

  @Test
  void anotherRangeOfAnObject_needsNoOtherSignature_andAnotherObjectDoes() throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    get(store(), "one", Etag.ANY);
    get(store(), "one", new Etag("0a1b2c"));
    get(store(), "two", Etag.ANY);

    assertThat(signature(1)).isEqualTo(signature(0));
    assertThat(sent().get(1).getHeader("If-Match")).isEqualTo("0a1b2c");
    assertThat(sent().get(0).getHeader("If-Match")).isNull();
    assertThat(signature(2)).isNotEqualTo(signature(0));
  }

  @Test
  void afterARefusal_theObjectIsSignedForAnew() throws Exception {
    answer(error(401, "NotAuthenticated", "The required information was not provided."));
    StoreException e = failure(() -> get(store(), "one", Etag.ANY));
    assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
    assertThat(e).hasMessageContaining("NotAuthenticated: The required information");
    int refused = sent().size();
    while (sent().get(0).getHeader("Date").equals(now())) {
      Thread.onSpinWait(); // A signature is of a second.
    }
    answer(ranged("bytes 0-3/4", "1234"));
    get(store(), "one", Etag.ANY);

    assertThat(signature(refused)).isNotEqualTo(signature(0));
  }

  private static String now() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
  }

  private static String signature(int request) {
    return sent().get(request).getHeader("Authorization");
  }

  private static void get(OciStore from, String key, Etag etag) throws StoreException {
    from.get(key, ByteRange.of(0, 4), etag, BodyHandler.IGNORE, RequestContext.DEMAND);
  }

  private static Map<String, String> headers(LoggedRequest request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpHeader header : request.getHeaders().all()) {
      if (!OWN.contains(header.key().toLowerCase(Locale.ROOT))) {
        headers.put(header.key(), String.join(",", header.values()));
      }
    }
    return headers;
  }

  private static Set<String> signedHeaders(LoggedRequest request) {
    String names = request.getHeader("Authorization").replaceAll(".*headers=\"([^\"]*)\".*", "$1");
    return Set.of(names.split(" "));
  }
}
