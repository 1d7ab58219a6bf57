package io.github.seekwell.oci.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A certificate as OCI gives its machines, signed by nobody but itself.
 *
 * @param store the key store it lies in, with the password {@value #PASSWORD}
 */
public record MachineCertificate(KeyStore store, X509Certificate certificate, PrivateKey key) {
  public static final String PASSWORD = "changeit";
  public static final String TENANCY = "ocid1.tenancy.oc1..aaaaaaaamachines";

  /** Made by the JDK's own tool, since the JDK has no interface for it. */
  public static MachineCertificate make(Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve("machine.p12");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "machine",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=ocid1.instance.oc1.iad.test, OU=opc-certtype:instance, OU=opc-tenant:"
                    + TENANCY,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      throw new IOException("keytool: " + Files.readString(directory.resolve("keytool.log")));
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new MachineCertificate(
        store,
        (X509Certificate) store.getCertificate("machine"),
        (PrivateKey) store.getKey("machine", PASSWORD.toCharArray()));
  }

  public String certificatePem() throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private static String pem(String title, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + title + "-----\n" + text + "\n-----END " + title + "-----\n";
  }
}
