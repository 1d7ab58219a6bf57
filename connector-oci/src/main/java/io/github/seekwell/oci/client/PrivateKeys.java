package io.github.seekwell.oci.client;

import com.oracle.bmc.http.client.pki.PemEncryptedKeyException;
import com.oracle.bmc.http.client.pki.PemEncryptionException;
import com.oracle.bmc.http.signing.internal.PEMFileRSAPrivateKeySupplier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;

/** Private keys in PEM format, and what is wrong with those that are none. */
final class PrivateKeys {
  private PrivateKeys() {}

  /**
   * @param passphrase empty if the key is not encrypted
   * @param source where the path was found, for messages
   */
  static RSAPrivateKey read(Path file, String passphrase, String source) throws IdentityException {
    String name = "the private key in " + file + " (" + source + ") ";
    try {
      return parse(Files.readAllBytes(file), passphrase.toCharArray(), name);
    } catch (NoSuchFileException e) {
      throw IdentityException.of(name + "cannot be read: there is no such file", e);
    } catch (IdentityException e) {
      throw e;
    } catch (IOException e) {
      throw IdentityException.of(name + "cannot be read: " + e.getMessage(), e);
    }
  }

  static RSAPrivateKey parse(String pem, String passphrase, String source)
      throws IdentityException {
    return parse(
        pem.getBytes(StandardCharsets.US_ASCII),
        passphrase.toCharArray(),
        "the private key in " + source + " ");
  }

  static RSAPrivateKey parse(byte[] pem, char[] passphrase, String name) throws IdentityException {
    try {
      return new PEMFileRSAPrivateKeySupplier(
              new ByteArrayInputStream(pem), passphrase.length == 0 ? null : passphrase)
          .supplyKey()
          .orElseThrow(() -> IdentityException.of(name + "is empty", null));
    } catch (RuntimeException e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof PemEncryptedKeyException) {
          String mend = "is encrypted: set " + OciAuth.PASSPHRASE.key();
          throw IdentityException.of(name + mend, e);
        } else if (t instanceof PemEncryptionException) {
          throw IdentityException.of(name + "does not open with the passphrase given", e);
        }
      }
      throw IdentityException.of(name + "is not an RSA key in PEM format", e);
    }
  }
}
