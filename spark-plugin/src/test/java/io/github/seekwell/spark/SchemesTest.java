package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hadoop's default resources belong to the JVM, so every case loads Hadoop, Spark and the plugin
 * anew: a class loader of its own, beside a {@code core-site.xml} and with such connectors as the
 * case asks for.
 */
class SchemesTest {
  private static final String OCI = "io.github.seekwell.oci.OciFileSystem";
  private static final String OCI_CONTEXT = "io.github.seekwell.oci.Oci";

  private static final String S3 = "io.github.seekwell.s3.S3FileSystem";

  /** Hadoop's own, which is on the class path where hadoop-aws is. */
  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

  private static final String S3A_CONTEXT = "org.apache.hadoop.fs.s3a.S3A";

  @TempDir private Path folder;

  @Test
  void unclaimedScheme_isOurs_throughBothDoors() throws Exception {
    final Map<String, String> seen = after(Map.of(), Map.of(), OCI);

    assertThat(seen)
        .containsEntry("fs.oci.impl", OCI)
        .containsEntry("fs.AbstractFileSystem.oci.impl", OCI_CONTEXT);
  }

  @Test
  void schemeWithoutConnector_isNotRegistered() throws Exception {
    final Map<String, String> seen = after(Map.of(), Map.of(), OCI);

    assertThat(seen.get("fs.s3.impl")).isNull();
    assertThat(seen.getOrDefault("fs.s3a.impl", "")).doesNotContain("seekwell");
  }

  @Test
  void coreDefaultsClaimOnS3a_doesNotCount() throws Exception {
    final Map<String, String> seen = after(Map.of(), Map.of(), S3);

    assertThat(seen)
        .containsEntry("fs.s3a.impl", S3)
        .containsEntry("fs.AbstractFileSystem.s3a.impl", "io.github.seekwell.s3.S3A")
        .containsEntry("fs.s3.impl", S3)
        .containsEntry("fs.AbstractFileSystem.s3.impl", "io.github.seekwell.s3.S3");
  }

  @Test
  void hadoopAwsBesideUs_withoutASetting_doesNotCount() throws Exception {
    final Map<String, String> seen = after(Map.of(), Map.of(), S3, S3A);

    assertThat(seen).containsEntry("fs.s3a.impl", S3).containsEntry("fs.s3.impl", S3);
  }

  @Test
  void s3aGivenToHadoopAws_inSparksSettings_staysWithIt() throws Exception {
    final Map<String, String> seen =
        after(Map.of("spark.hadoop.fs.s3a.impl", S3A), Map.of(), S3, S3A);

    assertThat(seen)
        .containsEntry("fs.s3a.impl", S3A)
        .containsEntry("fs.AbstractFileSystem.s3a.impl", S3A_CONTEXT)
        .containsEntry("fs.s3.impl", S3);
  }

  @Test
  void s3aGivenToHadoopAws_inCoreSite_staysWithIt_thoughThatIsTheDefaultToo() throws Exception {
    final Map<String, String> seen = after(Map.of(), Map.of("fs.s3a.impl", S3A), S3, S3A);

    assertThat(seen)
        .containsEntry("fs.s3a.impl", S3A)
        .containsEntry("fs.AbstractFileSystem.s3a.impl", S3A_CONTEXT);
  }

  @Test
  void schemeOfWhichOneDoorIsClaimed_isLeftAloneAtBoth() throws Exception {
    final Map<String, String> theirs = Map.of("fs.AbstractFileSystem.s3a.impl", S3A_CONTEXT);

    final Map<String, String> seen = after(Map.of(), theirs, S3, S3A);

    assertThat(seen).containsEntry("fs.s3a.impl", S3A);
  }

  @Test
  void s3OfADistribution_staysThere_andS3aIsOurs() throws Exception {
    final Map<String, String> seen =
        after(Map.of(), Map.of("fs.s3.impl", "com.example.Theirs"), S3);

    assertThat(seen)
        .containsEntry("fs.s3.impl", "com.example.Theirs")
        .containsEntry("fs.s3a.impl", S3);
    assertThat(seen.get("fs.AbstractFileSystem.s3.impl")).isNull();
  }

  @Test
  void schemeNamedAsOurs_inSparksSettings_isOurs() throws Exception {
    final Map<String, String> seen =
        after(Map.of("spark.hadoop.fs.s3a.impl", S3), Map.of("fs.s3a.impl", S3A), S3, S3A);

    assertThat(seen)
        .containsEntry("fs.s3a.impl", S3)
        .containsEntry("fs.AbstractFileSystem.s3a.impl", "io.github.seekwell.s3.S3A");
  }

  @Test
  void schemeClaimedInCoreSite_staysThere() throws Exception {
    final Map<String, String> seen =
        after(Map.of(), Map.of("fs.oci.impl", "com.example.Theirs"), OCI);

    assertThat(seen).containsEntry("fs.oci.impl", "com.example.Theirs");
    assertThat(seen.get("fs.AbstractFileSystem.oci.impl")).isNull();
  }

  @Test
  void schemeClaimedInSparksSettings_isLeftAlone() throws Exception {
    final Map<String, String> spark = Map.of("spark.hadoop.fs.oci.impl", "com.example.Theirs");

    final Map<String, String> seen = after(spark, Map.of(), OCI);

    assertThat(seen.get("fs.oci.impl")).isNull();
  }

  @Test
  void setting_choosesAmongTheSchemes() throws Exception {
    final Map<String, String> spark = Map.of("spark.seekwell.schemes", " S3, gopher ");

    final Map<String, String> seen = after(spark, Map.of(), OCI, S3);

    assertThat(seen.get("fs.oci.impl")).isNull();
    assertThat(seen.getOrDefault("fs.s3a.impl", "")).doesNotContain("seekwell");
    assertThat(seen).containsEntry("fs.s3.impl", S3);
  }

  @Test
  void schemeThatNobodyServes_isComplainedOf_onceInTheJvm() throws Exception {
    after(Map.of("spark.seekwell.schemes", "archie"), Map.of(), OCI);

    assertThat(Quietly.isNews("serve archie")).isFalse();
  }

  @Test
  void emptySetting_registersNothing() throws Exception {
    final Map<String, String> seen = after(Map.of("spark.seekwell.schemes", ""), Map.of(), OCI);

    assertThat(seen.get("fs.oci.impl")).isNull();
  }

  /** What a bare configuration says once the plugin has registered. */
  private Map<String, String> after(
      Map<String, String> spark, Map<String, String> coreSite, String... connectors)
      throws Exception {
    Files.writeString(folder.resolve("core-site.xml"), xml(coreSite));
    for (String connector : connectors) {
      final Path file = folder.resolve(connector.replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.createFile(file); // never loaded, only looked for
    }
    final List<URL> path = new ArrayList<>();
    path.add(folder.toUri().toURL());
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    final Thread thread = Thread.currentThread();
    final ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      final Object seen =
          loader
              .loadClass(Registration.class.getName())
              .getMethod("run", Map.class)
              .invoke(null, spark);
      return copy(seen);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Map<String, String> copy(Object seen) {
    final Map<String, String> copy = new TreeMap<>();
    ((Map<?, ?>) seen).forEach((key, value) -> copy.put(key.toString(), value.toString()));
    return copy;
  }

  private static String xml(Map<String, String> settings) {
    final StringBuilder xml = new StringBuilder("<configuration>");
    settings.forEach(
        (key, value) ->
            xml.append("<property><name>")
                .append(key)
                .append("</name><value>")
                .append(value)
                .append("</value></property>"));
    return xml.append("</configuration>").toString();
  }
}
