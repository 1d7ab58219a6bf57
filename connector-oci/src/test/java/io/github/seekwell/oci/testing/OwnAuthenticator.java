package io.github.seekwell.oci.testing;

import com.oracle.bmc.auth.BasicAuthenticationDetailsProvider;
import io.github.seekwell.oci.client.ApiKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** What somebody may have written for Oracle's connector. */
public final class OwnAuthenticator implements BasicAuthenticationDetailsProvider {
  private final String pem;

  public OwnAuthenticator(Configuration conf) {
    this.pem = conf.get("test.keys", "");
  }

  @Override
  public String getKeyId() {
    return ApiKeys.keyId();
  }

  @Override
  public InputStream getPrivateKey() {
    try {
      return Files.newInputStream(Path.of(pem));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  @Deprecated
  public String getPassPhrase() {
    return "";
  }

  @Override
  public char[] getPassphraseCharacters() {
    return new char[0];
  }
}
