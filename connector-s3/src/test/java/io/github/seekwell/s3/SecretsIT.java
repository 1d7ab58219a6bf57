package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LocationAwareLogger;

/** Whatever is done, and whatever fails, no secret is in a log line, a message or a text. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SecretsIT {
  private static final String TOKEN = "a-token-that-is-nowhere-else";
  private static final String PROXY_PASSWORD = "a-proxy-word-that-is-nowhere-else";
  private static final String SSE_KEY =
      Base64.getEncoder().encodeToString("0123456789abcdef-sse-customer-k!".getBytes());

  private S3Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = S3Rig.startSigned();
    rig.hold("a", new RampObject(1 << 20, 3));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void ordinaryWork_tellsNoSecret() throws Exception {
    String log =
        Console.of(
            () -> {
              try (FileSystem fs = rig.open()) {
                try (FSDataOutputStream out = fs.create(rig.path("b"))) {
                  out.write(new byte[100]);
                }
                try (FSDataInputStream in = fs.open(rig.path("a"))) {
                  in.readAllBytes();
                  System.out.println(in + " " + fs);
                }
                fs.rename(rig.path("b"), rig.path("c"));
                fs.delete(rig.path("c"), true);
              }
            });

    assertThat(log).contains("s3a://bucket");
    assertNoSecretIn(log);
  }

  @Test
  void refusals_tellNoSecret() throws Exception {
    for (String wrong : List.of("fs.s3a.access.key", "fs.s3a.secret.key", "fs.s3a.session.token")) {
      Configuration conf = rig.configuration();
      conf.set("fs.seekwell.retry.attempts", "2");
      conf.set("fs.seekwell.retry.base-delay", "1ms");
      if (wrong.equals("fs.s3a.secret.key")) {
        rig.accounts().add(S3Rig.ACCESS_KEY, "another");
      }
      conf.set(wrong, TOKEN);

      assertNoSecretIn(Console.of(() -> print(conf)));
    }
  }

  @Test
  void settingsThatFit_andThoseThatDoNot_tellNoSecret() throws Exception {
    for (List<String> extra :
        List.of(
            List.of("fs.s3a.encryption.algorithm", "SSE-C", "fs.s3a.encryption.key", SSE_KEY),
            List.of("fs.s3a.encryption.algorithm", "AES256", "fs.s3a.encryption.key", SSE_KEY),
            List.of("fs.s3a.encryption.algorithm", "SSE-C", "fs.s3a.encryption.key", TOKEN),
            List.of("fs.s3a.encryption.algorithm", "CSE-KMS", "fs.s3a.encryption.key", SSE_KEY),
            List.of("fs.s3a.proxy.host", "127.0.0.1", "fs.s3a.proxy.password", PROXY_PASSWORD),
            List.of(
                "fs.s3a.proxy.host", "127.0.0.1",
                "fs.s3a.proxy.port", "1",
                "fs.s3a.proxy.username", "me",
                "fs.s3a.proxy.password", PROXY_PASSWORD),
            List.of(
                "fs.s3a.aws.credentials.provider",
                "com.example.Absent",
                "fs.s3a.session.token",
                TOKEN),
            List.of("fs.s3a.custom.signers", TOKEN),
            List.of("fs.s3a.endpoint", "https://me:" + TOKEN + "@127.0.0.1"),
            List.of(
                "fs.s3a.assumed.role.sts.endpoint",
                "https://me:" + TOKEN + "@sts",
                "fs.s3a.assumed.role.sts.endpoint.region",
                "eu-west-1"))) {
      Configuration conf = rig.configuration();
      conf.set("fs.seekwell.retry.attempts", "1");
      for (int i = 0; i < extra.size(); i += 2) {
        conf.set(extra.get(i), extra.get(i + 1));
      }

      assertNoSecretIn(Console.of(() -> print(conf)));
    }
  }

  @Test
  void signerThatWouldTell_isWarnedOf() throws Exception {
    Logger signer =
        LoggerFactory.getLogger(
            "software.amazon.awssdk.http.auth.aws.internal.signer.DefaultV4RequestSigner");
    Field level = signer.getClass().getDeclaredField("currentLogLevel");
    level.setAccessible(true);
    int before = level.getInt(signer);
    level.setInt(signer, LocationAwareLogger.DEBUG_INT);
    try {
      assertThat(Console.of(() -> rig.open().close())).contains("set " + signer.getName());
    } finally {
      level.setInt(signer, before);
    }
    assertThat(Console.of(() -> rig.open().close())).doesNotContain(signer.getName());
  }

  @Test
  void generatedReference_holdsNoValue() throws IOException {
    String reference = Files.readString(Path.of("docs", "settings.md"));

    assertThat(reference)
        .contains("| `fs.s3a.secret.key` |  |")
        .contains("| `fs.s3a.proxy.password` |  |");
  }

  /** Opens, reads, and prints whatever comes of it, stack trace and all. */
  private void print(Configuration conf) {
    try (FileSystem fs = rig.open(conf);
        FSDataInputStream in = fs.open(rig.path("a"))) {
      System.out.println(fs + " " + in + " " + in.read());
    } catch (IOException e) {
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      System.out.println(text);
    }
  }

  private static void assertNoSecretIn(String text) {
    assertThat(text)
        .isNotEmpty()
        .doesNotContain(S3Rig.SECRET_KEY, TOKEN, PROXY_PASSWORD, SSE_KEY, "Signature=");
  }
}
