package io.github.seekwell.s3.client;

import io.github.seekwell.core.client.Answers;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;

/** Our values in the SDK's words, where null stands for what is not said, and back. */
final class S3Words {

  private S3Words() {}

  /** In quotes, as the protocol has them and some stores insist. */
  static @Nullable String orNull(Etag etag) {
    return etag.isAny() ? null : quoted(etag);
  }

  static String quoted(Etag etag) {
    String value = etag.value();
    return value.startsWith("W/") ? value : '"' + value + '"';
  }

  static Instant time(@Nullable Instant told) {
    return told == null ? Instant.EPOCH : told;
  }

  /** Content-MD5, unless one of the newer checksums takes its place. */
  static @Nullable String md5(S3Options options, ObjectBody body) throws IOException {
    S3Options.Checksums checksums = options.checksums();
    boolean newer = checksums.generated() || !checksums.algorithm().isEmpty();
    return checksums.md5() && !newer ? Answers.md5(body) : null;
  }

  static @Nullable ChecksumAlgorithm algorithm(S3Options options) {
    return switch (options.checksums().algorithm()) {
      case "" -> null;
      case "CRC32C" -> ChecksumAlgorithm.CRC32_C;
      default -> ChecksumAlgorithm.fromValue(options.checksums().algorithm());
    };
  }

  /** Of the whole object where the algorithm allows it, rather than a sum of its parts' sums. */
  static @Nullable ChecksumType checksumType(S3Options options) {
    return options.checksums().algorithm().startsWith("CRC") ? ChecksumType.FULL_OBJECT : null;
  }

  /** Opened anew as often as the SDK signs it and the engine sends it; never held in memory. */
  static RequestBody body(ObjectBody body, String contentType) {
    return RequestBody.fromContentProvider(
        () -> {
          try {
            return body.open();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        body.length(),
        contentType);
  }

  /** Whether a key can stand in XML 1.0, which knows no way to write some characters. */
  static boolean fitsXml(String key) {
    return key.codePoints()
        .allMatch(
            c ->
                (c >= 0x20 && c <= 0xD7FF)
                    || (c >= 0xE000 && c <= 0xFFFD)
                    || c >= 0x10000
                    || c == '\t');
  }
}
