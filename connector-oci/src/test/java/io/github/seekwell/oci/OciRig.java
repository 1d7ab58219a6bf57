package io.github.seekwell.oci;

import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.oci.client.ApiKeys;
import io.github.seekwell.oci.testing.OciDialect;
import io.github.seekwell.oci.testing.SignatureCheck;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** A file system as a user has it, and the emulated store below it. */
final class OciRig implements AutoCloseable {
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
    SignatureCheck check = SignatureCheck.of(ApiKeys.keyId(), ApiKeys.publicKey());
    return start(keys, OciDialect.of(NAMESPACE).signedBy(check), LatencyModel.none(), "127.0.0.1");
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

  StoreEmulator emulator() {
    return emulator;
  }

  /** What a user sets: endpoint and credentials, nothing else. */
  Configuration configuration() throws IOException {
    return configuration(emulator.endpoint());
  }

  Configuration configuration(URI endpoint) throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs.oci.client.hostname", endpoint.toString());
    conf.set("fs.oci.client.auth.tenantId", ApiKeys.TENANCY);
    conf.set("fs.oci.client.auth.userId", ApiKeys.USER);
    conf.set("fs.oci.client.auth.fingerprint", ApiKeys.FINGERPRINT);
    conf.set("fs.oci.client.auth.pemfilepath", ApiKeys.pem(keys).toString());
    return conf;
  }

  FileSystem open(Configuration conf) throws IOException {
    return FileSystem.newInstance(URI.create("oci://" + BUCKET + "@" + NAMESPACE), conf);
  }

  FileSystem open() throws IOException {
    return open(configuration());
  }

  org.apache.hadoop.fs.Path path(String key) {
    return new org.apache.hadoop.fs.Path("oci://" + BUCKET + "@" + NAMESPACE + "/" + key);
  }

  /** Puts an object into the store without a request; its bytes are made as they are sent. */
  RampObject hold(String key, RampObject ramp) {
    emulator.objects().put(BUCKET, key, new Ramp(ramp));
    return ramp;
  }

  @Override
  public void close() {
    emulator.close();
  }

  private record Ramp(RampObject ramp) implements Content {
    @Override
    public long size() {
      return ramp.size();
    }

    @Override
    public Object piece(long position, int atMost) {
      int length = (int) Math.min(Math.min(atMost, 64 << 10), ramp.size() - position);
      return Unpooled.wrappedBuffer(ramp.bytes(position, length));
    }
  }
}
