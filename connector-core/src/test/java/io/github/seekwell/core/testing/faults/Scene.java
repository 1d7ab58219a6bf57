package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LoggedRequest;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RequestLog;
import io.github.seekwell.core.testing.StoredObject;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a case takes place: an empty bucket of an emulated store at three addresses, of which a
 * file system asks the first unless it is opened by name. When it is left all is as before.
 */
public final class Scene implements AutoCloseable {
  /** How often a request is tried in all. */
  static final int ATTEMPTS = 3;

  /** The stall deadline of who is {@link #HASTY}. */
  static final int STALL_MILLIS = 300;

  /** Settings for cases in which no answer comes; in others a slow machine is to be no fault. */
  static final String[] HASTY = {"fs.seekwell.read.stall-deadline", STALL_MILLIS + "ms"};

  static final String GET = "GetObject";
  static final String HEAD = "HeadObject";
  static final String PUT = "PutObject";
  static final String PART = "UploadPart";
  static final String START = "CreateMultipartUpload";
  static final String DELETE = "DeleteObject";

  /** Bytes of a part: the least that S3 takes. */
  static final int PART_SIZE = 5 << 20;

  private static final Duration LITTLE = Duration.ofSeconds(1);

  private final StoreManners manners;
  private final FileSystemRig rig;
  private final HostNames names;
  private final Map<String, FileSystem> shared;
  private final long connectionsBefore;
  private final List<Closeable> opened = new ArrayList<>();

  /**
   * @param shared file systems by their settings, which live on
   */
  Scene(StoreManners manners, FileSystemRig rig, HostNames names, Map<String, FileSystem> shared) {
    this.manners = manners;
    this.rig = rig;
    this.names = names;
    this.shared = shared;
    this.connectionsBefore = log().counters().connectionsOpen();
  }

  StoreManners manners() {
    return manners;
  }

  FileSystemRig rig() {
    return rig;
  }

  HostNames names() {
    return names;
  }

  /** A file system with these settings, names and values by turns; closed with the scene. */
  FileSystem fs(String... more) throws IOException {
    return open(rig.configuration(), more);
  }

  /** A file system with these settings, which other scenes have had and will have. */
  FileSystem shared(String... settings) throws IOException {
    String key = String.join(" ", settings);
    FileSystem fs = shared.get(key);
    if (fs == null) {
      Configuration conf = rig.configuration();
      settle(conf);
      set(conf, settings);
      fs = rig.open(conf);
      shared.put(key, fs);
    }
    return fs;
  }

  /** A file system whose endpoint is a name, believed for a short time. */
  FileSystem named(String... more) throws IOException {
    URI endpoint = URI.create("http://" + StoreManners.NAME + ":" + rig.emulator().port());
    Configuration conf = rig.configuration(endpoint);
    conf.set("fs.seekwell.dns.ttl", HostNames.TTL.toMillis() + "ms");
    conf.set("fs.seekwell.http.connect-timeout", "300ms");
    set(conf, HASTY);
    // A name that moves is asked for once a second at the most; attempts have to last longer.
    set(
        conf,
        "fs.seekwell.retry.attempts",
        "20",
        "fs.seekwell.retry.base-delay",
        "100ms",
        "fs.seekwell.retry.max-delay",
        "200ms");
    return open(conf, more);
  }

  FileSystem open(Configuration conf, String... more) throws IOException {
    settle(conf);
    set(conf, more);
    FileSystem fs = rig.open(conf);
    opened.add(fs);
    return fs;
  }

  void closeAtEnd(Closeable one) {
    opened.add(one);
  }

  /** Nothing is asked for but what a case asks for, and nobody waits long. */
  static void settle(Configuration conf) {
    setIfUnset(
        conf,
        "fs.seekwell.read.look-ahead-max",
        "0",
        "fs.seekwell.read.open-bytes",
        "0",
        "fs.seekwell.hedge.enabled",
        "false",
        "fs.seekwell.retry.attempts",
        "" + ATTEMPTS,
        "fs.seekwell.retry.base-delay",
        "1ms",
        "fs.seekwell.retry.max-delay",
        "5ms",
        "fs.seekwell.write.part-size",
        "5m",
        "fs.seekwell.write.parts-in-flight",
        "2",
        "fs.seekwell.list.page-size",
        "5");
  }

