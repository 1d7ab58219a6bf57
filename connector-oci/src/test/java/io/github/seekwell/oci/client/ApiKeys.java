package io.github.seekwell.oci.client;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** API keys for tests: real keys, made on the spot, that no service knows. */
public final class ApiKeys {
  public static final String TENANCY = "ocid1.tenancy.oc1..aaaaaaaatesttenancy";
  public static final String USER = "ocid1.user.oc1..aaaaaaaatestuser";
  public static final String FINGERPRINT = "20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34";

  private static final KeyPair PAIR = newPair();
  private static final byte[] KEY = PAIR.getPrivate().getEncoded();

  private ApiKeys() {}

  /** The half that a service has, and checks signatures with. */
  public static PublicKey publicKey() {
    return PAIR.getPublic();
  }

  /** What a service knows the key by. */
  public static String keyId() {
    return TENANCY + "/" + USER + "/" + FINGERPRINT;
  }

  /** Writes a private key into a directory. */
  public static Path pem(Path directory) throws IOException {
    return write(directory.resolve("key.pem"), "PRIVATE KEY", KEY);
  }

  /** Writes a private key that a passphrase opens. */
  public static Path encryptedPem(Path directory, String passphrase) throws Exception {
    // The strongest whose name JDK 17 can write into the file; reading knows more.
    String algorithm = "PBEWithSHA1AndDESede";
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(passphrase.toCharArray())));
    byte[] sealed =
        new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(KEY)).getEncoded();
    return write(directory.resolve("sealed.pem"), "ENCRYPTED PRIVATE KEY", sealed);
  }

  /** Writes a private key that belongs to nobody. */
  public static Path strangersPem(Path directory) throws IOException {
    return write(
        directory.resolve("stranger.pem"), "PRIVATE KEY", newPair().getPrivate().getEncoded());
  }

  /** Credentials with a key of their own, kept in a directory. */
  public static OciAuth auth(Path directory) throws IOException {
    return new ApiKey(TENANCY, USER, FINGERPRINT, pem(directory), "", "", Optional.empty());
  }

  /** What the keys in a directory consist of, line by line, to be found in no message. */
  public static List<String> secretsIn(Path directory) throws IOException {
    List<String> secrets = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.pem")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          if (line.length() > 20) {
            secrets.add(line);
          }
        }
      }
    }
    return secrets;
  }

  private static Path write(Path file, String title, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + title + "-----\n" + text + "\n-----END " + title + "-----\n");
  }

  private static KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      // Short: tests sign thousands of requests, and nothing depends on the strength.
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
