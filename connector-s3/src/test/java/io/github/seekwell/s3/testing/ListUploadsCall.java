package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.Upload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One page of a bucket's unfinished uploads, by key and, for one key, by age. */
final class ListUploadsCall {
  private final Bucket bucket;
  private final Request request;

  ListUploadsCall(Bucket bucket, Request request) {
    this.bucket = bucket;
    this.request = request;
  }

  Answer answer() {
    KeyEncoding encoding = KeyEncoding.of(request);
    String prefix = request.parameter("prefix").orElse("");
    String delimiter = request.parameter("delimiter").orElse("");
    String keyMarker = request.parameter("key-marker").orElse("");
    String idMarker = request.parameter("upload-id-marker").orElse("");
    int limit = Listing.limit(request, "max-uploads");
    List<Upload> page = new ArrayList<>();
    Set<String> prefixes = new LinkedHashSet<>();
    boolean truncated = false;
    String last = "";
    for (Upload upload : after(sorted(), keyMarker, idMarker)) {
      if (!upload.key().startsWith(prefix)) {
        continue;
      }
      int cut = delimiter.isEmpty() ? -1 : upload.key().indexOf(delimiter, prefix.length());
      String common = cut < 0 ? "" : upload.key().substring(0, cut + delimiter.length());
      if (!common.isEmpty() && (prefixes.contains(common) || common.equals(keyMarker))) {
        continue;
      }
      if (page.size() + prefixes.size() == limit) {
        truncated = limit > 0;
        break;
      }
      if (common.isEmpty()) {
        page.add(upload);
        last = upload.key();
      } else {
        prefixes.add(common);
        last = common;
      }
    }
    boolean more = truncated;
    String nextKey = last;
    String nextId = page.isEmpty() ? "" : page.get(page.size() - 1).id();
    return S3Xml.answer(
        200,
        "ListMultipartUploadsResult",
        xml -> {
          xml.text("Bucket", bucket.name())
              .text("KeyMarker", encoding.of(keyMarker))
              .text("UploadIdMarker", idMarker)
              .text("Prefix", encoding.of(prefix))
              .text("MaxUploads", limit)
              .text("IsTruncated", more);
          encoding.tell(xml);
          if (more) {
            xml.text("NextKeyMarker", encoding.of(nextKey)).text("NextUploadIdMarker", nextId);
          }
          page.forEach(upload -> xml.element("Upload", inner -> tell(inner, upload, encoding)));
          prefixes.forEach(
              common ->
                  xml.element(
                      "CommonPrefixes", inner -> inner.text("Prefix", encoding.of(common))));
        });
  }

  /** The bucket has them by age; sorting by key keeps that. */
  private List<Upload> sorted() {
    return bucket.uploads().stream()
        .sorted(Comparator.comparing(Upload::key, Bucket.UTF8_ORDER))
        .toList();
  }

  private static List<Upload> after(List<Upload> all, String keyMarker, String idMarker) {
    List<Upload> after = new ArrayList<>();
    boolean idSeen = false;
    for (Upload upload : all) {
      int order = Bucket.UTF8_ORDER.compare(upload.key(), keyMarker);
      if (order > 0 || (order == 0 && idSeen)) {
        after.add(upload);
      }
      idSeen |= order == 0 && !idMarker.isEmpty() && upload.id().equals(idMarker);
    }
    return after;
  }

  private static void tell(S3Xml xml, Upload upload, KeyEncoding encoding) {
    xml.text("Key", encoding.of(upload.key()))
        .text("UploadId", upload.id())
        .text("Initiated", upload.created())
        .element("Initiator", inner -> inner.text("ID", BucketCalls.OWNER))
        .element("Owner", inner -> inner.text("ID", BucketCalls.OWNER))
        .text("StorageClass", upload.headers().getOrDefault(S3Headers.STORAGE_CLASS, "STANDARD"));
  }
}
