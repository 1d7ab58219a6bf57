package io.github.seekwell.oci.client;

import com.oracle.bmc.http.internal.ParamEncoder;
import com.oracle.bmc.model.BmcException;
import com.oracle.bmc.objectstorage.ObjectStorageClient;
import com.oracle.bmc.objectstorage.requests.GetObjectRequest;
import com.oracle.bmc.objectstorage.responses.GetObjectResponse;
import io.github.seekwell.core.client.SignedGets;
import io.github.seekwell.core.http.HttpCall;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpExchange;
import io.github.seekwell.core.http.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sends GETs of objects, the one request that readers make by the thousand. The SDK prepares the
 * first one of a client; what it has made of endpoint, bucket and headers is kept, and later ones
 * are made in its likeness with another key, range and version, signed once for an object and a
 * while ({@link SignedGets}). The RSA signature alone is a millisecond of the processor's time in a
 * JVM that is warm, and what the SDK does around it more in one that is not.
 *
 * <p>Safe for threads.
 */
final class OciGets {
  private static final int UNAUTHENTICATED = 401;

  /** An error is a few hundred bytes of JSON. */
  private static final int MOST_OF_AN_ERROR = 64 << 10;

  /** Of a request's own, or of its signature. What we call a request is left to the service. */
  private static final Set<String> OWN_HEADERS = own();

  private final HttpEngine engine;
  private final OciSigner signer;
  private final SignedGets<Identity> signed = new SignedGets<>(System::currentTimeMillis);
  private volatile @Nullable Likeness likeness;

  /**
   * What all GETs of a client have in common.
   *
   * @param prefix of the URI, before the key
   */
  private record Likeness(String prefix, List<HttpHeaders.Line> headers) {}

  /** What the service says is wrong. */
  private record Said(@Nullable String code, @Nullable String message) {}

  OciGets(HttpEngine engine, OciSigner signer) {
    this.engine = engine;
    this.signer = signer;
  }

  /**
   * Sends it; the answer's head is the call's then.
   *
   * @param asked with the call as its callback
   * @param range as in the header
   * @return the body, which ends with the call; null if there is none
   * @throws BmcException what the service answered instead
   */
  @Nullable InputStream send(
      ObjectStorageClient sdk, OciCall call, GetObjectRequest asked, String range)
      throws IOException {
    Likeness like = likeness;
    if (like == null || asked.getObjectName().isBlank()) {
      call.header("range", range);
      GetObjectResponse answer = sdk.getObject(asked);
      likeness = call.sent().flatMap(sent -> likeness(sent, asked.getObjectName())).orElse(null);
      return answer.getInputStream();
    }
    return send(like, call, asked, range);
  }

  private InputStream send(Likeness like, OciCall call, GetObjectRequest asked, String range)
      throws IOException {
    Identity used = signer.current();
    HttpExchange answer = call.send(engine, request(like, used, asked, range));
    if (answer.status() == UNAUTHENTICATED) {
      signed.forget(asked.getObjectName());
      if (signer.renew(used)) {
        call.account().repeated();
        answer = call.send(engine, request(like, signer.current(), asked, range));
      }
    }
    if (answer.status() / 100 == 2) {
      return answer.body();
    }
    throw refusal(answer);
  }

  private HttpCall.Builder request(Likeness like, Identity by, GetObjectRequest asked, String range)
      throws IOException {
    String key = asked.getObjectName();
    HttpCall.Builder request = signed.get(key, by, () -> signed(like, by, key));
    request.header("range", range);
    if (asked.getIfMatch() != null) {
      request.header("if-match", asked.getIfMatch());
    }
    return request;
  }

  private static HttpCall signed(Likeness like, Identity by, String key) {
    URI uri = URI.create(like.prefix + encoded(key));
    HttpCall.Builder request = HttpCall.get(uri);
    like.headers.forEach(line -> request.header(line.name(), line.value()));
    OciSigner.ofGet(uri, by).forEach(request::header);
    return request.build();
  }

  private static Optional<Likeness> likeness(HttpCall sent, String key) {
    String uri = sent.uri().toString();
    String end = encoded(key);
    if (!uri.endsWith("/" + end)) {
      return Optional.empty();
    }
    List<HttpHeaders.Line> common =
        sent.headers().lines().stream().filter(line -> !OWN_HEADERS.contains(line.name())).toList();
    return Optional.of(new Likeness(uri.substring(0, uri.length() - end.length()), common));
  }

  private static String encoded(String key) {
    StringBuilder path = new StringBuilder();
    OciRequest.appendEncoded(path, ParamEncoder.encodePathParam(key));
    return path.toString();
  }

  private static Set<String> own() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(OciSigner.OF_THE_SIGNATURE);
    names.addAll(List.of("range", "if-match", "host", "opc-request-id"));
    return names;
  }

  /** What the service answered, as the SDK tells it. */
  private static BmcException refusal(HttpExchange answer) {
    Said said = null;
    try {
      byte[] raw = answer.body().readNBytes(MOST_OF_AN_ERROR);
      said = OciJson.INSTANCE.readValue(raw, Said.class);
    } catch (IOException e) {
      // The status says enough.
    }
    String code = said == null || said.code == null ? "Unknown" : said.code;
    String message =
        said == null || said.message == null ? OciErrors.SDK_SAYS_NOTHING : said.message;
    return new BmcException(
        answer.status(), code, message, answer.headers().first("opc-request-id").orElse(null));
  }
}
