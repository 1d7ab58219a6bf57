package io.github.seekwell.oci.client;

import com.oracle.bmc.objectstorage.model.ChecksumAlgorithm;
import io.github.seekwell.core.client.Answers;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of a body, in Base 64 as requests tell them, so that the service takes exactly the
 * bytes that we had.
 *
 * @param crc32c null if none is wanted
 */
record BodySums(String md5, @Nullable String crc32c) {

  /** Bytes summed up at a time. */
  private static final int PIECE = 64 * 1024;

  static BodySums of(ObjectBody body, boolean withCrc32c) throws IOException {
    CRC32C crc = new CRC32C();
    try (InputStream in = body.open()) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[(int) Math.min(PIECE, Math.max(1, body.length()))];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        if (withCrc32c) {
          crc.update(buffer, 0, count);
        }
      }
      Base64.Encoder base64 = Base64.getEncoder();
      byte[] sum = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
      return new BodySums(
          base64.encodeToString(digest.digest()), withCrc32c ? base64.encodeToString(sum) : null);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has MD5", e);
    }
  }

  /** What the service is told to keep; null for nothing. */
  @Nullable ChecksumAlgorithm algorithm() {
    return crc32c == null ? null : ChecksumAlgorithm.Crc32C;
  }

  /** Compares with what the service says it took. */
  void check(OciCall call, @Nullable String takenMd5, @Nullable String takenCrc32c)
      throws StoreException {
    if (takenMd5 != null && !takenMd5.equals(md5)) {
      throw Answers.wrong(
          call.account(), "the store has bytes with MD5 " + takenMd5 + ", sent were " + md5);
    }
    if (crc32c != null && takenCrc32c != null && !takenCrc32c.equals(crc32c)) {
      throw Answers.wrong(
          call.account(),
          "the store has bytes with CRC-32C " + takenCrc32c + ", sent were " + crc32c);
    }
  }
}
