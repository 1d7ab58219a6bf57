package io.github.seekwell.oci.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Copies, and the work requests that tell of them. The service copies in the background; here a
 * copy is complete when it is accepted, and its work request says so when asked.
 */
final class CopyRequests {
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  Answer copy(Bucket source, Body body, Function<String, Bucket> buckets) {
    JsonNode details = OciJson.read(body);
    String key = OciJson.required(details, "sourceObjectName");
    String target = OciJson.required(details, "destinationObjectName");
    Bucket destination = buckets.apply(OciJson.required(details, "destinationBucket"));
    StoredObject object =
        source.get(key).orElseThrow(() -> OciRefusal.noSuchObject(key, source.name()));
    Conditions.ifMatch(OciJson.optional(details, "sourceObjectIfMatchETag"), Optional.of(object));
    Optional<StoredObject> there = destination.get(target);
    Conditions.ifMatch(OciJson.optional(details, "destinationObjectIfMatchETag"), there);
    Conditions.ifNoneMatch(OciJson.optional(details, "destinationObjectIfNoneMatchETag"), there);
    destination.put(target, object.content(), object.md5(), object.headers());
    String id = "ocid1.workrequest.oc1..%s".formatted(UUID.randomUUID());
    done.add(id);
    return Answer.of(202).header("opc-work-request-id", id);
  }

  Answer get(Request request) {
    String id = Request.decodePath(request.rawPath().substring("/workRequests/".length()));
    if (!done.contains(id)) {
      throw new OciRefusal(404, "NotAuthorizedOrNotFound", "no such work request: " + id);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", id);
    fields.put("operationType", "COPY_OBJECT");
    fields.put("status", "COMPLETED");
    fields.put("percentComplete", 100);
    fields.put("timeFinished", Instant.now().toString());
    fields.put("resources", List.of());
    return Answer.json(200, OciJson.write(fields));
  }
}
