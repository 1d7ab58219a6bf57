package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Client;
import io.github.seekwell.benchmarks.replay.Store.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who reads for a training.
 *
 * @param name for options and tables
 * @param sentence what it is
 * @param client its class path and its mode
 * @param settings beside those of its mode
 * @param heap of its JVM
 */
record Contestant(
    String name, String sentence, Client client, Map<String, String> settings, String heap) {

  /** Our connector, all data in memory after the first epoch. */
  static final String MEMORY = "seekwell-memory";

  /** Our connector, its memory smaller than the data, with a disk tier. */
  static final String DISK = "seekwell-disk";

  /** A training's own data is small, and its memory is the user's to give. */
  private static final Map<String, String> LARGE_CACHE =
      Map.of("fs.seekwell.cache.heap-fraction", "0.5");

  private static final String CACHE_TEXT = "half of the heap for blocks";

  /** The modes of peers that read a file from its beginning to its end. */
  private static final List<String> PEERS =
      List.of(
          "s3a-3.4.2",
          "s3a-3.4.2-prefetch",
          "s3a-3.5.0",
          "s3a-3.5.0-classic",
          "oci-hdfs",
          "oci-hdfs-4x6m",
          Client.LOCAL);

  /** All of a store, ours first. */
  static List<Contestant> of(Dialect dialect, TrainingOptions options) {
    List<Contestant> all = new ArrayList<>();
    for (Client client : Client.of(dialect)) {
      if (client.ours()) {
        all.add(memory(client, options));
        all.add(disk(client, options));
      } else if (PEERS.contains(client.name())) {
        all.add(
            new Contestant(
                client.name(), client.sentence(), client, client.settings(), options.heap()));
      }
    }
    return all;
  }

  private static Contestant memory(Client client, TrainingOptions options) {
    return new Contestant(
        MEMORY, "this project, " + CACHE_TEXT, client, with(client, LARGE_CACHE), options.heap());
  }

  private static Contestant disk(Client client, TrainingOptions options) {
    Path directory = options.scratch().resolve("disk-tier");
    return new Contestant(
        DISK,
        "this project, a heap of "
            + options.smallHeap()
            + ", 15 % of it for blocks as by default, and a disk tier",
        client,
        with(client, Map.of("fs.seekwell.disk.directories", directory.toString())),
        options.smallHeap());
  }

  private static Map<String, String> with(Client client, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(client.settings());
    all.putAll(more);
    return Map.copyOf(all);
  }

  boolean onTheStore() {
    return !client.local();
  }
}
