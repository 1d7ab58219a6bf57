package io.github.seekwell.core.config;

/**
 * How the file system on top of a store behaves.
 *
 * @param renameThreads most objects moved at a time when a directory is renamed
 * @param refuseSync whether {@code hflush()} and {@code hsync()} of an output stream fail
 */
public record FilesConfig(int renameThreads, boolean refuseSync) {

  public static final Setting<Integer> RENAME_THREADS =
      Setting.count(
          "fs.seekwell.rename.threads",
          16,
          1,
          256,
          "Most objects moved at a time when a directory is renamed.");
  public static final Setting<Boolean> REFUSE_SYNC =
      Setting.flag(
          "fs.seekwell.write.refuse-sync",
          false,
          "Whether hflush() and hsync() fail. A file is neither visible nor safe before close(); "
              + "by default these calls do nothing and warn once a stream.");

  public static FilesConfig from(Settings settings) {
    return new FilesConfig(settings.get(RENAME_THREADS), settings.get(REFUSE_SYNC));
  }
}
