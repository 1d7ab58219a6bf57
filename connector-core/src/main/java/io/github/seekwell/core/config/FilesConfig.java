package io.github.seekwell.core.config;

import java.time.Duration;

/**
 * How the file system on top of a store behaves.
 *
 * @param renameThreads most objects moved at a time when a directory is renamed
 * @param deleteThreads most batches deleted at a time when a directory is deleted
 * @param checksum what {@code getFileChecksum()} answers
 * @param refuseSync whether {@code hflush()} and {@code hsync()} of an output stream fail
 * @param purge whether old uploads are dropped when a file system is opened
 * @param purgeAge how old they must be
 */
public record FilesConfig(
    int renameThreads,
    int deleteThreads,
    Checksum checksum,
    boolean refuseSync,
    boolean purge,
    Duration purgeAge) {

  /** What a file's checksum is made of. */
  public enum Checksum {
    /** There is none, so tools that compare checksums compare lengths only. */
    NONE,
    /** The store's name for the version: equal in copies within one store at best. */
    ETAG,
    /** CRC-32C of the whole file, equal wherever the same bytes are, HDFS included. */
    CRC32C
  }

  public static final Setting<Integer> RENAME_THREADS =
      Setting.count(
          "fs.seekwell.rename.threads",
          16,
          1,
          256,
          "Most objects moved at a time when a directory is renamed.");

  /** Four batches of a thousand keys each are near what stores let one prefix take in a second. */
  public static final Setting<Integer> DELETE_THREADS =
      Setting.count(
          "fs.seekwell.delete.threads",
          4,
          1,
          256,
          "Most batches deleted at a time when a directory is deleted.");

  public static final Setting<Checksum> CHECKSUM =
      Setting.choice(
          "fs.seekwell.files.checksum",
          Checksum.NONE,
          "What getFileChecksum() answers: nothing, the ETag, or the CRC-32C of the whole file where"
              + " the store keeps one (comparable with HDFS in its COMPOSITE_CRC mode). None by"
              + " default, because DistCp fails where two stores answer differently.");
  public static final Setting<Boolean> REFUSE_SYNC =
      Setting.flag(
          "fs.seekwell.write.refuse-sync",
          false,
          "Whether hflush() and hsync() fail. A file is neither visible nor safe before close(); "
              + "by default these calls do nothing and warn once a stream.");

  public static final Setting<Boolean> PURGE =
      Setting.flag(
          "fs.seekwell.uploads.purge",
          false,
          "Whether opening a file system drops the bucket's uploads that are older than "
              + "fs.seekwell.uploads.purge-age, in the background: those of killed processes, and "
              + "also of others that are still at work.");

  public static final Setting<Duration> PURGE_AGE =
      Setting.age(
          "fs.seekwell.uploads.purge-age",
          "1d",
          "How long ago such an upload must have been started; longer than any write of yours.");

  public static FilesConfig from(Settings settings) {
    return new FilesConfig(
        settings.get(RENAME_THREADS),
        settings.get(DELETE_THREADS),
        settings.get(CHECKSUM),
        settings.get(REFUSE_SYNC),
        settings.get(PURGE),
        settings.get(PURGE_AGE));
  }
}
