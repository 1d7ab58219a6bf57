package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a part handle carries: enough to notice that it belongs to another upload.
 *
 * @param key of the object
 * @param upload the store's name for the upload
 * @param part as the store took it
 */
record PartNote(String key, String upload, UploadedPart part) {
  private static final String FORMAT = "seekwell-part-1";

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(FORMAT);
      out.writeUTF(key);
      out.writeUTF(upload);
      out.writeInt(part.number());
      out.writeUTF(part.etag().value());
      out.writeLong(part.size());
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException if these bytes are none of ours
   */
  static PartNote from(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (!in.readUTF().equals(FORMAT)) {
        throw new IOException("no part handle of ours");
      }
      return new PartNote(
          in.readUTF(),
          in.readUTF(),
          new UploadedPart(in.readInt(), new Etag(in.readUTF()), in.readLong()));
    } catch (IllegalArgumentException e) {
      throw new IOException("a damaged part handle", e);
    }
  }
}
