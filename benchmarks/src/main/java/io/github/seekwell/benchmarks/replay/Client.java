package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.replay.Store.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who reads.
 *
 * @param name for options and tables
 * @param sentence what it is and which of its modes
 * @param jars which class path it runs on
 * @param dialect of the store it reads; empty for the local disk
 * @param settings its mode, in Hadoop's words
 */
public record Client(
    String name,
    String sentence,
    String jars,
    Optional<Dialect> dialect,
    Map<String, String> settings) {

  /** The client whose figures stand first, and whom all others are compared with. */
  public static final String OURS = "seekwell";

  /** The local disk under Hadoop's own file system: the floor. */
  public static final String LOCAL = "local";

  private static final String AWS_342 = "hadoop-aws-3.4.2";
  private static final String AWS_350 = "hadoop-aws-3.5.0";
  private static final String ORACLE = "oci-hdfs-connector";

  private static final String STREAM_TYPE = "fs.s3a.input.stream.type";
  private static final String READ_AHEAD = "fs.oci.io.read.ahead";
  private static final String READ_AHEAD_SIZE = "fs.oci.io.read.ahead.blocksize";
  private static final String READ_AHEAD_COUNT = "fs.oci.io.read.ahead.blockcount";

  public Client {
    settings = Map.copyOf(settings);
  }

  /** All who read a store of that dialect, ours first, the local disk last. */
  public static List<Client> of(Dialect dialect) {
    return dialect == Dialect.S3 ? onS3() : onOci();
  }

  /** Whether it is this project. */
  public boolean ours() {
    return name.equals(OURS);
  }

  /** Whether it reads the local disk. */
  public boolean local() {
    return name.equals(LOCAL);
  }

  private static List<Client> onS3() {
    return List.of(
        ours(Dialect.S3, Map.of("fs.s3a.impl", "io.github.seekwell.s3.S3FileSystem")),
        s3a("s3a-3.4.2", "default (classic stream, adaptive)", AWS_342, Map.of()),
        s3a(
            "s3a-3.4.2-random",
            "classic stream, policy random",
            AWS_342,
            Map.of("fs.s3a.experimental.input.fadvise", "random")),
        s3a(
            "s3a-3.4.2-prefetch",
            "prefetching stream",
            AWS_342,
            Map.of("fs.s3a.prefetch.enabled", "true", STREAM_TYPE, "prefetch")),
        s3a("s3a-3.4.2-analytics", "analytics stream", AWS_342, Map.of(STREAM_TYPE, "analytics")),
        s3a("s3a-3.5.0", "default (analytics stream)", AWS_350, Map.of()),
        s3a("s3a-3.5.0-classic", "classic stream", AWS_350, Map.of(STREAM_TYPE, "classic")),
        s3a("s3a-3.5.0-prefetch", "prefetching stream", AWS_350, Map.of(STREAM_TYPE, "prefetch")),
        disk());
  }

  private static List<Client> onOci() {
    return List.of(
        ours(Dialect.OCI, Map.of("fs.oci.impl", "io.github.seekwell.oci.OciFileSystem")),
        oracle("oci-hdfs", "default (no read-ahead)", Map.of()),
        oracle("oci-hdfs-6m", "read-ahead of 6 MiB, one block", Map.of(READ_AHEAD, "true")),
        oracle(
            "oci-hdfs-256k",
            "read-ahead of 256 KiB, one block",
            Map.of(READ_AHEAD, "true", READ_AHEAD_SIZE, String.valueOf(256 << 10))),
        oracle(
            "oci-hdfs-4x6m",
            "read-ahead of 6 MiB, four blocks, as its tuning page advises",
            Map.of(READ_AHEAD, "true", READ_AHEAD_COUNT, "4")),
        disk());
  }

  private static Client ours(Dialect dialect, Map<String, String> settings) {
    return new Client(OURS, "this project, default settings", OURS, Optional.of(dialect), settings);
  }

  private static Client s3a(String name, String mode, String jars, Map<String, String> settings) {
    return new Client(
        name, "S3A of " + jars + ", " + mode, jars, Optional.of(Dialect.S3), settings);
  }

  private static Client oracle(String name, String mode, Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(Map.of("fs.oci.impl", "com.oracle.bmc.hdfs.BmcFilesystem"));
    all.putAll(settings);
    return new Client(
        name, "Oracle's connector 3.4.1.0.0.1, " + mode, ORACLE, Optional.of(Dialect.OCI), all);
  }

  private static Client disk() {
    return new Client(
        LOCAL, "the same bytes in a local file, through Hadoop", OURS, Optional.empty(), Map.of());
  }
}
