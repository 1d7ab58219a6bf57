package io.github.seekwell.oci.testing;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.HttpDates;
import io.github.seekwell.core.testing.RangeHeader;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Calls about one object. */
final class ObjectCalls {
  private static final List<String> KEPT =
      List.of(
          "content-type",
          "content-language",
          "content-encoding",
          "content-disposition",
          "cache-control");

  /** Of a whole object, also of one that was made of parts. */
  static final String CRC32C = "opc-content-crc32c";

  private final Bucket bucket;

  ObjectCalls(Bucket bucket) {
    this.bucket = bucket;
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
    Optional<StoredObject> there = bucket.get(call.key());
    Conditions.ifMatch(request.header("If-Match"), there);
    Conditions.ifNoneMatch(request.header("If-None-Match"), there);
    Checksums.check(request, body);
    Map<String, String> kept = kept(request);
    if (wantsCrc32c(request)) {
      kept.put(CRC32C, Checksums.crc32c(body.content()));
    }
    StoredObject stored = bucket.put(call.key(), body.content(), body.md5Base64(), kept);
    return Answer.of(200)
        .headers(kept.containsKey(CRC32C) ? Map.of(CRC32C, kept.get(CRC32C)) : Map.of())
        .header("ETag", stored.etag())
        .header("opc-content-md5", stored.md5())
        .header("Last-Modified", HttpDates.format(stored.modified()));
  }

  private Answer delete(Call call) {
    StoredObject there = found(call);
    Conditions.ifMatch(call.request().header("If-Match"), Optional.of(there));
    bucket.remove(call.key());
    return Answer.of(204).header("Last-Modified", HttpDates.format(bucket.now()));
  }

  private Answer get(Call call) {
    Request request = call.request();
    StoredObject object = found(call);
    Conditions.ifMatch(request.header("If-Match"), Optional.of(object));
    Optional<String> known = request.header("If-None-Match");
    if (known.isPresent() && StoredObject.matches(known.get(), Optional.of(object))) {
      return Answer.of(304).header("ETag", object.etag());
    }
    Optional<String> range =
        request.header("Range").filter(text -> call.operation().equals("GetObject"));
    return range.isPresent() && RangeHeader.isWellFormed(range.get())
        ? part(object, range.get())
        : described(200, object).body(object.content());
  }

  private static Answer part(StoredObject object, String header) {
    Optional<ByteRange> range = RangeHeader.resolve(header, object.size());
    if (range.isEmpty()) {
      String message =
          "The range '%s' is not within the object's %d bytes".formatted(header, object.size());
      return new OciRefusal(416, "InvalidRange", message)
          .answer()
          .header("Content-Range", "bytes */" + object.size());
    }
    return described(206, object)
        .header("Content-Range", RangeHeader.contentRange(range.get(), object.size()))
        .body(object.content().slice(range.get().start(), range.get().length()));
  }

  private static Answer described(int status, StoredObject object) {
    Answer answer =
        Answer.of(status)
            .header("Content-Type", "application/octet-stream")
            .headers(object.headers())
            .header("ETag", object.etag())
            .header("Last-Modified", HttpDates.format(object.modified()))
            .header("Accept-Ranges", "bytes")
            .header("storage-tier", "Standard");
    return object.md5().isEmpty() ? answer : answer.header("Content-MD5", object.md5());
  }

  /** The service keeps what the sender asked for or sent. */
  static boolean wantsCrc32c(Request request) {
    return request.header(CRC32C).isPresent()
        || request.header("opc-checksum-algorithm").filter("CRC32C"::equals).isPresent();
  }

  /** What a finished object says of itself, from the headers it was put with. */
  static Map<String, String> kept(Request request) {
    Map<String, String> kept = new HashMap<>();
    request
        .headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (KEPT.contains(lower) || lower.startsWith("opc-meta-")) {
                kept.put(lower, value);
              }
            });
    return kept;
  }

  private StoredObject found(Call call) {
    return bucket
        .get(call.key())
        .orElseThrow(() -> OciRefusal.noSuchObject(call.key(), bucket.name()));
  }
}
