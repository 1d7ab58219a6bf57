package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.ByteRange;
import java.util.Map;
import java.util.Optional;

/**
 * A store of nobody's: {@code /bucket/key}, read and written by plain HTTP. For tests of the HTTP
 * engine and of the emulator itself.
 */
public final class PlainDialect implements Dialect {
  @Override
  public Call identify(Request request) {
    String[] parts = request.rawPath().split("/", 3);
    String bucket = parts.length > 1 ? Request.decodePath(parts[1]) : "";
    String key = parts.length > 2 ? Request.decodePath(parts[2]) : "";
    return new Call(request, request.method(), bucket, key);
  }

  @Override
  public Answer answer(Call call, Body body, StoredObjects objects) {
    Bucket bucket = objects.createBucket(call.bucket());
    if (call.operation().equals("PUT")) {
      StoredObject stored = bucket.put(call.key(), body.content(), body.md5Base64(), Map.of());
      return Answer.of(200).header("ETag", stored.etag());
    }
    return bucket.get(call.key()).map(object -> get(call, object)).orElse(Answer.of(404));
  }

  private static Answer get(Call call, StoredObject object) {
    Optional<String> asked = call.request().header("Range");
    Answer answer = Answer.of(asked.isPresent() ? 206 : 200).header("ETag", object.etag());
    if (asked.isEmpty()) {
      return answer.body(object.content());
    }
    Optional<ByteRange> range = RangeHeader.resolve(asked.get(), object.size());
    if (range.isEmpty()) {
      return Answer.of(416);
    }
    return answer
        .header("Content-Range", RangeHeader.contentRange(range.get(), object.size()))
        .body(object.content().slice(range.get().start(), range.get().length()));
  }

  @Override
  public Answer refusal(Call call, int status) {
    return Answer.of(status).body(Content.of("refused with " + status));
  }

  @Override
  public Answer complete(Call call, Answer answer) {
    return answer.header("request-id", call.request().id());
  }
}
