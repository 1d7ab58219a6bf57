package io.github.seekwell.oci;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.oci.client.ApiKeys;
import io.github.seekwell.oci.testing.OciDialect;
import io.github.seekwell.oci.testing.SignatureCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A file system as a user has it, and the emulated store below it. */
final class OciRig implements FileSystemRig {
  static final String NAMESPACE = "testing";
  static final String BUCKET = "bucket";

  private final StoreEmulator emulator;
  private final Path keys;

  private OciRig(StoreEmulator emulator, Path keys) {
    this.emulator = emulator;
    this.keys = keys;
  }

  static OciRig start(Path keys) throws IOException {
    return start(keys, LatencyModel.none(), "127.0.0.1");
  }

  static OciRig start(Path keys, LatencyModel latency, String... addresses) throws IOException {
    return start(keys, OciDialect.of(NAMESPACE), latency, addresses);
  }

  /** A store that knows one key and checks every signature. */
  static OciRig startSigned(Path keys) throws IOException {
    return startSigned(keys, Clock.systemUTC());
  }

  /** The same by another clock. */
  static OciRig startSigned(Path keys, Clock clock) throws IOException {
    SignatureCheck check = SignatureCheck.of(ApiKeys.keyId(), ApiKeys.publicKey(), clock);
    OciDialect dialect = OciDialect.of(NAMESPACE).signedBy(check).clock(clock);
    return start(keys, dialect, LatencyModel.none(), "127.0.0.1");
  }

  /** A store that asks somebody who may do what. */
  static OciRig startChecked(Path keys, SignatureCheck check) throws IOException {
    return start(keys, OciDialect.of(NAMESPACE).signedBy(check), LatencyModel.none(), "127.0.0.1");
  }

  private static OciRig start(
      Path keys, OciDialect dialect, LatencyModel latency, String... addresses) throws IOException {
    StoreEmulator emulator =
        StoreEmulator.builder(dialect).bucket(BUCKET).latency(latency).addresses(addresses).start();
    return new OciRig(emulator, keys);
  }

  @Override
  public StoreEmulator emulator() {
    return emulator;
  }

  @Override
  public String bucket() {
    return BUCKET;
  }

  @Override
  public URI root() {
    return URI.create("oci://" + BUCKET + "@" + NAMESPACE);
  }

  @Override
  public Configuration configuration(URI endpoint) throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs.oci.client.hostname", endpoint.toString());
    conf.set("fs.oci.client.auth.tenantId", ApiKeys.TENANCY);
    conf.set("fs.oci.client.auth.userId", ApiKeys.USER);
    conf.set("fs.oci.client.auth.fingerprint", ApiKeys.FINGERPRINT);
    conf.set("fs.oci.client.auth.pemfilepath", ApiKeys.pem(keys).toString());
    return conf;
  }

  @Override
  public String completion() {
    return "CommitMultipartUpload";
  }

  @Override
  public String partParameter() {
    return "uploadPartNum=";
  }

  @Override
  public List<String> secrets() throws IOException {
    return ApiKeys.secretsIn(keys);
  }

  @Override
  public void close() {
    emulator.close();
  }
}
