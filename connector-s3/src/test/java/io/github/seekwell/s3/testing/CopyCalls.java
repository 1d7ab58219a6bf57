package io.github.seekwell.s3.testing;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import io.github.seekwell.core.testing.Upload;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls that make an object or a part out of an object that is there. */
final class CopyCalls {
  private static final Pattern BOTH_ENDS = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");
  private static final String RANGE = "x-amz-copy-source-range";

  private final Bucket source;
  private final Bucket target;
  private final S3Rules rules;

  CopyCalls(Bucket source, Bucket target, S3Rules rules) {
    this.source = source;
    this.target = target;
    this.rules = rules;
  }

  Answer copy(Call call) {
    Request request = call.request();
    StoredObject object = found(request);
    if (object.size() > rules.mostAtOnce()) {
      throw S3Refusal.invalidRequest(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + rules.mostAtOnce());
    }
    Conditions.ofWrite(request, call.key(), target.get(call.key()));
    Map<String, String> headers = headers(request, object);
    checkChange(call, object, headers);
    Body body = new Body(object.content(), md5(object));
    Map<String, String> checksums = checksums(request, object);
    headers.putAll(checksums);
    StoredObject copied =
        target.keep(
            new StoredObject(
                call.key(),
                object.content(),
                Encryption.etag(headers, body.md5()),
                body.md5Base64(),
                target.now(),
                target.now(),
                headers));
    return S3Xml.answer(
            200,
            "CopyObjectResult",
            xml -> {
              xml.text("LastModified", copied.modified())
                  .text("ETag", S3Headers.quoted(copied.etag()));
              Checksums.elements(checksums).forEach(xml::text);
            })
        .headers(Encryption.told(headers));
  }

  Answer part(Call call, Upload upload) {
    Request request = call.request();
    StoredObject object = found(request);
    Encryption.checkKey(request, upload.headers(), "");
    Content content = range(request, object);
    if (content.size() > rules.mostAtOnce()) {
      throw S3Refusal.invalidRequest(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + rules.mostAtOnce());
    }
    Body body = Body.of(content);
    Map<String, String> checksums = new HashMap<>();
    String algorithm = upload.headers().getOrDefault(UploadCalls.ALGORITHM, "");
    if (!algorithm.isEmpty()) {
      checksums.put(Checksums.header(algorithm), Checksums.of(algorithm, content));
    }
    Upload.Part part =
        new Upload.Part(
            UploadCalls.partNumber(request.parameter("partNumber").orElse("")),
            Encryption.etag(upload.headers(), body.md5()),
            body,
            target.now(),
            checksums);
    upload.put(part);
    return S3Xml.answer(
            200,
            "CopyPartResult",
            xml -> {
              xml.text("LastModified", part.modified()).text("ETag", S3Headers.quoted(part.etag()));
              Checksums.elements(checksums).forEach(xml::text);
            })
        .headers(Encryption.told(upload.headers()));
  }

  private StoredObject found(Request request) {
    String key = CopySource.of(request).key();
    StoredObject object = source.get(key).orElseThrow(() -> S3Refusal.noSuchKey(key));
    Encryption.checkKey(request, object.headers(), Encryption.COPY_SOURCE);
    Conditions.ofSource(request, object);
    return object;
  }

  /**
   * The source's, or the request's if it says so; storage class and encryption are the request's.
   */
  private static Map<String, String> headers(Request request, StoredObject object) {
    Map<String, String> asked = S3Headers.kept(request);
    if (directive(request).equals("REPLACE")) {
      return new HashMap<>(asked);
    }
    Map<String, String> headers = new HashMap<>(object.headers());
    headers
        .keySet()
        .removeIf(
            name ->
                name.startsWith(":")
                    || name.equals(S3Headers.STORAGE_CLASS)
                    || name.startsWith(S3Headers.CHECKSUM)
                    || name.startsWith("x-amz-server-side-encryption"));
    asked.forEach(
        (name, value) -> {
          if (name.equals(S3Headers.STORAGE_CLASS)
              || name.startsWith("x-amz-server-side-encryption")) {
            headers.put(name, value);
          }
        });
    return headers;
  }

  private static String directive(Request request) {
    String directive = request.header("x-amz-metadata-directive").orElse("COPY");
    if (!directive.equals("COPY") && !directive.equals("REPLACE")) {
      throw S3Refusal.invalidArgument(
          "x-amz-metadata-directive", directive, "Unknown metadata directive.");
    }
    return directive;
  }

  private void checkChange(Call call, StoredObject object, Map<String, String> headers) {
    boolean same = source == target && object.key().equals(call.key());
    boolean changes =
        directive(call.request()).equals("REPLACE")
            || !headers
                .getOrDefault(S3Headers.STORAGE_CLASS, "")
                .equals(object.headers().getOrDefault(S3Headers.STORAGE_CLASS, ""))
            || !Encryption.told(headers).equals(Encryption.told(object.headers()));
    if (same && !changes) {
      throw S3Refusal.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
    }
  }

  /** A copy is one piece, whatever its source was made of, and has the checksum of a whole. */
  private static Map<String, String> checksums(Request request, StoredObject object) {
    String algorithm =
        request
            .header("x-amz-checksum-algorithm")
            .map(Checksums::named)
            .or(() -> Checksums.algorithm(object.headers()))
            .orElse("");
    return algorithm.isEmpty()
        ? Map.of()
        : Map.of(
            Checksums.header(algorithm),
            Checksums.of(algorithm, object.content()),
            "x-amz-checksum-type",
            "FULL_OBJECT");
  }

  private static byte[] md5(StoredObject object) {
    return object.md5().isEmpty()
        ? Body.of(object.content()).md5()
        : Base64.getDecoder().decode(object.md5());
  }

  private static Content range(Request request, StoredObject object) {
    String header = request.header(RANGE).orElse("");
    if (header.isEmpty()) {
      return object.content();
    }
    Matcher ends = BOTH_ENDS.matcher(header);
    if (!ends.matches()) {
      throw S3Refusal.invalidArgument(
          RANGE,
          header,
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy");
    }
    long first = Long.parseLong(ends.group(1));
    long last = Long.parseLong(ends.group(2));
    if (first > last || last >= object.size()) {
      throw S3Refusal.invalidArgument(
          RANGE,
          header,
          "Range specified is not valid for source object of size: " + object.size());
    }
    ByteRange range = ByteRange.of(first, last + 1);
    return object.content().slice(range.start(), range.length());
  }
}
