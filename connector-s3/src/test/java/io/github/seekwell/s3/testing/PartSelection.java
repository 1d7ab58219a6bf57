package io.github.seekwell.s3.testing;

import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Digests;
import io.github.seekwell.core.testing.Request;
import io.github.seekwell.core.testing.Upload;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts of an upload that make the object; those not named are dropped. */
record PartSelection(Upload upload, List<Upload.Part> parts) {

  /** Reads which parts are wanted, and refuses what does not fit what was uploaded. */
  static PartSelection of(Upload upload, Body body, long minimumSize) {
    List<XmlElement> named = XmlElement.root(body, "CompleteMultipartUpload").children("Part");
    if (named.isEmpty()) {
      throw S3Refusal.malformedXml();
    }
    List<Upload.Part> parts = new ArrayList<>();
    int last = 0;
    for (XmlElement one : named) {
      int number = number(one);
      if (number <= last) {
        throw new S3Refusal(
            400,
            "InvalidPartOrder",
            "The list of parts was not in ascending order. Parts must be ordered by part number.");
      }
      last = number;
      parts.add(part(upload, number, one));
    }
    checkSizes(parts, minimumSize);
    return new PartSelection(upload, parts);
  }

  private static int number(XmlElement one) {
    try {
      return Integer.parseInt(one.required("PartNumber"));
    } catch (NumberFormatException e) {
      throw S3Refusal.malformedXml();
    }
  }

  private static Upload.Part part(Upload upload, int number, XmlElement one) {
    Upload.Part part = upload.parts().get(number);
    String etag = Etag.ofHeader(one.required("ETag")).value();
    if (part == null || !part.etag().equals(etag)) {
      throw invalidPart(upload, number, etag);
    }
    checkChecksum(upload, part, one);
    return part;
  }

  private static void checkChecksum(Upload upload, Upload.Part part, XmlElement one) {
    String type = upload.headers().getOrDefault(UploadCalls.TYPE, "");
    String algorithm =
        Checksums.algorithm(part.headers())
            .orElse(upload.headers().getOrDefault(UploadCalls.ALGORITHM, ""));
    if (algorithm.isEmpty()) {
      return;
    }
    String told = one.text(Checksums.element(algorithm)).orElse("");
    if (told.isEmpty() && type.equals(UploadCalls.COMPOSITE)) {
      throw S3Refusal.invalidRequest(
          "The upload was created using a %s checksum. The complete request must include the checksum for each part. It was missing for part %d in the request."
              .formatted(algorithm, part.number()));
    }
    String known = part.headers().getOrDefault(Checksums.header(algorithm), told);
    // An upload for the whole object's checksum needs none of its parts.
    boolean silent = told.isEmpty() && type.equals(UploadCalls.FULL_OBJECT);
    if (!told.equals(known) && !silent) {
      throw invalidPart(upload, part.number(), part.etag());
    }
  }

  private static S3Refusal invalidPart(Upload upload, int number, String etag) {
    return new S3Refusal(
            400,
            "InvalidPart",
            "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")
        .detail("UploadId", upload.id())
        .detail("PartNumber", "" + number)
        .detail("ETag", etag);
  }

  private static void checkSizes(List<Upload.Part> parts, long minimum) {
    for (Upload.Part part : parts.subList(0, parts.size() - 1)) {
      long size = part.body().content().size();
      if (size < minimum) {
        throw new S3Refusal(
                400,
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size")
            .detail("ProposedSize", "" + size)
            .detail("MinSizeAllowed", "" + minimum)
            .detail("PartNumber", "" + part.number())
            .detail("ETag", part.etag());
      }
    }
  }

  Content content() {
    return Content.join(parts.stream().map(part -> part.body().content()).toList());
  }

  String sizes() {
    return parts.stream()
        .map(part -> "" + part.body().content().size())
        .collect(Collectors.joining(","));
  }

  /** The digest of the parts' digests, and how many there were. */
  String etag() {
    if (Encryption.hidesDigest(upload.headers())) {
      return Bucket.newEtag().replace("-", "") + "-" + parts.size();
    }
    MessageDigest digest = Digests.of("MD5");
    parts.forEach(part -> digest.update(part.body().md5()));
    return HexFormat.of().formatHex(digest.digest()) + "-" + parts.size();
  }

  /** The object's checksum, of its bytes or of its parts' checksums; the client's must agree. */
  Map<String, String> checksums(Request request) {
    String algorithm = upload.headers().getOrDefault(UploadCalls.ALGORITHM, "");
    if (algorithm.isEmpty()) {
      return Map.of();
    }
    String type = upload.headers().getOrDefault(UploadCalls.TYPE, "");
    String value =
        type.equals(UploadCalls.COMPOSITE)
            ? Checksums.of(algorithm, checksumsOfParts(algorithm)) + "-" + parts.size()
            : Checksums.of(algorithm, content());
    Optional<String> told = request.header(Checksums.header(algorithm));
    if (told.isPresent() && !told.get().equals(value)) {
      throw new S3Refusal(
          400,
          "BadDigest",
          "The %s you specified did not match the calculated checksum.".formatted(algorithm));
    }
    return Map.of(Checksums.header(algorithm), value, "x-amz-checksum-type", type);
  }

  private Content checksumsOfParts(String algorithm) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Upload.Part part : parts) {
      String checksum =
          Optional.ofNullable(part.headers().get(Checksums.header(algorithm)))
              .orElseGet(() -> Checksums.of(algorithm, part.body().content()));
      all.writeBytes(Base64.getDecoder().decode(checksum));
    }
    return Content.of(all.toByteArray());
  }
}
