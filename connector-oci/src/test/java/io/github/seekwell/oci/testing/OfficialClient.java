package io.github.seekwell.oci.testing;

import com.oracle.bmc.ClientConfiguration;
import com.oracle.bmc.Region;
import com.oracle.bmc.auth.SimpleAuthenticationDetailsProvider;
import com.oracle.bmc.objectstorage.ObjectStorageClient;
import com.oracle.bmc.retrier.RetryConfiguration;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** An API key of a user who does not exist, and Oracle's client signing with it. */
final class OfficialClient {
  private static final String TENANCY = "ocid1.tenancy.oc1..emulator";
  private static final String USER = "ocid1.user.oc1..emulator";
  private static final String FINGERPRINT = "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff";

  private final KeyPair pair;

  OfficialClient() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      pair = generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has RSA", e);
    }
  }

  SignatureCheck check() {
    return SignatureCheck.of(TENANCY + "/" + USER + "/" + FINGERPRINT, pair.getPublic());
  }

  /** Without the SDK's retries, so that each call is one request. */
  ObjectStorageClient at(URI endpoint) {
    return ObjectStorageClient.builder()
        .httpProvider(new OfficialHttp())
        .endpoint(endpoint.toString())
        .configuration(
            ClientConfiguration.builder()
                .retryConfiguration(RetryConfiguration.NO_RETRY_CONFIGURATION)
                .readTimeoutMillis(10_000)
                .build())
        .build(
            SimpleAuthenticationDetailsProvider.builder()
                .tenantId(TENANCY)
                .userId(USER)
                .fingerprint(FINGERPRINT)
                .region(Region.US_ASHBURN_1)
                .privateKeySupplier(() -> new ByteArrayInputStream(pem()))
                .build());
  }

  private byte[] pem() {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
    return ("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
