package io.github.seekwell.core.testing;

import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Crc;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectChecksum;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.Renaming;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.store.StartedUpload;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.store.WrittenObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store must do, and every stack of layers round one.
 *
 * <p>A subclass gives a store, fresh or shared (each test keeps below a prefix of its own), and
 * declares where its store differs by overriding the capability methods at the end.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class ObjectStoreContract {
  private static final AtomicLong SERIAL = new AtomicLong();

  private final RequestContext context = RequestContext.DEMAND;
  private final String prefix =
      "contract-" + Long.toHexString(System.nanoTime()) + "-" + SERIAL.incrementAndGet() + "/";
  private @Nullable ObjectStore given;

  /** The store under test; asked for once a test. The subclass closes it. */
  protected abstract ObjectStore store() throws IOException;

  @BeforeEach
  void takeStore() throws IOException {
    given = store();
  }

  // ---- reading

  @Test
  void put_thenGet_givesTheBytes() throws IOException {
    RampObject ramp = RampObject.of(100_000);
    ObjectInfo put = put("a", ramp);

    Received got = new Received();
    ObjectInfo sent = the().get(key("a"), ByteRange.of(0, 100_000), Etag.ANY, got, context);

    assertThat(got.bytes()).isEqualTo(ramp.bytes());
    assertThat(sent.size()).isEqualTo(100_000);
    assertThat(sent.etag()).isEqualTo(put.etag());
    assertThat(sent.key()).isEqualTo(key("a"));
  }

  @Test
  void get_inTheMiddle_givesExactlyThatRange_andTellsItFirst() throws IOException {
    RampObject ramp = RampObject.of(50_000);
    ObjectInfo put = put("a", ramp);
    ByteRange range = ByteRange.of(12_345, 34_567);

    Received got = new Received();
    the().get(key("a"), range, put.etag(), got, context);

    assertThat(got.told).startsWith(range);
    assertThat(got.told).hasSize(retries() ? got.told.size() : 1);
    assertThat(got.object().size()).isEqualTo(50_000);
    assertThat(got.object().etag()).isEqualTo(put.etag());
    assertThat(got.start()).isEqualTo(12_345);
    assertThat(got.bytes()).isEqualTo(ramp.bytes(12_345, 22_222));
  }

  @Test
  void checksum_isOfTheWholeObject_inHoweverManyParts() throws IOException {
    assumeTrue(tellsChecksums());
    int part = smallestPart();
    RampObject ramp = RampObject.of(part + 10L);
    CRC32C expected = new CRC32C();
    expected.update(ramp.bytes());
    ObjectInfo whole = put("whole", ramp);
    MultipartUpload upload = the().startUpload(key("parts"), PutCondition.ALWAYS, context);
    ObjectInfo inParts =
        the()
            .completeUpload(
                upload,
                List.of(
                    the().uploadPart(upload, 1, ObjectBody.of(ramp.bytes(), 0, part), context),
                    the().uploadPart(upload, 2, ObjectBody.of(ramp.bytes(), part, 10), context)),
                PutCondition.ALWAYS,
                context);

    for (ObjectInfo object : List.of(whole, inParts)) {
      ObjectChecksum told = the().checksum(object.key(), context).orElseThrow();
      assertThat(told.crc()).isEqualTo(Crc.CRC32C);
      assertThat(told.value()).isEqualTo(expected.getValue());
      assertThat(told.object().etag()).isEqualTo(object.etag());
      assertThat(told.object().size()).isEqualTo(ramp.size());
    }
  }

  @Test
  void checksum_ofNothingThere_isNotFound() {
    refused(ErrorKind.NOT_FOUND, () -> the().checksum(key("none"), context));
  }

  @Test
  void written_tellsTheIdOfTheWrite_putWholeOrInParts() throws IOException {
    PutCondition condition = PutCondition.ALWAYS.carrying("3f2a-17");
    ObjectBody body = RampObject.of(10).body();
    ObjectInfo whole = the().put(key("whole"), body, condition, context);
    MultipartUpload upload = the().startUpload(key("parts"), condition, context);
    UploadedPart part = the().uploadPart(upload, 1, body, context);
    ObjectInfo inParts = the().completeUpload(upload, List.of(part), condition, context);

    for (ObjectInfo object : List.of(whole, inParts)) {
      WrittenObject written = the().written(object.key(), context);
      assertThat(written.writeId()).isEqualTo("3f2a-17");
      assertThat(written.object().etag()).isEqualTo(object.etag());
      assertThat(written.object().size()).isEqualTo(10);
    }
  }

  @Test
  void written_withoutAnId_tellsNone() throws IOException {
    ObjectInfo put = put("a", RampObject.of(10));

    WrittenObject written = the().written(put.key(), context);

    assertThat(written.writeId()).isEmpty();
    assertThat(written.object().etag()).isEqualTo(put.etag());
    refused(ErrorKind.NOT_FOUND, () -> the().written(key("none"), context));
  }

  @Test
  void get_ofTheFirstAndOfTheLastByte_givesOneByte() throws IOException {
    RampObject ramp = RampObject.of(777);
    ObjectInfo put = put("a", ramp);

    assertThat(get("a", ByteRange.of(0, 1), put.etag())).containsExactly(ramp.byteAt(0));
    assertThat(get("a", ByteRange.of(776, 777), put.etag())).containsExactly(ramp.byteAt(776));
  }

  @Test
  void get_pastTheEnd_isAnInvalidRange() throws IOException {
    ObjectInfo put = put("a", RampObject.of(100));

    refused(ErrorKind.INVALID_RANGE, () -> get("a", ByteRange.of(100, 101), put.etag()));
  }

  @Test
  void get_acrossTheEnd_isAnError_notAShortBody() throws IOException {
    ObjectInfo put = put("a", RampObject.of(100));

    // HTTP itself would answer with the 10 bytes there are; a store may see that before or after.
    StoreException e =
        catchThrowableOfType(
            StoreException.class, () -> get("a", ByteRange.of(90, 110), put.etag()));

    assertThat(e).isNotNull();
    assertThat(e.kind()).isIn(ErrorKind.INVALID_RANGE, ErrorKind.WRONG_ANSWER);
  }

  @Test
  void get_ofNothingThere_isNotFound() {
    refused(ErrorKind.NOT_FOUND, () -> get("none", ByteRange.of(0, 10), Etag.ANY));
  }

  @Test
  void get_ofAnotherVersion_isChanged_andDeliversNothing() throws IOException {
    ObjectInfo old = put("a", RampObject.of(1000));
    put("a", new RampObject(1000, 7));
    Received got = new Received();

    refused(
        ErrorKind.CHANGED,
        () -> the().get(key("a"), ByteRange.of(0, 100), old.etag(), got, context));

    assertThat(got.bytes()).isEmpty();
  }

  @Test
  void everyVersion_hasAnEtagOfItsOwn() throws IOException {
    ObjectInfo first = put("a", RampObject.of(1000));
    ObjectInfo second = put("a", new RampObject(1000, 7));

    assertThat(first.etag().isAny()).isFalse();
    assertThat(second.etag()).isNotEqualTo(first.etag());
    assertThat(the().head(key("a"), context).etag()).isEqualTo(second.etag());
  }

  @Test
  void getFirst_givesTheBeginning_withSizeAndVersion() throws IOException {
    RampObject ramp = RampObject.of(10_000);
    ObjectInfo put = put("a", ramp);
    Received got = new Received();

    ObjectInfo sent = the().getFirst(key("a"), 123, got, context);

    assertThat(sent.size()).isEqualTo(10_000);
    assertThat(sent.etag()).isEqualTo(put.etag());
    assertThat(got.told).startsWith(ByteRange.of(0, 123));
    assertThat(got.bytes()).isEqualTo(ramp.bytes(0, 123));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 49, 50})
  void getFirst_ofNoMoreThanAskedFor_givesAllOfIt(int size) throws IOException {
    RampObject ramp = RampObject.of(size);
    put("a", ramp);
    Received got = new Received();

    assertThat(the().getFirst(key("a"), 50, got, context).size()).isEqualTo(size);

    assertThat(got.told).startsWith(ByteRange.of(0, size));
    assertThat(got.bytes()).isEqualTo(ramp.bytes());
  }

  @Test
  void getFirst_ofAnEmptyObject_givesNothingAndNoError() throws IOException {
    ObjectInfo put = put("a", RampObject.of(0));
    Received got = new Received();

    ObjectInfo sent = the().getFirst(key("a"), 100, got, context);

    assertThat(sent.size()).isZero();
    assertThat(sent.etag()).isEqualTo(put.etag());
    assertThat(got.bytes()).isEmpty();
  }

  @Test
  void getFirst_ofNothingThere_isNotFound() {
    refused(
        ErrorKind.NOT_FOUND, () -> the().getFirst(key("none"), 10, BodyHandler.IGNORE, context));
  }

  @Test
  void getTail_givesTheEnd_withSizeAndVersion() throws IOException {
    RampObject ramp = RampObject.of(10_000);
    ObjectInfo put = put("a", ramp);
    Received got = new Received();

    ObjectInfo sent = the().getTail(key("a"), 123, got, context);

    assertThat(sent.size()).isEqualTo(10_000);
    assertThat(sent.etag()).isEqualTo(put.etag());
    assertThat(got.told).startsWith(ByteRange.of(9_877, 10_000));
    assertThat(got.bytes()).isEqualTo(ramp.bytes(9_877, 123));
  }

  @Test
  void getTail_ofAShorterObject_givesAllOfIt() throws IOException {
    RampObject ramp = RampObject.of(50);
    put("a", ramp);
    Received got = new Received();

    assertThat(the().getTail(key("a"), 4096, got, context).size()).isEqualTo(50);

    assertThat(got.start()).isZero();
    assertThat(got.bytes()).isEqualTo(ramp.bytes());
  }

  @Test
  void getTail_ofAnEmptyObject_givesNothingAndNoError() throws IOException {
    ObjectInfo put = put("a", RampObject.of(0));
    Received got = new Received();

    ObjectInfo sent = the().getTail(key("a"), 100, got, context);

    assertThat(sent.size()).isZero();
    assertThat(sent.etag()).isEqualTo(put.etag());
    assertThat(got.bytes()).isEmpty();
  }

  @Test
  void getTail_ofNothingThere_isNotFound() {
    refused(ErrorKind.NOT_FOUND, () -> the().getTail(key("none"), 10, BodyHandler.IGNORE, context));
  }

  @Test
  void head_tellsSizeVersionAndTime() throws IOException {
    ObjectInfo put = put("a", RampObject.of(321));

    ObjectInfo head = the().head(key("a"), context);

    assertThat(head.key()).isEqualTo(key("a"));
    assertThat(head.size()).isEqualTo(321);
    assertThat(head.etag()).isEqualTo(put.etag());
    assertThat(head.lastModified().getEpochSecond()).isPositive();
  }

  @Test
  void head_ofNothingThere_isNotFound_andTheMessageNamesTheObject() {
    StoreException e = refused(ErrorKind.NOT_FOUND, () -> the().head(key("none"), context));

    assertThat(e).hasMessageContaining("head").hasMessageContaining(key("none"));
  }

  @Test
  void everyRequest_isToldToTheListener_withItsOwner() throws IOException {
    put("a", RampObject.of(500));
    Object owner = new Object();
    List<Attempt> heard = Collections.synchronizedList(new ArrayList<>());
    List<Object> owners = Collections.synchronizedList(new ArrayList<>());
    RequestContext listening =
        context
            .ownedBy(owner)
            .heardBy(
                (attempt, c) -> {
                  heard.add(attempt);
                  owners.add(c.owner());
                });

    the().get(key("a"), ByteRange.of(0, 200), Etag.ANY, BodyHandler.IGNORE, listening);

    assertThat(heard).hasSize(retries() ? heard.size() : 1);
    Attempt last = heard.get(heard.size() - 1);
    assertThat(last.operation()).isEqualTo(Operation.GET);
    assertThat(last.outcome()).isEqualTo(Attempt.Outcome.OK);
    assertThat(last.bytes()).isEqualTo(retries() ? last.bytes() : 200);
    assertThat(owners).hasSameSizeAs(heard).containsOnly(owner);
  }

  @Test
  void aGet_abortedBeforeItIsSent_isClosed_andBringsNothing() throws IOException {
    put("a", RampObject.of(500));
    Received got = new Received();

    refused(
        ErrorKind.CLOSED,
        () ->
            the()
                .get(
                    key("a"),
                    ByteRange.of(0, 200),
                    Etag.ANY,
                    got,
                    context.watchedBy(RunningRequest::abort)));

    assertThat(got.bytes()).isEmpty();
    assertThat(get("a", ByteRange.of(0, 200), Etag.ANY))
        .isEqualTo(RampObject.of(500).bytes(0, 200));
  }

  // ---- keys

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a+b",
        "ä/日本",
        "%25",
        "%2F",
        "a//b",
        "#?&=$",
        "a:b;c,d",
        "~'()*!@",
        "😀",
        "a\\b",
        "[x]{y}|z",
        "<\">",
        "a=b/year=2026/part-0",
        "UPPER/lower",
        "trailing/",
        "..a/.b"
      })
  void anyKey_isWrittenReadListedAndDeleted(String name) throws IOException {
    assumeTrue(takesBackslashes() || name.indexOf('\\') < 0);
    RampObject ramp = RampObject.of(64);
    the().put(key(name), ramp.body(), PutCondition.ALWAYS, context);

    assertThat(the().head(key(name), context).size()).isEqualTo(64);
    assertThat(get(name, ByteRange.of(0, 64), Etag.ANY)).isEqualTo(ramp.bytes());
    assertThat(keys(the().list(ListRequest.flat(prefix, 10), context))).containsExactly(name);
    assertThat(keys(the().list(ListRequest.flat(key(name), 10), context))).containsExactly(name);
    move(name, "plain");
    move("plain", name);
    assertThat(the().deleteAll(List.of(key(name)), context)).isEmpty();
    refused(ErrorKind.NOT_FOUND, () -> the().head(key(name), context));
  }

  @Test
  void aLongKey_isAsGoodAsAShortOne() throws IOException {
    // Both stores take 1024 bytes; the prefix needs some of them.
    String name = "ü".repeat(450);
    put(name, RampObject.of(5));

    assertThat(the().head(key(name), context).size()).isEqualTo(5);
    assertThat(keys(the().list(ListRequest.flat(prefix, 10), context))).containsExactly(name);
  }

  // ---- listing

  @Test
  void list_isInTheOrderOfUtf8Bytes() throws IOException {
    assumeTrue(listsInByteOrder());
    // U+FF61 sorts before U+1F600 by UTF-8 bytes and after it by Java's chars.
    for (String name : List.of("b", "😀", "a", "｡", "B", "ä", "a/b", "a.b", "a0")) {
      put(name, RampObject.of(1));
    }

    assertThat(keys(the().list(ListRequest.flat(prefix, 100), context)))
        .containsExactly("B", "a", "a.b", "a/b", "a0", "b", "ä", "｡", "😀");
  }

  @Test
  void list_tellsSizes_andEtagsIfTheStoreDoes() throws IOException {
    ObjectInfo put = put("a", RampObject.of(99));

    ObjectInfo listed = the().list(ListRequest.flat(prefix, 10), context).objects().get(0);

    assertThat(listed.size()).isEqualTo(99);
    assertThat(listed.etag()).isEqualTo(listsEtags() ? put.etag() : Etag.ANY);
  }

  @Test
  void list_ofNothing_isOneEmptyLastPage() throws IOException {
    ListPage page = the().list(ListRequest.flat(prefix, 10), context);

    assertThat(page.isEmpty()).isTrue();
    assertThat(page.isLast()).isTrue();
  }

  @Test
  void list_inPages_givesEachKeyOnce_inOrder() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      names.add(String.format("k%02d", i));
      put(names.get(i), RampObject.of(1));
    }

    List<ListPage> pages = pages(ListRequest.flat(prefix, 5));

    List<String> found = new ArrayList<>();
    for (ListPage page : pages) {
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(5);
      found.addAll(keys(page));
    }
    assertThat(found).isEqualTo(names);
  }

  @Test
  void list_ofChildren_rollsUpWhatIsDeeper() throws IOException {
    for (String name : List.of("x", "d/1", "d/2", "d/e/3", "f/4", "y")) {
      put(name, RampObject.of(1));
    }

    ListPage page = the().list(ListRequest.children(prefix, 100), context);

    assertThat(keys(page)).containsExactly("x", "y");
    assertThat(page.prefixes()).containsExactly(key("d/"), key("f/"));
  }

  @Test
  void list_ofChildren_countsAMarkerAsAnObject() throws IOException {
    put("d/", RampObject.of(0));
    put("d/1", RampObject.of(1));

    ListPage inside = the().list(ListRequest.children(key("d/"), 100), context);

    assertThat(keys(inside)).containsExactly("d/", "d/1");
    assertThat(inside.prefixes()).isEmpty();
  }

  @Test
  void list_ofChildrenInPagesOfOne_givesEachObjectAndPrefixOnce() throws IOException {
    assumeTrue(pagesChildren());
    for (String name : List.of("a", "d/1", "d/2", "d/3", "d0", "e/", "e/5", "z")) {
      put(name, RampObject.of(1));
    }

    List<String> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    for (ListPage page : pages(ListRequest.children(prefix, 1))) {
      objects.addAll(keys(page));
      prefixes.addAll(page.prefixes());
    }

    assertThat(objects).containsExactly("a", "d0", "z");
    assertThat(prefixes).containsExactly(key("d/"), key("e/"));
  }

  @Test
  void list_startsAfterAKey() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      put(name, RampObject.of(1));
    }

    ListRequest request = new ListRequest(prefix, false, key("b"), "", 1);

    assertThat(pages(request).stream().flatMap(p -> keys(p).stream())).containsExactly("c", "d");
  }

  @Test
  void list_ofChildren_startsAfterAKey() throws IOException {
    for (String name : List.of("a", "b", "d/1", "e")) {
      put(name, RampObject.of(1));
    }

    ListPage page = the().list(new ListRequest(prefix, true, key("a"), "", 10), context);

    assertThat(keys(page)).containsExactly("b", "e");
    assertThat(page.prefixes()).containsExactly(key("d/"));
  }

  @Test
  void list_startsAfterAKeyThatIsNotThere() throws IOException {
    for (String name : List.of("a", "c")) {
      put(name, RampObject.of(1));
    }

    ListRequest request = new ListRequest(prefix, false, key("b"), "", 10);

    assertThat(keys(the().list(request, context))).containsExactly("c");
  }

  @Test
  void list_prefixNeedsNoSlash() throws IOException {
    for (String name : List.of("part-0", "part-1", "other")) {
      put(name, RampObject.of(1));
    }

    assertThat(keys(the().list(ListRequest.flat(key("part"), 10), context)))
        .containsExactly("part-0", "part-1");
  }

  // ---- writing

  @Test
  void put_ofNothing_makesAnEmptyObject() throws IOException {
    the().put(key("a"), ObjectBody.EMPTY, PutCondition.ALWAYS, context);

    assertThat(the().head(key("a"), context).size()).isZero();
  }

  @Test
  void put_replacesTheWholeObject() throws IOException {
    put("a", RampObject.of(5000));
    RampObject other = new RampObject(30, 3);
    put("a", other);

    assertThat(the().head(key("a"), context).size()).isEqualTo(30);
    assertThat(get("a", ByteRange.of(0, 30), Etag.ANY)).isEqualTo(other.bytes());
  }

  @Test
  void putIfAbsent_hasOneWinner() throws IOException {
    assumeTrue(putsIfAbsent());
    RampObject first = RampObject.of(40);
    the().put(key("a"), first.body(), PutCondition.IF_ABSENT, context);

    refused(
        ErrorKind.ALREADY_EXISTS,
        () -> the().put(key("a"), new RampObject(40, 9).body(), PutCondition.IF_ABSENT, context));

    assertThat(get("a", ByteRange.of(0, 40), Etag.ANY)).isEqualTo(first.bytes());
  }

  @Test
  void putIfAbsent_byManyAtOnce_hasOneWinner_whoseBytesStay() throws Exception {
    assumeTrue(decidesAmongWriters());
    int writers = 8;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<Boolean>> attempts = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        RampObject mine = new RampObject(1000, i);
        attempts.add(threads.submit(() -> putsFirst("a", mine)));
      }
      List<Integer> winners = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        if (attempts.get(i).get(50, TimeUnit.SECONDS)) {
          winners.add(i);
        }
      }

      assertThat(winners).hasSize(1);
      verify("a", new RampObject(1000, winners.get(0)));
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean putsFirst(String name, RampObject ramp) throws StoreException {
    try {
      the().put(key(name), ramp.body(), PutCondition.IF_ABSENT, context);
      return true;
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.ALREADY_EXISTS) {
        throw e;
      }
      return false;
    }
  }

  @Test
  void putIfMatch_replacesThatVersionOnly() throws IOException {
    assumeTrue(putsIfMatch());
    ObjectInfo old = put("a", RampObject.of(40));
    ObjectInfo now =
        the()
            .put(key("a"), new RampObject(40, 1).body(), PutCondition.ifMatch(old.etag()), context);

    refused(
        ErrorKind.CHANGED,
        () ->
            the()
                .put(
                    key("a"),
                    new RampObject(40, 2).body(),
                    PutCondition.ifMatch(old.etag()),
                    context));

    assertThat(the().head(key("a"), context).etag()).isEqualTo(now.etag());
  }

  // ---- uploads

  @Test
  void upload_appearsWhenCompleted_withItsPartsInOrder() throws IOException {
    int part = smallestPart();
    RampObject ramp = RampObject.of(2L * part + 100);
    MultipartUpload upload = the().startUpload(key("a"), PutCondition.ALWAYS, context);
    // Sent last to first: the numbers make the order.
    UploadedPart third = the().uploadPart(upload, 3, ramp.body(2L * part, 100), context);
    UploadedPart second = the().uploadPart(upload, 2, ramp.body(part, part), context);
    UploadedPart first = the().uploadPart(upload, 1, ramp.body(0, part), context);
    refused(ErrorKind.NOT_FOUND, () -> the().head(key("a"), context));

    ObjectInfo done =
        the().completeUpload(upload, List.of(first, second, third), PutCondition.ALWAYS, context);

    assertThat(done.etag()).isEqualTo(the().head(key("a"), context).etag());
    assertThat(the().head(key("a"), context).size()).isEqualTo(ramp.size());
    assertThat(first.size()).isEqualTo(part);
    verify("a", ramp);
  }

  @Test
  void upload_aPartSentAgain_replacesThePart() throws IOException {
    RampObject right = RampObject.of(1000);
    MultipartUpload upload = the().startUpload(key("a"), PutCondition.ALWAYS, context);
    the().uploadPart(upload, 1, new RampObject(500, 5).body(), context);
    UploadedPart again = the().uploadPart(upload, 1, right.body(), context);

    the().completeUpload(upload, List.of(again), PutCondition.ALWAYS, context);

    verify("a", right);
  }

  @Test
  void upload_isCompletedElsewhere_byItsSerialisedHandle() throws Exception {
    RampObject ramp = RampObject.of(3000);
    MultipartUpload upload = the().startUpload(key("a"), PutCondition.ALWAYS, context);
    UploadedPart part = the().uploadPart(upload, 1, ramp.body(), context);
    byte[] sent = serialised(new ArrayList<>(List.of(upload, part)));

    List<?> received = (List<?>) deserialised(sent);
    the()
        .completeUpload(
            (MultipartUpload) received.get(0),
            List.of((UploadedPart) received.get(1)),
            PutCondition.ALWAYS,
            context);

    verify("a", ramp);
  }

  @Test
  void upload_ifAbsent_doesNotReplace() throws IOException {
    assumeTrue(uploadsIfAbsent());
    RampObject first = RampObject.of(10);
    MultipartUpload upload = the().startUpload(key("a"), PutCondition.IF_ABSENT, context);
    UploadedPart part = the().uploadPart(upload, 1, new RampObject(1000, 4).body(), context);
    put("a", first);

    refused(
        ErrorKind.ALREADY_EXISTS,
        () -> the().completeUpload(upload, List.of(part), PutCondition.IF_ABSENT, context));

    verify("a", first);
    the().abortUpload(upload, context);
  }

  @Test
  void upload_aborted_leavesNothing_andAbortingAgainIsNoError() throws IOException {
    MultipartUpload upload = the().startUpload(key("a"), PutCondition.ALWAYS, context);
    UploadedPart part = the().uploadPart(upload, 1, RampObject.of(100).body(), context);

    the().abortUpload(upload, context);
    the().abortUpload(upload, context);

    if (listsUploads()) {
      assertThat(the().listUploads(prefix, context)).isEmpty();
    }
    refused(ErrorKind.NOT_FOUND, () -> the().head(key("a"), context));
    StoreException late =
        catchThrowableOfType(
            StoreException.class,
            () -> the().completeUpload(upload, List.of(part), PutCondition.ALWAYS, context));
    assertThat(late).isNotNull();
    if (knowsAbortedUploads()) {
      assertThat(late.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }
    refused(ErrorKind.NOT_FOUND, () -> the().head(key("a"), context));
  }

  @Test
  void uploads_areListedByPrefix_whileUnderWay() throws IOException {
    assumeTrue(listsUploads());
    MultipartUpload a = the().startUpload(key("d/a"), PutCondition.ALWAYS, context);
    MultipartUpload b = the().startUpload(key("d/b"), PutCondition.ALWAYS, context);
    MultipartUpload c = the().startUpload(key("e/c"), PutCondition.ALWAYS, context);

    assertThat(uploads(key("d/"))).containsExactlyInAnyOrder(a, b);
    UploadedPart part = the().uploadPart(a, 1, RampObject.of(10).body(), context);
    the().completeUpload(a, List.of(part), PutCondition.ALWAYS, context);

    assertThat(uploads(prefix)).containsExactlyInAnyOrder(b, c);
    assertThat(the().isUnderWay(a, context)).isFalse();
    assertThat(the().isUnderWay(b, context)).isTrue();
    the().abortUpload(b, context);
    the().abortUpload(c, context);
  }

  @Test
  void uploads_areListedWithTheTimeOfTheirStart() throws IOException {
    assumeTrue(listsUploads());
    MultipartUpload first = the().startUpload(key("a"), PutCondition.ALWAYS, context);
    the().put(key("b"), RampObject.of(1).body(), PutCondition.ALWAYS, context);

    assertThat(the().listUploads(prefix, context))
        .singleElement()
        .satisfies(
            started ->
                assertThat(started.started())
                    .isCloseTo(the().head(key("b"), context).lastModified(), within(1, MINUTES)));
    the().abortUpload(first, context);
  }

  private List<MultipartUpload> uploads(String below) throws StoreException {
    return the().listUploads(below, context).stream().map(StartedUpload::upload).toList();
  }

  // ---- deleting and renaming

  @Test
  void delete_removes_andDeletingAgainIsNoError() throws IOException {
    put("a", RampObject.of(10));

    the().delete(key("a"), context);
    the().delete(key("a"), context);

    refused(ErrorKind.NOT_FOUND, () -> the().head(key("a"), context));
  }

  @Test
  void deleteAll_removesThoseAndNoOthers_absentOnesIncluded() throws IOException {
    for (String name : List.of("a", "b", "c d", "e/ü")) {
      put(name, RampObject.of(1));
    }

    assertThat(the().deleteBatchLimit()).isPositive();
    assertThat(the().deleteAll(List.of(key("a"), key("none"), key("c d"), key("e/ü")), context))
        .isEmpty();

    assertThat(keys(the().list(ListRequest.flat(prefix, 10), context))).containsExactly("b");
  }

  @Test
  void rename_movesTheBytes() throws IOException {
    assumeThat(the().renaming()).isEqualTo(Renaming.AT_ONCE);
    RampObject ramp = RampObject.of(5000);
    put("a", ramp);

    the().rename(key("a"), key("d/b c"), PutCondition.ALWAYS, context);

    refused(ErrorKind.NOT_FOUND, () -> the().head(key("a"), context));
    verify("d/b c", ramp);
  }

  @Test
  void rename_replacesTheTarget_unlessForbidden() throws IOException {
    assumeThat(the().renaming()).isEqualTo(Renaming.AT_ONCE);
    RampObject first = RampObject.of(10);
    RampObject second = new RampObject(20, 1);
    put("a", first);
    put("b", second);
    if (renamesIfAbsent()) {
      refused(
          ErrorKind.ALREADY_EXISTS,
          () -> the().rename(key("a"), key("b"), PutCondition.IF_ABSENT, context));
      verify("a", first);
      verify("b", second);
    }

    the().rename(key("a"), key("b"), PutCondition.ALWAYS, context);

    verify("b", first);
  }

  @Test
  void rename_ofNothingThere_isNotFound() throws IOException {
    assumeThat(the().renaming()).isEqualTo(Renaming.AT_ONCE);
    refused(
        ErrorKind.NOT_FOUND,
        () -> the().rename(key("none"), key("b"), PutCondition.ALWAYS, context));
  }

  @Test
  void copy_keepsTheSource_andTellsTheNewObject() throws IOException {
    assumeThat(the().renaming()).isEqualTo(Renaming.BY_COPY);
    RampObject ramp = RampObject.of(5000);
    ObjectInfo source = put("a+b c", ramp);

    ObjectInfo copy = the().copy(source, key("d/ü %41"), PutCondition.ALWAYS, context);

    assertThat(copy.key()).isEqualTo(key("d/ü %41"));
    assertThat(copy.size()).isEqualTo(5000);
    assertThat(copy.etag()).isEqualTo(the().head(key("d/ü %41"), context).etag());
    verify("a+b c", ramp);
    verify("d/ü %41", ramp);
  }

  @Test
  void copy_ofAnEmptyObject_isEmpty() throws IOException {
    assumeThat(the().renaming()).isEqualTo(Renaming.BY_COPY);
    ObjectInfo source = put("a", RampObject.of(0));

    the().copy(source, key("b"), PutCondition.ALWAYS, context);

    assertThat(the().head(key("b"), context).size()).isZero();
  }

  @Test
  void copy_replacesTheTarget_unlessForbidden() throws IOException {
    assumeThat(the().renaming()).isEqualTo(Renaming.BY_COPY);
    RampObject first = RampObject.of(10);
    RampObject second = new RampObject(20, 1);
    ObjectInfo source = put("a", first);
    put("b", second);
    if (renamesIfAbsent()) {
      refused(
          ErrorKind.ALREADY_EXISTS,
          () -> the().copy(source, key("b"), PutCondition.IF_ABSENT, context));
      verify("b", second);
    }

    the().copy(source, key("b"), PutCondition.ALWAYS, context);

    verify("b", first);
  }

  @Test
  void copy_ofAnotherVersion_isChanged_andCopiesNothing() throws IOException {
    assumeThat(the().renaming()).isEqualTo(Renaming.BY_COPY);
    ObjectInfo old = put("a", RampObject.of(10));
    put("a", new RampObject(10, 1));

    refused(ErrorKind.CHANGED, () -> the().copy(old, key("b"), PutCondition.ALWAYS, context));

    refused(ErrorKind.NOT_FOUND, () -> the().head(key("b"), context));
  }

  @Test
  void copy_ofNothingThere_isNotFound() throws IOException {
    assumeThat(the().renaming()).isEqualTo(Renaming.BY_COPY);
    ObjectInfo gone = put("a", RampObject.of(10));
    the().delete(key("a"), context);

    refused(ErrorKind.NOT_FOUND, () -> the().copy(gone, key("b"), PutCondition.ALWAYS, context));
  }

  @Test
  void whatIsNotOffered_isUnsupported() throws IOException {
    ObjectInfo source = put("a", RampObject.of(10));
    refused(
        ErrorKind.UNSUPPORTED,
        () -> {
          if (the().renaming() == Renaming.AT_ONCE) {
            the().copy(source, key("b"), PutCondition.ALWAYS, context);
          } else {
            the().rename(key("a"), key("b"), PutCondition.ALWAYS, context);
          }
        });
    verify("a", RampObject.of(10));
  }

  private void move(String from, String to) throws IOException {
    if (the().renaming() == Renaming.AT_ONCE) {
      the().rename(key(from), key(to), PutCondition.ALWAYS, context);
    } else {
      the().copy(the().head(key(from), context), key(to), PutCondition.ALWAYS, context);
      the().delete(key(from), context);
    }
  }

  // ---- what may differ

  /** Whether {@link ObjectStore#put} honours {@link PutCondition#IF_ABSENT}. */
  protected boolean putsIfAbsent() {
    return true;
  }

  /** Whether one wins of many who put {@link PutCondition#IF_ABSENT} at the same moment. */
  protected boolean decidesAmongWriters() {
    return putsIfAbsent();
  }

  /** Whether {@link ObjectStore#put} honours {@link PutCondition#ifMatch}. */
  protected boolean putsIfMatch() {
    return true;
  }

  /** Whether {@link ObjectStore#completeUpload} honours {@link PutCondition#IF_ABSENT}. */
  protected boolean uploadsIfAbsent() {
    return true;
  }

  /**
   * Whether {@link ObjectStore#rename} or {@link ObjectStore#copy} honours {@link
   * PutCondition#IF_ABSENT}.
   */
  protected boolean renamesIfAbsent() {
    return true;
  }

  /** Whether listings tell etags. */
  protected boolean listsEtags() {
    return true;
  }

  /** Whether keys may hold backslashes. */
  protected boolean takesBackslashes() {
    return true;
  }

  /** Whether {@link ObjectStore#list} orders keys by their UTF-8 bytes. */
  protected boolean listsInByteOrder() {
    return true;
  }

  /** Whether children are listed in pages of the size asked for, each object and prefix once. */
  protected boolean pagesChildren() {
    return true;
  }

  /** Whether {@link ObjectStore#listUploads} works. */
  protected boolean listsUploads() {
    return true;
  }

  /** Whether completing an aborted upload is refused for the upload's absence, not its parts'. */
  protected boolean knowsAbortedUploads() {
    return true;
  }

  /** Whether one call may be several requests: a stack that retries, over a store that fails. */
  protected boolean retries() {
    return false;
  }

  /** Whether the store keeps a CRC-32C of whole objects for what is written through it. */
  protected boolean tellsChecksums() {
    return true;
  }

  /** The smallest part but the last that the store takes, in bytes. */
  protected int smallestPart() {
    return 1000;
  }

  // ---- words

  /** The store under test, for further tests of a subclass. */
  protected final ObjectStore the() {
    if (given == null) {
      throw new IllegalStateException("no store yet");
    }
    return given;
  }

  /** A key below this test's own prefix. */
  protected final String key(String name) {
    return prefix + name;
  }

  /** Puts a ramp below this test's own prefix. */
  protected final ObjectInfo put(String name, RampObject ramp) throws StoreException {
    return the().put(key(name), ramp.body(), PutCondition.ALWAYS, context);
  }

  /** Gets a range of an object below this test's own prefix. */
  protected final byte[] get(String name, ByteRange range, Etag etag) throws StoreException {
    Received got = new Received();
    the().get(key(name), range, etag, got, context);
    assertThat(got.start()).isEqualTo(range.start());
    return got.bytes();
  }

  /** Expects the whole object to be this ramp. */
  protected final void verify(String name, RampObject ramp) throws StoreException {
    byte[] bytes = get(name, ByteRange.of(0, ramp.size()), Etag.ANY);
    assertThat(bytes).hasSize((int) ramp.size());
    ramp.verify(0, bytes, 0, bytes.length);
  }

  /** Expects a refusal of this kind. */
  protected static StoreException refused(ErrorKind kind, ThrowingCallable call) {
    StoreException e = catchThrowableOfType(StoreException.class, call);
    assertThat(e).as("a refusal of kind %s", kind).isNotNull();
    assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
    return e;
  }

  private List<ListPage> pages(ListRequest first) throws StoreException {
    List<ListPage> pages = new ArrayList<>();
    ListRequest request = first;
    while (true) {
      ListPage page = the().list(request, context);
      pages.add(page);
      assertThat(page.objects().size() + page.prefixes().size()).isLessThanOrEqualTo(first.limit());
      assertThat(pages).as("pages").hasSizeLessThan(100);
      if (page.isLast()) {
        return pages;
      }
      request = request.next(page);
    }
  }

  private List<String> keys(ListPage page) {
    List<String> names = new ArrayList<>();
    for (ObjectInfo object : page.objects()) {
      assertThat(object.key()).startsWith(prefix);
      names.add(object.key().substring(prefix.length()));
    }
    return names;
  }

  private static byte[] serialised(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object deserialised(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  /** Keeps what arrives, and insists that it arrives in one piece without a gap. */
  private static final class Received implements BodyHandler {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<ByteRange> told = new ArrayList<>();
    private @Nullable ObjectInfo object;
    private long start = -1;

    @Override
    public void begin(ObjectInfo what, ByteRange range) {
      object = what;
      told.add(range);
    }

    @Override
    public void accept(long position, byte[] buffer, int offset, int length) {
      assertThat(told).as("begin() before the first byte").isNotEmpty();
      if (start < 0) {
        start = position;
      }
      assertThat(position).as("position of the next bytes").isEqualTo(start + bytes.size());
      bytes.write(buffer, offset, length);
    }

    ObjectInfo object() {
      if (object == null) {
        throw new AssertionError("begin() was not called");
      }
      return object;
    }

    long start() {
      return start;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
