package io.github.seekwell.core.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.fs.FileChecksum;

/**
 * A store's name for a version, as a checksum. Comparable within one kind of store only, so its
 * algorithm carries the store's name: {@code etag-oci}.
 */
public final class EtagFileChecksum extends FileChecksum {
  private String store;
  private String etag;

  /** For Hadoop, which fills it by {@link #readFields}. */
  public EtagFileChecksum() {
    this("", "");
  }

  EtagFileChecksum(String store, String etag) {
    this.store = store;
    this.etag = etag;
  }

  @Override
  public String getAlgorithmName() {
    return "etag-" + store;
  }

  @Override
  public int getLength() {
    return getBytes().length;
  }

  @Override
  public byte[] getBytes() {
    return etag.getBytes(UTF_8);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeUTF(store);
    out.writeUTF(etag);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    store = in.readUTF();
    etag = in.readUTF();
  }

  @Override
  public String toString() {
    return getAlgorithmName() + ":" + etag;
  }
}
