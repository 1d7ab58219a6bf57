package io.github.seekwell.shaded;

import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.oci.testing.OciDialect;
import io.github.seekwell.oci.testing.SignatureCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The world of {@code oci://}, with the API key a user would have. */
final class OciWorld implements World {
  private static final String NAMESPACE = "space";
  private static final String BUCKET = "data";
  private static final String TENANCY = "ocid1.tenancy.oc1..test";
  private static final String USER = "ocid1.user.oc1..test";

  private final StoreEmulator emulator;
  private final Map<String, String> settings;

  private OciWorld(StoreEmulator emulator, Map<String, String> settings) {
    this.emulator = emulator;
    this.settings = settings;
  }

  /** Starts a store with one bucket; its API key is written to {@code folder}. */
  static OciWorld start(Path folder, UnaryOperator<StoreEmulator.Builder> shape)
      throws IOException, GeneralSecurityException {
    final KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    final KeyPair key = generator.generateKeyPair();
    final Path pem = folder.resolve("key.pem");
    Files.writeString(
        pem,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    final String fingerprint = fingerprint(key);
    final SignatureCheck signatures =
        SignatureCheck.of(TENANCY + "/" + USER + "/" + fingerprint, key.getPublic());
    final StoreEmulator emulator =
        shape
            .apply(StoreEmulator.builder(OciDialect.of(NAMESPACE).signedBy(signatures)))
            .bucket(BUCKET)
            .start();
    final Map<String, String> settings =
        Map.of(
            "fs.oci.client.hostname", emulator.endpoint().toString(),
            "fs.oci.client.auth.tenantId", TENANCY,
            "fs.oci.client.auth.userId", USER,
            "fs.oci.client.auth.fingerprint", fingerprint,
            "fs.oci.client.auth.pemfilepath", pem.toString());
    return new OciWorld(emulator, settings);
  }

  @Override
  public String scheme() {
    return "oci";
  }

  @Override
  public String root() {
    return "oci://" + BUCKET + "@" + NAMESPACE;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public Map<String, String> registration() {
    return Map.of(
        "fs.oci.impl", "io.github.seekwell.oci.OciFileSystem",
        "fs.AbstractFileSystem.oci.impl", "io.github.seekwell.oci.Oci");
  }

  @Override
  public StoreEmulator store() {
    return emulator;
  }

  @Override
  public String bucket() {
    return BUCKET;
  }

  @Override
  public void close() {
    emulator.close();
  }

  private static String fingerprint(KeyPair key) throws GeneralSecurityException {
    final byte[] digest = MessageDigest.getInstance("MD5").digest(key.getPublic().getEncoded());
    return HexFormat.ofDelimiter(":").formatHex(digest);
  }
}
