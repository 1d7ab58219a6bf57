package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** One page of a bucket's objects, in either version of the call. */
final class ListObjectsCall {
  private final Bucket bucket;
  private final Request request;
  private final KeyEncoding encoding;
  private final String prefix;
  private final String delimiter;
  private final int limit;

  ListObjectsCall(Bucket bucket, Request request) {
    this.bucket = bucket;
    this.request = request;
    this.encoding = KeyEncoding.of(request);
    this.prefix = request.parameter("prefix").orElse("");
    this.delimiter = request.parameter("delimiter").orElse("");
    this.limit = Listing.limit(request, "max-keys");
  }

  /** Continues by token, which is opaque to clients, or after a key of theirs. */
  Answer second() {
    Optional<String> token = request.parameter("continuation-token");
    Optional<String> startAfter = request.parameter("start-after");
    String after = token.map(ListObjectsCall::opened).orElse(startAfter.orElse(""));
    Listing<StoredObject> page = Listing.of(bucket.objects(), prefix, delimiter, after, limit);
    boolean owners = request.parameter("fetch-owner").orElse("").equals("true");
    return S3Xml.answer(
        200,
        "ListBucketResult",
        xml -> {
          xml.text("KeyCount", page.entries().size() + page.prefixes().size())
              .text("ContinuationToken", token)
              .text("StartAfter", startAfter.map(encoding::of));
          if (page.truncated()) {
            xml.text("NextContinuationToken", page.last().map(ListObjectsCall::sealed));
          }
          tell(xml, page, owners);
        });
  }

  /** Continues after a marker, told to the client only where it cannot see it: with delimiters. */
  Answer first() {
    String marker = request.parameter("marker").orElse("");
    Listing<StoredObject> page = Listing.of(bucket.objects(), prefix, delimiter, marker, limit);
    return S3Xml.answer(
        200,
        "ListBucketResult",
        xml -> {
          xml.text("Marker", encoding.of(marker));
          if (page.truncated() && !delimiter.isEmpty()) {
            xml.text("NextMarker", page.last().map(encoding::of));
          }
          tell(xml, page, true);
        });
  }

  private void tell(S3Xml xml, Listing<StoredObject> page, boolean owners) {
    xml.text("Name", bucket.name())
        .text("Prefix", encoding.of(prefix))
        .text("MaxKeys", limit)
        .text("IsTruncated", page.truncated());
    if (!delimiter.isEmpty()) {
      xml.text("Delimiter", encoding.of(delimiter));
    }
    encoding.tell(xml);
    page.entries().forEach(object -> xml.element("Contents", inner -> tell(inner, object, owners)));
    page.prefixes()
        .forEach(
            common ->
                xml.element("CommonPrefixes", inner -> inner.text("Prefix", encoding.of(common))));
  }

  private void tell(S3Xml xml, StoredObject object, boolean owner) {
    xml.text("Key", encoding.of(object.key()))
        .text("LastModified", object.modified())
        .text("ETag", S3Headers.quoted(object.etag()));
    Checksums.algorithm(object.headers())
        .ifPresent(
            algorithm ->
                xml.text("ChecksumAlgorithm", algorithm.toUpperCase(Locale.ROOT))
                    .text("ChecksumType", object.headers().get("x-amz-checksum-type")));
    xml.text("Size", object.size());
    if (owner) {
      xml.element("Owner", inner -> inner.text("ID", BucketCalls.OWNER));
    }
    xml.text("StorageClass", object.headers().getOrDefault(S3Headers.STORAGE_CLASS, "STANDARD"));
  }

  private static String sealed(String last) {
    return Base64.getUrlEncoder().encodeToString(("1" + last).getBytes(StandardCharsets.UTF_8));
  }

  private static String opened(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith("1")) {
        return text.substring(1);
      }
    } catch (IllegalArgumentException e) {
      // Refused below like any token that is not one of ours.
    }
    throw S3Refusal.invalidArgument(
        "continuation-token", token, "The continuation token provided is incorrect");
  }
}
