package io.github.seekwell.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.config.Setting;
import io.github.seekwell.oci.OciSettings.Key;
import io.github.seekwell.oci.OciSettings.Treatment;
import io.github.seekwell.oci.client.OciAuth;
import io.github.seekwell.oci.client.OciEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/settings.md} what the table of keys says. */
class OciSettingsReferenceTest {
  private static final Path REFERENCE = Path.of("docs", "settings.md");
  private static final String COMMAND =
      "mvn -pl connector-oci -am test -Dtest=OciSettingsReferenceTest -Dseekwell.update=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final List<Setting<?>> DECLARED =
      List.of(
          OciEndpoint.HOSTNAME,
          OciEndpoint.REGION,
          OciEndpoint.MULTIREGION,
          OciEndpoint.REALM_TEMPLATE,
          OciSettings.PROXY,
          OciSettings.PROXY_USER,
          OciSettings.PROXY_PASSWORD,
          OciAuth.TENANT,
          OciAuth.USER,
          OciAuth.FINGERPRINT,
          OciAuth.PEM_FILE,
          OciAuth.PASSPHRASE,
          OciAuth.CONFIG_FILE,
          OciAuth.CONFIG_PROFILE,
          OciAuth.SESSION,
          OciAuth.SESSION_TOKEN,
          OciAuth.AUTHENTICATOR,
          OciAuth.DELEGATION_TOKEN,
          OciAuth.METADATA,
          OciAuth.FEDERATION,
          OciAuth.WORKLOAD,
          OciSettings.BLOCK_SIZE_MB,
          OciSettings.OVERWRITE,
          OciSettings.MULTIPART_OVERWRITE,
          OciSettings.BATCH_DELETE,
          OciSettings.BATCH_SIZE,
          OciSettings.COMBINE_MODE);

  @Test
  void everyHonouredKey_isDescribed() {
    assertThat(DECLARED)
        .extracting(Setting::key)
        .containsAll(of(Treatment.HONOURED).stream().map(Key::key).toList())
        .containsAll(OciAuth.OURS.stream().map(Setting::key).toList());
  }

  @Test
  void reference_saysWhatTheTableSays() throws IOException {
    String generated = reference();
    if (Boolean.getBoolean("seekwell.update")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(REFERENCE).as("the reference is made by: " + COMMAND).content().isEqualTo(generated);
  }

  private static String reference() {
    StringBuilder text = new StringBuilder();
    text.append("# Settings of `oci://`\n\nMade by `")
        .append(COMMAND)
        .append("`; do not edit.\n\n");
    text.append(
        "The keys are those of Oracle's oci-hdfs-connector. Each may be set for one bucket as ");
    text.append(
        "`<key>.<bucket>.<namespace>`. In Spark put `spark.hadoop.` before it. Secrets may ");
    text.append("stand in Hadoop credential files. The connector's own settings: ");
    text.append("[fs.seekwell.*](../../connector-core/docs/settings.md).\n\n");
    text.append("## Understood as it is\n\n| key | default | what it does |\n|---|---|---|\n");
    for (Setting<?> setting : DECLARED) {
      text.append("| `").append(setting.key()).append("` | ");
      text.append(setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`");
      text.append(" | ").append(setting.description()).append(" |\n");
    }
    text.append("\n## Mapped to a setting of ours, unless that is set itself\n\n");
    text.append("| key | sets |\n|---|---|\n");
    for (Key key : of(Treatment.MAPPED)) {
      text.append("| `").append(key.key()).append("` | `").append(key.ours()).append('`');
      text.append(in(key.unit())).append(" |\n");
    }
    text.append("\n## Refused by name if set\n\nSecurity or data may depend on them.\n");
    byReason(text, Treatment.REFUSED);
    text.append(
        "\n## Without meaning here\n\nTheir absence does no harm; they are mentioned once in ");
    text.append("the log if set.\n");
    byReason(text, Treatment.HARMLESS);
    return text.toString();
  }

  private static String in(String unit) {
    return switch (unit) {
      case "" -> "";
      case "retries" -> ", to one more; of the two the larger";
      case "retrying" ->
          ", to as many as their longest waits fill that time, unless it is less than what the"
              + " retries say";
      default -> ", in " + unit;
    };
  }

  private static void byReason(StringBuilder text, Treatment treatment) {
    String reason = "";
    for (Key key : of(treatment)) {
      if (!key.why().equals(reason)) {
        reason = key.why();
        text.append('\n').append(reason).append("\n\n");
      }
      text.append("- `").append(key.key()).append('`');
      text.append(key.allowed().isEmpty() ? "" : " (unless `" + key.allowed() + "`)").append('\n');
    }
  }

  private static List<Key> of(Treatment treatment) {
    return OciSettings.KEYS.stream().filter(key -> key.treatment() == treatment).toList();
  }
}
