package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.hadoop.ObjectChangedException;
import io.github.seekwell.core.hadoop.UnknownBucketException;
import io.github.seekwell.core.testing.BadAnswersContract;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.s3.testing.S3Faults;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** And what only S3 gets wrong: its errors have codes, which say more than their status. */
class BadAnswersIT extends BadAnswersContract {
  private static final String REGION = "x-amz-bucket-region";

  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }

  static Stream<Arguments> mendableHere() {
    return Stream.of(
        Arguments.of(S3Faults.refusal(503, "SlowDown"), "THROTTLED, status 503"),
        Arguments.of(S3Faults.refusal(503, "ServiceUnavailable"), "THROTTLED, status 503"),
        // Some stores say so with another status.
        Arguments.of(S3Faults.refusal(400, "SlowDown"), "THROTTLED, status 400"),
        Arguments.of(S3Faults.refusal(500, "InternalError"), "InternalError"),
        Arguments.of(S3Faults.refusal(400, "RequestTimeout"), "RequestTimeout"),
        Arguments.of(S3Faults.refusal(409, "OperationAborted"), "CONFLICT, status 409"),
        Arguments.of(S3Faults.errorInSuccess("InternalError"), "WRONG"));
  }

  @ParameterizedTest
  @MethodSource("mendableHere")
  void ofS3_once_isTriedAgain_andTheReaderNoticesNothing(Fault fault, String said)
      throws IOException {
    isTriedAgain(fault);
  }

  @ParameterizedTest
  @MethodSource("mendableHere")
  void ofS3_always_isGivenUpAfterTheAttempts(Fault fault, String said) throws IOException {
    isGivenUp(fault, ATTEMPTS, IOException.class, said);
  }

  static Stream<Arguments> unmendableHere() {
    return Stream.of(
        Arguments.of(404, "NoSuchKey", FileNotFoundException.class, "NoSuchKey"),
        Arguments.of(404, "NoSuchBucket", UnknownBucketException.class, "NoSuchBucket"),
        Arguments.of(412, "PreconditionFailed", ObjectChangedException.class, "status 412"),
        Arguments.of(403, "SignatureDoesNotMatch", AccessDeniedException.class, "secret key"),
        Arguments.of(403, "RequestTimeTooSkewed", AccessDeniedException.class, "clock is off"),
        Arguments.of(403, "InvalidAccessKeyId", AccessDeniedException.class, "credentials"),
        // The credentials are fixed ones: asking for them again brings the same.
        Arguments.of(400, "ExpiredToken", AccessDeniedException.class, "ExpiredToken"),
        Arguments.of(501, "NotImplemented", PathIOException.class, "NotImplemented"),
        // Nobody says where it is: no request is sent to wherever an answer points.
        Arguments.of(301, "PermanentRedirect", PathIOException.class, "fs.s3a.endpoint.region"),
        Arguments.of(307, "TemporaryRedirect", PathIOException.class, "the bucket is elsewhere"));
  }

  @ParameterizedTest
  @MethodSource("unmendableHere")
  void ofS3_whatDoesNotMend_failsAtOnce(
      int status, String code, Class<? extends IOException> type, String said) throws IOException {
    Fault elsewhere = Fault.answering(a -> a.header("Location", "http://127.0.0.9:9/elsewhere"));
    failsAtOnce(S3Faults.refusal(status, code).and(elsewhere), type, said);
  }

  @Test
  void movedToAnotherRegion_isFollowed() throws IOException {
    isTriedAgain(moved("eu-central-9"));
  }

  @Test
  void movedToAnotherRegionAgain_isToldWithAdvice() throws IOException {
    rig().emulator().script(Call.named("GetObject"), moved("eu-central-9"), moved("eu-central-9"));
    failsUntouched(PathIOException.class, "the bucket is in eu-central-9", "status 301");
    assertThat(gets()).isEqualTo(2);
    readAndVerify(AT);
  }

  private static Fault moved(String region) {
    return S3Faults.refusal(301, "PermanentRedirect")
        .and(Fault.answering(answer -> answer.header(REGION, region)));
  }

  /** The second request is for the rest of a block, and meets the end of the session. */
  @Test
  void expiredInMidBody_isReadOnWithNewKeys_atTheMissingByte() throws IOException {
    RampObject ramp = new RampObject(SIZE, 8);
    byte[] buffer = new byte[300_000];
    try (S3Rig signed = S3Rig.startSigned()) {
      signed.hold("a", ramp);
      Configuration conf = signed.configuration();
      conf.set("fs.seekwell.read.look-ahead-max", "0");
      conf.set("fs.seekwell.read.open-bytes", "0");
      conf.set("fs.seekwell.retry.base-delay", "1ms");
      session(signed, conf, "1", Instant.MAX);
      try (FileSystem fs = signed.open(conf);
          FSDataInputStream in = fs.open(signed.path("a"))) {
        signed
            .emulator()
            .script(
                Call.named("GetObject"),
                Fault.closeAfter(1000),
                S3Faults.refusal(400, "ExpiredToken"));
        session(signed, conf, "2", Instant.MAX);
        in.readFully(0, buffer);
        ramp.verify(0, buffer, 0, buffer.length);
        assertThat(signed.emulator().log().ranges("GetObject"))
            .extracting(range -> range.start())
            .containsExactly(0L, 1000L, 1000L);
      }
    }
  }

  @Test
  void expiredForGood_isToldAtOnce_withoutASecret() throws IOException {
    try (S3Rig signed = S3Rig.startSigned()) {
      signed.hold("a", new RampObject(SIZE, 8));
      Configuration conf = signed.configuration();
      conf.set("fs.seekwell.read.look-ahead-max", "0");
      session(signed, conf, "1", Instant.MAX);
      try (FileSystem fs = signed.open(conf);
          FSDataInputStream in = fs.open(signed.path("a"))) {
        in.readFully(0, new byte[1000]);
        signed.accounts().addSession("SESSION1", "secret1", "token1", Instant.EPOCH);
        Failing.with(AccessDeniedException.class, () -> in.readFully(AT, new byte[1000]))
            .naming(signed.path("a"))
            .saying("ExpiredToken")
            .withoutSecrets(List.of(S3Rig.SECRET_KEY, "secret1", "token1"));
        assertThat(signed.emulator().log().requests("GetObject")).hasSize(2);
      }
    }
  }

  private static void session(S3Rig signed, Configuration conf, String name, Instant end) {
    signed.accounts().addSession("SESSION" + name, "secret" + name, "token" + name, end);
    conf.set("fs.s3a.session.token", "token" + name);
    conf.set("fs.s3a.access.key", "SESSION" + name);
    conf.set("fs.s3a.secret.key", "secret" + name);
  }
}
