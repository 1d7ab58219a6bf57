package io.github.seekwell.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Makes an API key for one run against the embedded store: {@code private.pem} and {@code
 * public.pem} in the folder given, and its fingerprint on standard output, as OCI computes it.
 */
public final class ApiKey {
  private static final int BITS = 2048;

  private ApiKey() {}

  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    if (arguments.length != 1) {
      System.err.println("usage: ApiKey FOLDER");
      System.exit(2);
    }
    System.out.println(write(Path.of(arguments[0])));
  }

  /** Writes both halves; gives the fingerprint. */
  public static String write(Path folder) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    KeyPair pair = generator.generateKeyPair();
    byte[] publicKey = pair.getPublic().getEncoded();
    Files.writeString(
        folder.resolve("private.pem"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.writeString(folder.resolve("public.pem"), pem("PUBLIC KEY", publicKey));
    byte[] digest = MessageDigest.getInstance("MD5").digest(publicKey);
    return HexFormat.ofDelimiter(":").formatHex(digest);
  }

  private static String pem(String what, byte[] key) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }
}
