package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A bundled artefact more or less is a decision, and shows in review. */
class BundledArtifactsIT {
  /** A line of {@code dependency:list}, such as {@code io.vavr:vavr:jar:0.10.2:compile}. */
  private static final Pattern DEPENDENCY =
      Pattern.compile("^\\s+([^:\\s]+):([^:]+):jar:([^:]+):\\w+.*");

  /**
   * A component of the bill of materials, such as {@code pkg:maven/io.vavr/vavr@0.10.2?type=jar}.
   */
  private static final Pattern COMPONENT =
      Pattern.compile("\"purl\" : \"pkg:maven/([^/]+)/([^@]+)@([^?]+)\\?type=jar\"");

  @Test
  void bundledArtifacts_areTheOnesWrittenDown() throws IOException {
    final Path bundled = OneJar.target().resolve("bundled-artifacts.txt");
    final List<String> found =
        Files.readAllLines(OneJar.target().resolve("dependency-list.txt")).stream()
            .map(DEPENDENCY::matcher)
            .filter(Matcher::matches)
            .map(m -> m.group(1) + ":" + m.group(2) + ":" + m.group(3))
            .sorted()
            .toList();
    Files.write(bundled, found);

    final Path writtenDown = OneJar.target().resolveSibling("bundled-artifacts.txt");
    assertThat(Files.readAllLines(writtenDown))
        .as("if this is meant: cp shaded/target/bundled-artifacts.txt shaded/")
        .isEqualTo(found);
  }

  @Test
  void billOfMaterials_inTheJar_listsThem() throws IOException {
    final String bill;
    try (JarFile jar = new JarFile(OneJar.path().toFile());
        InputStream in = jar.getInputStream(jar.getEntry("META-INF/sbom/seekwell.cdx.json"))) {
      bill = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    final List<String> listed =
        COMPONENT
            .matcher(bill)
            .results()
            .map(m -> m.group(1) + ":" + m.group(2) + ":" + m.group(3))
            .filter(artifact -> !artifact.startsWith("io.github.seekwell:"))
            // Not bundled: Spark's or Hadoop's own, which the SDKs name as theirs.
            .filter(artifact -> !artifact.startsWith("org.slf4j:slf4j-api:"))
            .sorted()
            .toList();

    assertThat(listed)
        .isEqualTo(Files.readAllLines(OneJar.target().resolveSibling("bundled-artifacts.txt")));
    assertThat(bill).doesNotContain(System.getProperty("user.home") + "/");
  }
}
