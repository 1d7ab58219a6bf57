package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.StoredObjects;
import java.util.Map;
import java.util.Optional;

/** Calls about buckets themselves. */
final class BucketCalls {
  static final String OWNER = "0000000000000000000000000000000000000000000000000000000000000001";

  private static final String OLDEST_REGION = "us-east-1";
  private static final String NAME = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

  private final StoredObjects objects;
  private final S3Rules rules;
  private final Regions regions;

  BucketCalls(StoredObjects objects, S3Rules rules, Regions regions) {
    this.objects = objects;
    this.rules = rules;
    this.regions = regions;
  }

  Answer answer(Call call, Body body) {
    return switch (call.operation()) {
      case "ListBuckets" -> list();
      case "CreateBucket" -> create(call, body);
      case "DeleteBucket" -> delete(found(call));
      case "GetBucketLocation" -> location(found(call));
      default -> Answer.of(200).header("Content-Type", "application/xml").headers(where(call));
    };
  }

  private Answer list() {
    return S3Xml.answer(
        200,
        "ListAllMyBucketsResult",
        xml ->
            xml.element("Owner", owner -> owner.text("ID", OWNER))
                .element("Buckets", all -> objects.buckets().forEach(one -> tell(all, one))));
  }

  private static void tell(S3Xml xml, Bucket bucket) {
    xml.element(
        "Bucket",
        inner -> inner.text("Name", bucket.name()).text("CreationDate", bucket.created()));
  }

  private Answer create(Call call, Body body) {
    String name = call.bucket();
    if (!name.matches(NAME)) {
      throw new S3Refusal(400, "InvalidBucketName", "The specified bucket is not valid.")
          .detail("BucketName", name);
    }
    if (objects.bucket(name).isPresent()) {
      throw new S3Refusal(
              409,
              "BucketAlreadyOwnedByYou",
              "Your previous request to create the named bucket succeeded and you already own it.")
          .detail("BucketName", name);
    }
    if (body.content().size() > 0) {
      XmlElement.root(body, "CreateBucketConfiguration")
          .text("LocationConstraint")
          .ifPresent(region -> regions.put(name, region));
    }
    objects.createBucket(name);
    return Answer.of(200).header("Location", "/" + name);
  }

  private Answer delete(Bucket bucket) {
    if (!bucket.objects().isEmpty()) {
      throw new S3Refusal(409, "BucketNotEmpty", "The bucket you tried to delete is not empty")
          .detail("BucketName", bucket.name());
    }
    objects.dropBucket(bucket);
    regions.remove(bucket.name());
    return Answer.of(204);
  }

  /** The oldest region's name is no name. */
  private Answer location(Bucket bucket) {
    String region = regions.of(bucket.name(), rules.region());
    String text = region.equals(OLDEST_REGION) ? "" : region;
    return S3Xml.answer(200, "LocationConstraint", xml -> xml.content(text));
  }

  private Map<String, String> where(Call call) {
    Bucket bucket = found(call);
    return Map.of("x-amz-bucket-region", regions.of(bucket.name(), rules.region()));
  }

  private Bucket found(Call call) {
    Optional<Bucket> bucket = objects.bucket(call.bucket());
    return bucket.orElseThrow(() -> S3Refusal.noSuchBucket(call.bucket()));
  }
}
