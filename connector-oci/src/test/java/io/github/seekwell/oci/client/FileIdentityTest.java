package io.github.seekwell.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIdentityTest {
  @TempDir private Path directory;
  private long now;
  private int reads;
  private Path file;
  private RSAPrivateKey key;
  private FileIdentity source;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("token"), "one");
    key = PrivateKeys.read(ApiKeys.pem(directory), "", "a test");
    source =
        new FileIdentity(
            List.of(file),
            () -> {
              reads++;
              return Identity.ofToken(new TokenFile(file, "token").read(), key);
            },
            () -> now);
  }

  @Test
  void file_isReadOnce_whileItIsTheSame() throws IOException {
    source.current();
    now += Duration.ofMinutes(1).toNanos();
    source.current();

    assertThat(reads).isEqualTo(1);
  }

  @Test
  void change_isSeen_afterASecond_andNotBefore() throws IOException {
    source.current();
    Files.writeString(file, "another");

    assertThat(source.current().keyId()).isEqualTo("ST$one");
    now += Duration.ofSeconds(1).toNanos();
    assertThat(source.current().keyId()).isEqualTo("ST$another");
  }

  @Test
  void refusal_makesUsLookAtOnce() throws IOException {
    Identity old = source.current();
    Files.writeString(file, "another");

    assertThat(source.renewed(old).keyId()).isEqualTo("ST$another");
    assertThat(source.renewed(old).keyId()).isEqualTo("ST$another");
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void fileThatIsGoneForAMoment_changesNothing() throws IOException {
    Identity old = source.current();
    Files.delete(file);
    now += Duration.ofSeconds(2).toNanos();

    assertThat(source.current()).isEqualTo(old);
    assertThat(source.renewed(old)).isEqualTo(old);

    Files.writeString(file, "back");
    now += Duration.ofSeconds(2).toNanos();
    assertThat(source.current().keyId()).isEqualTo("ST$back");
  }

  @Test
  void fileThatWasNeverThere_isNamed() throws IOException {
    Files.delete(file);

    assertThatExceptionOfType(IdentityException.class)
        .isThrownBy(source::current)
        .withMessageContaining(file.toString())
        .withMessageContaining("no such file");
  }
}
