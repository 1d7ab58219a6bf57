package io.github.seekwell.s3.client;

import io.github.seekwell.core.client.SignedGets;
import io.github.seekwell.core.client.StoreCall;
import io.github.seekwell.core.http.HttpCall;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Sends GETs of objects, the one request that readers make by the thousand. The SDK prepares and
 * sends the first one of a client; what it has made of endpoint, addressing style, headers and
 * signing scope is kept, and later ones are made in its likeness with another key, range and
 * version, signed by the SDK's own signer once for an object and a while ({@link SignedGets}). A
 * request costs a fraction of the processor's time then, which is what a burst of look-ahead waits
 * for on a machine of few cores, most of all while the JVM is young.
 *
 * <p>Where the likeness does not say enough, every request is the SDK's: signatures of other kinds
 * than version 4 and sessions of directory buckets, answers whose checksums the SDK is to look at.
 *
 * <p>Safe for threads.
 */
final class S3Gets implements ExecutionInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(S3Gets.class);

  /** Of a request's own, or of its signature; in lower case. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "range",
          "if-match",
          "authorization",
          "x-amz-date",
          "x-amz-content-sha256",
          "x-amz-security-token",
          "amz-sdk-invocation-id",
          "amz-sdk-request");

  /** A token that is not of the credentials but of a directory bucket's session. */
  private static final String SESSION = "x-amz-s3session-token";

  private static final Pattern SCOPE =
      Pattern.compile("AWS4-HMAC-SHA256 Credential=.+/[0-9]{8}/([^/]+)/([^/]+)/aws4_request,.*");

  /** An error is a few hundred bytes of XML. */
  private static final int MOST_OF_AN_ERROR = 64 << 10;

  private static final XMLInputFactory XML = xml();

  private final HttpEngine engine;
  private final Supplier<AwsRequestOverrideConfiguration> headers;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  /** By whom; by nobody where requests are not signed. */
  private final SignedGets<Optional<AwsCredentials>> signed =
      new SignedGets<>(System::currentTimeMillis);

  private volatile @Nullable Likeness likeness;
  private volatile boolean unlike;

  /**
   * What all GETs of a client have in common.
   *
   * @param basis without key and without what is a request's own
   * @param prefix of the path, before the key
   * @param region the signature's; empty if requests are not signed
   * @param service the signature's
   * @param signsBody whether the signature holds the (empty) body's digest
   */
  private record Likeness(
      SdkHttpRequest basis, String prefix, String region, String service, boolean signsBody) {}

  /**
   * A GET of some bytes.
   *
   * @param range as in the header
   * @param ifMatch as in the header; null for any version
   */
  record Asked(String bucket, String key, String range, @Nullable String ifMatch) {
    GetObjectRequest ofSdk(AwsRequestOverrideConfiguration headers) {
      return GetObjectRequest.builder()
          .bucket(bucket)
          .key(key)
          .range(range)
          .ifMatch(ifMatch)
          .overrideConfiguration(headers)
          .build();
    }
  }

  /** Tells with what a request is to be signed. */
  interface Credentials {
    AwsCredentials resolve();
  }

  /**
   * @param engine carries the requests
   * @param headers of every GET
   * @param validates whether the SDK is to look at answers' checksums, so that it has to see them
   */
  S3Gets(HttpEngine engine, Supplier<AwsRequestOverrideConfiguration> headers, boolean validates) {
    this.engine = engine;
    this.headers = headers;
    this.unlike = validates;
  }

  /**
   * Sends it; the answer's head is the call's then.
   *
   * @param call entered at the SDK's door by this thread
   * @return the body, which ends with the call
   * @throws S3Exception what the service answered instead
   */
  InputStream send(S3Client sdk, Asked asked, StoreCall call, Credentials credentials)
      throws IOException {
    Likeness like = likeness;
    return like == null
        ? sdk.getObject(asked.ofSdk(headers.get()))
        : send(like, asked, call, credentials);
  }

  private InputStream send(Likeness like, Asked asked, StoreCall call, Credentials credentials)
      throws IOException {
    Optional<AwsCredentials> by =
        like.region.isEmpty() ? Optional.empty() : Optional.of(credentials.resolve());
    HttpCall.Builder request =
        signed.get(asked.key, by, () -> S3Http.toCall(signed(like, asked.key, by)).build());
    request.header("Range", asked.range);
    if (asked.ifMatch != null) {
      request.header("If-Match", asked.ifMatch);
    }
    HttpExchange answer = call.send(engine.prepare(call.within(request).build()));
    if (answer.status() / 100 == 2) {
      return answer.body();
    }
    // It may have been refused for its signature.
    signed.forget(asked.key);
    throw refusal(answer.status(), answer.body());
  }

  private SdkHttpRequest signed(Likeness like, String key, Optional<AwsCredentials> by) {
    SdkHttpRequest request = like.basis.toBuilder().encodedPath(like.prefix + encoded(key)).build();
    if (by.isEmpty()) {
      return request;
    }
    return signer
        .sign(
            sign ->
                sign.identity(by.get())
                    .request(request)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, like.service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, like.region)
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, like.signsBody))
        .request();
  }

  /** The SDK is about to send something. */
  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes unused) {
    if (likeness == null && !unlike && context.request() instanceof GetObjectRequest asked) {
      Optional<Likeness> found = likeness(context.httpRequest(), asked.key());
      likeness = found.orElse(null);
      unlike = found.isEmpty();
      if (unlike) {
        LOG.debug("All requests for objects go through the AWS SDK");
      }
    }
  }

  private static Optional<Likeness> likeness(SdkHttpRequest sent, String key) {
    String path = sent.encodedPath();
    String end = encoded(key);
    if (!path.endsWith(end)
        || !sent.rawQueryParameters().isEmpty()
        || sent.firstMatchingHeader(SESSION).isPresent()) {
      return Optional.empty();
    }
    String region = "";
    String service = "";
    Optional<String> authorization = sent.firstMatchingHeader("Authorization");
    if (authorization.isPresent()) {
      Matcher scope = SCOPE.matcher(authorization.get());
      if (!scope.matches() || !scope.group(2).equals("s3")) {
        return Optional.empty();
      }
      region = scope.group(1);
      service = scope.group(2);
    }
    SdkHttpRequest.Builder basis = sent.toBuilder();
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(OWN_HEADERS);
    for (Map.Entry<String, List<String>> header : sent.headers().entrySet()) {
      if (names.contains(header.getKey())) {
        basis.removeHeader(header.getKey());
      }
    }
    String digest = sent.firstMatchingHeader("x-amz-content-sha256").orElse("");
    return Optional.of(
        new Likeness(
            basis.build(),
            path.substring(0, path.length() - end.length()),
            region,
            service,
            !digest.startsWith("UNSIGNED")));
  }

  private static String encoded(String key) {
    return SdkHttpUtils.urlEncodeIgnoreSlashes(key);
  }

  /** What the service answered, in the SDK's words. */
  private static S3Exception refusal(int status, InputStream body) throws IOException {
    byte[] raw = body.readNBytes(MOST_OF_AN_ERROR);
    AwsErrorDetails.Builder details =
        AwsErrorDetails.builder().serviceName("S3").rawResponse(SdkBytes.fromByteArray(raw));
    String requestId = null;
    try {
      XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(raw));
      String element = "";
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamReader.START_ELEMENT -> element = xml.getLocalName();
          case XMLStreamReader.CHARACTERS -> {
            switch (element) {
              case "Code" -> details.errorCode(xml.getText());
              case "Message" -> details.errorMessage(xml.getText());
              case "RequestId" -> requestId = xml.getText();
              default -> {}
            }
          }
          default -> element = "";
        }
      }
    } catch (XMLStreamException e) {
      // The status says enough, and the raw answer is told.
    }
    return (S3Exception)
        S3Exception.builder()
            .statusCode(status)
            .requestId(requestId)
            .awsErrorDetails(details.build())
            .message("status " + status)
            .build();
  }

  private static XMLInputFactory xml() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }
}
