package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.WriteVisibilityContract;
import io.github.seekwell.s3.testing.S3Faults;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * And what only S3 answers to who writes: errors inside successes, and its conditions' conflicts.
 */
class WriteVisibilityIT extends WriteVisibilityContract {
  private static final String COMPLETE = "CompleteMultipartUpload";
  private static final Fault CONFLICT = S3Faults.refusal(409, "ConditionalRequestConflict");

  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }

  @Override
  @Test
  @EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
  protected void fileLargerThanTheHeap_isWritten() throws Exception {
    super.fileLargerThanTheHeap_isWritten();
  }

  @ParameterizedTest
  @ValueSource(strings = {"InternalError", "SlowDown", "ServiceUnavailable", "Unheard"})
  void errorInsideTheAnswerToACompletion_isTriedAgain(String code) throws IOException {
    rig().emulator().script(Call.named(COMPLETE), S3Faults.errorInSuccess(code));
    for (boolean overwrite : new boolean[] {true, false}) {
      create("a-" + overwrite, overwrite, 2 * PART).close();
      assertHolds("a-" + overwrite, RampObject.of(2 * PART));
    }
    assertNoUploads();
    assertThat(requests(COMPLETE)).hasSize(3);
  }

  @Test
  void errorInsideEveryAnswerToACompletion_makesClosingFail_andNothingIsLeft() throws IOException {
    rig()
        .emulator()
        .script()
        .always(Call.named(COMPLETE), S3Faults.errorInSuccess("InternalError"));
    FSDataOutputStream out = create("a", true, 2 * PART);
    Failing.with(IOException.class, out::close)
        .naming(rig().path("a"))
        .saying("InternalError", "5 attempts")
        .withoutSecrets(rig().secrets());
    assertThat(keysThere()).isEmpty();
  }

  @Test
  void errorInsideTheAnswerToACopy_isTriedAgain() throws IOException {
    RampObject ramp = rig().hold("a", new RampObject(1000, 4));
    rig()
        .emulator()
        .script(
            Call.named("CopyObject"),
            S3Faults.errorInSuccess("InternalError"),
            S3Faults.errorInSuccess("SlowDown"));
    assertThat(fileSystem().rename(rig().path("a"), rig().path("b"))).isTrue();
    assertThat(keysThere()).containsExactly("b");
    assertHolds("b", ramp);
    assertThat(requests("CopyObject")).hasSize(3);
  }

  @Test
  void errorInsideEveryAnswerToACopy_makesTheRenameFail_andTheSourceStays() throws IOException {
    RampObject ramp = rig().hold("a", new RampObject(1000, 4));
    rig()
        .emulator()
        .script()
        .always(Call.named("CopyObject"), S3Faults.errorInSuccess("InternalError"));
    Failing.with(IOException.class, () -> fileSystem().rename(rig().path("a"), rig().path("b")))
        .saying("InternalError", "5 attempts")
        .withoutSecrets(rig().secrets());
    assertThat(keysThere()).containsExactly("a");
    assertHolds("a", ramp);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2 * PART})
  void conflictOfConditions_isTriedAgain(int size) throws IOException {
    rig().emulator().script(Call.named(publishing(size)), CONFLICT, CONFLICT);
    create("a", false, size).close();
    assertHolds("a", RampObject.of(size));
    assertNoUploads();
    assertThat(requests(publishing(size))).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2 * PART})
  void conflictThatTheOtherWriterWon_isNoDoubt_sinceNothingOfOursWasDone(int size)
      throws IOException {
    RampObject other = new RampObject(size, 9);
    rig().emulator().script(Call.named(publishing(size)), CONFLICT);
    FSDataOutputStream out = create("a", false, size);
    rig().hold("a", other);
    Failing.with(FileAlreadyExistsException.class, out::close)
        .naming(rig().path("a"))
        .notSaying("may be ours");
    assertHolds("a", other);
    assertNoUploads();
  }

  /** Of the same size as ours, so that looking at it would mistake it for ours. */
  @Test
  void conflictThatTookTheUploadAway_isNotMistakenForOurSuccess() throws IOException {
    RampObject other = new RampObject(2 * PART, 9);
    rig().emulator().script(Call.named(COMPLETE), CONFLICT, S3Faults.refusal(404, "NoSuchUpload"));
    FSDataOutputStream out = create("a", false, 2 * PART);
    rig().hold("a", other);
    Failing.with(FileNotFoundException.class, out::close)
        .naming(rig().path("a"))
        .saying("NoSuchUpload");
    assertHolds("a", other);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2 * PART})
  void conflictForEver_makesClosingFail_andNothingIsLeft(int size) throws IOException {
    rig().emulator().script().always(Call.named(publishing(size)), CONFLICT);
    FSDataOutputStream out = create("a", false, size);
    Failing.with(IOException.class, out::close)
        .naming(rig().path("a"))
        .saying("ConditionalRequestConflict", "5 attempts");
    assertThat(keysThere()).isEmpty();
    assertNoUploads();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2 * PART})
  void unmetCondition_meansThatTheFileIsThere(int size) throws IOException {
    rig()
        .emulator()
        .script(Call.named(publishing(size)), S3Faults.refusal(412, "PreconditionFailed"));
    FSDataOutputStream out = create("a", false, size);
    Failing.with(FileAlreadyExistsException.class, out::close).naming(rig().path("a"));
    assertThat(requests(publishing(size))).hasSize(1);
    assertThat(keysThere()).isEmpty();
    assertNoUploads();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2 * PART})
  void storeWithoutConditions_isTold_withTheSettingThatHelps(int size) throws IOException {
    rig().emulator().script(Call.named(publishing(size)), S3Faults.refusal(501, "NotImplemented"));
    FSDataOutputStream out = create("a", false, size);
    Failing.with(PathIOException.class, out::close)
        .naming(rig().path("a"))
        .saying("NotImplemented", "conditional writes", "= false");
    assertThat(keysThere()).isEmpty();
    assertNoUploads();
  }

  @ParameterizedTest
  @CsvSource({"PutObject, 10", "UploadPart, 10485760"})
  void answerWithoutTheVersionWritten_isTriedAgain(String operation, int size) throws IOException {
    rig().emulator().script(Call.named(operation), Fault.without("ETag"));
    create("a", true, size).close();
    assertHolds("a", RampObject.of(size));
    assertNoUploads();
    assertThat(rig().emulator().script().unused()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SlowDown", "ServiceUnavailable"})
  void slowDown_ofEveryKindOfWrite_isWaitedOut(String code) throws IOException {
    for (String operation :
        new String[] {"PutObject", "CreateMultipartUpload", "UploadPart", COMPLETE}) {
      rig().emulator().script(Call.named(operation), S3Faults.refusal(503, code).times(2));
    }
    for (int size : new int[] {10, 2 * PART}) {
      create("a" + size, false, size).close();
      assertHolds("a" + size, RampObject.of(size));
    }
    assertNoUploads();
    assertThat(rig().emulator().script().unused()).isZero();
  }

  /** What makes a file of this size appear. */
  private static String publishing(int size) {
    return size <= PART ? "PutObject" : COMPLETE;
  }

  private FSDataOutputStream create(String key, boolean overwrite, int size) throws IOException {
    FSDataOutputStream out = fileSystem().create(rig().path(key), overwrite);
    write(out, RampObject.of(size));
    return out;
  }
}
