package io.github.seekwell.s3;

import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.s3.testing.S3Accounts;
import io.github.seekwell.s3.testing.S3Dialect;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file system as a user has it, and the emulated store below it. */
final class S3Rig implements AutoCloseable {
  static final String BUCKET = "bucket";
  static final String ACCESS_KEY = "AKIDEXAMPLE";
  static final String SECRET_KEY = "a-secret-that-is-nowhere-else";

  private final StoreEmulator emulator;
  private final S3Accounts accounts;
  private final String scheme;

  private S3Rig(StoreEmulator emulator, S3Accounts accounts, String scheme) {
    this.emulator = emulator;
    this.accounts = accounts;
    this.scheme = scheme;
  }

  static S3Rig start() throws IOException {
    return start(S3Dialect.open(), new S3Accounts(), LatencyModel.none(), "127.0.0.1");
  }

  static S3Rig start(LatencyModel latency, String... addresses) throws IOException {
    return start(S3Dialect.open(), new S3Accounts(), latency, addresses);
  }

  /** A store that knows one key, and others as a test adds them, and checks every signature. */
  static S3Rig startSigned() throws IOException {
    S3Accounts accounts = new S3Accounts().add(ACCESS_KEY, SECRET_KEY);
    return start(S3Dialect.open().signedBy(accounts), accounts, LatencyModel.none(), "127.0.0.1");
  }

  private static S3Rig start(
      S3Dialect dialect, S3Accounts accounts, LatencyModel latency, String... addresses)
      throws IOException {
    StoreEmulator emulator =
        StoreEmulator.builder(dialect).bucket(BUCKET).latency(latency).addresses(addresses).start();
    return new S3Rig(emulator, accounts, S3Address.S3A);
  }

  /** The same store under the other scheme; only one of the two is to be closed. */
  S3Rig under(String otherScheme) {
    return new S3Rig(emulator, accounts, otherScheme);
  }

  StoreEmulator emulator() {
    return emulator;
  }

  S3Accounts accounts() {
    return accounts;
  }

  /** What a user sets: endpoint, credentials, and which class serves the schemes. */
  Configuration configuration() {
    return configuration(emulator.endpoint());
  }

  Configuration configuration(URI endpoint) {
    Configuration conf = schemes(new Configuration());
    conf.set("fs.s3a.endpoint", endpoint.toString());
    conf.set("fs.s3a.access.key", ACCESS_KEY);
    conf.set("fs.s3a.secret.key", SECRET_KEY);
    return conf;
  }

  /** Both schemes, through both doors. */
  static Configuration schemes(Configuration conf) {
    conf.set("fs.s3a.impl", S3FileSystem.class.getName());
    conf.set("fs.s3.impl", S3FileSystem.class.getName());
    conf.set("fs.AbstractFileSystem.s3a.impl", S3A.class.getName());
    conf.set("fs.AbstractFileSystem.s3.impl", S3.class.getName());
    return conf;
  }

  URI root() {
    return URI.create(scheme + "://" + BUCKET);
  }

  FileSystem open(Configuration conf) throws IOException {
    return FileSystem.newInstance(root(), conf);
  }

  FileSystem open() throws IOException {
    return open(configuration());
  }

  Path path(String key) {
    return new Path(root() + "/" + key);
  }

  /** Puts an object into the store without a request; its bytes are made as they are sent. */
  RampObject hold(String key, RampObject ramp) {
    emulator.objects().put(BUCKET, key, new Ramp(ramp));
    return ramp;
  }

  /** All requests so far. */
  long requests() {
    return emulator.log().counters().allRequests();
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
