package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.Renaming;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.VirtualTime;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a retry makes of writes that may have happened although nobody was told so. */
class LostAnswerTest {
  private static final RequestContext CONTEXT = RequestContext.DEMAND;
  private static final Fault LOST = Fault.after(ErrorKind.CONNECTION);

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore recording = new RecordingStore(faulty);
  private final VirtualTime time = new VirtualTime();
  private final RetryingStore store = retrying(recording);

  private RetryingStore retrying(ObjectStore inner) {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(20), () -> 0.5);
    return new RetryingStore(inner, 3, backoff, time, ReadListener.NONE);
  }

  // ---- put

  @Test
  void put_opensTheBodyAnewForEveryAttempt() throws IOException {
    faulty.script(Operation.PUT, LOST, Fault.before(ErrorKind.SERVER_ERROR));
    RampObject ramp = RampObject.of(100);
    AtomicInteger opened = new AtomicInteger();
    ObjectBody body =
        new ObjectBody() {
          @Override
          public long length() {
            return 100;
          }

          @Override
          public InputStream open() throws IOException {
            opened.incrementAndGet();
            return ramp.body().open();
          }
        };

    ObjectInfo put = store.put("a", body, PutCondition.ALWAYS, CONTEXT);

    assertThat(opened.get()).isEqualTo(2);
    assertThat(memory.bytes("a")).isEqualTo(ramp.bytes());
    assertThat(memory.head("a", CONTEXT).etag()).isEqualTo(put.etag());
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      names = {"CONNECTION", "STALLED", "TRUNCATED", "WRONG_ANSWER", "SERVER_ERROR"})
  void putIfAbsent_refusedAfterALostAnswer_saysThatItMayBeOurs(ErrorKind lost) {
    faulty.script(Operation.PUT, Fault.after(lost));

    StoreException e = failure(() -> putIfAbsent(RampObject.of(100)));

    assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(e)
        .hasMessageContaining("may be ours or somebody else's, which cannot be told apart")
        .hasMessageContaining("2 attempts");
    assertThat(recording.count(Operation.HEAD)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      names = {"CONNECTION", "STALLED", "TRUNCATED", "WRONG_ANSWER", "SERVER_ERROR", "THROTTLED"})
  void putIfAbsentWithAnId_whoseAnswerWasLost_isDone_ifTheObjectCarriesTheId(ErrorKind lost)
      throws IOException {
    faulty.script(Operation.PUT, Fault.after(lost));

    ObjectInfo put = store.put("a", RampObject.of(100).body(), ifAbsent("one"), CONTEXT);

    assertThat(put).isEqualTo(memory.head("a", CONTEXT));
    assertThat(recording.count(Operation.PUT)).isEqualTo(2);
    assertThat(recording.count(Operation.HEAD)).isEqualTo(1);
  }

  @Test
  void completion_doneThoughAThrottlingAnswerCame_isFoundOut() throws IOException {
    faulty.script(Operation.COMPLETE_UPLOAD, Fault.after(ErrorKind.THROTTLED));
    MultipartUpload upload = store.startUpload("a", PutCondition.ALWAYS, CONTEXT);
    UploadedPart part = store.uploadPart(upload, 1, RampObject.of(100).body(), CONTEXT);

    ObjectInfo done = store.completeUpload(upload, List.of(part), PutCondition.ALWAYS, CONTEXT);

    assertThat(done).isEqualTo(memory.head("a", CONTEXT));
  }

  @Test
  void putIfAbsentWithAnId_refusedForAnotherWritersObject_isSomebodyElses() throws IOException {
    memory.put("a", RampObject.of(100).body(), ifAbsent("another"), CONTEXT);
    faulty.script(Operation.PUT, Fault.before(ErrorKind.CONNECTION));

    StoreException e =
        failure(() -> store.put("a", RampObject.of(100).body(), ifAbsent("one"), CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(e.getMessage()).doesNotContain("ours");
  }

  @Test
  void putIfAbsentWithAnId_onAStoreThatKeepsNone_saysThatItMayBeOurs() {
    memory.hold("a", RampObject.of(100));
    faulty.script(Operation.PUT, Fault.before(ErrorKind.CONNECTION));

    StoreException e =
        failure(() -> store.put("a", RampObject.of(100).body(), ifAbsent("one"), CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(e).hasMessageContaining("cannot be told apart");
  }

  @Test
  void putIfAbsentWithAnId_thatMetAConflictWithItself_isDone() throws IOException {
    faulty.script(Operation.PUT, LOST, Fault.before(ErrorKind.CONFLICT));

    ObjectInfo put = store.put("a", RampObject.of(100).body(), ifAbsent("one"), CONTEXT);

    assertThat(put).isEqualTo(memory.head("a", CONTEXT));
    assertThat(recording.count(Operation.PUT)).isEqualTo(2);
  }

  @Test
  void putIfAbsentWithAnId_thatMetAConflictWithSomebodyElse_isSentAgain() throws IOException {
    faulty.script(
        Operation.PUT, Fault.before(ErrorKind.CONNECTION), Fault.before(ErrorKind.CONFLICT));

    ObjectInfo put = store.put("a", RampObject.of(100).body(), ifAbsent("one"), CONTEXT);

    assertThat(put.etag()).isEqualTo(memory.head("a", CONTEXT).etag());
    assertThat(recording.count(Operation.PUT)).isEqualTo(3);
  }

  private static PutCondition ifAbsent(String id) {
    return PutCondition.IF_ABSENT.carrying(id);
  }

  @Test
  void putIfAbsent_refusedForAnObjectOfAnotherSize_isSomebodyElses() {
    faulty.script(Operation.PUT, Fault.before(ErrorKind.CONNECTION));
    memory.hold("a", RampObject.of(99));

    StoreException e = failure(() -> putIfAbsent(RampObject.of(100)));

    assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(e.getMessage()).doesNotContain("ours");
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      names = {"THROTTLED", "UNKNOWN_HOST", "CONFLICT"})
  void putIfAbsent_refusedAfterAnAttemptThatDidNothing_isNotInDoubt(ErrorKind neverDone) {
    faulty.script(Operation.PUT, Fault.before(neverDone));
    memory.hold("a", RampObject.of(100));

    StoreException e = failure(() -> putIfAbsent(RampObject.of(100)));

    assertThat(e.getMessage()).doesNotContain("ours");
    assertThat(recording.count(Operation.HEAD)).isZero();
  }

  @Test
  void putIfAbsent_refusedAtOnce_costsOneRequest() {
    memory.hold("a", RampObject.of(100));

    StoreException e = failure(() -> putIfAbsent(RampObject.of(100)));

    assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(recording.count()).isEqualTo(1);
  }

  @Test
  void putIfMatch_refusedAfterALostAnswer_saysThatItMayBeOurs() {
    Etag old = memory.hold("a", RampObject.of(10)).etag();
    faulty.script(Operation.PUT, LOST);

    StoreException e =
        failure(
            () -> store.put("a", RampObject.of(100).body(), PutCondition.ifMatch(old), CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.CHANGED);
    assertThat(e).hasMessageContaining("cannot be told apart");
  }

  private void putIfAbsent(RampObject ramp) throws StoreException {
    store.put("a", ramp.body(), PutCondition.IF_ABSENT, CONTEXT);
  }

  // ---- rename

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      names = {"CONNECTION", "STALLED", "SERVER_ERROR"})
  void rename_whoseAnswerWasLost_isDone_ifSourceIsGoneAndTargetThere(ErrorKind lost)
      throws IOException {
    memory.hold("a", RampObject.of(100));
    faulty.script(Operation.RENAME, Fault.after(lost));

    store.rename("a", "b", PutCondition.IF_ABSENT, CONTEXT);

    assertThat(memory.keys()).containsExactly("b");
    assertThat(subjects(Operation.HEAD)).containsExactly("b");
  }

  @Test
  void rename_refusedBecauseTheTargetIsThere_isDone_ifTheSourceIsGone() throws IOException {
    memory.hold("a", RampObject.of(100));
    // A store may look at the target before it looks for the source.
    faulty.script(Operation.RENAME, LOST, Fault.before(ErrorKind.ALREADY_EXISTS));

    store.rename("a", "b", PutCondition.IF_ABSENT, CONTEXT);

    assertThat(memory.keys()).containsExactly("b");
    assertThat(subjects(Operation.HEAD)).containsExactly("a");
  }

  @Test
  void rename_refusedWhileTheSourceIsStillThere_isSomebodyElses() {
    memory.hold("a", RampObject.of(100));
    memory.hold("b", RampObject.of(7));
    faulty.script(Operation.RENAME, Fault.before(ErrorKind.CONNECTION));

    StoreException e = failure(() -> store.rename("a", "b", PutCondition.IF_ABSENT, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(memory.keys()).containsExactly("a", "b");
  }

  @Test
  void rename_ofNothing_isNotFound_alsoAfterAFailure() {
    faulty.script(Operation.RENAME, Fault.before(ErrorKind.CONNECTION));

    StoreException e = failure(() -> store.rename("a", "b", PutCondition.ALWAYS, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void rename_ofNothingAtOnce_isNotFound_withoutLooking() {
    memory.hold("b", RampObject.of(7));

    StoreException e = failure(() -> store.rename("a", "b", PutCondition.ALWAYS, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(recording.count()).isEqualTo(1);
  }

  @Test
  void rename_whenLookingFailsToo_isResolvedByTheNextAttempt() throws IOException {
    memory.hold("a", RampObject.of(100));
    faulty.script(Operation.RENAME, LOST);
    faulty.script(Operation.HEAD, Fault.before(ErrorKind.CONNECTION));

    store.rename("a", "b", PutCondition.ALWAYS, CONTEXT);

    assertThat(recording.count(Operation.RENAME)).isEqualTo(3);
    assertThat(recording.count(Operation.HEAD)).isEqualTo(2);
  }

  // ---- copy

  private final MemoryStore copying = new MemoryStore(Renaming.BY_COPY);
  private final FaultyStore faultyCopying = new FaultyStore(copying);

  @Test
  void copy_whoseAnswerWasLost_isDone_ifTheTargetHasTheSourcesChecksum() throws IOException {
    ObjectInfo source = copying.hold("a", RampObject.of(100));
    faultyCopying.script(Operation.COPY, LOST);

    ObjectInfo copy = retrying(faultyCopying).copy(source, "b", PutCondition.IF_ABSENT, CONTEXT);

    assertThat(copy.key()).isEqualTo("b");
    assertThat(copying.keys()).containsExactly("a", "b");
  }

  @Test
  void copy_whoseAnswerWasLost_isInDoubt_ifTheTargetHasItsSizeAndAnotherChecksum() {
    ObjectInfo source = copying.hold("a", RampObject.of(100));
    copying.hold("b", new RampObject(100, 7));
    faultyCopying.script(Operation.COPY, Fault.before(ErrorKind.CONNECTION));

    StoreException e =
        failure(() -> retrying(faultyCopying).copy(source, "b", PutCondition.IF_ABSENT, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.IN_DOUBT);
    assertThat(e).hasMessageContaining("cannot be told apart");
  }

  @Test
  void copy_ontoAnotherSize_isSomebodyElses_alsoAfterAFailure() {
    ObjectInfo source = copying.hold("a", RampObject.of(100));
    copying.hold("b", RampObject.of(7));
    faultyCopying.script(Operation.COPY, Fault.before(ErrorKind.CONNECTION));

    StoreException e =
        failure(() -> retrying(faultyCopying).copy(source, "b", PutCondition.IF_ABSENT, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(e.getMessage()).doesNotContain("told apart");
  }

  @Test
  void copy_whoseAnswerWasLost_isSentAgain_ifNothingForbidsIt() throws IOException {
    ObjectInfo source = copying.hold("a", RampObject.of(100));
    faultyCopying.script(Operation.COPY, LOST);

    retrying(faultyCopying).copy(source, "b", PutCondition.ALWAYS, CONTEXT);

    assertThat(copying.keys()).containsExactly("a", "b");
  }

  // ---- uploads

  @Test
  void completion_whoseAnswerWasLost_isDone_ifTheObjectHasTheSizeOfItsParts() throws IOException {
    MultipartUpload upload = memory.startUpload("a", PutCondition.ALWAYS, CONTEXT);
    List<UploadedPart> parts = parts(upload);
    faulty.script(Operation.COMPLETE_UPLOAD, LOST);

    ObjectInfo done = store.completeUpload(upload, parts, PutCondition.ALWAYS, CONTEXT);

    assertThat(done).isEqualTo(memory.head("a", CONTEXT));
    assertThat(done.size()).isEqualTo(150);
    assertThat(recording.count(Operation.HEAD)).isEqualTo(1);
    assertThat(recording.count(Operation.LIST_UPLOADS)).isZero();
  }

  @Test
  void completion_ofAnUploadThatIsGone_withoutItsObject_isNotFound() throws IOException {
    MultipartUpload upload = memory.startUpload("a", PutCondition.ALWAYS, CONTEXT);
    List<UploadedPart> parts = parts(upload);
    memory.abortUpload(upload, CONTEXT);
    memory.hold("a", RampObject.of(149));
    faulty.script(Operation.COMPLETE_UPLOAD, Fault.before(ErrorKind.CONNECTION));

    StoreException e =
        failure(() -> store.completeUpload(upload, parts, PutCondition.ALWAYS, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(e).hasMessageContaining("no such upload");
  }

  @Test
  void completionIfAbsent_refusedWhileTheUploadIsStillThere_isSomebodyElses() throws IOException {
    MultipartUpload upload = memory.startUpload("a", PutCondition.IF_ABSENT, CONTEXT);
    List<UploadedPart> parts = parts(upload);
    memory.hold("a", RampObject.of(150));
    faulty.script(Operation.COMPLETE_UPLOAD, Fault.before(ErrorKind.CONNECTION));

    StoreException e =
        failure(() -> store.completeUpload(upload, parts, PutCondition.IF_ABSENT, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(memory.uploads()).isEqualTo(1);
  }

  @Test
  void completionIfAbsent_refusedAfterTheUploadIsGone_isDone() throws IOException {
    MultipartUpload upload = memory.startUpload("a", PutCondition.IF_ABSENT, CONTEXT);
    List<UploadedPart> parts = parts(upload);
    faulty.script(Operation.COMPLETE_UPLOAD, LOST, Fault.before(ErrorKind.ALREADY_EXISTS));

    ObjectInfo done = store.completeUpload(upload, parts, PutCondition.IF_ABSENT, CONTEXT);

    assertThat(done).isEqualTo(memory.head("a", CONTEXT));
    assertThat(recording.count(Operation.LIST_UPLOADS)).isEqualTo(1);
  }

  @Test
  void completionIfAbsentWithAnId_whoseAnswerWasLost_isDone_withoutLookingForUploads()
      throws IOException {
    MultipartUpload upload = memory.startUpload("a", ifAbsent("one"), CONTEXT);
    List<UploadedPart> parts = parts(upload);
    faulty.script(Operation.COMPLETE_UPLOAD, LOST, Fault.before(ErrorKind.ALREADY_EXISTS));

    ObjectInfo done = store.completeUpload(upload, parts, ifAbsent("one"), CONTEXT);

    assertThat(done).isEqualTo(memory.head("a", CONTEXT));
    assertThat(recording.count(Operation.HEAD)).isEqualTo(1);
    assertThat(recording.count(Operation.LIST_UPLOADS)).isZero();
  }

  @Test
  void completionIfAbsentWithAnId_ofAnUploadThatSomebodyDropped_isNotTheSecondWritersObject()
      throws IOException {
    MultipartUpload upload = memory.startUpload("a", ifAbsent("one"), CONTEXT);
    List<UploadedPart> parts = parts(upload);
    memory.abortUpload(upload, CONTEXT);
    memory.put("a", RampObject.of(150).body(), ifAbsent("another"), CONTEXT);
    faulty.script(Operation.COMPLETE_UPLOAD, Fault.before(ErrorKind.CONNECTION));

    StoreException e = failure(() -> store.completeUpload(upload, parts, ifAbsent("one"), CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void completion_thatLostAConflict_andWhoseUploadIsGone_isNotOurs() throws IOException {
    MultipartUpload upload = memory.startUpload("a", PutCondition.IF_ABSENT, CONTEXT);
    List<UploadedPart> parts = parts(upload);
    memory.abortUpload(upload, CONTEXT);
    memory.hold("a", RampObject.of(150));
    faulty.script(Operation.COMPLETE_UPLOAD, Fault.before(ErrorKind.CONFLICT));

    StoreException e =
        failure(() -> store.completeUpload(upload, parts, PutCondition.IF_ABSENT, CONTEXT));

    assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(recording.count(Operation.HEAD)).isZero();
  }

  @Test
  void aPart_isSentAgain() throws IOException {
    MultipartUpload upload = memory.startUpload("a", PutCondition.ALWAYS, CONTEXT);
    faulty.script(Operation.UPLOAD_PART, LOST);

    UploadedPart part = store.uploadPart(upload, 1, RampObject.of(100).body(), CONTEXT);
    store.completeUpload(upload, List.of(part), PutCondition.ALWAYS, CONTEXT);

    assertThat(memory.bytes("a")).isEqualTo(RampObject.of(100).bytes());
  }

  @Test
  void aStartWhoseAnswerWasLost_startsAnother_andLeavesTheFirstBehind() throws IOException {
    faulty.script(Operation.START_UPLOAD, LOST);

    MultipartUpload upload = store.startUpload("a", PutCondition.ALWAYS, CONTEXT);

    assertThat(memory.uploads()).isEqualTo(2);
    assertThat(store.isUnderWay(upload, CONTEXT)).isTrue();
  }

  @Test
  void anAbort_isRepeated() throws IOException {
    MultipartUpload upload = memory.startUpload("a", PutCondition.ALWAYS, CONTEXT);
    faulty.script(Operation.ABORT_UPLOAD, LOST);

    store.abortUpload(upload, CONTEXT);

    assertThat(memory.uploads()).isZero();
  }

  private List<UploadedPart> parts(MultipartUpload upload) throws StoreException {
    return List.of(
        memory.uploadPart(upload, 1, RampObject.of(100).body(), CONTEXT),
        memory.uploadPart(upload, 2, RampObject.of(50).body(), CONTEXT));
  }

  // ---- delete

  @Test
  void aDelete_isRepeated() throws IOException {
    memory.hold("a", RampObject.of(10));
    faulty.script(Operation.DELETE, LOST);

    store.delete("a", CONTEXT);

    assertThat(memory.keys()).isEmpty();
    assertThat(recording.count(Operation.DELETE)).isEqualTo(2);
  }

  @Test
  void aBatch_asksAgainForThoseThatMayMend_only() throws IOException {
    List<List<String>> asked = new ArrayList<>();
    RetryingStore partly =
        retrying(
            leaving(
                asked,
                List.of(
                    List.of(
                        left("b", ErrorKind.SERVER_ERROR),
                        left("c", ErrorKind.ACCESS_DENIED),
                        left("d", ErrorKind.THROTTLED)),
                    List.of(left("d", ErrorKind.THROTTLED)),
                    List.of())));

    List<DeleteFailure> left = partly.deleteAll(List.of("a", "b", "c", "d"), CONTEXT);

    assertThat(asked).containsExactly(List.of("a", "b", "c", "d"), List.of("b", "d"), List.of("d"));
    assertThat(left).extracting(DeleteFailure::key).containsExactly("c");
  }

  @Test
  void aBatch_thatNeverMends_tellsWhatIsLeft() throws IOException {
    List<List<String>> asked = new ArrayList<>();
    List<DeleteFailure> never = List.of(left("a", ErrorKind.SERVER_ERROR));
    RetryingStore partly = retrying(leaving(asked, List.of(never, never, never)));

    List<DeleteFailure> left = partly.deleteAll(List.of("a", "b"), CONTEXT);

    assertThat(asked).hasSize(3);
    assertThat(left).extracting(DeleteFailure::key).containsExactly("a");
  }

  private static DeleteFailure left(String key, ErrorKind kind) {
    return new DeleteFailure(key, new StoreException(kind, "delete " + key, "said so"));
  }

  private ObjectStore leaving(List<List<String>> asked, List<List<DeleteFailure>> answers) {
    return new ForwardingStore(memory) {
      @Override
      public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context) {
        asked.add(keys);
        return answers.get(asked.size() - 1);
      }

      @Override
      public String toString() {
        return "Leaving(" + inner() + ")";
      }
    };
  }

  private List<String> subjects(Operation operation) {
    List<String> subjects = new ArrayList<>();
    for (RecordingStore.Call call : recording.calls()) {
      if (call.operation() == operation) {
        subjects.add(call.subject());
      }
    }
    return subjects;
  }

  private static StoreException failure(ThrowingCallable call) {
    StoreException e = catchThrowableOfType(StoreException.class, call);
    assertThat(e).as("a failure").isNotNull();
    return e;
  }
}
