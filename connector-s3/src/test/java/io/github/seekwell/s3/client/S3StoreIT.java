package io.github.seekwell.s3.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToXml;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import io.github.seekwell.core.http.PoolSnapshot;
import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.store.StartedUpload;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.CutShort;
import io.github.seekwell.core.testing.HttpDates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Single scripted answers: what the store makes of each, and what it sends. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class S3StoreIT {
  private static final String OBJECT = "/data/dir/a%20key";
  private static final String KEY = "dir/a key";
  private static final String URL = "s3a://data/dir/a key";
  private static final String ETAG = "0a1b2c";
  private static final String MODIFIED = "Sat, 21 Nov 2026 05:00:00 GMT";
  private static final String SECRET = "a-secret-that-nobody-may-see";
  private static final RequestContext CONTEXT = RequestContext.DEMAND;
  static final S3Auth KEYS = new S3Auth.StaticKeys("AKIATEST", SECRET, "", "a test");

  private static final WireMockServer SERVER = server(ChunkedEncodingPolicy.NEVER);

  /** Announces no length, so that bodies may differ from what their range promises. */
  private static final WireMockServer CHUNKED = server(ChunkedEncodingPolicy.ALWAYS);

  private HttpEngine engine;
  private S3Store store;
  private final List<Attempt> heard = Collections.synchronizedList(new ArrayList<>());
  private final RequestContext listening =
      CONTEXT.heardBy((attempt, context) -> heard.add(attempt));

  @BeforeAll
  static void startServers() {
    SERVER.start();
    CHUNKED.start();
  }

  @AfterAll
  static void stopServers() {
    SERVER.stop();
    CHUNKED.stop();
  }

  @BeforeEach
  void openStore() {
    SERVER.resetAll();
    CHUNKED.resetAll();
    engine = newEngine();
    store = new S3Store(bucketAt(SERVER.port(), S3Options.defaults()), KEYS, engine);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  // ---- what comes of refusals

  @ParameterizedTest
  @CsvSource({
    "301, PermanentRedirect, INVALID_REQUEST",
    "307, TemporaryRedirect, INVALID_REQUEST",
    "400, InvalidArgument, INVALID_REQUEST",
    "400, ExpiredToken, UNAUTHENTICATED",
    "400, BadDigest, SERVER_ERROR",
    "400, RequestTimeout, SERVER_ERROR",
    "401, Unauthorized, UNAUTHENTICATED",
    "403, AccessDenied, ACCESS_DENIED",
    "403, InvalidObjectState, ACCESS_DENIED",
    "403, InvalidAccessKeyId, UNAUTHENTICATED",
    "403, SignatureDoesNotMatch, UNAUTHENTICATED",
    "403, RequestTimeTooSkewed, CLOCK_WRONG",
    "404, NoSuchKey, NOT_FOUND",
    "404, NoSuchBucket, BUCKET_NOT_FOUND",
    "409, ConditionalRequestConflict, CONFLICT",
    "409, OperationAborted, CONFLICT",
    "412, PreconditionFailed, CHANGED",
    "416, InvalidRange, INVALID_RANGE",
    "429, TooManyRequests, THROTTLED",
    "500, InternalError, SERVER_ERROR",
    "501, NotImplemented, UNSUPPORTED",
    "502, BadGateway, SERVER_ERROR",
    "503, SlowDown, THROTTLED",
    "503, ServiceUnavailable, THROTTLED",
    "504, GatewayTimeout, SERVER_ERROR"
  })
  void everyStatusAndCode_hasItsKind_andOneRequestOnly(int status, String code, ErrorKind kind) {
    answer(error(status, code, "said the service").withHeader("x-amz-id-2", "long-id"));

    StoreException e =
        failure(() -> store.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, listening));

    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.failure().status()).isEqualTo(status);
    assertThat(e)
        .hasMessageContaining("get " + URL + " [0, 10)")
        .hasMessageContaining(code)
        .hasMessageContaining("said the service")
        .hasMessageContaining("request id the-request, extended long-id")
        .hasMessageContaining("127.0.0.1");
    SERVER.verify(1, anyRequestedFor(anyUrl()));
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).outcome() == Attempt.Outcome.THROTTLED)
        .isEqualTo(kind == ErrorKind.THROTTLED);
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST",
    "403, ACCESS_DENIED",
    "404, NOT_FOUND",
    "500, SERVER_ERROR",
    "503, THROTTLED"
  })
  void headHasNoBodyToExplain_theStatusStillHasItsKind(int status, ErrorKind kind) {
    answer(aResponse().withStatus(status).withHeader("x-amz-request-id", "the-request"));

    StoreException e = failure(() -> store.head(KEY, CONTEXT));

    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e).hasMessageContaining("head " + URL).hasMessageContaining("the-request");
    SERVER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void anErrorThatLacksItsFields_keepsItsKind_andItsWords() {
    answer(aResponse().withStatus(403).withBody("<Error><Code>AccessDenied</Code></Error>"));

    StoreException e = failure(() -> get(0, 10, Etag.ANY));

    assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
    assertThat(e).hasMessageContaining("AccessDenied").hasMessageContaining("a test");
  }

  @Test
  void anErrorPageOfAProxy_isCutShort_andKeepsItsStatus() {
    answer(
        aResponse()
            .withStatus(502)
            .withHeader("Content-Type", "text/html")
            .withBody("<html><h1>Upstream is away</h1>" + "x".repeat(100_000)));

    StoreException e = failure(() -> get(0, 10, Etag.ANY));

    assertThat(e.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
    assertThat(e).hasMessageContaining("Upstream is away");
    assertThat(e.getMessage()).hasSizeLessThan(1000);
  }

  @Test
  void throttled_tellsHowLongToWait() {
    answer(error(503, "SlowDown", "slow down").withHeader("Retry-After", "7"));

    assertThat(failure(() -> get(0, 10, Etag.ANY)).failure().retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void changed_namesTheVersionWanted() {
    answer(error(412, "PreconditionFailed", "At least one did not hold"));

    StoreException e = failure(() -> get(0, 10, new Etag("old-one")));

    assertThat(e.kind()).isEqualTo(ErrorKind.CHANGED);
    assertThat(e).hasMessageContaining("version old-one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>Welcome to the hotel's network</body></html>",
        "<ListBucketResult><Contents><Key>a",
        "{\"objects\":[]}",
        "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Size>3</Size></Contents>"
            + "</ListBucketResult>",
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key>"
            + "<Size>many</Size></Contents></ListBucketResult>"
      })
  void aListingThatIsNone_isAWrongAnswer(String body) {
    answer(xml(body));

    assertThat(failure(() -> store.list(ListRequest.flat("", 10), CONTEXT)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  @Test
  void headOfAPackedObject_isNotUnpacked() throws StoreException {
    answer(whole("").withHeader("Content-Length", "77").withHeader("Content-Encoding", "gzip"));

    assertThat(store.head(KEY, CONTEXT).size()).isEqualTo(77);
  }

  @Test
  void bytesOfAPackedObject_areDeliveredAsTheyAreStored() throws StoreException {
    answer(ranged("bytes 0-9/10", "0123456789").withHeader("Content-Encoding", "gzip"));

    assertThat(get(0, 10, Etag.ANY)).isEqualTo("0123456789");
    assertThat(get(0, 10, Etag.ANY)).as("later too").isEqualTo("0123456789");
  }

  // ---- what a range must look like

  @Test
  void get_asksForExactlyTheRange_ofTheVersion_signed() throws StoreException {
    answer(ranged("bytes 100-109/5000", "0123456789"));
    Received got = new Received();

    ObjectInfo object = store.get(KEY, ByteRange.of(100, 110), new Etag(ETAG), got, listening);

    assertThat(got.text()).isEqualTo("0123456789");
    assertThat(got.positions).containsExactly(100L);
    assertThat(object)
        .isEqualTo(
            new ObjectInfo(KEY, 5000, new Etag(ETAG), Instant.parse("2026-11-21T05:00:00Z")));
    SERVER.verify(
        1,
        getRequestedFor(urlEqualTo(OBJECT))
            .withHeader("Range", equalTo("bytes=100-109"))
            .withHeader("If-Match", equalTo('"' + ETAG + '"'))
            .withHeader(
                "Authorization",
                matching(
                    "AWS4-HMAC-SHA256 Credential=AKIATEST/\\d{8}/eu-south-1/s3/aws4_request.*"))
            .withHeader("x-amz-checksum-mode", absent())
            .withHeader("User-Agent", matching(".*seekwell.*")));
    assertThat(heard).hasSize(1);
    Attempt attempt = heard.get(0);
    assertThat(attempt.operation()).isEqualTo(Operation.GET);
    assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.OK);
    assertThat(attempt.status()).isEqualTo(206);
    assertThat(attempt.bytes()).isEqualTo(10);
    assertThat(attempt.address()).isEqualTo("127.0.0.1");
    assertThat(attempt.requestId()).isEqualTo("the-request");
    assertThat(attempt.firstByteNanos()).isPositive();
    assertThat(attempt.queueNanos()).isPositive();
  }

  @Test
  void get_ofNoVersionInParticular_isNotConditional() throws StoreException {
    answer(ranged("bytes 0-9/10", "0123456789"));

    get(0, 10, Etag.ANY);

    SERVER.verify(getRequestedFor(urlEqualTo(OBJECT)).withHeader("If-Match", absent()));
  }

  @Test
  void manyGets_useOneConnection() throws StoreException {
    answer(ranged("bytes 0-9/10", "0123456789"));

    for (int i = 0; i < 20; i++) {
      get(0, 10, new Etag(ETAG));
    }

    assertThat(engine.pools()).extracting(PoolSnapshot::opened).containsExactly(1L);
    assertThat(engine.pools()).extracting(PoolSnapshot::leased).containsExactly(0);
  }

  @Test
  void answersWithoutABody_andRefusals_keepTheirConnection() throws StoreException {
    answer(aResponse().withHeader("ETag", ETAG));
    for (int i = 0; i < 5; i++) {
      store.put(KEY, body("hello"), PutCondition.ALWAYS, CONTEXT);
      store.delete(KEY, CONTEXT);
    }
    answer(error(404, "NoSuchKey", "gone"));
    for (int i = 0; i < 5; i++) {
      failure(() -> get(0, 10, Etag.ANY));
      failure(() -> store.head(KEY, CONTEXT));
      store.delete(KEY, CONTEXT);
    }

    assertThat(engine.pools()).extracting(PoolSnapshot::opened).containsExactly(1L);
    assertThat(engine.pools()).extracting(PoolSnapshot::leased).containsExactly(0);
  }

  @Test
  void anIgnoredRange_isAWrongAnswer_andDeliversNothing() {
    answer(whole("0123456789abcdef"));
    Received got = new Received();

    StoreException e = failure(() -> store.get(KEY, ByteRange.of(2, 4), Etag.ANY, got, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
    assertThat(e).hasMessageContaining("ignored the range");
    assertThat(got.text()).isEmpty();
  }

  @Test
  void anIgnoredRange_ofTheWholeObject_isTheSameBytes() throws StoreException {
    answer(whole("0123456789"));

    assertThat(get(0, 10, Etag.ANY)).isEqualTo("0123456789");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 10-19/5000",
        "bytes 0-8/5000",
        "bytes 0-10/5000",
        "bytes 0-9/*",
        "bytes 0-9",
        "bytes */5000",
        "0-9/5000",
        "nonsense"
      })
  void anotherRange_isAWrongAnswer_andDeliversNothing(String contentRange) {
    answer(ranged(contentRange, "0123456789"));
    Received got = new Received();

    StoreException e = failure(() -> store.get(KEY, ByteRange.of(0, 10), Etag.ANY, got, listening));

    assertThat(e.kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
    assertThat(e).hasMessageContaining("[0, 10)").hasMessageContaining("the-request");
    assertThat(got.text()).isEmpty();
    assertThat(heard).extracting(Attempt::outcome).containsExactly(Attempt.Outcome.FAILED);
    assertThat(engine.pools()).extracting(PoolSnapshot::leased).containsOnly(0);
  }

  @Test
  void aDateThatNobodyCanRead_isAWrongAnswer() {
    answer(aResponse().withHeader("ETag", ETAG).withHeader("Last-Modified", "yesterday"));

    assertThat(failure(() -> store.head(KEY, CONTEXT)).kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  @Test
  void anEtagThatIsMissing_isAWrongAnswer() {
    answer(
        aResponse()
            .withStatus(206)
            .withHeader("Content-Range", "bytes 0-9/10")
            .withBody("0123456789"));

    StoreException e = failure(() -> get(0, 10, Etag.ANY));

    assertThat(e.kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
    assertThat(e).hasMessageContaining("no ETag");
  }

  @Test
  void aTimeThatIsNone_isAWrongAnswer() {
    answer(
        aResponse()
            .withStatus(206)
            .withHeader("ETag", "\"" + ETAG + "\"")
            .withHeader("Last-Modified", "yesterday")
            .withHeader("Content-Range", "bytes 0-9/10")
            .withBody("0123456789"));
    StoreException e = failure(() -> get(0, 10, Etag.ANY));
    assertThat(e.kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  @Test
  void anotherEtag_isChanged_andDeliversNothing() {
    answer(ranged("bytes 0-9/10", "0123456789"));
    Received got = new Received();

    StoreException e =
        failure(() -> store.get(KEY, ByteRange.of(0, 10), new Etag("wanted"), got, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.CHANGED);
    assertThat(e).hasMessageContaining("wanted").hasMessageContaining(ETAG);
    assertThat(got.text()).isEmpty();
  }

  @Test
  void aBodyThatEndsEarly_isTruncated_andSaysWhere() {
    CHUNKED.stubFor(any(anyUrl()).willReturn(ranged("bytes 0-9/10", "01234")));
    try (S3Store chunked = storeAt(CHUNKED.port(), S3Options.defaults())) {
      StoreException e =
          failure(
              () -> chunked.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.TRUNCATED);
      assertThat(e).hasMessageContaining("after 5 of 10 bytes");
    }
  }

  @Test
  void aBodyThatGoesOn_isAWrongAnswer() {
    CHUNKED.stubFor(any(anyUrl()).willReturn(ranged("bytes 0-9/10", "0123456789X")));
    try (S3Store chunked = storeAt(CHUNKED.port(), S3Options.defaults())) {
      StoreException e =
          failure(
              () -> chunked.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
      assertThat(e).hasMessageContaining("longer than the 10 bytes");
    }
  }

  @Test
  void aConnectionThatBreaksInTheBody_isACutAtItsByte() throws IOException {
    try (CutShort cut =
            new CutShort(
                "HTTP/1.1 206 Partial Content\r\nETag: "
                    + ETAG
                    + "\r\nx-amz-request-id: the-request\r\n"
                    + "Content-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n0123");
        S3Store cutStore = storeAt(cut.port(), S3Options.defaults())) {
      Received got = new Received();

      StoreException e =
          failure(() -> cutStore.get(KEY, ByteRange.of(0, 10), Etag.ANY, got, listening));

      assertThat(e.kind()).isIn(ErrorKind.TRUNCATED, ErrorKind.CONNECTION);
      assertThat(e).hasMessageContaining("the-request");
      assertThat(got.text()).isEqualTo("0123");
      assertThat(heard).extracting(Attempt::bytes).containsExactly(4L);
      assertThat(heard).extracting(Attempt::outcome).containsExactly(Attempt.Outcome.FAILED);
    }
  }

  @ParameterizedTest
  @CsvSource({"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
  void aBrokenAnswer_isRetryable_andTold(Fault fault) {
    answer(aResponse().withFault(fault));

    StoreException e =
        failure(() -> store.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, listening));

    assertThat(e.kind()).isIn(ErrorKind.CONNECTION, ErrorKind.WRONG_ANSWER);
    assertThat(e.kind().retryable()).isTrue();
    assertThat(e).hasMessageContaining("get " + URL).hasMessageContaining("127.0.0.1");
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).status()).isZero();
    assertThat(heard.get(0).outcome()).isEqualTo(Attempt.Outcome.FAILED);
  }

  @Test
  void anAnswerThatDoesNotCome_isStalled() {
    answer(ranged("bytes 0-9/10", "0123456789").withFixedDelay(30_000));

    StoreException e =
        failure(
            () ->
                store.get(
                    KEY,
                    ByteRange.of(0, 10),
                    Etag.ANY,
                    BodyHandler.IGNORE,
                    CONTEXT.stallingAtMost(Duration.ofMillis(200))));

    assertThat(e.kind()).isEqualTo(ErrorKind.STALLED);
    awaitArrival();
  }

  @Test
  void aRequestThatWaits_isAborted_andItsPlaceIsFreeAtOnce() throws Exception {
    answer(ranged("bytes 0-9/10", "0123456789").withFixedDelay(30_000));
    List<RunningRequest> shown = Collections.synchronizedList(new ArrayList<>());
    RequestContext watched = listening.watchedBy(shown::add);
    FutureTask<StoreException> waiting =
        new FutureTask<>(
            () ->
                failure(
                    () ->
                        store.get(
                            KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, watched)));
    new Thread(waiting, "reader").start();
    awaitArrival();
    assertThat(shown).extracting(RunningRequest::address).containsExactly("127.0.0.1");
    assertThat(engine.pools()).extracting(PoolSnapshot::leased).containsExactly(1);

    shown.get(0).abort();

    assertThat(engine.pools()).extracting(PoolSnapshot::leased).containsOnly(0);
    StoreException e = waiting.get(10, TimeUnit.SECONDS);
    assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED);
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).address()).isEqualTo("127.0.0.1");
    assertThat(heard.get(0).outcome()).isEqualTo(Attempt.Outcome.FAILED);
    answer(ranged("bytes 0-9/10", "0123456789"));
    shown.get(0).abort();
    store.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, CONTEXT);
  }

  @Test
  void aHandlerThatFails_isHeardAsItFailed() {
    answer(ranged("bytes 0-9/10", "0123456789"));
    IllegalStateException own = new IllegalStateException("no room");

    assertThatThrownBy(
            () ->
                store.get(
                    KEY,
                    ByteRange.of(0, 10),
                    Etag.ANY,
                    (position, buffer, offset, length) -> {
                      throw own;
                    },
                    listening))
        .isSameAs(own);
    assertThat(heard).hasSize(1);
    assertThat(engine.pools()).extracting(PoolSnapshot::leased).containsOnly(0);
  }

  @Test
  void tlsToAPlainServer_saysWhichSetting() {
    S3Endpoint https = S3Endpoint.at(URI.create("https://127.0.0.1:" + SERVER.port()), "eu-west-1");
    try (S3Store tls =
        new S3Store(new S3Bucket("s3a", "data", https, S3Options.defaults()), KEYS, newEngine())) {
      StoreException e = failure(() -> tls.head(KEY, CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.TLS);
      assertThat(e).hasMessageContaining("fs.s3a.connection.ssl.enabled");
    }
  }

  @Test
  void closing_endsARequestThatWaits() throws Exception {
    answer(ranged("bytes 0-9/10", "0123456789").withFixedDelay(30_000));
    List<StoreException> ended = Collections.synchronizedList(new ArrayList<>());
    Thread reader = new Thread(() -> ended.add(failure(() -> get(0, 10, Etag.ANY))), "reader");
    reader.start();
    awaitArrival();

    store.close();
    reader.join(20_000);

    assertThat(ended).extracting(StoreException::kind).containsExactly(ErrorKind.CLOSED);
  }

  // ---- tails

  @Test
  void tail_tellsSizeAndVersion() throws StoreException {
    answer(ranged("bytes 4990-4999/5000", "0123456789"));
    Received got = new Received();

    ObjectInfo object = store.getTail(KEY, 10, got, CONTEXT);

    assertThat(object.size()).isEqualTo(5000);
    assertThat(got.positions).containsExactly(4990L);
    SERVER.verify(1, getRequestedFor(urlEqualTo(OBJECT)).withHeader("Range", equalTo("bytes=-10")));
  }

  @Test
  void tail_ofAnEmptyObject_isOneHeadMore() throws StoreException {
    SERVER.stubFor(any(anyUrl()).willReturn(error(416, "InvalidRange", "not satisfiable")));
    SERVER.stubFor(head(anyUrl()).willReturn(whole("")));

    ObjectInfo object = store.getTail(KEY, 10, BodyHandler.IGNORE, CONTEXT);

    assertThat(object.size()).isZero();
    SERVER.verify(1, headRequestedFor(urlEqualTo(OBJECT)));
    SERVER.verify(2, anyRequestedFor(anyUrl()));
  }

  // ---- beginnings

  @Test
  void first_tellsSizeAndVersion() throws StoreException {
    answer(ranged("bytes 0-9/5000", "0123456789"));
    Received got = new Received();

    ObjectInfo object = store.getFirst(KEY, 10, got, CONTEXT);

    assertThat(object.size()).isEqualTo(5000);
    assertThat(object.etag()).isEqualTo(new Etag(ETAG));
    assertThat(got.text()).isEqualTo("0123456789");
    SERVER.verify(1, getRequestedFor(urlEqualTo(OBJECT)).withHeader("Range", equalTo("bytes=0-9")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"01234", "0123456789", ""})
  void first_answeredWhole_isAllOfIt_ifThatIsNoMoreThanAskedFor(String all) throws StoreException {
    answer(whole(all));
    Received got = new Received();

    assertThat(store.getFirst(KEY, 10, got, CONTEXT).size()).isEqualTo(all.length());
    assertThat(got.text()).isEqualTo(all);
  }

  @Test
  void first_answeredWhole_isWrong_ifThatIsMoreThanAskedFor() {
    answer(whole("0123456789abcdef"));
    Received got = new Received();

    assertThat(failure(() -> store.getFirst(KEY, 10, got, CONTEXT)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
    assertThat(got.text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes 1-10/5000", "bytes 0-4/5000", "bytes 0-9/8", "bytes 0-9/*", "bytes */10"})
  void first_thatIsAnotherRange_isAWrongAnswer(String range) {
    answer(ranged(range, "0123456789"));
    Received got = new Received();

    StoreException e = failure(() -> store.getFirst(KEY, 10, got, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
    assertThat(e).hasMessageContaining("(first 10)");
    assertThat(got.text()).isEmpty();
  }

  @Test
  void first_ofAnEmptyObject_isOneHeadMore() throws StoreException {
    SERVER.stubFor(any(anyUrl()).willReturn(error(416, "InvalidRange", "not satisfiable")));
    SERVER.stubFor(head(anyUrl()).willReturn(whole("")));

    ObjectInfo object = store.getFirst(KEY, 10, BodyHandler.IGNORE, CONTEXT);

    assertThat(object.size()).isZero();
    SERVER.verify(1, headRequestedFor(urlEqualTo(OBJECT)));
    SERVER.verify(2, anyRequestedFor(anyUrl()));
  }

  // ---- writing

  @Test
  void put_sendsWhatEveryStoreUnderstands() throws StoreException {
    answer(aResponse().withHeader("ETag", '"' + ETAG + '"'));

    ObjectInfo object = store.put(KEY, body("hello"), PutCondition.ALWAYS, listening);

    assertThat(object).isEqualTo(new ObjectInfo(KEY, 5, new Etag(ETAG), Instant.EPOCH));
    SERVER.verify(
        1,
        putRequestedFor(urlEqualTo(OBJECT))
            .withRequestBody(equalTo("hello"))
            .withHeader("Content-Length", equalTo("5"))
            .withHeader("Content-MD5", equalTo("XUFAKrxLKna5cZ2REBfFkg=="))
            .withHeader("Content-Type", equalTo("application/octet-stream"))
            .withHeader(
                "x-amz-content-sha256",
                equalTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"))
            .withHeader("Content-Encoding", absent())
            .withHeader("Transfer-Encoding", absent())
            .withHeader("x-amz-decoded-content-length", absent())
            .withHeader("x-amz-trailer", absent())
            .withHeader("x-amz-sdk-checksum-algorithm", absent())
            .withHeader("x-amz-checksum-crc32", absent())
            .withHeader("Expect", absent())
            .withHeader("If-Match", absent())
            .withHeader("If-None-Match", absent()));
    assertThat(heard).hasSize(1);
  }

  @Test
  void put_ofNothing_isAnEmptyObject() throws StoreException {
    answer(aResponse().withHeader("ETag", ETAG));

    store.put("dir/", ObjectBody.EMPTY, PutCondition.ALWAYS, CONTEXT);

    SERVER.verify(
        1,
        putRequestedFor(urlEqualTo("/data/dir/"))
            .withHeader("Content-Length", equalTo("0"))
            .withHeader("Content-Type", equalTo("application/x-directory")));
  }

  @Test
  void put_thatMustNotOverwrite_leavesItToTheStore() {
    answer(error(412, "PreconditionFailed", "At least one did not hold"));

    StoreException e =
        failure(() -> store.put(KEY, body("hello"), PutCondition.IF_ABSENT, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(e).hasMessageContaining("there is an object already");
    SERVER.verify(1, anyRequestedFor(anyUrl()));
    SERVER.verify(putRequestedFor(anyUrl()).withHeader("If-None-Match", equalTo("*")));
  }

  @Test
  void put_overAVersion_isConditional() throws StoreException {
    answer(aResponse().withHeader("ETag", ETAG));

    store.put(KEY, body("hello"), PutCondition.ifMatch(new Etag("v1")), CONTEXT);

    SERVER.verify(putRequestedFor(anyUrl()).withHeader("If-Match", equalTo("\"v1\"")));
  }

  @Test
  void aStoreWithoutConditions_isTold_whichSetting() {
    answer(error(501, "NotImplemented", "A header you provided implies functionality"));

    StoreException e =
        failure(() -> store.put(KEY, body("hello"), PutCondition.IF_ABSENT, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(e).hasMessageContaining("fs.s3a.create.conditional.enabled");
  }

  @Test
  void withoutConditions_weLookBeforeWeWrite() throws StoreException {
    answer(whole(""));
    try (S3Store old = storeAt(SERVER.port(), S3Options.defaults().withoutConditions())) {
      assertThat(failure(() -> old.put(KEY, body("x"), PutCondition.IF_ABSENT, CONTEXT)).kind())
          .isEqualTo(ErrorKind.ALREADY_EXISTS);
      assertThat(
              failure(
                      () ->
                          old.put(KEY, body("x"), PutCondition.ifMatch(new Etag("other")), CONTEXT))
                  .kind())
          .isEqualTo(ErrorKind.CHANGED);
      SERVER.verify(0, putRequestedFor(anyUrl()));

      old.put(KEY, body("x"), PutCondition.ifMatch(new Etag(ETAG)).carrying("one"), CONTEXT);

      SERVER.verify(
          1,
          putRequestedFor(anyUrl())
              .withHeader("If-Match", absent())
              .withHeader("x-amz-meta-seekwell-write-id", equalTo("one")));
      SERVER.verify(3, headRequestedFor(anyUrl()));
    }
  }

  @Test
  void anUpload_isStartedFedAndCompleted() throws StoreException {
    answer(aResponse().withHeader("ETag", "\"part-etag\""));
    stub(
        "POST",
        "uploads",
        xml(
            "<InitiateMultipartUploadResult><UploadId>up-1</UploadId>"
                + "</InitiateMultipartUploadResult>"));
    stubPost(
        "uploadId",
        xml(
            "<CompleteMultipartUploadResult><ETag>\"whole-2\"</ETag>"
                + "</CompleteMultipartUploadResult>"));

    MultipartUpload upload = store.startUpload(KEY, PutCondition.IF_ABSENT, CONTEXT);
    UploadedPart one = store.uploadPart(upload, 1, body("hello"), CONTEXT);
    UploadedPart two = store.uploadPart(upload, 2, body("world"), CONTEXT);
    ObjectInfo object =
        store.completeUpload(upload, List.of(two, one), PutCondition.IF_ABSENT, CONTEXT);

    assertThat(upload).isEqualTo(new MultipartUpload("data", KEY, "up-1"));
    assertThat(object).isEqualTo(new ObjectInfo(KEY, 10, new Etag("whole-2"), Instant.EPOCH));
    SERVER.verify(
        putRequestedFor(urlPathEqualTo(OBJECT))
            .withQueryParam("uploadId", equalTo("up-1"))
            .withQueryParam("partNumber", equalTo("2"))
            .withHeader("Content-MD5", equalTo("fXkwN6B2AYZXSwKC8vQ15w=="))
            .withHeader("x-amz-checksum-crc32", absent())
            .withRequestBody(equalTo("world")));
    SERVER.verify(
        postRequestedFor(urlPathEqualTo(OBJECT))
            .withQueryParam("uploadId", equalTo("up-1"))
            .withHeader("If-None-Match", equalTo("*"))
            .withRequestBody(
                equalToXml(
                    "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                        + "<Part><ETag>\"part-etag\"</ETag><PartNumber>1</PartNumber></Part>"
                        + "<Part><ETag>\"part-etag\"</ETag><PartNumber>2</PartNumber></Part>"
                        + "</CompleteMultipartUpload>")));
    SERVER.verify(4, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({
    "InternalError, SERVER_ERROR",
    "SlowDown, THROTTLED",
    "NoSuchUpload, NOT_FOUND",
    "PreconditionFailed, ALREADY_EXISTS",
    "Unheard, SERVER_ERROR"
  })
  void anErrorInsideA200_isAnError(String code, ErrorKind kind) {
    answer(error(200, code, "said too late"));
    SERVER.stubFor(head(anyUrl()).willReturn(whole("")));
    MultipartUpload upload = new MultipartUpload("data", KEY, "up-1");
    UploadedPart part = new UploadedPart(1, new Etag("e"), 5);

    StoreException completed =
        failure(
            () -> store.completeUpload(upload, List.of(part), PutCondition.IF_ABSENT, listening));
    StoreException copied = failure(() -> copySmall(PutCondition.IF_ABSENT));

    assertThat(completed.kind()).isEqualTo(kind);
    assertThat(completed).hasMessageContaining(code).hasMessageContaining("said too late");
    assertThat(copied).hasMessageContaining(code);
    assertThat(copied.kind()).isEqualTo(kind);
    assertThat(heard)
        .filteredOn(attempt -> attempt.operation() != Operation.HEAD)
        .extracting(Attempt::outcome)
        .doesNotContain(Attempt.Outcome.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>hello</html>", "<CompleteMultipartUploadResult/>", "no xml"})
  void aCompletionThatTellsNoVersion_isAWrongAnswer(String body) {
    answer(xml(body));
    MultipartUpload upload = new MultipartUpload("data", KEY, "up-1");
    UploadedPart part = new UploadedPart(1, new Etag("e"), 5);

    assertThat(
            failure(() -> store.completeUpload(upload, List.of(part), PutCondition.ALWAYS, CONTEXT))
                .kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
    assertThat(failure(() -> copySmall(PutCondition.ALWAYS)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
    assertThat(failure(() -> store.startUpload(KEY, PutCondition.ALWAYS, CONTEXT)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  @Test
  void abort_ofAnUploadThatIsGone_isNoError() throws StoreException {
    answer(error(404, "NoSuchUpload", "gone"));

    store.abortUpload(new MultipartUpload("data", KEY, "up-1"), CONTEXT);

    SERVER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void completionOfAnUploadThatIsGone_isNotFound_whateverTheStoreSays() {
    SERVER.stubFor(post(anyUrl()).willReturn(error(400, "InvalidPart", "parts are not there")));
    SERVER.stubFor(
        request("GET", anyUrl())
            .withQueryParam("uploads", matching(".*"))
            .willReturn(
                xml(
                    "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>"
                        + "<Upload><Key>dir/a key</Key><UploadId>up-2</UploadId>"
                        + "<Initiated>2026-11-21T05:00:00.123Z</Initiated></Upload>"
                        + "</ListMultipartUploadsResult>")));
    List<UploadedPart> parts = List.of(new UploadedPart(1, new Etag("e"), 5));

    StoreException gone =
        failure(
            () ->
                store.completeUpload(
                    new MultipartUpload("data", KEY, "up-1"), parts, PutCondition.ALWAYS, CONTEXT));
    StoreException wrong =
        failure(
            () ->
                store.completeUpload(
                    new MultipartUpload("data", KEY, "up-2"), parts, PutCondition.ALWAYS, CONTEXT));

    assertThat(gone.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(gone).hasMessageContaining("InvalidPart");
    assertThat(wrong.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    SERVER.verify(2, getRequestedFor(anyUrl()).withQueryParam("prefix", equalTo(KEY)));
  }

  @Test
  void refusedCompletion_keepsItsKind_whereNobodyMayListUploads() {
    SERVER.stubFor(post(anyUrl()).willReturn(error(400, "InvalidPart", "parts are not there")));
    SERVER.stubFor(request("GET", anyUrl()).willReturn(error(403, "AccessDenied", "no listing")));

    StoreException e =
        failure(
            () ->
                store.completeUpload(
                    new MultipartUpload("data", KEY, "up-1"),
                    List.of(new UploadedPart(1, new Etag("e"), 5)),
                    PutCondition.ALWAYS,
                    CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    assertThat(e).hasMessageContaining("parts are not there");
  }

  @Test
  void uploads_areListedWithoutAPageSize_whichSomeStoresDoNotKnow() throws StoreException {
    answer(
        xml(
            "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>"
                + "<NextKeyMarker/></ListMultipartUploadsResult>"));

    assertThat(store.listUploads("a/", CONTEXT)).isEmpty();

    SERVER.verify(
        1,
        getRequestedFor(urlPathEqualTo("/data"))
            .withQueryParam("prefix", equalTo("a/"))
            .withQueryParam("max-uploads", absent())
            .withQueryParam("key-marker", absent())
            .withQueryParam("upload-id-marker", absent()));
  }

  @Test
  void uploads_areListedOverAllPages_withOddKeys() throws StoreException {
    SERVER.stubFor(
        any(anyUrl())
            .withQueryParam("key-marker", absent())
            .willReturn(
                xml(
                    "<ListMultipartUploadsResult><EncodingType>url</EncodingType>"
                        + "<IsTruncated>true</IsTruncated>"
                        + "<NextKeyMarker>a/1+%26</NextKeyMarker>"
                        + "<NextUploadIdMarker>x</NextUploadIdMarker>"
                        + "<Upload><Key>a/1+%26</Key><UploadId>x</UploadId>"
                        + "<Initiated>2026-11-21T05:00:00.123Z</Initiated></Upload>"
                        + "</ListMultipartUploadsResult>")));
    SERVER.stubFor(
        any(anyUrl())
            .withQueryParam("key-marker", equalTo("a/1 &"))
            .withQueryParam("upload-id-marker", equalTo("x"))
            .willReturn(
                xml(
                    "<ListMultipartUploadsResult><EncodingType>url</EncodingType>"
                        + "<IsTruncated>false</IsTruncated>"
                        + "<Upload><Key>a/3</Key><UploadId>z</UploadId>"
                        + "<Initiated>2026-11-21T06:00:00Z</Initiated></Upload>"
                        + "</ListMultipartUploadsResult>")));

    assertThat(store.listUploads("a/", listening))
        .containsExactly(
            new StartedUpload(
                new MultipartUpload("data", "a/1 &", "x"),
                Instant.parse("2026-11-21T05:00:00.123Z")),
            new StartedUpload(
                new MultipartUpload("data", "a/3", "z"), Instant.parse("2026-11-21T06:00:00Z")));
    assertThat(heard).hasSize(2);
  }

  // ---- listing, deleting, copying

  @Test
  void list_ofChildren_rollsUpTheMarkersThatAStoreForgets() throws StoreException {
    answer(
        xml(
            "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
                + "<Contents><Key>d/</Key><Size>0</Size></Contents>"
                + "<Contents><Key>d/b/</Key><Size>0</Size></Contents>"
                + "<Contents><Key>d/e</Key><Size>3</Size></Contents>"
                + "<CommonPrefixes><Prefix>d/a/</Prefix></CommonPrefixes>"
                + "<CommonPrefixes><Prefix>d/b/</Prefix></CommonPrefixes>"
                + "<CommonPrefixes><Prefix>d/c/</Prefix></CommonPrefixes></ListBucketResult>"));

    ListPage children = store.list(ListRequest.children("d/", 100), CONTEXT);
    ListPage all = store.list(new ListRequest("d/", false, "", "", 100), CONTEXT);

    assertThat(children.objects()).extracting(ObjectInfo::key).containsExactly("d/", "d/e");
    assertThat(children.prefixes()).containsExactly("d/a/", "d/b/", "d/c/");
    assertThat(all.objects()).extracting(ObjectInfo::key).containsExactly("d/", "d/b/", "d/e");
  }

  @Test
  void list_asksForAPage_andReadsIt() throws StoreException {
    answer(
        xml(
            "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
                + "<NextContinuationToken>to/ken==</NextContinuationToken>"
                + "<Contents><Key>d/a+%2B%25%01</Key><Size>3</Size><ETag>\"e1\"</ETag>"
                + "<LastModified>2026-11-21T05:00:00.123Z</LastModified></Contents>"
                + "<CommonPrefixes><Prefix>d/e%20/</Prefix></CommonPrefixes></ListBucketResult>"));

    ListPage page = store.list(new ListRequest("d/", true, "d/0", "", 7), CONTEXT);

    assertThat(page.objects())
        .containsExactly(
            new ObjectInfo(
                "d/a +%\u0001", 3, new Etag("e1"), Instant.parse("2026-11-21T05:00:00.123Z")));
    assertThat(page.prefixes()).containsExactly("d/e /");
    assertThat(page.nextToken()).isEqualTo("to/ken==");
    SERVER.verify(
        1,
        getRequestedFor(urlPathEqualTo("/data"))
            .withQueryParam("list-type", equalTo("2"))
            .withQueryParam("encoding-type", equalTo("url"))
            .withQueryParam("prefix", equalTo("d/"))
            .withQueryParam("delimiter", equalTo("/"))
            .withQueryParam("start-after", equalTo("d/0"))
            .withQueryParam("continuation-token", absent())
            .withQueryParam("max-keys", equalTo("7")));
  }

  @Test
  void list_goesOnAtItsToken() throws StoreException {
    answer(xml("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"));

    ListPage page = store.list(new ListRequest("", false, "x", "to ken", 5000), CONTEXT);

    assertThat(page.isLast()).isTrue();
    SERVER.verify(
        getRequestedFor(urlPathEqualTo("/data"))
            .withQueryParam("continuation-token", equalTo("to ken"))
            .withQueryParam("start-after", absent())
            .withQueryParam("prefix", absent())
            .withQueryParam("delimiter", absent())
            .withQueryParam("max-keys", equalTo("1000")));
  }

  @Test
  void delete_inABucketThatIsNot_isAnError() {
    answer(error(404, "NoSuchBucket", "no bucket"));

    assertThat(failure(() -> store.delete(KEY, CONTEXT)).kind())
        .isEqualTo(ErrorKind.BUCKET_NOT_FOUND);
  }

  @Test
  void deleteAll_isOneRequest_andTellsWhatIsLeft() throws StoreException {
    answer(
        xml(
            "<DeleteResult><Deleted><Key>a</Key></Deleted>"
                + "<Error><Key>b</Key><Code>AccessDenied</Code><Message>retained</Message></Error>"
                + "<Error><Key>c</Key><Code>NoSuchKey</Code></Error>"
                + "<Error><Key>d</Key><Code>InternalError</Code></Error></DeleteResult>"));

    List<DeleteFailure> failures = store.deleteAll(List.of("a", "b", "c", "d"), CONTEXT);

    assertThat(failures).extracting(DeleteFailure::key).containsExactly("b", "d");
    assertThat(failures)
        .extracting(f -> f.cause().kind())
        .containsExactly(ErrorKind.ACCESS_DENIED, ErrorKind.SERVER_ERROR);
    assertThat(failures.get(0).cause())
        .hasMessageContaining("s3a://data/b")
        .hasMessageContaining("retained");
    SERVER.verify(
        1,
        postRequestedFor(urlPathEqualTo("/data"))
            .withQueryParam("delete", equalTo(""))
            .withHeader("Content-MD5", matching(".+=="))
            .withHeader("Transfer-Encoding", absent())
            .withRequestBody(containing("<Object><Key>a</Key></Object>")));
  }

  @Test
  void deleteAll_ofNothing_isNoRequest() throws StoreException {
    assertThat(store.deleteAll(List.of(), CONTEXT)).isEmpty();

    SERVER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void deleteAll_ofAKeyThatXmlCannotHold_goesByItself() throws StoreException {
    answer(xml("<DeleteResult><Deleted><Key>a</Key></Deleted></DeleteResult>"));

    assertThat(store.deleteAll(List.of("a", "b\u0001"), CONTEXT)).isEmpty();

    SERVER.verify(1, deleteRequestedFor(urlEqualTo("/data/b%01")));
    SERVER.verify(2, anyRequestedFor(anyUrl()));
  }

  @Test
  void deleteAll_whereTheStoreKnowsNoSuchRequest_isOneByOne() throws StoreException {
    answer(aResponse().withStatus(204));
    try (S3Store old = storeAt(SERVER.port(), S3Options.defaults().deletingAtMost(1))) {
      assertThat(old.deleteBatchLimit()).isEqualTo(1);
      assertThat(old.deleteAll(List.of("a"), CONTEXT)).isEmpty();
    }

    SERVER.verify(0, postRequestedFor(anyUrl()));
    SERVER.verify(1, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>ok</html>", "<DeleteResult/>"})
  void deleteAll_thatTellsOfNoKey_isAWrongAnswer(String body) {
    answer(xml(body));

    assertThat(failure(() -> store.deleteAll(List.of("a", "b"), CONTEXT)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  @Test
  void copy_isOneRequest_pinnedToItsVersion() throws StoreException {
    answer(
        xml(
            "<CopyObjectResult><ETag>\"new\"</ETag>"
                + "<LastModified>2026-11-21T05:00:00Z</LastModified></CopyObjectResult>"));

    ObjectInfo copy =
        store.copy(
            new ObjectInfo("a/b c+%", 7, new Etag("v1"), Instant.EPOCH),
            "to/ü",
            PutCondition.IF_ABSENT,
            listening);

    assertThat(copy)
        .isEqualTo(
            new ObjectInfo("to/ü", 7, new Etag("new"), Instant.parse("2026-11-21T05:00:00Z")));
    SERVER.verify(
        1,
        putRequestedFor(urlEqualTo("/data/to/%C3%BC"))
            .withHeader("x-amz-copy-source", equalTo("data/a/b%20c%2B%25"))
            .withHeader("x-amz-copy-source-if-match", equalTo("\"v1\""))
            .withHeader("If-None-Match", equalTo("*")));
    SERVER.verify(1, anyRequestedFor(anyUrl()));
    assertThat(heard).extracting(Attempt::operation).containsExactly(Operation.COPY);
  }

  @Test
  void copy_refusedForOneOfTwoConditions_looksWhich() {
    answer(error(412, "PreconditionFailed", "one of them"));
    SERVER.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(404)));

    assertThat(failure(() -> copySmall(PutCondition.IF_ABSENT)).kind())
        .isEqualTo(ErrorKind.CHANGED);

    SERVER.stubFor(head(anyUrl()).willReturn(whole("")));

    assertThat(failure(() -> copySmall(PutCondition.IF_ABSENT)).kind())
        .isEqualTo(ErrorKind.ALREADY_EXISTS);
  }

  @Test
  void copyInParts_thatFails_dropsItsUpload() {
    answer(error(403, "AccessDenied", "not this part"));
    SERVER.stubFor(head(anyUrl()).willReturn(whole("0123456789")));
    stub(
        "POST",
        "uploads",
        xml(
            "<InitiateMultipartUploadResult><UploadId>up-1</UploadId>"
                + "</InitiateMultipartUploadResult>"));
    SERVER.stubFor(delete(anyUrl()).willReturn(aResponse().withStatus(204)));
    try (S3Store parts =
        storeAt(SERVER.port(), S3Options.defaults().with(new S3Options.Copies(5, 3, 2)))) {
      StoreException e =
          failure(
              () ->
                  parts.copy(
                      new ObjectInfo(KEY, 10, new Etag(ETAG), Instant.EPOCH),
                      "to",
                      PutCondition.ALWAYS,
                      CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
      assertThat(e).hasMessageContaining("copy part").hasMessageContaining("not this part");
    }
    SERVER.verify(
        1,
        deleteRequestedFor(urlPathEqualTo("/data/to")).withQueryParam("uploadId", equalTo("up-1")));
    SERVER.verify(0, postRequestedFor(anyUrl()).withQueryParam("uploadId", equalTo("up-1")));
  }

  @Test
  void copyInParts_interrupted_dropsItsUpload_andKeepsTheInterrupt() {
    answer(xml("<CopyPartResult><ETag>\"p\"</ETag></CopyPartResult>"));
    SERVER.stubFor(head(anyUrl()).willReturn(whole("0123456789")));
    stub(
        "POST",
        "uploads",
        xml(
            "<InitiateMultipartUploadResult><UploadId>up-1</UploadId>"
                + "</InitiateMultipartUploadResult>"));
    SERVER.stubFor(delete(anyUrl()).willReturn(aResponse().withStatus(204)));
    RequestContext hurried =
        CONTEXT.heardBy(
            (attempt, context) -> {
              if (attempt.operation() == Operation.START_UPLOAD) {
                Thread.currentThread().interrupt();
              }
            });
    try (S3Store parts =
        storeAt(SERVER.port(), S3Options.defaults().with(new S3Options.Copies(5, 3, 2)))) {
      StoreException e =
          failure(
              () ->
                  parts.copy(
                      new ObjectInfo(KEY, 10, new Etag(ETAG), Instant.EPOCH),
                      "to",
                      PutCondition.ALWAYS,
                      hurried));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED);
      assertThat(e.getSuppressed()).isEmpty();
    }
    SERVER.verify(
        1,
        deleteRequestedFor(urlPathEqualTo("/data/to")).withQueryParam("uploadId", equalTo("up-1")));
  }

  @Test
  void copyInParts_keepsWhatDescribesTheObject_andTriesABadPartAgain() throws StoreException {
    answer(xml("<CopyPartResult><ETag>\"p\"</ETag></CopyPartResult>"));
    SERVER.stubFor(
        any(anyUrl())
            .withHeader("x-amz-copy-source-range", equalTo("bytes=3-5"))
            .inScenario("bad part")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(error(500, "InternalError", "once"))
            .willSetStateTo("well"));
    SERVER.stubFor(
        head(anyUrl())
            .willReturn(
                whole("0123456789")
                    .withHeader("Content-Type", "text/plain")
                    .withHeader("x-amz-meta-owner", "me")));
    stub(
        "POST",
        "uploads",
        xml(
            "<InitiateMultipartUploadResult><UploadId>up-1</UploadId>"
                + "</InitiateMultipartUploadResult>"));
    stubPost(
        "uploadId",
        xml(
            "<CompleteMultipartUploadResult><ETag>\"whole-4\"</ETag>"
                + "</CompleteMultipartUploadResult>"));
    try (S3Store parts =
        storeAt(SERVER.port(), S3Options.defaults().with(new S3Options.Copies(5, 3, 2)))) {
      ObjectInfo copy =
          parts.copy(
              new ObjectInfo(KEY, 10, new Etag(ETAG), Instant.EPOCH),
              "to",
              PutCondition.IF_ABSENT,
              CONTEXT);

      assertThat(copy.etag()).isEqualTo(new Etag("whole-4"));
      assertThat(copy.size()).isEqualTo(10);
    }
    SERVER.verify(
        postRequestedFor(urlPathEqualTo("/data/to"))
            .withHeader("Content-Type", equalTo("text/plain"))
            .withHeader("x-amz-meta-owner", equalTo("me")));
    SERVER.verify(
        1 + 4,
        putRequestedFor(urlPathEqualTo("/data/to"))
            .withHeader("x-amz-copy-source-if-match", equalTo('"' + ETAG + '"')));
    SERVER.verify(
        1,
        putRequestedFor(urlPathEqualTo("/data/to"))
            .withQueryParam("partNumber", equalTo("4"))
            .withHeader("x-amz-copy-source-range", equalTo("bytes=9-9")));
    SERVER.verify(
        1,
        postRequestedFor(urlPathEqualTo("/data/to"))
            .withQueryParam("uploadId", equalTo("up-1"))
            .withHeader("If-None-Match", equalTo("*")));
  }

  @Test
  void rename_isNotOffered() {
    assertThat(failure(() -> store.rename("a", "b", PutCondition.ALWAYS, CONTEXT)).kind())
        .isEqualTo(ErrorKind.UNSUPPORTED);
    SERVER.verify(0, anyRequestedFor(anyUrl()));
  }

  // ---- options

  @Test
  void customerKeys_goWithEveryRequestThatTouchesBytes() throws StoreException {
    S3Encryption encryption =
        new S3Encryption(
            S3Encryption.Method.SSE_C, Base64.getEncoder().encodeToString(new byte[32]), Map.of());
    S3Endpoint plain = S3Endpoint.at(URI.create("http://127.0.0.1:1"), "eu-south-1");

    assertThatThrownBy(
            () -> new S3Bucket("s3a", "data", plain, S3Options.defaults().with(encryption)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.s3a.encryption.algorithm")
        .hasMessageContaining("plain HTTP");
  }

  @Test
  void marks_areOnEachRequestAndObject() throws StoreException {
    answer(aResponse().withHeader("ETag", ETAG));
    S3Options options =
        S3Options.defaults()
            .with(
                new S3Options.Marks(
                    true,
                    "STANDARD_IA",
                    "bucket-owner-full-control",
                    "br",
                    "my-job",
                    Map.of("x-tenant", "t1")))
            .with(
                new S3Encryption(
                    S3Encryption.Method.SSE_KMS, "arn:aws:kms:key", Map.of("team", "phys\"ics")));
    try (S3Store marked = storeAt(SERVER.port(), options)) {
      marked.put(KEY, body("hello"), PutCondition.ALWAYS, CONTEXT);
      marked.delete(KEY, CONTEXT);
    }

    SERVER.verify(
        putRequestedFor(urlEqualTo(OBJECT))
            .withHeader("x-amz-request-payer", equalTo("requester"))
            .withHeader("x-amz-storage-class", equalTo("STANDARD_IA"))
            .withHeader("x-amz-acl", equalTo("bucket-owner-full-control"))
            .withHeader("Content-Encoding", equalTo("br"))
            .withHeader("x-tenant", equalTo("t1"))
            .withHeader("x-amz-server-side-encryption", equalTo("aws:kms"))
            .withHeader("x-amz-server-side-encryption-aws-kms-key-id", equalTo("arn:aws:kms:key"))
            .withHeader(
                "x-amz-server-side-encryption-context",
                equalTo(
                    Base64.getEncoder()
                        .encodeToString(
                            "{\"team\":\"phys\\\"ics\"}".getBytes(StandardCharsets.UTF_8))))
            .withHeader("User-Agent", matching("my-job, seekwell.*")));
    SERVER.verify(
        deleteRequestedFor(urlEqualTo(OBJECT))
            .withHeader("x-amz-request-payer", equalTo("requester"))
            .withHeader("x-amz-acl", absent()));
  }

  // ---- regions and credentials

  @Test
  void aBucketInAnotherRegion_isFollowedOnce_andRemembered() throws StoreException {
    answer(
        error(400, "AuthorizationHeaderMalformed", "the region is wrong")
            .withHeader("x-amz-bucket-region", "eu-west-3"));
    SERVER.stubFor(
        any(anyUrl())
            .withHeader("Authorization", containing("/eu-west-3/"))
            .willReturn(ranged("bytes 0-9/10", "0123456789")));

    store.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, listening);
    store.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, listening);

    SERVER.verify(3, anyRequestedFor(anyUrl()));
    assertThat(heard)
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.REFUSED, Attempt.Outcome.OK, Attempt.Outcome.OK);
  }

  @Test
  void aRegionToldOnlyInTheXml_isFollowedToo() throws StoreException {
    answer(
        aResponse()
            .withStatus(400)
            .withBody(
                "<Error><Code>AuthorizationHeaderMalformed</Code><Message>no</Message>"
                    + "<Region>garage</Region></Error>"));
    SERVER.stubFor(
        any(anyUrl())
            .withHeader("Authorization", containing("/garage/"))
            .willReturn(ranged("bytes 0-9/10", "0123456789")));

    assertThat(get(0, 10, Etag.ANY)).isEqualTo("0123456789");
    SERVER.verify(2, anyRequestedFor(anyUrl()));
  }

  @Test
  void aRegionThatIsStillWrong_isToldWithAdvice() {
    answer(
        error(301, "PermanentRedirect", "elsewhere")
            .withHeader("x-amz-bucket-region", "eu-west-3"));

    StoreException e = failure(() -> get(0, 10, Etag.ANY));

    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    assertThat(e).hasMessageContaining("eu-west-3").hasMessageContaining("fs.s3a.endpoint.region");
    SERVER.verify(2, anyRequestedFor(anyUrl()));
  }

  @Test
  void expiredCredentials_areRefreshedOnce_andTheRequestSentAgain() throws StoreException {
    answer(error(400, "ExpiredToken", "The provided token has expired."));
    SERVER.stubFor(
        any(anyUrl())
            .withHeader("Authorization", containing("Credential=KEY-2/"))
            .willReturn(ranged("bytes 0-9/10", "0123456789")));
    Rotating auth = new Rotating();
    try (S3Store rotating =
        new S3Store(bucketAt(SERVER.port(), S3Options.defaults()), auth, newEngine())) {
      rotating.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, listening);

      assertThat(auth.refreshed).hasValue(1);
      SERVER.verify(2, anyRequestedFor(anyUrl()));
      assertThat(heard).hasSize(2);
    }
  }

  @Test
  void refreshedCredentialsThatAreRefusedToo_areAnError_afterTwoRequests() {
    answer(error(403, "InvalidAccessKeyId", "unknown key"));
    Rotating auth = new Rotating();
    try (S3Store rotating =
        new S3Store(bucketAt(SERVER.port(), S3Options.defaults()), auth, newEngine())) {
      StoreException e = failure(() -> rotating.list(ListRequest.flat("", 1), CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
      assertThat(e).hasMessageContaining("a rotating test");
      assertThat(auth.refreshed).hasValue(1);
      SERVER.verify(2, anyRequestedFor(anyUrl()));
    }
  }

  @Test
  void anotherStoresClock_datesNoRequestOfThisOne() throws StoreException {
    Instant ahead = Instant.now().plus(Duration.ofHours(1));
    answer(
        error(403, "RequestTimeTooSkewed", "too large")
            .withHeader("Date", HttpDates.format(ahead)));
    StoreException e = failure(() -> store.list(ListRequest.flat("", 1), CONTEXT));
    assertThat(e.kind()).isEqualTo(ErrorKind.CLOCK_WRONG);
    assertThat(e).hasMessageContaining("s behind the store's");
    SERVER.resetAll();
    answer(xml("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"));
    try (S3Store other = storeAt(SERVER.port(), S3Options.defaults())) {
      other.list(ListRequest.flat("", 1), CONTEXT);
    }
    String date = SERVER.findAll(getRequestedFor(anyUrl())).get(0).getHeader("X-Amz-Date");
    Instant signed =
        LocalDateTime.parse(date, DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT))
            .toInstant(ZoneOffset.UTC);
    assertThat(signed).isBefore(ahead.minus(Duration.ofMinutes(30)));
  }

  @Test
  void aSilentRefusalOfHead_asksForNewCredentials_butNotEachTime() {
    answer(aResponse().withStatus(403));
    Rotating auth = new Rotating();
    try (S3Store rotating =
        new S3Store(bucketAt(SERVER.port(), S3Options.defaults()), auth, newEngine())) {
      for (int i = 0; i < 5; i++) {
        failure(() -> rotating.head(KEY, CONTEXT));
      }

      assertThat(auth.refreshed).hasValue(1);
      SERVER.verify(6, anyRequestedFor(anyUrl()));
    }
  }

  @Test
  void credentialsThatCannotBeHad_areToldWithTheFirstRequest_withoutOne() {
    S3Auth none =
        new Rotating() {
          @Override
          public AwsCredentialsProvider provider() {
            return () -> {
              throw new IllegalStateException("no metadata service");
            };
          }
        };
    try (S3Store without =
        new S3Store(bucketAt(SERVER.port(), S3Options.defaults()), none, newEngine())) {
      StoreException e = failure(() -> without.head(KEY, CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
      assertThat(e).hasMessageContaining("explained: no metadata service");
      SERVER.verify(0, anyRequestedFor(anyUrl()));
    }
  }

  // ---- keys, secrets, the end

  @Test
  void emptyKey_isRefused_withoutARequest() {
    assertThat(failure(() -> store.head("", CONTEXT)).kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    SERVER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void closedStore_refusesByName() {
    store.close();

    assertThat(failure(() -> store.head(KEY, CONTEXT)).kind()).isEqualTo(ErrorKind.CLOSED);
  }

  @Test
  void noFailure_tellsTheSignatureOrTheSecret() {
    answer(error(500, "InternalError", "oops"));

    String trace = trace(failure(() -> get(0, 10, Etag.ANY)));

    String signature = SERVER.getAllServeEvents().get(0).getRequest().getHeader("Authorization");
    assertThat(signature).contains("Signature=");
    assertThat(trace).doesNotContain("Signature=").doesNotContain(SECRET);
    assertThat(KEYS.toString()).doesNotContain(SECRET);
  }

  // ---- words

  private void copySmall(PutCondition condition) throws StoreException {
    store.copy(new ObjectInfo(KEY, 7, new Etag("v1"), Instant.EPOCH), "to", condition, listening);
  }

  final S3Store store() {
    return store;
  }

  final void forget() {
    SERVER.resetAll();
  }

  /** The requests since the last {@link #forget()}, in order. */
  static final List<LoggedRequest> sent() {
    List<LoggedRequest> sent = new ArrayList<>();
    // The server's journal has the last one first.
    SERVER.getAllServeEvents().forEach(event -> sent.add(0, event.getRequest()));
    return sent;
  }

  static S3Store another(S3Auth auth, S3Options options) {
    return new S3Store(bucketAt(SERVER.port(), options), auth, newEngine());
  }

  final void answer(ResponseDefinitionBuilder answer) {
    SERVER.stubFor(any(anyUrl()).willReturn(answer));
  }

  /** Answers requests of a method that have a parameter without a value. */
  private void stub(String method, String parameter, ResponseDefinitionBuilder answer) {
    SERVER.stubFor(
        request(method, anyUrl()).withQueryParam(parameter, equalTo("")).willReturn(answer));
  }

  private void stubPost(String parameter, ResponseDefinitionBuilder answer) {
    SERVER.stubFor(post(anyUrl()).withQueryParam(parameter, matching(".+")).willReturn(answer));
  }

  static ResponseDefinitionBuilder error(int status, String code, String message) {
    return xml("<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>")
        .withStatus(status)
        .withHeader("x-amz-request-id", "the-request");
  }

  private static ResponseDefinitionBuilder xml(String text) {
    return aResponse().withHeader("Content-Type", "application/xml").withBody(text);
  }

  static ResponseDefinitionBuilder ranged(String contentRange, String body) {
    return whole(body).withStatus(206).withHeader("Content-Range", contentRange);
  }

  private static ResponseDefinitionBuilder whole(String body) {
    return aResponse()
        .withHeader("ETag", '"' + ETAG + '"')
        .withHeader("Last-Modified", MODIFIED)
        .withHeader("x-amz-request-id", "the-request")
        .withBody(body);
  }

  private static ObjectBody body(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ObjectBody.of(bytes, 0, bytes.length);
  }

  private String get(long start, long end, Etag etag) throws StoreException {
    Received got = new Received();
    store.get(KEY, ByteRange.of(start, end), etag, got, CONTEXT);
    return got.text();
  }

  static StoreException failure(ThrowingCallable call) {
    StoreException e = catchThrowableOfType(StoreException.class, call);
    assertThat(e).as("a failure").isNotNull();
    return e;
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static WireMockServer server(ChunkedEncodingPolicy policy) {
    return new WireMockServer(
        WireMockConfiguration.options()
            .dynamicPort()
            .bindAddress("127.0.0.1")
            .useChunkedTransferEncoding(policy));
  }

  /** A request that nobody waits for any more must be in no other test's journal. */
  private static void awaitArrival() {
    Await.until(
        "the server has the request", () -> SERVER.findAll(getRequestedFor(anyUrl())).size() == 1);
  }

  private static HttpEngine newEngine() {
    return new HttpEngine(HttpConfig.defaults(), HttpListener.NONE);
  }

  private static S3Bucket bucketAt(int port, S3Options options) {
    return new S3Bucket(
        "s3a",
        "data",
        S3Endpoint.at(URI.create("http://127.0.0.1:" + port), "eu-south-1"),
        options);
  }

  private static S3Store storeAt(int port, S3Options options) {
    return new S3Store(bucketAt(port, options), KEYS, newEngine());
  }

  /** Has the next key with each refresh. */
  static class Rotating implements S3Auth {
    final AtomicInteger refreshed = new AtomicInteger();

    @Override
    public AwsCredentialsProvider provider() {
      return () -> AwsBasicCredentials.create("KEY-" + (1 + refreshed.get()), SECRET);
    }

    @Override
    public boolean anonymous() {
      return false;
    }

    @Override
    public String source() {
      return "a rotating test";
    }

    @Override
    public String explain(RuntimeException failure) {
      return "explained: " + failure.getMessage();
    }

    @Override
    public String credentialScope() {
      return "scope";
    }

    @Override
    public void refresh() {
      refreshed.incrementAndGet();
    }
  }

  private static final class Received implements BodyHandler {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Long> positions = new ArrayList<>();

    @Override
    public void accept(long position, byte[] buffer, int offset, int length) {
      positions.add(position);
      bytes.write(buffer, offset, length);
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
