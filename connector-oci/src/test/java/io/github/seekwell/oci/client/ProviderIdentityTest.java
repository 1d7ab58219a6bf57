package io.github.seekwell.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider of another SDK than ours, as it is to our one jar: only its names are the same. */
class ProviderIdentityTest {
  @TempDir private Path directory;
  private Path pem;

  /** The SDK's, under another name. */
  public interface BasicAuthenticationDetailsProvider {
    String getKeyId();

    InputStream getPrivateKey();

    char[] getPassphraseCharacters();
  }

  /** Likewise. */
  public interface RefreshableOnNotAuthenticatedProvider<T> {
    T refresh();
  }

  /** Likewise. */
  @Retention(RetentionPolicy.RUNTIME)
  public @interface AuthCachingPolicy {
    boolean cacheKeyId();

    boolean cachePrivateKey();
  }

  private static class Kept
      implements BasicAuthenticationDetailsProvider, RefreshableOnNotAuthenticatedProvider<String> {
    private final Path pem;
    private int keyIds;
    private int keys;
    private int refreshes;

    Kept(Path pem) {
      this.pem = pem;
    }

    @Override
    public String getKeyId() {
      keyIds++;
      return "tenancy/user/" + refreshes;
    }

    @Override
    public InputStream getPrivateKey() {
      keys++;
      try {
        return Files.newInputStream(pem);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public char[] getPassphraseCharacters() {
      return "geheim".toCharArray();
    }

    @Override
    public String refresh() {
      refreshes++;
      return "";
    }
  }

  @AuthCachingPolicy(cacheKeyId = false, cachePrivateKey = false)
  private static final class Changing extends Kept {
    private String keyId = "first";

    Changing(Path pem) {
      super(pem);
    }

    @Override
    public String getKeyId() {
      return keyId;
    }
  }

  @BeforeEach
  void writeKey() throws Exception {
    pem = ApiKeys.encryptedPem(directory, "geheim");
  }

  @Test
  void everything_isAskedForOnce_withoutAPolicy() throws IdentityException {
    Kept kept = new Kept(pem);
    ProviderIdentity source = new ProviderIdentity(kept);

    assertThat(source.current()).isEqualTo(source.current());
    assertThat(source.current().keyId()).isEqualTo("tenancy/user/0");
    assertThat(kept.keyIds).isEqualTo(1);
    assertThat(kept.keys).isEqualTo(1);
  }

  @Test
  void refusal_refreshes_andAsksAgain() throws IdentityException {
    Kept kept = new Kept(pem);
    ProviderIdentity source = new ProviderIdentity(kept);
    Identity refused = source.current();

    assertThat(source.renewed(refused).keyId()).isEqualTo("tenancy/user/1");
    assertThat(source.renewed(refused).keyId()).isEqualTo("tenancy/user/1");
    assertThat(kept.refreshes).isEqualTo(1);
  }

  @Test
  void policyThatKeepsNothing_isKept() throws IdentityException {
    Changing changing = new Changing(pem);
    ProviderIdentity source = new ProviderIdentity(changing);
    source.current();
    changing.keyId = "second";

    assertThat(source.current().keyId()).isEqualTo("second");
  }

  @Test
  void strangersFailure_isNamed_andNotRepeated() {
    Kept broken =
        new Kept(pem) {
          @Override
          public String getKeyId() {
            throw new IllegalStateException("the password is geheim");
          }
        };

    assertThatExceptionOfType(IdentityException.class)
        .isThrownBy(new ProviderIdentity(broken)::current)
        .withMessageContaining("IllegalStateException")
        .withMessageNotContaining("geheim")
        .withNoCause();
  }

  @Test
  void somethingElse_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProviderIdentity("text"))
        .withMessageContaining("java.lang.String does not implement");
  }
}
