package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import io.github.seekwell.core.testing.Upload;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Calls about multipart uploads. */
final class UploadCalls {
  /** Notes of an upload on how its object and parts are checksummed. Not sent as such. */
  static final String ALGORITHM = ":checksum-algorithm";

  static final String TYPE = ":checksum-type";
  static final String FULL_OBJECT = "FULL_OBJECT";
  static final String COMPOSITE = "COMPOSITE";

  private static final int MOST_PARTS = 10_000;

  private final Bucket bucket;
  private final S3Rules rules;

  UploadCalls(Bucket bucket, S3Rules rules) {
    this.bucket = bucket;
    this.rules = rules;
  }

  Answer answer(Call call, Body body) {
    return switch (call.operation()) {
      case "ListMultipartUploads" -> new ListUploadsCall(bucket, call.request()).answer();
      case "CreateMultipartUpload" -> create(call);
      case "ListParts" -> listParts(call);
      case "UploadPart" -> put(call, body);
      case "CompleteMultipartUpload" -> complete(call, body);
      default -> abort(call);
    };
  }

  private Answer create(Call call) {
    Map<String, String> headers = new HashMap<>(S3Headers.kept(call.request()));
    Map<String, String> told = new HashMap<>(Encryption.told(headers));
    Optional<String> named = call.request().header("x-amz-checksum-algorithm");
    if (named.isPresent()) {
      String algorithm = Checksums.named(named.get());
      String type =
          call.request()
              .header("x-amz-checksum-type")
              .orElse(algorithm.equals("crc64nvme") ? FULL_OBJECT : COMPOSITE);
      checkType(algorithm, type);
      headers.put(ALGORITHM, algorithm);
      headers.put(TYPE, type);
      told.put("x-amz-checksum-algorithm", algorithm.toUpperCase(Locale.ROOT));
      told.put("x-amz-checksum-type", type);
    }
    Upload upload = bucket.createUpload(call.key(), headers);
    return S3Xml.answer(
            200,
            "InitiateMultipartUploadResult",
            xml ->
                xml.text("Bucket", bucket.name())
                    .text("Key", upload.key())
                    .text("UploadId", upload.id()))
        .headers(told);
  }

  private static void checkType(String algorithm, String type) {
    boolean possible =
        algorithm.startsWith("sha")
            ? type.equals(COMPOSITE)
            : algorithm.equals("crc64nvme")
                ? type.equals(FULL_OBJECT)
                : type.equals(COMPOSITE) || type.equals(FULL_OBJECT);
    if (!possible) {
      throw S3Refusal.invalidRequest(
          "The %s checksum type cannot be used with the %s checksum algorithm."
              .formatted(type, algorithm));
    }
  }

  private Answer put(Call call, Body body) {
    Upload upload = found(call);
    Request request = call.request();
    int number = partNumber(request.parameter("partNumber").orElse(""));
    if (body.content().size() > rules.mostAtOnce()) {
      throw new S3Refusal(
          400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
    }
    Encryption.checkKey(request, upload.headers(), "");
    Map<String, String> checksums = Checksums.verified(request, body);
    checkAlgorithm(upload, checksums);
    Upload.Part part =
        new Upload.Part(
            number, Encryption.etag(upload.headers(), body.md5()), body, bucket.now(), checksums);
    upload.put(part);
    return Answer.of(200)
        .header("ETag", S3Headers.quoted(part.etag()))
        .headers(checksums)
        .headers(Encryption.told(upload.headers()));
  }

  /**
   * Parts are checksummed as the upload said they would be; if it said nothing, as they like, but
   * then completing must name their checksums.
   */
  private static void checkAlgorithm(Upload upload, Map<String, String> checksums) {
    String expected = upload.headers().getOrDefault(ALGORITHM, "null");
    String actual = Checksums.algorithm(checksums).orElse("null");
    boolean mayBeMissing =
        upload.headers().getOrDefault(TYPE, FULL_OBJECT).equals(FULL_OBJECT)
            && actual.equals("null");
    if (!expected.equals("null") && !expected.equals(actual) && !mayBeMissing) {
      throw S3Refusal.invalidRequest(
          "Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum Type: %s"
              .formatted(expected, actual));
    }
  }

  static int partNumber(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= MOST_PARTS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below like a number that is out of bounds.
    }
    throw S3Refusal.invalidArgument(
        "partNumber",
        text,
        "Part number must be an integer between 1 and " + MOST_PARTS + ", inclusive");
  }

