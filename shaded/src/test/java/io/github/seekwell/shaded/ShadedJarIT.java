package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in the jar, and what it asks of the class path it comes to. */
class ShadedJarIT {
  private static final long MIB = 1 << 20;
  private static final String RELOCATED = "io.github.seekwell.shaded.";

  /** Given by whoever runs us; and what we renamed so that it is never found. */
  private static final List<String> ASKED_OF_OTHERS =
      List.of(
          "org.apache.hadoop.",
          "org.apache.spark.",
          "scala.",
          "org.slf4j.",
          "com.codahale.metrics.",
          RELOCATED + "absent.",
          RELOCATED + "software.amazon.awssdk.crt."); // native code, asked for and not needed

  @Test
  void jar_isSmallerThanPromised() throws IOException {
    assertThat(Files.size(OneJar.path())).isLessThan(25 * MIB);
  }

  @Test
  void everyClass_liesUnderOurPackage() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .hasSizeGreaterThan(1000)
        .allMatch(name -> name.startsWith("io/github/seekwell/"));
  }

  @Test
  void everyReference_staysInTheJarOrGoesToHadoopSparkAndLogging() {
    final StringWriter out = new StringWriter();
    final PrintWriter print = new PrintWriter(out);
    final String jar = OneJar.path().toString();
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(print, print, "--multi-release", "base", "--missing-deps", jar);

    final List<String> missing =
        out.toString()
            .lines()
            .filter(line -> line.contains(" -> ") && line.endsWith("not found"))
            .map(line -> line.split("->")[1].trim().split("\\s+")[0])
            .filter(name -> !name.equals("not"))
            .distinct()
            .toList();
    assertThat(missing).as(out.toString()).anyMatch(name -> name.startsWith("org.slf4j."));
    assertThat(missing).allMatch(name -> ASKED_OF_OTHERS.stream().anyMatch(name::startsWith));
  }

  @Test
  void whatHadoopAndSparkBring_isNotBundled() throws IOException {
    for (String prefix : ASKED_OF_OTHERS) {
      final String folder = prefix.replace('.', '/');
      assertThat(entries())
          .noneMatch(name -> name.startsWith(folder))
          .noneMatch(name -> name.startsWith(RELOCATED.replace('.', '/') + folder));
    }
  }

  @Test
  void signaturesModulesAndVersionedClasses_areGone() throws IOException {
    assertThat(entries())
        .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
        .noneMatch(name -> name.endsWith("module-info.class"))
        .noneMatch(name -> name.startsWith("META-INF/versions/"))
        .noneMatch(name -> name.startsWith("META-INF/maven/"));
  }

  @Test
  void everyService_namesAClassOfTheJar() throws IOException {
    final List<String> entries = entries();
    final List<String> named = new ArrayList<>();
    try (JarFile jar = new JarFile(OneJar.path().toFile())) {
      for (String entry : entries) {
        if (entry.startsWith("META-INF/services/") && !entry.endsWith("/")) {
          named.addAll(lines(jar, entry));
        }
      }
    }
    assertThat(named)
        .contains(
            "io.github.seekwell.oci.OciFileSystem",
            RELOCATED + "com.fasterxml.jackson.databind.ObjectMapper")
        .allSatisfy(name -> assertThat(entries).contains(name.replace('.', '/') + ".class"));
  }

  @Test
  void resourcesOfTheSdks_areFoundUnderTheirNewNames() throws Exception {
    final URL[] path = {OneJar.path().toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      final String oci = RELOCATED + "com.oracle.bmc.";
      assertThat(besidePackage(loader, oci, "sdk.properties")).containsKey("sdk.version");
      assertThat(besidePackage(loader, oci + "objectstorage.", "client.properties")).isNotEmpty();
      assertThat(besidePackage(loader, RELOCATED + "org.apache.hc.core5.", "version.properties"))
          .isNotEmpty();
    }
  }

  @Test
  void licences_areInside() throws IOException {
    assertThat(entries())
        .contains("META-INF/LICENSE", "META-INF/NOTICE")
        .contains(
            "META-INF/licenses/oci-java-sdk-common-jar/LICENSE.txt",
            "META-INF/licenses/oci-java-sdk-common-jar/THIRD_PARTY_LICENSES.txt",
            "META-INF/licenses/httpcore5-jar/LICENSE",
            "META-INF/licenses/jackson-core-jar/FastDoubleParser-LICENSE",
            "META-INF/licenses/jakarta.annotation-api-jar/LICENSE.md",
            "META-INF/licenses/HdrHistogram-jar/LICENSE.txt");
  }

  private static Properties besidePackage(ClassLoader loader, String prefix, String name)
      throws IOException {
    final Properties properties = new Properties();
    try (InputStream in = loader.getResourceAsStream(folder(prefix) + name)) {
      assertThat(in).as(prefix + name).isNotNull();
      properties.load(in);
    }
    return properties;
  }

  private static String folder(String prefix) {
    return prefix.replace('.', '/');
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(OneJar.path().toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }

  private static List<String> lines(JarFile jar, String entry) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
      final Stream<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
      return lines.map(String::trim).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
    }
  }
}
