package io.github.seekwell.s3.testing;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.RangeHeader;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls about one object. */
final class ObjectCalls {
  private static final List<String> ARCHIVED = List.of("GLACIER", "DEEP_ARCHIVE");

  private final Bucket bucket;
  private final S3Rules rules;

  ObjectCalls(Bucket bucket, S3Rules rules) {
    this.bucket = bucket;
    this.rules = rules;
  }

  Answer answer(Call call, Body body) {
    return switch (call.operation()) {
      case "PutObject" -> put(call, body);
      case "DeleteObject" -> delete(call);
      default -> get(call);
    };
  }

  private Answer put(Call call, Body body) {
    Request request = call.request();
    if (body.content().size() > rules.mostAtOnce()) {
      throw new S3Refusal(
              400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
          .detail("MaxSizeAllowed", "" + rules.mostAtOnce());
    }
    Conditions.ofWrite(request, call.key(), bucket.get(call.key()));
    Map<String, String> headers = new HashMap<>(S3Headers.kept(request));
    Map<String, String> checksums = new HashMap<>(Checksums.verified(request, body));
    if (!checksums.isEmpty()) {
      checksums.put("x-amz-checksum-type", "FULL_OBJECT");
    }
    headers.putAll(checksums);
    StoredObject stored =
        bucket.keep(
            new StoredObject(
                call.key(),
                body.content(),
                Encryption.etag(headers, body.md5()),
                body.md5Base64(),
                bucket.now(),
                bucket.now(),
                headers));
    return Answer.of(200)
        .header("ETag", S3Headers.quoted(stored.etag()))
        .headers(checksums)
        .headers(Encryption.told(headers));
  }

  /** What is not there can be deleted all the same, unless a version was named. */
  private Answer delete(Call call) {
    Conditions.ifMatch(call.request().header("If-Match"), call.key(), bucket.get(call.key()));
    bucket.remove(call.key());
    return Answer.of(204);
  }

  private Answer get(Call call) {
    Request request = call.request();
    StoredObject object = bucket.get(call.key()).orElseThrow(() -> S3Refusal.noSuchKey(call.key()));
    Encryption.checkKey(request, object.headers(), "");
    Conditions.ofRead(request, object);
    String storageClass = object.headers().getOrDefault(S3Headers.STORAGE_CLASS, "");
    if (call.operation().equals("GetObject") && ARCHIVED.contains(storageClass)) {
      throw new S3Refusal(
              403,
              "InvalidObjectState",
              "The operation is not valid for the object's storage class")
          .detail("StorageClass", storageClass);
    }
    Optional<String> range = request.header("Range").filter(RangeHeader::isWellFormed);
    Optional<String> part = request.parameter("partNumber");
    if (part.isPresent()) {
      if (range.isPresent()) {
        throw S3Refusal.invalidRequest("Cannot specify both Range header and partNumber");
      }
      return part(object, request, part.get());
    }
    return range.isPresent()
        ? range(object, request, range.get())
        : S3Headers.described(200, object, request).body(object.content());
  }

  private static Answer range(StoredObject object, Request request, String header) {
    ByteRange range =
        RangeHeader.resolve(header, object.size())
            .orElseThrow(
                () ->
                    new S3Refusal(416, "InvalidRange", "The requested range is not satisfiable")
                        .detail("RangeRequested", header)
                        .detail("ActualObjectSize", "" + object.size()));
    return slice(object, withoutChecksums(object, request), range);
  }

  /** A part as it was uploaded; an object put whole has one. */
  private static Answer part(StoredObject object, Request request, String number) {
    long[] sizes =
        Arrays.stream(object.headers().getOrDefault(S3Headers.PARTS, "" + object.size()).split(","))
            .mapToLong(Long::parseLong)
            .toArray();
    int wanted = UploadCalls.partNumber(number);
    if (wanted > sizes.length) {
      throw new S3Refusal(416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
          .detail("PartNumberRequested", number)
          .detail("ActualPartCount", "" + sizes.length);
    }
    long start = Arrays.stream(sizes).limit(wanted - 1L).sum();
    Answer head = withoutChecksums(object, request);
    if (object.headers().containsKey(S3Headers.PARTS)) {
      head = head.header("x-amz-mp-parts-count", "" + sizes.length);
    }
    return object.size() == 0
        ? head
        : slice(object, head, ByteRange.of(start, start + sizes[wanted - 1]));
  }

  private static Answer slice(StoredObject object, Answer head, ByteRange range) {
    return head.header("Content-Range", RangeHeader.contentRange(range, object.size()))
        .body(object.content().slice(range.start(), range.length()));
  }

  /** The checksum is of the whole object, and would be taken for that of the part. */
  private static Answer withoutChecksums(StoredObject object, Request request) {
    return S3Headers.described(206, object, request.withoutHeader("x-amz-checksum-mode"));
  }
}
