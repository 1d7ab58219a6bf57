package io.github.seekwell.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Against signatures made by the SDK's signer, at a time of our choice. */
final class SignatureV4Test {
  private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
  private static final String TEXT = "one muon, two muons";

  @Test
  void rightSignature_isAccepted() {
    assertThatCode(() -> check(signed(NOW))).doesNotThrowAnyException();
  }

  @Test
  void anotherTarget_isRefused() {
    Request request = signed(NOW);

    assertRefused(
        new Request("1", "PUT", "/b/other?x=1", request.headers()), "SignatureDoesNotMatch");
    assertRefused(
        new Request("1", "DELETE", request.target(), request.headers()), "SignatureDoesNotMatch");
  }

  @Test
  void headerAddedAfterwards_isRefused() {
    assertRefused(signed(NOW).withHeader("x-amz-acl", "public-read"), "AccessDenied");
    assertRefused(signed(NOW).withHeader("x-amz-meta-run", "43"), "SignatureDoesNotMatch");
  }

  @Test
  void oldRequest_isRefused() {
    assertRefused(signed(NOW.minus(Duration.ofMinutes(16))), "RequestTimeTooSkewed");
    assertThatCode(() -> check(signed(NOW.minus(Duration.ofMinutes(14)))))
        .doesNotThrowAnyException();
  }

  @Test
  void changedBody_isRefused() {
    Request request = signed(NOW);

    assertThatThrownBy(() -> accounts().check(request, Body.of(Content.of("something else"))))
        .isInstanceOfSatisfying(
            S3Refusal.class, e -> assertThat(e.code()).isEqualTo("XAmzContentSHA256Mismatch"));
  }

  @Test
  void chunkChanged_isRefused() {
    Signed chunked = chunked();
    String changed = chunked.body.replace("two", "six");

    assertThat(unframe(chunked.request, chunked.body)).isEqualTo(TEXT);
    assertThatThrownBy(() -> unframe(chunked.request, changed))
        .isInstanceOfSatisfying(
            S3Refusal.class, e -> assertThat(e.code()).isEqualTo("SignatureDoesNotMatch"));
  }

  private static String unframe(Request request, String framed) {
    Body body = Body.of(Content.of(framed));
    Admission admission = accounts().check(request, body);
    return new String(
        AwsChunked.unframe(request, body, admission.seal()).body().content().bytes(),
        StandardCharsets.UTF_8);
  }

  private static void check(Request request) {
    accounts().check(request, Body.of(Content.of(TEXT)));
  }

  private static void assertRefused(Request request, String code) {
    assertThatThrownBy(() -> check(request))
        .isInstanceOfSatisfying(S3Refusal.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static S3Accounts accounts() {
    return new S3Accounts(Clock.fixed(NOW, ZoneOffset.UTC)).add("AKIA1", "secret");
  }

  private static Request signed(Instant when) {
    return sign(when, false).request;
  }

  private static Signed chunked() {
    return sign(NOW, true);
  }

  /** A request, and its body as it would be sent. */
  private record Signed(Request request, String body) {}

  private static Signed sign(Instant when, boolean chunked) {
    ContentStreamProvider payload = ContentStreamProvider.fromUtf8String(TEXT);
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                ask ->
                    ask.identity(AwsCredentialsIdentity.create("AKIA1", "secret"))
                        .request(request())
                        .payload(payload)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, chunked)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(when, ZoneOffset.UTC)));
    Map<String, String> headers = new HashMap<>();
    signed.request().headers().forEach((name, values) -> headers.put(name, values.get(0)));
    return new Signed(
        new Request("1", "PUT", "/b/a%20%2B/%C3%BC?x=1&x-id=PutObject", headers),
        text(signed.payload().orElseThrow()));
  }

  private static SdkHttpRequest request() {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.PUT)
        .protocol("http")
        .host("h")
        .port(1)
        .encodedPath("/b/a%20%2B/%C3%BC")
        .putRawQueryParameter("x-id", "PutObject")
        .putRawQueryParameter("x", "1")
        .putHeader("x-amz-meta-run", "42")
        .putHeader("Content-Length", "" + TEXT.length())
        .build();
  }

  private static String text(ContentStreamProvider payload) {
    try (var stream = payload.newStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
