package io.github.seekwell.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.oci.client.ApiKeys;
import io.github.seekwell.oci.testing.KnownKeys;
import io.github.seekwell.oci.testing.MachineCertificate;
import io.github.seekwell.oci.testing.TokenDialect;
import io.github.seekwell.oci.testing.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong, no secret is in a log, a message or a text. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SecretsIT {
  @TempDir private Path keys;
  private final KnownKeys known = new KnownKeys();
  private final StringBuilder said = new StringBuilder();
  private OciRig rig;

  @BeforeEach
  void start() throws IOException {
    rig = OciRig.startChecked(keys, known);
    rig.emulator().objects().put(OciRig.BUCKET, "a", new byte[] {1});
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void passphraseAndKey_areTold_nowhere() throws Exception {
    Configuration conf = rig.configuration();
    conf.set(
        "fs.oci.client.auth.pemfilepath", ApiKeys.encryptedPem(keys, Failing.SECRET).toString());
    conf.set("fs.oci.client.auth.passphrase", Failing.SECRET);

    use(conf);
    known.accept(ApiKeys.keyId(), ApiKeys.publicKey());
    use(conf);
    conf.set("fs.oci.client.auth.passphrase", Failing.SECRET + "-not");
    use(conf);

    assertSilent(Failing.SECRET);
  }

  @Test
  void sessionToken_isToldNowhere() throws Exception {
    String good = Tokens.of("me", Duration.ofHours(1));
    String bad = Tokens.of("me", Duration.ofHours(1));
    Path file = Files.writeString(keys.resolve("token"), good);
    known.accept("ST$" + good, ApiKeys.publicKey());
    Configuration conf = new Configuration();
    conf.set("fs.oci.client.hostname", rig.emulator().endpoint().toString());
    conf.set("fs.oci.client.auth.sessiontoken.enable", "true");
    conf.set("fs.oci.client.auth.sessiontoken", file.toString());
    conf.set("fs.oci.client.auth.pemfilepath", ApiKeys.pem(keys).toString());

    use(conf);
    Files.writeString(file, bad);
    use(conf);
    Files.writeString(file, "\"" + bad);
    use(conf);
    conf.set(
        "fs.oci.delegation.token.filepath", Files.writeString(keys.resolve("obo"), bad).toString());
    use(conf);

    assertSilent(good, bad);
  }

  @Test
  void issuedToken_isToldNowhere() throws Exception {
    MachineCertificate machine = MachineCertificate.make(keys);
    TokenDialect dialect = new TokenDialect(machine, known, Duration.ofHours(1));
    try (StoreEmulator services = StoreEmulator.builder(dialect).start()) {
      Configuration conf = new Configuration();
      conf.set("fs.seekwell.retry.attempts", "1");
      conf.set("fs.oci.client.hostname", rig.emulator().endpoint().toString());
      conf.set(
          "fs.oci.client.custom.authenticator",
          "com.oracle.bmc.hdfs.auth.InstancePrincipalsCustomAuthenticator");
      conf.set("fs.seekwell.oci.metadata-url", services.endpoint() + "/opc/v2/");
      conf.set("fs.seekwell.oci.federation-url", services.endpoint().toString());

      use(conf);
      String issued = dialect.latest();
      assertThat(issued).startsWith("ST$");
      known.revokeAll();
      services.script(Call.any(), Fault.status(500));
      use(conf);

      assertSilent(
          issued, issued.substring(3), dialect.latest(), machine.keyPem().lines().toList().get(3));
    }
  }

  /** Opens, asks, and keeps all that is said of it. */
  private void use(Configuration conf) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Throwable thrown =
          catchThrowable(
              () -> {
                try (FileSystem fs = rig.open(conf)) {
                  said.append(fs);
                  fs.getFileStatus(rig.path("a"));
                }
              });
      if (thrown != null) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        said.append(trace);
      }
    } finally {
      System.setErr(before);
    }
    said.append(bytes.toString(StandardCharsets.UTF_8));
  }

  private void assertSilent(String... secrets) {
    assertThat(said.toString()).contains("oci://bucket@testing").doesNotContain(secrets);
    assertThat(said.toString())
        .doesNotContain(List.of("-----BEGIN", "Signature version=", "keyId="));
  }
}
