package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.HttpDates;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether an operation may go ahead, by the version there is. An absent condition is met. */
final class Conditions {
  private Conditions() {}

  /** Of a read. Tags decide over dates, as HTTP has it. */
  static void ofRead(Request request, StoredObject object) {
    Optional<StoredObject> found = Optional.of(object);
    Optional<String> wanted = request.header("If-Match");
    if (wanted.isPresent() && !StoredObject.matches(wanted.get(), found)) {
      throw S3Refusal.preconditionFailed("If-Match");
    }
    if (wanted.isEmpty() && changedSince(request, "If-Unmodified-Since", object, false)) {
      throw S3Refusal.preconditionFailed("If-Unmodified-Since");
    }
    Optional<String> unwanted = request.header("If-None-Match");
    if (unwanted.isPresent() && StoredObject.matches(unwanted.get(), found)) {
      throw notModified(object);
    }
    if (unwanted.isEmpty() && !changedSince(request, "If-Modified-Since", object, true)) {
      throw notModified(object);
    }
  }

  /** Of a write: only "none there" and "this one there" can be asked for. */
  static void ofWrite(Request request, String key, Optional<StoredObject> there) {
    Optional<String> unwanted = request.header("If-None-Match");
    if (unwanted.isPresent() && !unwanted.get().equals("*")) {
      throw S3Refusal.notImplemented("If-None-Match");
    }
    if (unwanted.isPresent() && there.isPresent()) {
      throw S3Refusal.preconditionFailed("If-None-Match");
    }
    ifMatch(request.header("If-Match"), key, there);
  }

  /** Who wants to replace or remove a version that is gone is told so. */
  static void ifMatch(Optional<String> wanted, String key, Optional<StoredObject> there) {
    if (wanted.isEmpty()) {
      return;
    }
    if (there.isEmpty()) {
      throw S3Refusal.noSuchKey(key);
    }
    if (!StoredObject.matches(wanted.get(), there)) {
      throw S3Refusal.preconditionFailed("If-Match");
    }
  }

  /** Of a copy's source: a source known already is refused too, there being no 304 for it. */
  static void ofSource(Request request, StoredObject source) {
    Optional<StoredObject> found = Optional.of(source);
    Optional<String> wanted = request.header("x-amz-copy-source-if-match");
    Optional<String> unwanted = request.header("x-amz-copy-source-if-none-match");
    if (wanted.isPresent() && !StoredObject.matches(wanted.get(), found)) {
      throw S3Refusal.preconditionFailed("x-amz-copy-source-If-Match");
    }
    if (wanted.isEmpty()
        && changedSince(request, "x-amz-copy-source-if-unmodified-since", source, false)) {
      throw S3Refusal.preconditionFailed("x-amz-copy-source-If-Unmodified-Since");
    }
    if (unwanted.isPresent() && StoredObject.matches(unwanted.get(), found)) {
      throw S3Refusal.preconditionFailed("x-amz-copy-source-If-None-Match");
    }
    if (unwanted.isEmpty()
        && !changedSince(request, "x-amz-copy-source-if-modified-since", source, true)) {
      throw S3Refusal.preconditionFailed("x-amz-copy-source-If-Modified-Since");
    }
  }

  private static S3Refusal notModified(StoredObject object) {
    return new S3Refusal(304, "NotModified", "Not Modified")
        .header("ETag", S3Headers.quoted(object.etag()))
        .header("Last-Modified", HttpDates.format(object.modified()));
  }

  /** Headers know whole seconds only. A date that cannot be read is no condition. */
  private static boolean changedSince(
      Request request, String header, StoredObject object, boolean otherwise) {
    try {
      Optional<Instant> date = request.header(header).map(HttpDates::parse);
      return date.isEmpty()
          ? otherwise
          : object.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(date.get());
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
