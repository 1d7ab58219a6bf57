package io.github.seekwell.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.oci.client.ApiKeys;
import io.github.seekwell.oci.testing.KnownKeys;
import io.github.seekwell.oci.testing.MachineCertificate;
import io.github.seekwell.oci.testing.TokenDialect;
import io.github.seekwell.oci.testing.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Credentials change while a job reads and writes, and the job does not notice. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RotationIT {
  private static final int ROTATIONS = 8;
  private static final byte[] BYTES = new byte[100_000];

  @TempDir private Path keys;
  private final KnownKeys known = new KnownKeys();
  private OciRig rig;

  @BeforeEach
  void start() throws IOException {
    rig = OciRig.startChecked(keys, known);
    for (int i = 0; i < 4; i++) {
      rig.emulator().objects().put(OciRig.BUCKET, "in" + i, BYTES);
    }
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void sessionToken_rotates_underReadersAndWriters() throws Exception {
    Path token = keys.resolve("token");
    AtomicInteger rotations = new AtomicInteger();
    List<String> accepted = new ArrayList<>();
    Runnable rotate =
        () -> {
          String fresh = Tokens.of("ocid1.user.oc1..me", Duration.ofHours(1));
          known.accept("ST$" + fresh, ApiKeys.publicKey());
          replace(token, fresh);
          accepted.forEach(known::revoke);
          accepted.add("ST$" + fresh);
          rotations.incrementAndGet();
        };
    rotate.run();
    Configuration conf = new Configuration();
    conf.set("fs.oci.client.hostname", rig.emulator().endpoint().toString());
    conf.set("fs.oci.client.auth.sessiontoken.enable", "true");
    conf.set("fs.oci.client.auth.sessiontoken", token.toString());
    conf.set("fs.oci.client.auth.pemfilepath", ApiKeys.pem(keys).toString());

    work(conf, rotate);

    assertThat(rotations.get()).isEqualTo(ROTATIONS + 1);
    assertThat(rig.emulator().log().requests()).anyMatch(request -> request.status() == 401);
  }

  @Test
  void instancesToken_endsAndIsTakenBack_underReadersAndWriters() throws Exception {
    MachineCertificate machine = MachineCertificate.make(keys);
    // Short enough that some tokens end by themselves while this runs.
    TokenDialect dialect = new TokenDialect(machine, known, Duration.ofSeconds(2));
    try (StoreEmulator services = StoreEmulator.builder(dialect).start()) {
      Configuration conf = new Configuration();
      conf.set("fs.oci.client.hostname", rig.emulator().endpoint().toString());
      conf.set(
          "fs.oci.client.custom.authenticator",
          "com.oracle.bmc.hdfs.auth.InstancePrincipalsCustomAuthenticator");
      conf.set("fs.seekwell.oci.metadata-url", services.endpoint() + "/opc/v2/");
      conf.set("fs.seekwell.oci.federation-url", services.endpoint().toString());
      AtomicLong issued = new AtomicLong();

      work(
          conf,
          () -> {
            // Until the store has been given a newer token, by whatever reason.
            long before = services.log().counters().requests("POST /v1/x509");
            until(() -> services.log().counters().requests("POST /v1/x509") > before);
            issued.set(services.log().counters().requests("POST /v1/x509"));
          });

      assertThat(issued.get()).isGreaterThanOrEqualTo(ROTATIONS);
    }
  }

  /** Reads and writes all the time, in four threads, while something is done some times. */
  private void work(Configuration conf, Runnable rotate) throws Exception {
    // Blocks that are read again would ask nobody.
    conf.set("fs.seekwell.cache.max-bytes", "0");
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (FileSystem fs = rig.open(conf)) {
      List<Future<Void>> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        workers.add(threads.submit(worker(fs, i, over, done)));
      }
      for (int i = 0; i < ROTATIONS; i++) {
        long before = done.get();
        until(() -> done.get() > before + 8 || workers.stream().anyMatch(Future::isDone));
        rotate.run();
      }
      over.set(true);
      for (Future<Void> worker : workers) {
        worker.get(30, TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a read or write failed", e.getCause());
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private Callable<Void> worker(FileSystem fs, int number, AtomicBoolean over, AtomicLong done) {
    return () -> {
      byte[] buffer = new byte[BYTES.length];
      for (int round = 0; !over.get(); round++) {
        try (FSDataInputStream in = fs.open(rig.path("in" + number))) {
          in.readFully(0, buffer);
        }
        try (FSDataOutputStream out = fs.create(rig.path("out" + number + "-" + round % 5))) {
          out.write(buffer);
        }
        done.incrementAndGet();
      }
      return null;
    };
  }

  private interface Condition {
    boolean holds();
  }

  private static void until(Condition condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** As careful tools do: nobody ever sees half a token. */
  private static void replace(Path file, String text) {
    try {
      Path fresh = Files.writeString(file.resolveSibling("fresh"), text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
