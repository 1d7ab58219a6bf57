package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.s3.testing.S3Accounts;
import io.github.seekwell.s3.testing.S3Dialect;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A file system as a user has it, and the emulated store below it. */
final class S3Rig implements FileSystemRig {
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

  /** A store whose host names may have buckets in front of this domain. */
  static S3Rig startUnder(String domain, String... addresses) throws IOException {
    return startUnder(domain, LatencyModel.none(), addresses);
  }

  /** The same, and it takes its time. */
  static S3Rig startUnder(String domain, LatencyModel latency, String... addresses)
      throws IOException {
    S3Dialect dialect = S3Dialect.open().domains(domain);
    return start(dialect, new S3Accounts(), latency, addresses);
  }

  /** A store that knows one key, and others as a test adds them, and checks every signature. */
  static S3Rig startSigned() throws IOException {
    return startSigned(Clock.systemUTC());
  }

  /** The same by another clock. */
  static S3Rig startSigned(Clock clock) throws IOException {
    S3Accounts accounts = new S3Accounts(clock).add(ACCESS_KEY, SECRET_KEY);
    S3Dialect dialect = S3Dialect.open().signedBy(accounts).clock(clock);
    return start(dialect, accounts, LatencyModel.none(), "127.0.0.1");
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

  @Override
  public StoreEmulator emulator() {
    return emulator;
  }

  S3Accounts accounts() {
    return accounts;
  }

  @Override
  public String bucket() {
    return BUCKET;
  }

  @Override
  public URI root() {
    return URI.create(scheme + "://" + BUCKET);
  }

  @Override
  public Configuration configuration() {
    return configuration(emulator.endpoint());
  }

  /** And which class serves the schemes. */
  @Override
  public Configuration configuration(URI endpoint) {
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

  @Override
  public String completion() {
    return "CompleteMultipartUpload";
  }

  @Override
  public String partParameter() {
    return "partNumber=";
  }

  @Override
  public List<String> secrets() {
    return List.of(SECRET_KEY);
  }

  /** All requests so far. */
  long requests() {
    return emulator.log().counters().allRequests();
  }

  @Override
  public void close() {
    emulator.close();
  }
}
