package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.WrittenObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How requests to a bucket are made. Keys and meanings are S3A's.
 *
 * @param crossRegion whether a bucket that is in another region is followed there
 * @param conditional whether the store decides about conditions of writes. If not, we look before
 *     we write, and two writers at the same moment may both win
 * @param deleteBatch the most keys of one request for deletion; 1 if the store knows no such
 *     request
 * @param encryption how the store encrypts
 * @param marks what is said with each request, and of each new object
 * @param checksums which checksums are sent and looked at
 * @param copies how large objects are copied
 */
public record S3Options(
    boolean crossRegion,
    boolean conditional,
    int deleteBatch,
    S3Encryption encryption,
    Marks marks,
    Checksums checksums,
    Copies copies) {

  /** The header of {@link PutCondition#writeId}. */
  static final String WRITE_ID = "x-amz-meta-" + WrittenObject.METADATA;

  public static final Setting<Boolean> CROSS_REGION =
      Setting.flag(
          "fs.s3a.cross.region.access.enabled",
          true,
          "Whether a bucket that turns out to be in another region is followed there.");
  public static final Setting<Boolean> CONDITIONAL =
      Setting.flag(
          "fs.s3a.create.conditional.enabled",
          true,
          "Whether the store decides, by If-None-Match and If-Match, if a write may publish. For "
              + "stores that do not know these: false, and two writers may both believe they were "
              + "first.");
  public static final Setting<Boolean> MULTI_DELETE =
      Setting.flag(
          "fs.s3a.multiobjectdelete.enable",
          true,
          "Whether many objects are deleted by one request.");
  public static final Setting<Integer> DELETE_PAGE =
      Setting.count(
          "fs.s3a.bulk.delete.page.size", 250, 1, 1000, "Most objects that one request deletes.");
  public static final Setting<Boolean> REQUESTER_PAYS =
      Setting.flag(
          "fs.s3a.requester.pays.enabled",
          false,
          "Whether we agree to pay for our requests to somebody else's bucket.");
  public static final Setting<String> STORAGE_CLASS =
      Setting.text("fs.s3a.create.storage.class", "", "Storage class of new objects.");
  public static final Setting<String> CANNED_ACL =
      Setting.text(
          "fs.s3a.acl.default", "", "Canned ACL of new objects, such as BucketOwnerFullControl.");
  public static final Setting<String> CONTENT_ENCODING =
      Setting.text(
          "fs.s3a.object.content.encoding", "", "Content-Encoding that new objects are given.");
  public static final Setting<String> USER_AGENT_PREFIX =
      Setting.text("fs.s3a.user.agent.prefix", "", "What our name to the store begins with.");
  public static final Setting<List<String>> HEADERS =
      Setting.list(
          "fs.s3a.client.s3.custom.headers",
          "",
          "Headers of every request: name=value pairs; several values of one are joined by ;.");
  public static final Setting<String> CHECKSUM_ALGORITHM =
      Setting.text(
          "fs.s3a.create.checksum.algorithm",
          "NONE",
          "Checksum that the store keeps with new objects: CRC32, CRC32C, SHA1, SHA256, or "
              + "NONE. Sent as a trailer over TLS, which older stores do not understand.");
  public static final Setting<Boolean> CHECKSUM_GENERATION =
      Setting.flag(
          "fs.s3a.checksum.generation",
          false,
          "Whether every request carries one of the SDK's newer checksums.");
  public static final Setting<Boolean> CHECKSUM_VALIDATION =
      Setting.flag(
          "fs.s3a.checksum.validation",
          false,
          "Whether the SDK compares answers with the checksums that they carry.");
  public static final Setting<Boolean> MD5_HEADER =
      Setting.flag(
          "fs.s3a.request.md5.header",
          true,
          "Whether writes and bulk deletes carry Content-MD5, which every store checks.");
  public static final Setting<Long> COPY_THRESHOLD =
      Setting.size(
          "fs.seekwell.s3.copy-threshold",
          "5g",
          "5m",
          "5g",
          "Objects larger than this are copied in parts. 5g is the most that S3 copies at once.");
  public static final Setting<Long> COPY_PART_SIZE =
      Setting.size(
          "fs.seekwell.s3.copy-part-size",
          "512m",
          "5m",
          "5g",
          "Size of the parts in which large objects are copied.");
  public static final Setting<Integer> COPY_PARTS_IN_FLIGHT =
      Setting.count(
          "fs.seekwell.s3.copy-parts-in-flight",
          8,
          1,
          100,
          "Parts of large objects that are copied at the same time.");

  /** For the reference and the table of keys. */
  public static final List<Setting<?>> ALL =
      List.of(
          S3Endpoint.ENDPOINT,
          S3Endpoint.REGION,
          S3Endpoint.SSL,
          S3Endpoint.PATH_STYLE,
          S3Endpoint.FIPS,
          CROSS_REGION,
          CONDITIONAL,
          MULTI_DELETE,
          DELETE_PAGE,
          REQUESTER_PAYS,
          S3Encryption.ALGORITHM,
          S3Encryption.KEY,
          S3Encryption.CONTEXT,
          STORAGE_CLASS,
          CANNED_ACL,
          CONTENT_ENCODING,
          USER_AGENT_PREFIX,
          HEADERS,
          CHECKSUM_ALGORITHM,
          CHECKSUM_GENERATION,
          CHECKSUM_VALIDATION,
          MD5_HEADER,
          COPY_THRESHOLD,
          COPY_PART_SIZE,
          COPY_PARTS_IN_FLIGHT);

  /** S3A's names of canned ACLs, and those of the protocol. */
  private static final Map<String, String> ACLS =
      Map.of(
          "private", "private",
          "publicread", "public-read",
          "publicreadwrite", "public-read-write",
          "authenticatedread", "authenticated-read",
          "awsexecread", "aws-exec-read",
          "bucketownerread", "bucket-owner-read",
          "bucketownerfullcontrol", "bucket-owner-full-control",
          "logdeliverywrite", "log-delivery-write");

  public S3Options {
    Objects.requireNonNull(encryption, "encryption");
    Objects.requireNonNull(marks, "marks");
    Objects.requireNonNull(checksums, "checksums");
    Objects.requireNonNull(copies, "copies");
    if (deleteBatch < 1 || deleteBatch > 1000) {
      throw new IllegalArgumentException("S3 deletes 1 to 1000 keys at once, not " + deleteBatch);
    }
  }

  /**
   * What is said with each request, and of each new object. Empty texts are not said.
   *
   * @param requesterPays whether we agree to pay
   * @param storageClass as the protocol has it, such as {@code STANDARD_IA}
   * @param acl as the protocol has it, such as {@code bucket-owner-full-control}
   * @param contentEncoding of new objects other than directory markers
   * @param userAgentPrefix what our name begins with
   * @param headers of every request
   */
  public record Marks(
      boolean requesterPays,
      String storageClass,
      String acl,
      String contentEncoding,
      String userAgentPrefix,
      Map<String, String> headers) {
    public static final Marks NONE = new Marks(false, "", "", "", "", Map.of());

    public Marks {
      Objects.requireNonNull(storageClass, "storageClass");
      Objects.requireNonNull(acl, "acl");
      Objects.requireNonNull(contentEncoding, "contentEncoding");
      Objects.requireNonNull(userAgentPrefix, "userAgentPrefix");
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Checksums beside those of the connection. The default is what every store has understood since
   * the beginning: Content-MD5, no trailers, nothing in chunks.
   *
   * @param algorithm that the store keeps with new objects, in the protocol's capitals; empty for
   *     none
   * @param generated whether every request carries one, of the SDK's choice if we make none
   * @param validated whether the SDK looks at those of whole objects
   * @param md5 whether writes carry Content-MD5
   */
  public record Checksums(String algorithm, boolean generated, boolean validated, boolean md5) {
    public static final Checksums DEFAULT = new Checksums("", false, false, true);

    public Checksums {
      Objects.requireNonNull(algorithm, "algorithm");
    }
  }

  /**
   * How large objects are copied.
   *
   * @param threshold the largest object, in bytes, that is copied by one request
   * @param partSize bytes of a part of larger ones
   * @param inFlight parts at a time
   */
  public record Copies(long threshold, long partSize, int inFlight) {
    /** Half a GiB is copied well within a stall deadline, and 10,000 make the largest object. */
    public static final Copies DEFAULT = new Copies(5L << 30, 512L << 20, 8);

    public Copies {
      if (threshold < 0 || partSize < 1 || inFlight < 1) {
        throw new IllegalArgumentException(threshold + ", " + partSize + ", " + inFlight);
      }
    }
  }

  public static S3Options defaults() {
    return new S3Options(
        true, true, 250, S3Encryption.NONE, Marks.NONE, Checksums.DEFAULT, Copies.DEFAULT);
  }

  public S3Options with(S3Encryption other) {
    return new S3Options(crossRegion, conditional, deleteBatch, other, marks, checksums, copies);
  }

  public S3Options with(Marks other) {
    return new S3Options(
        crossRegion, conditional, deleteBatch, encryption, other, checksums, copies);
  }

  public S3Options with(Checksums other) {
    return new S3Options(crossRegion, conditional, deleteBatch, encryption, marks, other, copies);
  }

  public S3Options with(Copies other) {
    return new S3Options(
        crossRegion, conditional, deleteBatch, encryption, marks, checksums, other);
  }

  public S3Options withoutConditions() {
    return new S3Options(crossRegion, false, deleteBatch, encryption, marks, checksums, copies);
  }

  public S3Options deletingAtMost(int keys) {
    return new S3Options(crossRegion, conditional, keys, encryption, marks, checksums, copies);
  }

  /**
   * @throws IllegalArgumentException naming the setting that does not fit
   */
  public static S3Options from(Settings settings) {
    return new S3Options(
        settings.get(CROSS_REGION),
        settings.get(CONDITIONAL),
        settings.get(MULTI_DELETE) ? settings.get(DELETE_PAGE) : 1,
        S3Encryption.from(settings),
        new Marks(
            settings.get(REQUESTER_PAYS),
            oneLine(settings, STORAGE_CLASS).toUpperCase(Locale.ROOT),
            acl(settings.get(CANNED_ACL)),
            oneLine(settings, CONTENT_ENCODING),
            oneLine(settings, USER_AGENT_PREFIX),
            headers(settings.get(HEADERS))),
        new Checksums(
            algorithm(settings.get(CHECKSUM_ALGORITHM)),
            settings.get(CHECKSUM_GENERATION),
            settings.get(CHECKSUM_VALIDATION),
            settings.get(MD5_HEADER)),
        new Copies(
            settings.get(COPY_THRESHOLD),
            settings.get(COPY_PART_SIZE),
            settings.get(COPY_PARTS_IN_FLIGHT)));
  }

  private static String acl(String text) {
    if (text.isEmpty()) {
      return "";
    }
    String acl = ACLS.get(text.toLowerCase(Locale.ROOT).replace("-", ""));
    if (acl == null) {
      throw new IllegalArgumentException(
          CANNED_ACL.key()
              + " = '"
              + text
              + "': must be Private, PublicRead, PublicReadWrite, AuthenticatedRead, AwsExecRead,"
              + " BucketOwnerRead, BucketOwnerFullControl or LogDeliveryWrite");
    }
    return acl;
  }

  private static String algorithm(String text) {
    String name = text.toUpperCase(Locale.ROOT).replace("_", "");
    return switch (name) {
      case "", "NONE" -> "";
      case "CRC32", "CRC32C", "SHA1", "SHA256" -> name;
      case "CRC64NVME" ->
          throw new IllegalArgumentException(
              CHECKSUM_ALGORITHM.key()
                  + " = '"
                  + text
                  + "': the SDK makes it by a native library that is not here. S3 itself keeps it of"
                  + " what is written with NONE");
      default ->
          throw new IllegalArgumentException(
              CHECKSUM_ALGORITHM.key()
                  + " = '"
                  + text
                  + "': must be CRC32, CRC32C, SHA1, SHA256 or NONE");
    };
  }

  /** What goes into a header, refused here rather than with the first request. */
  private static String oneLine(Settings settings, Setting<String> setting) {
    return oneLine(setting, settings.get(setting));
  }

  private static String oneLine(Setting<?> setting, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(setting.key() + " must hold no line break");
    }
    return text;
  }

  private static Map<String, String> headers(List<String> pairs) {
    Map<String, String> headers = new HashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            HEADERS.key() + " must hold name=value pairs, comma-separated");
      }
      String value = pair.substring(equals + 1).trim().replaceAll("\\s*;\\s*", ",");
      headers.put(pair.substring(0, equals).trim(), oneLine(HEADERS, value));
    }
    return headers;
  }

  /** The headers of every request. */
  Map<String, String> ofRequests() {
    Map<String, String> all = new LinkedHashMap<>(marks.headers());
    if (marks.requesterPays()) {
      all.put("x-amz-request-payer", "requester");
    }
    return all;
  }

  /** The headers of a request that makes an object of bytes that we send. */
  Map<String, String> ofNewObject(String key, PutCondition condition) {
    Map<String, String> all = ofCopy();
    if (!condition.writeId().isEmpty()) {
      all.put(WRITE_ID, condition.writeId());
    }
    if (!marks.contentEncoding().isEmpty() && !isMarker(key)) {
      all.put("Content-Encoding", marks.contentEncoding());
    }
    return all;
  }

  /** The headers of a request that makes an object of another, whose encoding it keeps. */
  Map<String, String> ofCopy() {
    Map<String, String> all = new LinkedHashMap<>(encryption.ofNewObjects());
    if (!marks.storageClass().isEmpty()) {
      all.put("x-amz-storage-class", marks.storageClass());
    }
    if (!marks.acl().isEmpty()) {
      all.put("x-amz-acl", marks.acl());
    }
    return all;
  }

  /** What S3A, and consoles after it, call the content of a directory marker. */
  static String contentType(String key) {
    return isMarker(key) ? "application/x-directory" : "application/octet-stream";
  }

  private static boolean isMarker(String key) {
    return key.endsWith("/");
  }

  /** The parts of a large object of so many bytes. */
  List<ByteRange> copyParts(long size) {
    // S3 takes 10,000 parts.
    long part = Math.max(copies.partSize(), (size + 9_999) / 10_000);
    List<ByteRange> parts = new ArrayList<>();
    for (long start = 0; start < size; start += part) {
      parts.add(ByteRange.of(start, Math.min(size, start + part)));
    }
    return parts;
  }
}
