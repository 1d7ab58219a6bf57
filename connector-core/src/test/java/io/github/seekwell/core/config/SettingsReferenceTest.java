package io.github.seekwell.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/settings.md} what the declarations say. */
class SettingsReferenceTest {
  private static final Path REFERENCE = Path.of("docs", "settings.md");
  private static final String COMMAND =
      "mvn -pl connector-core test -Dtest=SettingsReferenceTest -Dseekwell.update=true";

  @Test
  void reference_saysWhatTheDeclarationsSay() throws IOException {
    String generated = reference();
    if (Boolean.getBoolean("seekwell.update")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(REFERENCE).as("the reference is made by: " + COMMAND).content().isEqualTo(generated);
  }

  @Test
  void everyKey_isOursAndDeclaredOnce() {
    assertThat(ConnectorConfig.ALL)
        .extracting(Setting::key)
        .doesNotHaveDuplicates()
        .allSatisfy(key -> assertThat(key).matches("fs\\.seekwell(\\.[a-z0-9]+(-[a-z0-9]+)*)+"));
  }

  @Test
  void everyDefault_isAllowed() {
    assertThat(ConnectorConfig.ALL)
        .allSatisfy(setting -> assertThat(setting.parse(setting.defaultText())).isNotNull());
  }

  private static String reference() {
    StringBuilder text = new StringBuilder();
    text.append("# Settings of the connector's own\n\n");
    text.append("Made by `").append(COMMAND).append("`; do not edit.\n\n");
    text.append(
        "In Spark put `spark.hadoop.` before each key. Sizes take k, m, g, t; durations take ");
    text.append("ms, s, m, h, d.\n\n");
    text.append("| key | default | type | what it does |\n|---|---|---|---|\n");
    ConnectorConfig.ALL.stream()
        .sorted(Comparator.comparing(Setting::key))
        .forEach(
            setting ->
                text.append("| `")
                    .append(setting.key())
                    .append("` | ")
                    .append(
                        setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`")
                    .append(" | ")
                    .append(setting.type())
                    .append(" | ")
                    .append(setting.description())
                    .append(" |\n"));
    return text.toString();
  }
}
