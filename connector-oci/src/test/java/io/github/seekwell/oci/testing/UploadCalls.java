package io.github.seekwell.oci.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.HttpDates;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import io.github.seekwell.core.testing.Upload;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls about multipart uploads. Parts of any size are taken, as the service does. */
final class UploadCalls {
  private static final int MOST_PARTS = 10_000;
  private static final int PAGE = 1000;

  private final String namespace;
  private final Bucket bucket;

  UploadCalls(String namespace, Bucket bucket) {
    this.namespace = namespace;
    this.bucket = bucket;
  }

  Answer answer(Call call, Body body) {
    return switch (call.operation()) {
      case "ListMultipartUploads" -> listUploads(call.request());
      case "CreateMultipartUpload" -> create(call.request(), OciJson.read(body));
      case "ListMultipartUploadParts" -> listParts(call);
      case "UploadPart" -> put(call, body);
      case "CommitMultipartUpload" -> commit(call, body);
      default -> abort(call);
    };
  }

  private Answer create(Request request, JsonNode details) {
    String key = OciJson.required(details, "object");
    Optional<StoredObject> there = bucket.get(key);
    Conditions.ifMatch(request.header("If-Match"), there);
    Conditions.ifNoneMatch(request.header("If-None-Match"), there);
    Map<String, String> headers = headers(details);
    if (ObjectCalls.wantsCrc32c(request)) {
      headers.put(ObjectCalls.CRC32C, "");
    }
    Upload upload = bucket.createUpload(key, headers);
    return Answer.json(200, OciJson.write(describe(upload)));
  }

  private static Map<String, String> headers(JsonNode details) {
    Map<String, String> headers = new HashMap<>();
    Map<String, String> names =
        Map.of(
            "contentType", "content-type",
            "contentLanguage", "content-language",
            "contentEncoding", "content-encoding",
            "contentDisposition", "content-disposition",
            "cacheControl", "cache-control");
    names.forEach(
        (field, header) ->
            OciJson.optional(details, field).ifPresent(value -> headers.put(header, value)));
    details
        .path("metadata")
        .properties()
        .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asText()));
    return headers;
  }

  private Answer put(Call call, Body body) {
    Upload upload = found(call);
    int number = number(call.request().parameter("uploadPartNum").orElse(""));
    Checksums.check(call.request(), body);
    Upload.Part part = new Upload.Part(number, Bucket.newEtag(), body, bucket.now(), Map.of());
    upload.put(part);
    return Answer.of(200).header("ETag", part.etag()).header("opc-content-md5", body.md5Base64());
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= MOST_PARTS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below like a number that is out of bounds.
    }
    throw OciRefusal.invalid("Part numbers go from 1 to " + MOST_PARTS + ", not '" + text + "'");
  }

  private Answer commit(Call call, Body body) {
    Upload upload = found(call);
    Request request = call.request();
    Optional<StoredObject> there = bucket.get(call.key());
    Conditions.ifMatch(request.header("If-Match"), there);
    Conditions.ifNoneMatch(request.header("If-None-Match"), there);
    List<Upload.Part> parts = new PartSelection(upload).select(OciJson.read(body));
    Map<String, String> headers = new HashMap<>(upload.headers());
    headers.put("opc-multipart-md5", PartSelection.md5(parts));
    Content content = PartSelection.content(parts);
    headers.computeIfPresent(ObjectCalls.CRC32C, (name, none) -> Checksums.crc32c(content));
    StoredObject stored = bucket.put(call.key(), content, "", headers);
    bucket.dropUpload(upload);
    return Answer.of(200)
        .header("ETag", stored.etag())
        .header("opc-multipart-md5", headers.get("opc-multipart-md5"))
        .header("Last-Modified", HttpDates.format(stored.modified()));
  }

  private Answer abort(Call call) {
    bucket.dropUpload(found(call));
    return Answer.of(204);
  }

  private Answer listUploads(Request request) {
    return page(request, bucket.uploads().stream().map(this::describe).toList());
  }

  private Answer listParts(Call call) {
    Upload upload = found(call);
    return page(
        call.request(), upload.parts().values().stream().map(UploadCalls::describe).toList());
  }

  /** Pages are named by the position they start at. */
  private static Answer page(Request request, List<Map<String, Object>> all) {
    try {
      int start = Integer.parseInt(request.parameter("page").orElse("0"));
      int limit = Integer.parseInt(request.parameter("limit").orElse("" + PAGE));
      int end = Math.min(all.size(), start + limit);
      Answer answer = Answer.json(200, OciJson.write(all.subList(start, end)));
      return end < all.size() ? answer.header("opc-next-page", "" + end) : answer;
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw OciRefusal.invalid("no such page: " + request.target());
    }
  }

  private Map<String, Object> describe(Upload upload) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("namespace", namespace);
    fields.put("bucket", bucket.name());
    fields.put("object", upload.key());
    fields.put("uploadId", upload.id());
    fields.put("timeCreated", upload.created().toString());
    fields.put("storageTier", "Standard");
    return fields;
  }

  private static Map<String, Object> describe(Upload.Part part) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("partNumber", part.number());
    fields.put("etag", part.etag());
    fields.put("md5", part.body().md5Base64());
    fields.put("size", part.body().content().size());
    return fields;
  }

  private Upload found(Call call) {
    String id = call.request().parameter("uploadId").orElse("");
    return bucket
        .upload(id)
        .filter(upload -> upload.key().equals(call.key()))
        .orElseThrow(() -> OciRefusal.noSuchUpload(id));
  }
}
