package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.EmulatorOptions;
import io.github.seekwell.core.testing.EmulatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/** The emulator of OCI as a process: {@link EmulatorProcess} tells how it lives. */
public final class OciEmulatorMain {
  private static final String USAGE =
      """
        --namespace NAME      default: emulator
        --key-id ID           tenancy/user/fingerprint; with --public-key: verify signatures
        --public-key FILE     RSA public key, PEM
      """;

  private OciEmulatorMain() {}

  public static void main(String[] args) throws Exception {
    new EmulatorProcess(
            "An OCI Object Storage emulator.",
            USAGE,
            Set.of("namespace", "key-id", "public-key"),
            OciEmulatorMain::dialect)
        .run(args);
  }

  private static OciDialect dialect(EmulatorOptions options)
      throws IOException, GeneralSecurityException {
    OciDialect dialect = OciDialect.of(options.text("namespace").orElse("emulator"));
    if (options.has("key-id") != options.has("public-key")) {
      throw new IllegalArgumentException("--key-id and --public-key go together");
    }
    if (!options.has("key-id")) {
      return dialect;
    }
    PublicKey key = publicKey(Path.of(options.text("public-key").orElseThrow()));
    return dialect.signedBy(SignatureCheck.of(options.text("key-id").orElseThrow(), key));
  }

  private static PublicKey publicKey(Path pem) throws IOException, GeneralSecurityException {
    String text = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
  }
}
