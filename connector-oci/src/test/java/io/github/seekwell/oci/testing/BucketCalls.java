package io.github.seekwell.oci.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.StoredObjects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls about buckets as a whole. */
final class BucketCalls {
  private final String namespace;
  private final StoredObjects objects;

  BucketCalls(String namespace, StoredObjects objects) {
    this.namespace = namespace;
    this.objects = objects;
  }

  Answer answer(Call call, Body body) {
    return switch (call.operation()) {
      case "ListBuckets" -> list();
      case "CreateBucket" -> create(OciJson.read(body));
      case "DeleteBucket" -> delete(found(call));
      default -> described(200, found(call));
    };
  }

  private Answer list() {
    List<Map<String, Object>> buckets = objects.buckets().stream().map(this::describe).toList();
    return Answer.json(200, OciJson.write(buckets));
  }

  private Answer create(JsonNode details) {
    String name = OciJson.required(details, "name");
    if (objects.bucket(name).isPresent()) {
      throw new OciRefusal(
          409, "BucketAlreadyExists", "The bucket '%s' already exists".formatted(name));
    }
    return described(200, objects.createBucket(name));
  }

  private Answer delete(Bucket bucket) {
    if (!bucket.objects().isEmpty() || !bucket.uploads().isEmpty()) {
      throw new OciRefusal(
          409, "BucketNotEmpty", "The bucket '%s' is not empty".formatted(bucket.name()));
    }
    objects.dropBucket(bucket);
    return Answer.of(204);
  }

  private Answer described(int status, Bucket bucket) {
    return Answer.json(status, OciJson.write(describe(bucket))).header("ETag", bucket.etag());
  }

  private Map<String, Object> describe(Bucket bucket) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("namespace", namespace);
    fields.put("name", bucket.name());
    fields.put("compartmentId", "ocid1.compartment.oc1..emulator");
    fields.put("createdBy", "ocid1.user.oc1..emulator");
    fields.put("timeCreated", bucket.created().toString());
    fields.put("etag", bucket.etag());
    fields.put("publicAccessType", "NoPublicAccess");
    fields.put("storageTier", "Standard");
    fields.put("versioning", "Disabled");
    return fields;
  }

  private Bucket found(Call call) {
    Optional<Bucket> bucket = objects.bucket(call.bucket());
    return bucket.orElseThrow(() -> OciRefusal.noSuchBucket(call.bucket(), namespace));
  }
}
