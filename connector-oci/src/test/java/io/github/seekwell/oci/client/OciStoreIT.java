package io.github.seekwell.oci.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single scripted answers: what the store makes of each, and what it sends. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OciStoreIT {
  private static final String OBJECT = "/n/ns/b/data/o/dir%2Fa%20key";
  private static final String KEY = "dir/a key";
  private static final String URL = "oci://data@ns/dir/a key";
  private static final String ETAG = "0a1b2c";
  private static final String MODIFIED = "Sat, 21 Nov 2026 05:00:00 GMT";
  private static final RequestContext CONTEXT = RequestContext.DEMAND;

  @TempDir private static Path directory;
  private static final WireMockServer SERVER = server(ChunkedEncodingPolicy.NEVER);

  /** Announces no length, so that bodies may differ from what their range promises. */
  private static final WireMockServer CHUNKED = server(ChunkedEncodingPolicy.ALWAYS);

  private HttpEngine engine;
  private OciStore store;
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
  void openStore() throws IOException {
    SERVER.resetAll();
    CHUNKED.resetAll();
    engine = new HttpEngine(HttpConfig.defaults(), HttpListener.NONE);
    store = storeAt(SERVER, engine);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  OciStore store() {
    return store;
  }

  /** A store of its own, which the caller closes. */
  static OciStore another() throws IOException {
    return storeAt(SERVER, newEngine());
  }

  static OciStore another(OciAuth auth) {
    return new OciStore(bucketAt(SERVER.port()), auth, newEngine());
  }

  /** Forgets what was asked and answered so far. */
  void forget() {
    SERVER.resetAll();
    heard.clear();
  }

  static List<LoggedRequest> sent() {
    return SERVER.findAll(anyRequestedFor(anyUrl()));
  }

  // ---- what comes of refusals

  @ParameterizedTest
  @CsvSource({
    "400, InvalidParameter, INVALID_REQUEST",
    "400, UnmatchedContentMD5, SERVER_ERROR",
    "401, NotAuthenticated, UNAUTHENTICATED",
    "403, NotAllowed, ACCESS_DENIED",
    "404, ObjectNotFound, NOT_FOUND",
    "404, BucketNotFound, BUCKET_NOT_FOUND",
    "404, NamespaceNotFound, BUCKET_NOT_FOUND",
    "404, NotAuthorizedOrNotFound, ACCESS_DENIED",
    "408, RequestTimeout, SERVER_ERROR",
    "409, ObjectAlreadyExists, ALREADY_EXISTS",
    "409, ConcurrentObjectUpdate, CONFLICT",
    "409, NotRestored, INVALID_REQUEST",
    "412, IfMatchFailed, CHANGED",
    "412, IfNoneMatchFailed, ALREADY_EXISTS",
    "413, PayloadTooLarge, INVALID_REQUEST",
    "416, InvalidRange, INVALID_RANGE",
    "429, TooManyRequests, THROTTLED",
    "500, InternalServerError, SERVER_ERROR",
    "501, NotImplemented, UNSUPPORTED",
    "502, BadGateway, SERVER_ERROR",
    "503, ServiceUnavailable, THROTTLED",
    "504, GatewayTimeout, SERVER_ERROR"
  })
  void everyStatusAndCode_hasItsKind_andOneRequestOnly(int status, String code, ErrorKind kind) {
    answer(error(status, code, "said the service"));

    StoreException e = failure(() -> get(0, 10, Etag.ANY));

    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.failure().status()).isEqualTo(status);
    assertThat(e)
        .hasMessageContaining("get " + URL + " [0, 10)")
        .hasMessageContaining(code)
        .hasMessageContaining("said the service")
        .hasMessageContaining("request id the-request")
        .hasMessageContaining("127.0.0.1");
    SERVER.verify(1, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({"404, NOT_FOUND", "401, UNAUTHENTICATED", "503, THROTTLED", "500, SERVER_ERROR"})
  void headHasNoBodyToExplain_theStatusStillHasItsKind(int status, ErrorKind kind) {
    answer(aResponse().withStatus(status).withHeader("opc-request-id", "the-request"));

    StoreException e = failure(() -> store.head(KEY, CONTEXT));

    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e).hasMessageContaining("head " + URL).hasMessageContaining("the-request");
  }

  @Test
  void notFoundOfHead_saysThatItMayBeEither() {
    answer(aResponse().withStatus(404));

    assertThat(failure(() -> store.head(KEY, CONTEXT)))
        .hasMessageContaining("no such object or bucket, or these credentials may not see it");
  }

  @Test
  void notAuthorizedOrNotFound_saysThatItMayBeEither() {
    answer(error(404, "NotAuthorizedOrNotFound", "Authorization failed or not found."));

    assertThat(failure(() -> store.list(ListRequest.flat("", 10), CONTEXT)))
        .hasMessageContaining("either it does not exist or these credentials may not see it");
  }

  @Test
  void notAuthenticated_namesTheSettingsAndTheClock() {
    answer(error(401, "NotAuthenticated", "The required information was not provided."));

    assertThat(failure(() -> get(0, 10, Etag.ANY)))
        .hasMessageContaining("fs.oci.client.auth.tenantId")
        .hasMessageContaining("clock");
  }

  @Test
  void changed_namesTheVersionWanted() {
    answer(error(412, "IfMatchFailed", "The If-Match header does not match."));

    StoreException e = failure(() -> get(0, 10, new Etag("old-one")));

    assertThat(e.kind()).isEqualTo(ErrorKind.CHANGED);
    assertThat(e).hasMessageContaining("version old-one");
  }

  @Test
  void throttled_tellsHowLongToWait_inSeconds() {
    answer(error(429, "TooManyRequests", "slow down").withHeader("Retry-After", "7"));

    assertThat(failure(() -> get(0, 10, Etag.ANY)).failure().retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void throttled_tellsHowLongToWait_byDate() {
    String later =
        ZonedDateTime.ofInstant(Instant.now().plusSeconds(100), ZoneOffset.UTC)
            .format(DateTimeFormatter.RFC_1123_DATE_TIME);
    answer(error(503, "ServiceUnavailable", "slow down").withHeader("Retry-After", later));

    assertThat(failure(() -> get(0, 10, Etag.ANY)).failure().retryAfter())
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100));
  }

  @Test
  void throttled_withAnUnreadableWait_isThrottledStill() {
    answer(error(503, "ServiceUnavailable", "slow down").withHeader("Retry-After", "soon"));

    StoreException e = failure(() -> get(0, 10, Etag.ANY));

    assertThat(e.kind()).isEqualTo(ErrorKind.THROTTLED);
    assertThat(e.failure().retryAfter()).isZero();
  }

  @Test
  void anErrorPageOfAProxy_isCutShort_andKeepsItsStatus() {
    answer(
        aResponse()
            .withStatus(502)
            .withHeader("Content-Type", "text/html")
            .withBody("<html>" + "x".repeat(100_000)));

    StoreException e = failure(() -> get(0, 10, Etag.ANY));

    assertThat(e.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
    assertThat(e.getMessage()).hasSizeLessThan(1000);
  }

  @Test
  void anErrorThatIsNoJson_keepsItsKind() {
    answer(
        aResponse()
            .withStatus(503)
            .withHeader("Content-Type", "application/json")
            .withBody("{\"code\": \"Servi"));

    assertThat(failure(() -> get(0, 10, Etag.ANY)).kind()).isEqualTo(ErrorKind.THROTTLED);
  }

  @Test
  void aListingThatIsNoJson_isAWrongAnswer() {
    answer(
        aResponse()
            .withHeader("Content-Type", "application/json")
            .withBody("{\"objects\": [{\"name\": \"a"));

    assertThat(failure(() -> store.list(ListRequest.flat("", 10), CONTEXT)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  // ---- what a range must look like

  @Test
  void get_asksForExactlyTheRange_ofTheVersion() throws StoreException {
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
        getRequestedFor(urlPathEqualTo(OBJECT))
            .withHeader("Range", equalTo("bytes=100-109"))
            .withHeader("If-Match", equalTo(ETAG))
            .withHeader(
                "Authorization",
                matching("Signature .*keyId=\"" + ApiKeys.TENANCY + "/" + ApiKeys.USER + "/.*"))
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

    SERVER.verify(getRequestedFor(urlPathEqualTo(OBJECT)).withHeader("If-Match", absent()));
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
      store.rename("a", "b", PutCondition.ALWAYS, CONTEXT);
      store.delete(KEY, CONTEXT);
    }
    answer(error(404, "ObjectNotFound", "gone"));
    for (int i = 0; i < 5; i++) {
      failure(() -> get(0, 10, Etag.ANY));
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
  void aRangeThatIsMissing_isAWrongAnswer() {
    answer(aResponse().withStatus(206).withHeader("ETag", ETAG).withBody("0123456789"));

    StoreException e = failure(() -> get(0, 10, Etag.ANY));

    assertThat(e.kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
    assertThat(e).hasMessageContaining("no Content-Range");
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
            .withHeader("ETag", ETAG)
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
  void anotherLength_isAWrongAnswer() {
    answer(ranged("bytes 0-9/10", "01234"));

    assertThat(failure(() -> get(0, 10, Etag.ANY)).kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  @Test
  void aRangeAcrossTheEnd_isInvalid() {
    answer(ranged("bytes 5-9/10", "56789"));

    StoreException e = failure(() -> get(5, 15, Etag.ANY));

    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_RANGE);
    assertThat(e).hasMessageContaining("only 10 bytes");
  }

  @Test
  void aBodyThatEndsEarly_isTruncated_andSaysWhere() throws IOException {
    CHUNKED.stubFor(any(anyUrl()).willReturn(ranged("bytes 0-9/10", "01234")));
    try (OciStore chunked = storeAt(CHUNKED, newEngine())) {
      StoreException e =
          failure(
              () -> chunked.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.TRUNCATED);
      assertThat(e).hasMessageContaining("after 5 of 10 bytes");
    }
  }

  @Test
  void aBodyThatGoesOn_isAWrongAnswer() throws IOException {
    CHUNKED.stubFor(any(anyUrl()).willReturn(ranged("bytes 0-9/10", "0123456789X")));
    try (OciStore chunked = storeAt(CHUNKED, newEngine())) {
      StoreException e =
          failure(
              () -> chunked.get(KEY, ByteRange.of(0, 10), Etag.ANY, BodyHandler.IGNORE, CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.WRONG_ANSWER);
      assertThat(e).hasMessageContaining("longer than the 10 bytes");
    }
  }

  @Test
  void aConnectionThatBreaksInTheBody_isACutAtItsByte() throws Exception {
    try (CutShort cut =
            new CutShort(
                "HTTP/1.1 206 Partial Content\r\nETag: "
                    + ETAG
                    + "\r\nopc-request-id: the-request\r\n"
                    + "Content-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n0123");
        OciStore cutStore = storeAt(cut.port(), newEngine())) {
      Received got = new Received();

      StoreException e =
          failure(() -> cutStore.get(KEY, ByteRange.of(0, 10), Etag.ANY, got, listening));

      assertThat(e.kind()).isIn(ErrorKind.TRUNCATED, ErrorKind.CONNECTION);
      assertThat(e.kind().retryable()).isTrue();
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
  void nobodyListens_isAConnectionFailure_thatWasHeard() throws IOException {
    int port;
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (OciStore nowhere = storeAt(port, newEngine())) {
      StoreException e = failure(() -> nowhere.head(KEY, listening));

      assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION);
      assertThat(heard).extracting(Attempt::status).containsExactly(0);
    }
  }

  // ---- tails

  @Test
  void tail_tellsSizeAndVersion() throws StoreException {
    answer(ranged("bytes 4990-4999/5000", "0123456789"));
    Received got = new Received();

    ObjectInfo object = store.getTail(KEY, 10, got, CONTEXT);

    assertThat(object.size()).isEqualTo(5000);
    assertThat(got.positions).containsExactly(4990L);
    SERVER.verify(
        1, getRequestedFor(urlPathEqualTo(OBJECT)).withHeader("Range", equalTo("bytes=-10")));
  }

  @Test
  void tail_ofAShorterObject_isAllOfIt() throws StoreException {
    answer(ranged("bytes 0-4/5", "01234"));
    Received got = new Received();

    assertThat(store.getTail(KEY, 10, got, CONTEXT).size()).isEqualTo(5);
    assertThat(got.text()).isEqualTo("01234");
  }

  @Test
  void tail_answeredWhole_isAllOfIt_ifThatIsNoMoreThanAskedFor() throws StoreException {
    answer(whole("01234"));
    Received got = new Received();

    assertThat(store.getTail(KEY, 10, got, CONTEXT).size()).isEqualTo(5);
    assertThat(got.text()).isEqualTo("01234");
  }

  @Test
  void tail_answeredWhole_isWrong_ifThatIsMoreThanAskedFor() {
    answer(whole("0123456789abcdef"));

    assertThat(failure(() -> store.getTail(KEY, 10, BodyHandler.IGNORE, CONTEXT)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  @Test
  void tail_ofAnEmptyObject_isNothing_andNoError() throws StoreException {
    SERVER.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.get(anyUrl())
            .willReturn(error(416, "InvalidRange", "no such bytes")));
    SERVER.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.head(anyUrl())
            .willReturn(aResponse().withHeader("ETag", ETAG).withHeader("Content-Length", "0")));
    Received got = new Received();

    ObjectInfo object = store.getTail(KEY, 10, got, CONTEXT);

    assertThat(object.size()).isZero();
    assertThat(object.etag()).isEqualTo(new Etag(ETAG));
    assertThat(got.text()).isEmpty();
  }

  @Test
  void tail_thatIsAnotherRange_isAWrongAnswer() {
    answer(ranged("bytes 0-9/5000", "0123456789"));

    assertThat(failure(() -> store.getTail(KEY, 10, BodyHandler.IGNORE, CONTEXT)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
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
    SERVER.verify(
        1, getRequestedFor(urlPathEqualTo(OBJECT)).withHeader("Range", equalTo("bytes=0-9")));
  }

  @Test
  void first_ofAShorterObject_isAllOfIt() throws StoreException {
    answer(ranged("bytes 0-4/5", "01234"));
    Received got = new Received();

    assertThat(store.getFirst(KEY, 10, got, CONTEXT).size()).isEqualTo(5);
    assertThat(got.text()).isEqualTo("01234");
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
    assertThat(e).hasMessageContaining("get " + URL + " (first 10)");
    assertThat(got.text()).isEmpty();
  }

  @Test
  void first_ofAnEmptyObject_isOneHeadMore() throws StoreException {
    SERVER.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.get(anyUrl())
            .willReturn(error(416, "InvalidRange", "no such bytes")));
    SERVER.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.head(anyUrl())
            .willReturn(aResponse().withHeader("ETag", ETAG).withHeader("Content-Length", "0")));

    ObjectInfo object = store.getFirst(KEY, 10, BodyHandler.IGNORE, CONTEXT);

    assertThat(object.size()).isZero();
    assertThat(object.etag()).isEqualTo(new Etag(ETAG));
    SERVER.verify(2, anyRequestedFor(anyUrl()));
  }

  @Test
  void first_refusedOfAnObjectThatHasBytes_isAWrongAnswer() {
    SERVER.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.get(anyUrl())
            .willReturn(error(416, "InvalidRange", "no such bytes")));
    SERVER.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.head(anyUrl())
            .willReturn(aResponse().withHeader("ETag", ETAG).withHeader("Content-Length", "7")));

    assertThat(failure(() -> store.getFirst(KEY, 10, BodyHandler.IGNORE, CONTEXT)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  // ---- writing

  @Test
  void put_sendsBodyChecksumAndCondition() throws StoreException {
    answer(aResponse().withHeader("ETag", ETAG).withHeader("Last-Modified", MODIFIED));

    ObjectInfo object = store.put(KEY, body("hello"), PutCondition.IF_ABSENT, listening);

    assertThat(object.etag()).isEqualTo(new Etag(ETAG));
    assertThat(object.size()).isEqualTo(5);
    SERVER.verify(
        1,
        putRequestedFor(urlPathEqualTo(OBJECT))
            .withRequestBody(equalTo("hello"))
            .withHeader("Content-MD5", equalTo("XUFAKrxLKna5cZ2REBfFkg=="))
            .withHeader("Content-Length", equalTo("5"))
            .withHeader("Expect", absent())
            .withHeader("If-None-Match", equalTo("*"))
            .withHeader("If-Match", absent()));
    assertThat(heard).extracting(Attempt::operation).containsExactly(Operation.PUT);
  }

  @Test
  void put_triedAgain_sendsTheWholeBodyAgain() throws StoreException {
    SERVER.stubFor(
        any(anyUrl())
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("free")
            .willReturn(error(503, "ServiceUnavailable", "busy")));
    SERVER.stubFor(
        any(anyUrl())
            .inScenario("busy")
            .whenScenarioStateIs("free")
            .willReturn(aResponse().withHeader("ETag", ETAG)));
    String text = "0123456789".repeat(50_000);
    ObjectBody body = body(text);

    assertThat(failure(() -> store.put(KEY, body, PutCondition.ALWAYS, CONTEXT)).kind())
        .isEqualTo(ErrorKind.THROTTLED);
    store.put(KEY, body, PutCondition.ALWAYS, CONTEXT.retry(""));

    SERVER.verify(2, putRequestedFor(urlPathEqualTo(OBJECT)).withRequestBody(equalTo(text)));
  }

  @Test
  void put_overAnExistingObject_thatMustNotBe_alreadyExists() {
    answer(error(412, "IfNoneMatchFailed", "there is one"));

    assertThat(failure(() -> store.put(KEY, body("x"), PutCondition.IF_ABSENT, CONTEXT)).kind())
        .isEqualTo(ErrorKind.ALREADY_EXISTS);
  }

  @Test
  void put_ofAnotherVersion_isChanged() {
    answer(error(412, "IfMatchFailed", "no match"));

    StoreException e =
        failure(() -> store.put(KEY, body("x"), PutCondition.ifMatch(new Etag("v1")), CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.CHANGED);
    assertThat(e).hasMessageContaining("version v1");
    SERVER.verify(putRequestedFor(anyUrl()).withHeader("If-Match", equalTo("v1")));
  }

  @Test
  void put_thatArrivedOtherwise_isAWrongAnswer() {
    answer(aResponse().withHeader("ETag", ETAG).withHeader("opc-content-md5", "b3RoZXI="));

    assertThat(failure(() -> store.put(KEY, body("x"), PutCondition.ALWAYS, CONTEXT)).kind())
        .isEqualTo(ErrorKind.WRONG_ANSWER);
  }

  @Test
  void put_ofABodyThatCannotBeRead_isLocal() {
    ObjectBody broken =
        new ObjectBody() {
          @Override
          public long length() {
            return 10;
          }

          @Override
          public java.io.InputStream open() throws IOException {
            throw new java.io.FileNotFoundException("buffer-17 is gone");
          }
        };

    StoreException e = failure(() -> store.put(KEY, broken, PutCondition.ALWAYS, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.LOCAL);
    assertThat(e).hasMessageContaining("buffer-17 is gone");
  }

  @Test
  void upload_isStarted_sentInParts_andCommittedInOrder() throws StoreException {
    SERVER.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.post(urlPathEqualTo("/n/ns/b/data/u"))
            .willReturn(
                json(
                    "{\"namespace\":\"ns\",\"bucket\":\"data\",\"object\":\"dir/a key\","
                        + "\"uploadId\":\"up-1\",\"timeCreated\":\"2026-11-21T05:00:00.123Z\"}")));
    SERVER.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.put(anyUrl())
            .willReturn(aResponse().withHeader("ETag", "part-etag")));
    SERVER.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.post(
                urlPathEqualTo("/n/ns/b/data/u/dir%2Fa%20key"))
            .willReturn(aResponse().withHeader("ETag", ETAG)));

    MultipartUpload upload = store.startUpload(KEY, PutCondition.IF_ABSENT, CONTEXT);
    UploadedPart two = store.uploadPart(upload, 2, body("world"), CONTEXT);
    UploadedPart one = store.uploadPart(upload, 1, body("hello "), CONTEXT);
    ObjectInfo done =
        store.completeUpload(upload, List.of(two, one), PutCondition.IF_ABSENT, CONTEXT);

    assertThat(upload).isEqualTo(new MultipartUpload("data@ns", KEY, "up-1"));
    assertThat(done).isEqualTo(new ObjectInfo(KEY, 11, new Etag(ETAG), Instant.EPOCH));
    SERVER.verify(
        postRequestedFor(urlPathEqualTo("/n/ns/b/data/u"))
            .withRequestBody(equalToJson("{\"object\":\"dir/a key\",\"metadata\":null}"))
            .withHeader("If-None-Match", equalTo("*")));
    SERVER.verify(
        putRequestedFor(urlPathEqualTo("/n/ns/b/data/u/dir%2Fa%20key"))
            .withQueryParam("uploadId", equalTo("up-1"))
            .withQueryParam("uploadPartNum", equalTo("2"))
            .withHeader("Content-MD5", equalTo("fXkwN6B2AYZXSwKC8vQ15w=="))
            .withRequestBody(equalTo("world")));
    SERVER.verify(
        postRequestedFor(urlPathEqualTo("/n/ns/b/data/u/dir%2Fa%20key"))
            .withHeader("If-None-Match", equalTo("*"))
            .withRequestBody(
                equalToJson(
                    "{\"partsToCommit\":[{\"partNum\":1,\"etag\":\"part-etag\"},"
                        + "{\"partNum\":2,\"etag\":\"part-etag\"}]}")));
  }

  @Test
  void abort_ofAnUploadThatIsGone_isNoError() throws StoreException {
    answer(error(404, "NoSuchUpload", "gone"));

    store.abortUpload(new MultipartUpload("data@ns", KEY, "up-1"), CONTEXT);

    SERVER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void uploads_areListedOverAllPages_belowThePrefix() throws StoreException {
    SERVER.stubFor(
        any(anyUrl())
            .withQueryParam("page", absent())
            .willReturn(
                json("[{\"object\":\"a/1\",\"uploadId\":\"x\","
                        + "\"timeCreated\":\"2026-11-21T05:00:00.123Z\"},"
                        + "{\"object\":\"b/2\",\"uploadId\":\"y\","
                        + "\"timeCreated\":\"2026-11-21T05:30:00Z\"}]")
                    .withHeader("opc-next-page", "p2")));
    SERVER.stubFor(
        any(anyUrl())
            .withQueryParam("page", equalTo("p2"))
            .willReturn(
                json(
                    "[{\"object\":\"a/3\",\"uploadId\":\"z\","
                        + "\"timeCreated\":\"2026-11-21T06:00:00Z\"}]")));

    assertThat(store.listUploads("a/", listening))
        .containsExactly(
            new StartedUpload(
                new MultipartUpload("data@ns", "a/1", "x"),
                Instant.parse("2026-11-21T05:00:00.123Z")),
            new StartedUpload(
                new MultipartUpload("data@ns", "a/3", "z"), Instant.parse("2026-11-21T06:00:00Z")));
    assertThat(heard).hasSize(2);
  }

  // ---- listing, deleting, renaming

  @Test
  void list_asksForAPage_andReadsIt() throws StoreException {
    answer(
        json(
            "{\"objects\":[{\"name\":\"d/a\",\"size\":3,\"etag\":\"e1\","
                + "\"timeModified\":\"2026-11-21T05:00:00.123Z\",\"unknown\":{}}],"
                + "\"prefixes\":[\"d/e/\"],\"nextStartWith\":\"d/f\"}"));

    ListPage page = store.list(new ListRequest("d/", true, "d/0", "", 7), CONTEXT);

    assertThat(page.objects())
        .containsExactly(
            new ObjectInfo("d/a", 3, new Etag("e1"), Instant.parse("2026-11-21T05:00:00.123Z")));
    assertThat(page.prefixes()).containsExactly("d/e/");
    assertThat(page.nextToken()).isEqualTo("d/f");
    SERVER.verify(
        getRequestedFor(urlPathEqualTo("/n/ns/b/data/o"))
            .withQueryParam("prefix", equalTo("d/"))
            .withQueryParam("delimiter", equalTo("/"))
            .withQueryParam("startAfter", equalTo("d/0"))
            .withQueryParam("start", absent())
            .withQueryParam("limit", equalTo("7"))
            .withQueryParam("fields", equalTo("name,size,etag,timeModified")));
  }

  @Test
  void list_goesOnAtItsToken() throws StoreException {
    answer(json("{\"objects\":[]}"));

    ListPage page = store.list(new ListRequest("", false, "x", "to ken", 7), CONTEXT);

    assertThat(page.isLast()).isTrue();
    SERVER.verify(
        getRequestedFor(urlPathEqualTo("/n/ns/b/data/o"))
            .withQueryParam("start", equalTo("to ken"))
            .withQueryParam("startAfter", absent())
            .withQueryParam("prefix", absent())
            .withQueryParam("delimiter", absent()));
  }

  @Test
  void delete_ofAnObjectThatIsGone_isNoError() throws StoreException {
    answer(error(404, "ObjectNotFound", "gone"));

    store.delete(KEY, CONTEXT);

    SERVER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void delete_inABucketThatIsNot_isAnError() {
    answer(error(404, "BucketNotFound", "no bucket"));

    assertThat(failure(() -> store.delete(KEY, CONTEXT)).kind())
        .isEqualTo(ErrorKind.BUCKET_NOT_FOUND);
  }

  @Test
  void deleteAll_isOneRequest_andTellsWhatIsLeft() throws StoreException {
    answer(
        json(
            "{\"deleted\":[],\"failed\":["
                + "{\"objectName\":\"b\",\"statusCode\":409,\"errorMessage\":\"retained\"},"
                + "{\"objectName\":\"c\",\"statusCode\":404,\"errorMessage\":\"gone\"}]}"));

    List<DeleteFailure> failures = store.deleteAll(List.of("a", "b", "c"), CONTEXT);

    assertThat(failures).extracting(DeleteFailure::key).containsExactly("b");
    assertThat(failures.get(0).cause())
        .hasMessageContaining("oci://data@ns/b")
        .hasMessageContaining("retained");
    SERVER.verify(
        1,
        postRequestedFor(urlPathEqualTo("/n/ns/b/data/actions/batchDeleteObjects"))
            .withRequestBody(
                equalToJson(
                    "{\"objects\":[{\"objectName\":\"a\"},{\"objectName\":\"b\"},"
                        + "{\"objectName\":\"c\"}],\"isSkipDeletedResult\":true}")));
  }

  @Test
  void deleteAll_ofNothing_isNoRequest() throws StoreException {
    assertThat(store.deleteAll(List.of(), CONTEXT)).isEmpty();

    SERVER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void rename_isTheStoresOwn_andConditional() throws StoreException {
    answer(aResponse().withHeader("ETag", ETAG));

    store.rename("a", "b c", PutCondition.IF_ABSENT, CONTEXT);

    SERVER.verify(
        1,
        postRequestedFor(urlPathEqualTo("/n/ns/b/data/actions/renameObject"))
            .withRequestBody(
                equalToJson(
                    "{\"sourceName\":\"a\",\"newName\":\"b c\",\"newObjIfNoneMatchETag\":\"*\"}")));
  }

  @Test
  void rename_withoutCondition_sendsNone() throws StoreException {
    answer(aResponse().withHeader("ETag", ETAG));

    store.rename("a", "b", PutCondition.ALWAYS, CONTEXT);

    SERVER.verify(
        postRequestedFor(anyUrl())
            .withRequestBody(equalToJson("{\"sourceName\":\"a\",\"newName\":\"b\"}")));
  }

  // ---- keys, secrets, the end

  @Test
  void blankKey_isRefused_withoutARequest() {
    assertThat(failure(() -> store.head(" ", CONTEXT)).kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    SERVER.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void closedStore_refusesByName() {
    store.close();

    assertThat(failure(() -> store.head(KEY, CONTEXT)).kind()).isEqualTo(ErrorKind.CLOSED);
  }

  @Test
  void keyThatCannotBeRead_isToldWithTheFirstRequest_andNamesTheFile() {
    Path nowhere = directory.resolve("no-such.pem");
    OciAuth auth =
        new ApiKey(
            ApiKeys.TENANCY, ApiKeys.USER, ApiKeys.FINGERPRINT, nowhere, "", "", Optional.empty());
    try (OciStore keyless = new OciStore(bucketAt(SERVER.port()), auth, newEngine())) {
      StoreException e = failure(() -> keyless.head(KEY, CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
      assertThat(e).hasMessageContaining(nowhere.toString()).hasMessageContaining("no such file");
    }
  }

  @Test
  void encryptedKey_opensWithItsPassphrase_andWithNoOther_andTellsNeither() throws Exception {
    answer(aResponse().withHeader("ETag", ETAG).withHeader("Content-Length", "0"));
    Path sealed = ApiKeys.encryptedPem(directory, "open sesame");

    try (OciStore right = sealedStore(sealed, "open sesame")) {
      assertThat(right.head(KEY, CONTEXT).size()).isZero();
    }
    try (OciStore wrong = sealedStore(sealed, "abracadabra")) {
      StoreException e = failure(() -> wrong.head(KEY, CONTEXT));
      assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
      assertThat(e).hasMessageContaining(sealed.toString()).hasMessageContaining("passphrase");
      assertThat(trace(e)).doesNotContain("abracadabra");
    }
    try (OciStore none = sealedStore(sealed, "")) {
      assertThat(failure(() -> none.head(KEY, CONTEXT)))
          .hasMessageContaining("fs.oci.client.auth.passphrase");
    }
  }

  @Test
  void noFailure_tellsTheSignature() {
    answer(error(500, "InternalServerError", "oops"));

    String trace = trace(failure(() -> get(0, 10, Etag.ANY)));

    String signature = SERVER.getAllServeEvents().get(0).getRequest().getHeader("Authorization");
    assertThat(signature).contains("signature=");
    assertThat(trace).doesNotContain("signature=").doesNotContain("BEGIN PRIVATE KEY");
  }

  // ---- words

  void answer(ResponseDefinitionBuilder answer) {
    SERVER.stubFor(any(anyUrl()).willReturn(answer));
  }

  static ResponseDefinitionBuilder error(int status, String code, String message) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withHeader("opc-request-id", "the-request")
        .withBody("{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
  }

  /** A request that nobody waits for any more must be in no other test's journal. */
  private static void awaitArrival() {
    Await.until(
        "the server has the request", () -> SERVER.findAll(getRequestedFor(anyUrl())).size() == 1);
  }

  private static ResponseDefinitionBuilder json(String text) {
    return aResponse().withHeader("Content-Type", "application/json").withBody(text);
  }

  static ResponseDefinitionBuilder ranged(String contentRange, String body) {
    return whole(body).withStatus(206).withHeader("Content-Range", contentRange);
  }

  private static ResponseDefinitionBuilder whole(String body) {
    return aResponse()
        .withHeader("ETag", ETAG)
        .withHeader("Last-Modified", MODIFIED)
        .withHeader("opc-request-id", "the-request")
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

  static HttpEngine newEngine() {
    return new HttpEngine(HttpConfig.defaults(), HttpListener.NONE);
  }

  private static OciBucket bucketAt(int port) {
    return new OciBucket(URI.create("http://127.0.0.1:" + port), "ns", "data");
  }

  static OciStore storeAt(WireMockServer server, HttpEngine engine) throws IOException {
    return storeAt(server.port(), engine);
  }

  private static OciStore storeAt(int port, HttpEngine engine) throws IOException {
    return new OciStore(bucketAt(port), ApiKeys.auth(directory), engine);
  }

  private static OciStore sealedStore(Path pem, String passphrase) {
    return new OciStore(
        bucketAt(SERVER.port()),
        new ApiKey(
            ApiKeys.TENANCY,
            ApiKeys.USER,
            ApiKeys.FINGERPRINT,
            pem,
            passphrase,
            "",
            Optional.empty()),
        newEngine());
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
