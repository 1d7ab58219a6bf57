package io.github.seekwell.s3.testing;

import io.github.seekwell.core.config.DataSize;
import io.github.seekwell.core.testing.EmulatorOptions;
import io.github.seekwell.core.testing.EmulatorProcess;
import java.util.Set;

/** The emulator of S3 as a process: {@link EmulatorProcess} tells how it lives. */
public final class S3EmulatorMain {
  private static final String USAGE =
      """
        --access-key KEY      with --secret-key: verify signatures
        --secret-key SECRET   of that key
        --region NAME         refuse requests signed for another; default: any will do
        --domain NAME         hosts may be BUCKET.NAME (repeatable; default: localhost)
        --minimum-part SIZE   of all parts of an upload but the last; default: 5m
      """;

  private S3EmulatorMain() {}

  public static void main(String[] args) throws Exception {
    new EmulatorProcess(
            "An S3 emulator.",
            USAGE,
            Set.of("access-key", "secret-key", "region", "domain", "minimum-part"),
            S3EmulatorMain::dialect)
        .run(args);
  }

  private static S3Dialect dialect(EmulatorOptions options) {
    S3Dialect dialect = S3Dialect.open();
    if (options.has("access-key") != options.has("secret-key")) {
      throw new IllegalArgumentException("--access-key and --secret-key go together");
    }
    if (options.has("access-key")) {
      dialect =
          dialect.signedBy(
              new S3Accounts()
                  .add(
                      options.text("access-key").orElseThrow(),
                      options.text("secret-key").orElseThrow()));
    }
    if (options.has("region")) {
      dialect = dialect.inRegion(options.text("region").orElseThrow());
    }
    if (options.has("domain")) {
      dialect = dialect.domains(options.all("domain").toArray(String[]::new));
    }
    return options.has("minimum-part")
        ? dialect.minimumPart(DataSize.parse(options.text("minimum-part").orElseThrow()))
        : dialect;
  }
}