  private static void setIfUnset(Configuration conf, String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      conf.setIfUnset(pairs[i], pairs[i + 1]);
    }
  }

  private static void set(Configuration conf, String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      conf.set(pairs[i], pairs[i + 1]);
    }
  }

  Path path(String key) {
    return rig.path(key);
  }

  RampObject hold(String key, RampObject ramp) {
    return rig.hold(key, ramp);
  }

  /** Faults of the next requests of an operation. */
  void next(String operation, Fault... faults) {
    rig.emulator().script(Call.named(operation), faults);
  }

  /** Faults of the next requests that concern an object. */
  void nextOf(String operation, String key, Fault... faults) {
    rig.emulator().script(Call.named(operation).and(Call.onKey(key)), faults);
  }

  void always(String operation, Fault fault) {
    rig.emulator().script().always(Call.named(operation), fault);
  }

  void alwaysOf(String operation, String key, Fault fault) {
    rig.emulator().script().always(Call.named(operation).and(Call.onKey(key)), fault);
  }

  /** All well again. */
  void mend() {
    rig.emulator().script().clear();
  }

  /** Every fault was met. */
  void assertFaultsMet() {
    assertThat(rig.emulator().script().unused()).as("faults that nobody met").isZero();
  }

  RequestLog log() {
    return rig.emulator().log();
  }

  List<LoggedRequest> requests(String operation) {
    return log().requests(operation);
  }

  int count(String operation) {
    return requests(operation).size();
  }

  void await(String operation, int count) {
    Await.until(count + " of " + operation, () -> count(operation) >= count);
  }

  /** The requests of that operation, the repeated ones included. */
  void assertCount(String operation, int count) {
    assertThat(requests(operation)).as(operation).hasSize(count);
  }

  Collection<String> secrets() throws IOException {
    return rig.secrets();
  }

  List<String> keys() {
    return rig.emulator().objects().keys(rig.bucket());
  }

  void assertHolds(String key, RampObject ramp) {
    StoredObject there = rig.emulator().objects().get(rig.bucket(), key).orElseThrow();
    assertThat(there.content().size()).as("size of " + key).isEqualTo(ramp.size());
    byte[] bytes = there.content().bytes();
    ramp.verify(0, bytes, 0, bytes.length);
  }

  void assertNothing(String key) {
    assertThat(rig.emulator().objects().get(rig.bucket(), key)).as(key).isEmpty();
  }

  void assertNoUploads() {
    assertThat(rig.emulator().objects().uploads(rig.bucket())).as("uploads left").isEmpty();
  }

  /** As a bucket's own clean-up does. */
  void dropUploads() {
    Bucket bucket = rig.emulator().objects().bucket(rig.bucket()).orElseThrow();
    rig.emulator()
        .objects()
        .exclusively(
            () -> {
              bucket.uploads().forEach(bucket::dropUpload);
              return bucket;
            });
  }

  /** Writes it in pieces that lie across parts. */
  static void write(FSDataOutputStream out, RampObject ramp) throws IOException {
    int piece = 1_777_777;
    for (long at = 0; at < ramp.size(); at += piece) {
      out.write(ramp.bytes(at, (int) Math.min(piece, ramp.size() - at)));
    }
  }

  @Override
  public void close() throws IOException {
    mend();
    for (Closeable one : opened) {
      one.close();
    }
    for (URI endpoint : rig.emulator().endpoints()) {
      rig.emulator().address(endpoint.getHost()).bringUp();
    }
    awaitSilence();
    empty();
    names.forget();
    log().reset();
  }

  /**
   * What was asked last may still be on its way, and is to be in nobody else's log. Not for ever:
   * connections of shared file systems come and go.
   */
  private void awaitSilence() {
    long deadline = System.nanoTime() + LITTLE.toNanos();
    while (!opened.isEmpty()
        && log().counters().connectionsOpen() > connectionsBefore
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(100_000);
    }
  }

  private void empty() {
    Bucket bucket = rig.emulator().objects().bucket(rig.bucket()).orElseThrow();
    rig.emulator()
        .objects()
        .exclusively(
            () -> {
              List.copyOf(bucket.objects().keySet()).forEach(bucket::remove);
              bucket.uploads().forEach(bucket::dropUpload);
              return bucket;
            });
  }
}