  private Answer complete(Call call, Body body) {
    Upload upload = found(call);
    Request request = call.request();
    PartSelection selection = PartSelection.of(upload, body, rules.minimumPart());
    Conditions.ofWrite(request, call.key(), bucket.get(call.key()));
    Optional<String> size = request.header("x-amz-mp-object-size");
    if (size.isPresent() && !size.get().equals("" + selection.content().size())) {
      throw S3Refusal.invalidRequest(
          "The provided 'x-amz-mp-object-size' header value %s does not match what was computed: %d"
              .formatted(size.get(), selection.content().size()));
    }
    Map<String, String> headers = new HashMap<>(upload.headers());
    headers.keySet().removeIf(name -> name.startsWith(":"));
    Map<String, String> checksums = selection.checksums(request);
    headers.putAll(checksums);
    headers.put(S3Headers.PARTS, selection.sizes());
    StoredObject stored =
        bucket.keep(
            new StoredObject(
                call.key(),
                selection.content(),
                selection.etag(),
                "",
                bucket.now(),
                bucket.now(),
                headers));
    bucket.dropUpload(upload);
    return S3Xml.answer(
            200,
            "CompleteMultipartUploadResult",
            xml -> {
              xml.text("Location", "/" + bucket.name() + "/" + call.key())
                  .text("Bucket", bucket.name())
                  .text("Key", call.key())
                  .text("ETag", S3Headers.quoted(stored.etag()));
              Checksums.elements(checksums).forEach(xml::text);
              xml.text("ChecksumType", Optional.ofNullable(checksums.get("x-amz-checksum-type")));
            })
        .headers(Encryption.told(headers));
  }

  private Answer abort(Call call) {
    bucket.dropUpload(found(call));
    return Answer.of(204);
  }

  private Answer listParts(Call call) {
    Upload upload = found(call);
    Request request = call.request();
    int limit = Listing.limit(request, "max-parts");
    String marker = request.parameter("part-number-marker").orElse("0");
    int after = marker.equals("0") ? 0 : partNumber(marker);
    List<Upload.Part> rest = List.copyOf(upload.parts().tailMap(after, false).values());
    List<Upload.Part> page = rest.subList(0, Math.min(limit, rest.size()));
    boolean truncated = page.size() < rest.size();
    return S3Xml.answer(
        200,
        "ListPartsResult",
        xml -> {
          xml.text("Bucket", bucket.name())
              .text("Key", KeyEncoding.of(request).of(upload.key()))
              .text("UploadId", upload.id())
              .text("PartNumberMarker", after)
              .text("MaxParts", limit)
              .text("IsTruncated", truncated)
              .text(
                  "StorageClass",
                  upload.headers().getOrDefault(S3Headers.STORAGE_CLASS, "STANDARD"));
          if (truncated && !page.isEmpty()) {
            xml.text("NextPartNumberMarker", page.get(page.size() - 1).number());
          }
          page.forEach(part -> xml.element("Part", inner -> tell(inner, part)));
        });
  }

  private static void tell(S3Xml xml, Upload.Part part) {
    xml.text("PartNumber", part.number())
        .text("LastModified", part.modified())
        .text("ETag", S3Headers.quoted(part.etag()))
        .text("Size", part.body().content().size());
    Checksums.elements(part.headers()).forEach(xml::text);
  }

  private Upload found(Call call) {
    return found(bucket, call);
  }

  static Upload found(Bucket bucket, Call call) {
    String id = call.request().parameter("uploadId").orElse("");
    return bucket
        .upload(id)
        .filter(upload -> upload.key().equals(call.key()))
        .orElseThrow(() -> S3Refusal.noSuchUpload(id));
  }
}
