package io.github.seekwell.s3.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * All of it once more on a store that has sent a GET before, so that the ones under test are made
 * in the likeness of that one.
 */
final class S3LaterGetsIT extends S3StoreIT {
  /** Different in any two requests of the SDK, or left out by us. */
  private static final Set<String> OWN =
      Set.of("authorization", "x-amz-date", "amz-sdk-invocation-id", "amz-sdk-request");

  @BeforeEach
  void sendTheFirst() throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    get(store(), "first", Etag.ANY);
    forget();
  }

  @ParameterizedTest
  @MethodSource("io.github.seekwell.core.testing.OddKeys#all")
  void anyKey_isAskedForAsTheSdkAsksForIt(String key) throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    get(store(), key, new Etag("0a1b2c"));
    try (S3Store fresh = another(KEYS, S3Options.defaults())) {
      get(fresh, key, new Etag("0a1b2c"));
    }

    assertThat(sent()).hasSize(2);
    LoggedRequest later = sent().get(0);
    LoggedRequest first = sent().get(1);
    assertThat(later.getUrl()).isEqualTo(first.getUrl());
    assertThat(headers(later)).isEqualTo(headers(first));
    assertThat(signedHeaders(first)).containsAll(signedHeaders(later));
  }

  @Test
  void anotherRangeOfAnObject_needsNoOtherSignature_andAnotherObjectDoes() throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    get(store(), "one", Etag.ANY);
    get(store(), "one", new Etag("0a1b2c"));
    get(store(), "two", Etag.ANY);

    assertThat(signature(1)).isEqualTo(signature(0));
    assertThat(sent().get(1).getHeader("If-Match")).isEqualTo("\"0a1b2c\"");
    assertThat(sent().get(0).getHeader("If-Match")).isNull();
    assertThat(signature(2)).isNotEqualTo(signature(0));
    assertThat(signedHeaders(sent().get(0))).contains("host", "x-amz-date", "x-amz-content-sha256");
  }

  @Test
  void newCredentials_signTheSameObjectAnew() throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    Rotating auth = new Rotating();
    try (S3Store rotating = another(auth, S3Options.defaults())) {
      get(rotating, "one", Etag.ANY);
      get(rotating, "one", Etag.ANY);
      auth.refresh();
      get(rotating, "one", Etag.ANY);
    }
    assertThat(signature(1)).contains("Credential=KEY-1/");
    assertThat(signature(2)).contains("Credential=KEY-2/");
  }

  @Test
  void newCredentials_signTheNextRequest() throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    Rotating auth = new Rotating();
    try (S3Store rotating = another(auth, S3Options.defaults())) {
      get(rotating, "first", Etag.ANY);
      auth.refresh();
      get(rotating, "second", Etag.ANY);
    }
    assertThat(sent().get(0).getHeader("Authorization")).contains("Credential=KEY-1/");
    assertThat(sent().get(1).getHeader("Authorization")).contains("Credential=KEY-2/");
  }

  @Test
  void expiredCredentials_areRefreshedOnce_laterToo() throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    Rotating auth = new Rotating();
    try (S3Store rotating = another(auth, S3Options.defaults())) {
      get(rotating, "first", Etag.ANY);
      answer(error(400, "ExpiredToken", "The provided token has expired."));
      StoreException e = failure(() -> get(rotating, "second", Etag.ANY));

      assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
      assertThat(e).hasMessageContaining("ExpiredToken: The provided token has expired.");
      assertThat(auth.refreshed).hasValue(1);
      assertThat(sent()).hasSize(3);
    }
  }

  @Test
  void anonymous_staysUnsigned() throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    S3Auth nobody =
        new Rotating() {
          @Override
          public AwsCredentialsProvider provider() {
            return AnonymousCredentialsProvider.create();
          }

          @Override
          public boolean anonymous() {
            return true;
          }
        };
    try (S3Store anonymous = another(nobody, S3Options.defaults())) {
      get(anonymous, "first", Etag.ANY);
      get(anonymous, "second", Etag.ANY);
    }
    assertThat(sent())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.getHeader("Authorization")).isNull());
  }

  @Test
  void whereTheSdkHasToSeeChecksums_itSendsAll() throws StoreException {
    answer(ranged("bytes 0-3/4", "1234"));
    S3Options validating =
        S3Options.defaults().with(new S3Options.Checksums("", false, true, true));
    try (S3Store careful = another(KEYS, validating)) {
      get(careful, "first", Etag.ANY);
      get(careful, "second", Etag.ANY);
    }
    assertThat(sent())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.getHeader("amz-sdk-invocation-id")).isNotNull());
  }

  private static String signature(int request) {
    return sent().get(request).getHeader("Authorization");
  }

  private static void get(S3Store from, String key, Etag etag) throws StoreException {
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
    String authorization = request.getHeader("Authorization");
    String names = authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
    return Set.of(names.split(";"));
  }
}
