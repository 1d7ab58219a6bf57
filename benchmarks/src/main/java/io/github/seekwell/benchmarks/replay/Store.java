package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.command.Options;
import io.github.seekwell.benchmarks.data.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The embedded store in one of its dialects, in a process of its own, with signed requests. */
public final class Store implements AutoCloseable {
  private static final String BUCKET = "replay";
  private static final String NAMESPACE = "seekwell";
  private static final String REGION = "eu-central-2";
  private static final String ACCESS_KEY = "AKIABENCHMARKS";
  private static final String SECRET_KEY = "secret/of+benchmarks";
  private static final String TENANCY = "ocid1.tenancy.oc1..benchmarks";
  private static final String USER = "ocid1.user.oc1..benchmarks";
  private static final Duration START = Duration.ofSeconds(60);

  private final ChildJvm process;
  private final Dialect dialect;
  private final StoreDoor door;
  private final Map<String, String> settings;

  private Store(ChildJvm process, Dialect dialect, StoreDoor door, Map<String, String> settings) {
    this.process = process;
    this.dialect = dialect;
    this.door = door;
    this.settings = Map.copyOf(settings);
  }

  /** In which manners it answers. */
  public enum Dialect {
    S3("s3a://" + BUCKET + "/", "io.github.seekwell.s3.testing.S3EmulatorMain"),
    OCI(
        "oci://" + BUCKET + "@" + NAMESPACE + "/",
        "io.github.seekwell.oci.testing.OciEmulatorMain");

    private final String root;
    private final String main;

    Dialect(String root, String main) {
      this.root = root;
      this.main = main;
    }

    /** Those that {@code --store} names. */
    public static List<Dialect> of(Options options, String usual) {
      String text = options.text("--store", usual);
      return switch (text) {
        case "s3" -> List.of(S3);
        case "oci" -> List.of(OCI);
        case "both" -> List.of(S3, OCI);
        default -> throw options.refused("--store is s3, oci or both, not " + text);
      };
    }

    /** Where the bucket is for a Hadoop client. */
    public String root() {
      return root;
    }
  }

  /**
   * Starts a store.
   *
   * @param folder whose files are its objects
   * @param scratch for keys and logs
   */
  public static Store start(
      Dialect dialect, StoreModel model, String classPath, Path folder, Path scratch)
      throws IOException, InterruptedException, GeneralSecurityException {
    List<String> arguments = new ArrayList<>();
    Map<String, String> settings;
    String fingerprint = "";
    if (dialect == Dialect.S3) {
      arguments.addAll(
          List.of("--access-key", ACCESS_KEY, "--secret-key", SECRET_KEY, "--region", REGION));
    } else {
      Path keys = Files.createDirectories(scratch.resolve("key"));
      fingerprint = ApiKey.write(keys);
      arguments.addAll(
          List.of(
              "--namespace",
              NAMESPACE,
              "--key-id",
              TENANCY + "/" + USER + "/" + fingerprint,
              "--public-key",
              keys.resolve("public.pem").toString()));
    }
    arguments.addAll(
        List.of(
            "--data-dir",
            folder.toString(),
            "--bucket",
            BUCKET,
            "--first-byte",
            model.firstByteMillis() + "ms",
            "--sigma",
            String.valueOf(model.sigma()),
            "--new-connection",
            model.newConnectionMillis() + "ms",
            "--connection-rate",
            String.valueOf(model.connectionMegabytes() * 1_000_000L),
            "--exit-with-stdin"));
    ChildJvm process =
        ChildJvm.start(
            classPath,
            List.of("-Xmx512m"),
            dialect.main,
            arguments,
            scratch.resolve("store-" + dialect + ".log"));
    try {
      URI endpoint = URI.create(process.hear(START));
      settings =
          dialect == Dialect.S3
              ? Map.of(
                  "fs.s3a.endpoint", endpoint.toString(),
                  "fs.s3a.endpoint.region", REGION,
                  "fs.s3a.path.style.access", "true",
                  "fs.s3a.access.key", ACCESS_KEY,
                  "fs.s3a.secret.key", SECRET_KEY)
              : Map.of(
                  "fs.oci.client.hostname", endpoint.toString(),
                  "fs.oci.client.auth.tenantId", TENANCY,
                  "fs.oci.client.auth.userId", USER,
                  "fs.oci.client.auth.fingerprint", fingerprint,
                  "fs.oci.client.auth.pemfilepath", scratch.resolve("key/private.pem").toString());
      return new Store(process, dialect, new StoreDoor(endpoint, BUCKET), settings);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  public Dialect dialect() {
    return dialect;
  }

  public StoreDoor door() {
    return door;
  }

  /** Hadoop's settings that lead here. */
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public void close() {
    process.close();
  }
}
