package io.github.seekwell.core.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the connector's own settings ({@code fs.seekwell.*}) say, read once.
 *
 * @param cache the block cache
 * @param disk its second tier
 * @param read the read path
 * @param write the write path
 * @param retry limit and retry
 * @param hedge second requests beside slow ones
 * @param http the HTTP engine
 * @param listPageSize most entries of one listing page
 * @param files how the file system on top behaves
 */
public record ConnectorConfig(
    CacheConfig cache,
    DiskConfig disk,
    ReadConfig read,
    WriteConfig write,
    RetryConfig retry,
    HedgeConfig hedge,
    HttpConfig http,
    int listPageSize,
    FilesConfig files) {

  public static final String PREFIX = "fs.seekwell.";

  /**
   * Connectors have a group of settings each, such as {@code fs.seekwell.oci.}; a scheme begins
   * with the name of its group.
   */
  private static final List<String> GROUPS = List.of("oci", "s3");

  public static final Setting<Integer> LIST_PAGE_SIZE =
      Setting.count(
          "fs.seekwell.list.page-size", 1000, 1, 1000, "Most entries of one listing page.");

  /** Every setting under our prefix; the reference is made from this list. */
  public static final List<Setting<?>> ALL =
      Stream.of(
              List.of(
                  CacheConfig.BLOCK_SIZE,
                  CacheConfig.HEAP_FRACTION,
                  CacheConfig.MAX_BYTES,
                  CacheConfig.IN_FLIGHT_FRACTION,
                  DiskConfig.DIRECTORIES,
                  DiskConfig.MAX_BYTES,
                  DiskConfig.MIN_FREE,
                  ReadConfig.LOOK_AHEAD_MAX,
                  ReadConfig.AMPLIFICATION_MAX,
                  ReadConfig.FETCH_THREADS,
                  ReadConfig.STALL_DEADLINE,
                  ReadConfig.OPEN_BYTES,
                  ReadConfig.TRUST_VERSION,
                  ReadConfig.VERIFY_CHECKSUM,
                  WriteConfig.PART_SIZE,
                  WriteConfig.PARTS_IN_FLIGHT,
                  WriteConfig.BUFFER_FRACTION,
                  BufferConfig.KIND,
                  BufferConfig.DIRECTORIES,
                  BufferConfig.MAX_BYTES,
                  RetryConfig.ATTEMPTS,
                  RetryConfig.BASE_DELAY,
                  RetryConfig.MAX_DELAY,
                  RetryConfig.MAX_IN_FLIGHT,
                  HedgeConfig.ENABLED,
                  HedgeConfig.BUDGET,
                  HedgeConfig.MAX_SIZE,
                  LIST_PAGE_SIZE,
                  FilesConfig.RENAME_THREADS,
                  FilesConfig.DELETE_THREADS,
                  FilesConfig.CHECKSUM,
                  FilesConfig.REFUSE_SYNC,
                  FilesConfig.PURGE,
                  FilesConfig.PURGE_AGE),
              HttpSettings.ALL,
              FaultsConfig.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  public static ConnectorConfig from(Settings settings) {
    return new ConnectorConfig(
        CacheConfig.from(settings),
        DiskConfig.from(settings),
        ReadConfig.from(settings),
        WriteConfig.from(settings),
        RetryConfig.from(settings),
        HedgeConfig.from(settings),
        HttpSettings.from(settings),
        settings.get(LIST_PAGE_SIZE),
        FilesConfig.from(settings));
  }

  /** A key under our prefix that nobody declared, and the declared one nearest to it. */
  public record Unknown(String key, Optional<String> nearest) {}

  /**
   * Keys under our prefix that mean nothing, most likely misspelt. A key that continues a declared
   * one is a setting of one bucket; a key in another connector's group is for that one to judge.
   *
   * @param scheme of the connector that asks
   * @param own what it declares besides {@link #ALL}
   */
  public static List<Unknown> unknownKeys(Settings settings, String scheme, List<Setting<?>> own) {
    List<Setting<?>> declared = Stream.concat(ALL.stream(), own.stream()).toList();
    List<String> foreign =
        GROUPS.stream().filter(g -> !scheme.startsWith(g)).map(g -> PREFIX + g + ".").toList();
    return settings.keys(PREFIX).stream()
        .filter(key -> foreign.stream().noneMatch(key::startsWith))
        .filter(
            key ->
                declared.stream()
                    .noneMatch(s -> key.equals(s.key()) || key.startsWith(s.key() + ".")))
        .map(key -> new Unknown(key, nearest(key, declared)))
        .toList();
  }

  private static Optional<String> nearest(String key, List<Setting<?>> declared) {
    String best = "";
    int bestDistance = Math.max(3, key.length() / 4);
    for (Setting<?> setting : declared) {
      int distance = editDistance(key, setting.key());
      if (distance < bestDistance) {
        bestDistance = distance;
        best = setting.key();
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /** Levenshtein's distance, one row at a time. */
  private static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j - 1], row[j]) + 1);
      }
    }
    return row[b.length()];
  }
}
