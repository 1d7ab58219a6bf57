package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.config.FilesConfig;
import io.github.seekwell.core.store.Crc;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import org.apache.hadoop.fs.CompositeCrcFileChecksum;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.util.DataChecksum;
import org.jspecify.annotations.Nullable;

/** Answers {@code getFileChecksum()} as the settings want it; one HEAD if they want any. */
final class FileChecksums {
  /**
   * What HDFS tells of its own files. It is not part of what is compared, but readers of the class
   * expect a number.
   */
  private static final int BYTES_PER_CRC = 512;

  private final ObjectStore store;
  private final FilesConfig.Checksum kind;

  FileChecksums(ObjectStore store, FilesConfig.Checksum kind) {
    this.store = store;
    this.kind = kind;
  }

  boolean areThere() {
    return kind != FilesConfig.Checksum.NONE;
  }

  /**
   * @param length of the file's beginning that is to be summed up; what the store knows is of whole
   *     files only
   * @return null, as Hadoop wants it, if there is none
   */
  @Nullable FileChecksum of(String key, long length, RequestContext context) throws StoreException {
    return switch (kind) {
      case NONE -> null;
      case ETAG -> {
        ObjectInfo object = store.head(key, context);
        yield length < object.size() || object.etag().isAny()
            ? null
            : new EtagFileChecksum(store.id().scheme(), object.etag().value());
      }
      case CRC32C ->
          store
              .checksum(key, context)
              .filter(told -> told.crc() == Crc.CRC32C && length >= told.object().size())
              .map(
                  told ->
                      new CompositeCrcFileChecksum(
                          (int) told.value(), DataChecksum.Type.CRC32C, BYTES_PER_CRC))
              .orElse(null);
    };
  }
}
