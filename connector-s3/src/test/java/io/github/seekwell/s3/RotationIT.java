package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys are replaced, and the old ones end, while files are read and written: nobody notices. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RotationIT {
  private static final int READERS = 4;
  private static final int SIZE = 4 << 20;
  private static final int BETWEEN = 40;

  @TempDir private Path directory;

  private final RampObject ramp = new RampObject(SIZE, 7);
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicInteger done = new AtomicInteger();
  private S3Rig rig;

  /** Makes new keys known to the file system. */
  private interface Replacing {
    void with(String access, String secret, String token) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    rig = S3Rig.startSigned();
    rig.hold("a", ramp);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void temporaryKeysInACredentialFile_areReplaced_withoutAFailedReadOrWrite() throws Exception {
    Configuration conf = rig.configuration();
    conf.unset("fs.s3a.access.key");
    conf.unset("fs.s3a.secret.key");
    Path file = directory.resolve("keys.jceks");
    conf.set("fs.s3a.security.credential.provider.path", "localjceks://file" + file);

    readAndWriteWhileKeysChange(
        conf, (access, secret, token) -> store(file, access, secret, token));
  }

  @Test
  void keysInTheConfiguration_areReplaced_withoutAFailedReadOrWrite() throws Exception {
    Configuration conf = rig.configuration();

    readAndWriteWhileKeysChange(
        conf,
        (access, secret, token) -> {
          conf.set("fs.s3a.session.token", token);
          conf.set("fs.s3a.access.key", access);
          conf.set("fs.s3a.secret.key", secret);
        });
  }

  @Test
  void profileFile_isReplaced_withoutAFailedReadOrWrite() throws Exception {
    Configuration conf = rig.configuration();
    Path file = directory.resolve("credentials");
    conf.set(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.auth.ProfileAWSCredentialsProvider");
    conf.set("fs.s3a.auth.profile.file", file.toString());

    readAndWriteWhileKeysChange(
        conf,
        (access, secret, token) -> {
          Path fresh = directory.resolve("fresh");
          Files.writeString(
              fresh,
              "[default]\naws_access_key_id=%s\naws_secret_access_key=%s\naws_session_token=%s\n"
                  .formatted(access, secret, token));
          Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  private void readAndWriteWhileKeysChange(Configuration conf, Replacing replacing)
      throws Exception {
    rig.accounts().addSession("SESSION0", "secret0", "token0", Instant.MAX);
    replacing.with("SESSION0", "secret0", "token0");
    ExecutorService workers = Executors.newFixedThreadPool(READERS + 1);
    try (FileSystem fs = rig.open(conf)) {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        int start = i;
        running.add(workers.submit(work(() -> readOne(fs, start))));
      }
      running.add(workers.submit(work(() -> writeOne(fs))));

      for (int generation = 1; generation <= 3; generation++) {
        awaitMore(running);
        String access = "SESSION" + generation;
        rig.accounts().addSession(access, "secret" + generation, "token" + generation, Instant.MAX);
        replacing.with(access, "secret" + generation, "token" + generation);
        rig.accounts().expire("SESSION" + (generation - 1));
      }
      awaitMore(running);
      enough.set(true);
      for (Future<Void> one : running) {
        one.get(30, TimeUnit.SECONDS);
      }
    } finally {
      enough.set(true);
      workers.shutdownNow();
    }
  }

  private interface Work {
    void once() throws IOException;
  }

  private Callable<Void> work(Work work) {
    return () -> {
      while (!enough.get()) {
        work.once();
        done.incrementAndGet();
      }
      return null;
    };
  }

  /** Opening asks the store, so each is a request at least. */
  private void readOne(FileSystem fs, int start) throws IOException {
    byte[] buffer = new byte[1000];
    long position = Math.floorMod(start * 1_000_003L + done.get() * 131_071L, SIZE - 1000);
    try (FSDataInputStream in = fs.open(rig.path("a"))) {
      in.readFully(position, buffer);
      ramp.verify(position, buffer, 0, buffer.length);
    }
  }

  private void writeOne(FileSystem fs) throws IOException {
    try (FSDataOutputStream out = fs.create(rig.path("written"), true)) {
      out.write(ramp.bytes(0, 5000));
    }
  }

  /**
   * Until some more pieces of work were done, or one has failed. Keys are renewed once a second at
   * most, however many requests complain of them, and so they are replaced less often.
   */
  private void awaitMore(List<Future<Void>> running) throws Exception {
    int target = done.get() + BETWEEN;
    long soonest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1200);
    while (done.get() < target || System.nanoTime() < soonest) {
      for (Future<Void> one : running) {
        if (one.isDone()) {
          one.get();
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(done.get()).isGreaterThanOrEqualTo(target);
  }

  private static void store(Path file, String access, String secret, String token)
      throws IOException {
    Path fresh = file.resolveSibling("fresh.jceks");
    Files.deleteIfExists(fresh);
    Configuration conf = new Configuration(false);
    conf.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, "localjceks://file" + fresh);
    CredentialProvider provider = CredentialProviderFactory.getProviders(conf).get(0);
    provider.createCredentialEntry("fs.s3a.access.key", access.toCharArray());
    provider.createCredentialEntry("fs.s3a.secret.key", secret.toCharArray());
    provider.createCredentialEntry("fs.s3a.session.token", token.toCharArray());
    provider.flush();
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
