package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.config.Setting;
import io.github.seekwell.s3.S3Key.Treatment;
import io.github.seekwell.s3.client.S3Auth;
import io.github.seekwell.s3.client.S3Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/settings.md} what the table of keys says. */
class S3SettingsReferenceTest {
  private static final Path REFERENCE = Path.of("docs", "settings.md");
  private static final String COMMAND =
      "mvn -pl connector-s3 -am test -Dtest=S3SettingsReferenceTest -Dseekwell.update=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final Map<String, Setting<?>> DECLARED = declared();

  private static Map<String, Setting<?>> declared() {
    Map<String, Setting<?>> declared = new LinkedHashMap<>();
    Stream.of(S3Auth.ALL, S3Options.ALL, List.of(S3Settings.BLOCK_SIZE))
        .flatMap(List::stream)
        .forEach(setting -> declared.put(setting.key(), setting));
    return declared;
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
    text.append("# Settings of `s3a://` and `s3://`\n\nMade by `")
        .append(COMMAND)
        .append("`; do not edit.\n\n");
    text.append(
        "The keys are those of Hadoop's S3A, and are the same for both schemes. Each may be set ");
    text.append("for one bucket as `fs.s3a.bucket.NAME.<rest>`, and ours as ");
    text.append("`fs.seekwell.<rest>.NAME`. In Spark put `spark.hadoop.` before it. Secrets may ");
    text.append("stand in Hadoop credential files. The connector's own settings: ");
    text.append("[fs.seekwell.*](../../connector-core/docs/settings.md).\n\n");
    text.append("## Meaning here what they mean in S3A\n\n");
    text.append("| key | default | what it does |\n|---|---|---|\n");
    for (S3Key row : of(Treatment.HONOURED)) {
      Setting<?> setting = DECLARED.get(row.key());
      String standard = setting == null ? "" : setting.defaultText();
      text.append("| `").append(row.key()).append("` | ");
      text.append(standard.isEmpty() ? "" : "`" + standard + "`");
      text.append(" | ").append(row.remark()).append(" |\n");
    }
    text.append("\n## Our own, for S3\n\n| key | default | what it does |\n|---|---|---|\n");
    for (Setting<?> setting : S3Settings.OWN) {
      text.append("| `").append(setting.key()).append("` | `").append(setting.defaultText());
      text.append("` | ").append(setting.description()).append(" |\n");
    }
    text.append("\n## Mapped to a setting of ours, unless that is set itself\n\n");
    text.append("| key | sets | remark |\n|---|---|---|\n");
    for (S3Key row : of(Treatment.MAPPED)) {
      text.append("| `").append(row.key()).append("` | `").append(row.ours());
      text.append("` | ").append(row.remark()).append(" |\n");
    }
    text.append("\n## Refused by name if set\n\nSecurity or data may depend on them.\n\n");
    text.append("| key | allowed | why |\n|---|---|---|\n");
    for (S3Key row : of(Treatment.REFUSED)) {
      List<String> allowed =
          row.allowed().stream().filter(value -> !value.isEmpty()).map(v -> "`" + v + "`").toList();
      text.append("| `").append(row.key()).append("` | ").append(String.join(", ", allowed));
      text.append(" | ").append(row.remark()).append(" |\n");
    }
    text.append("\n## Without meaning here\n\nTheir absence does no harm; they are mentioned ");
    text.append("once in the log if set.\n\n| key | instead |\n|---|---|\n");
    for (S3Key row : of(Treatment.HARMLESS)) {
      text.append("| `").append(row.key()).append("` | ").append(row.remark()).append(" |\n");
    }
    return text.toString();
  }

  private static List<S3Key> of(Treatment treatment) {
    return S3Keys.ALL.stream().filter(row -> row.treatment() == treatment).toList();
  }
}
