package io.github.seekwell.oci.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.HttpDates;
import io.github.seekwell.core.testing.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls to {@code /actions/…} that change several names at once. */
final class BucketActions {
  private static final int MOST_DELETED = 1000;

  private final Bucket bucket;

  BucketActions(Bucket bucket) {
    this.bucket = bucket;
  }

  Answer answer(Call call, Body body) {
    JsonNode details = OciJson.read(body);
    return call.operation().equals("RenameObject") ? rename(details) : delete(details);
  }

  /** Rename overwrites, unless a condition says otherwise. */
  private Answer rename(JsonNode details) {
    String source = OciJson.required(details, "sourceName");
    String target = OciJson.required(details, "newName");
    StoredObject object =
        bucket.get(source).orElseThrow(() -> OciRefusal.noSuchObject(source, bucket.name()));
    Optional<StoredObject> there = bucket.get(target);
    Conditions.ifMatch(OciJson.optional(details, "srcObjIfMatchETag"), Optional.of(object));
    Conditions.ifMatch(OciJson.optional(details, "newObjIfMatchETag"), there);
    Conditions.ifNoneMatch(OciJson.optional(details, "newObjIfNoneMatchETag"), there);
    StoredObject renamed = bucket.rename(object, target);
    return Answer.of(200)
        .header("ETag", renamed.etag())
        .header("Last-Modified", HttpDates.format(renamed.modified()));
  }

  private Answer delete(JsonNode details) {
    JsonNode asked = details.path("objects");
    if (!asked.isArray() || asked.isEmpty() || asked.size() > MOST_DELETED) {
      throw OciRefusal.invalid("From 1 to " + MOST_DELETED + " objects can be deleted at once");
    }
    boolean quiet = details.path("isSkipDeletedResult").asBoolean(false);
    List<Object> deleted = new ArrayList<>();
    List<Object> failed = new ArrayList<>();
    for (JsonNode one : asked) {
      String key = OciJson.required(one, "objectName");
      try {
        delete(key, OciJson.optional(one, "ifMatch"));
        deleted.add(Map.of("objectName", key, "timeLastModified", bucket.now().toString()));
      } catch (OciRefusal refusal) {
        failed.add(
            Map.of(
                "objectName",
                key,
                "statusCode",
                refusal.status(),
                "errorMessage",
                String.valueOf(refusal.getMessage())));
      }
    }
    return Answer.json(
        200, OciJson.write(Map.of("deleted", quiet ? List.of() : deleted, "failed", failed)));
  }

  private void delete(String key, Optional<String> ifMatch) {
    Optional<StoredObject> there = bucket.get(key);
    if (there.isEmpty()) {
      throw OciRefusal.noSuchObject(key, bucket.name());
    }
    Conditions.ifMatch(ifMatch, there);
    bucket.remove(key);
  }
}
