package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.Environment;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopSettingsTest {
  private static final KeyForms FORMS =
      new KeyForms(List.of("bucket.namespace"), Map.of("fs.oci.", "fs.oraclebmc."));

  private final Configuration conf = new Configuration(false);
  private final HadoopSettings settings = new HadoopSettings(conf, FORMS);

  private static void add(Configuration conf, String key, String value, String file) {
    String xml =
        "<configuration><property><name>%s</name><value>%s</value></property></configuration>"
            .formatted(key, value);
    conf.addResource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), file);
  }

  private Value found(String key) {
    return settings.find(key).orElseThrow();
  }

  @Test
  void message_tellsTheSpellingThatWasSet() {
    Configuration set = new Configuration(false);
    set.set("fs.x.color.b.ns", "blue");
    set.set("fs.x.size", "1");
    HadoopSettings settings =
        new HadoopSettings(set, new KeyForms(List.of("b.ns"), Map.of("fs.x.", "fs.old.")));
    assertThat(settings.withSpellings("fs.x.color = blue, and fs.x.size"))
        .isEqualTo("fs.x.color = blue, and fs.x.size (fs.x.color is set as fs.x.color.b.ns)");
    assertThat(settings.withSpellings("nothing")).isEqualTo("nothing");
  }

  @Test
  void programsValue_isTheUsers() {
    conf.set("fs.oci.a", "1");
    assertThat(found("fs.oci.a")).isEqualTo(new Value("1", true));
    assertThat(settings.find("fs.oci.b")).isEmpty();
  }

  @Test
  void valueOfShippedFile_isNotTheUsers_butOfSiteFileIs() {
    add(conf, "fs.oci.a", "1", "core-default.xml");
    add(conf, "fs.oci.b", "2", "core-site.xml");
    assertThat(found("fs.oci.a")).isEqualTo(new Value("1", false));
    assertThat(found("fs.oci.b")).isEqualTo(new Value("2", true));
    conf.set("fs.oci.a", "3");
    assertThat(found("fs.oci.a").setByUser()).isTrue();
  }

  @Test
  void valueThatJobFileOnlyPassedOn_keepsItsSource() throws IOException {
    add(conf, "fs.oci.a", "1", "core-default.xml");
    conf.set("fs.oci.b", "2");
    ByteArrayOutputStream job = new ByteArrayOutputStream();
    conf.writeXml(job);
    Configuration there = new Configuration(false);
    there.addResource(new ByteArrayInputStream(job.toByteArray()), "job.xml");
    HadoopSettings passedOn = new HadoopSettings(there, FORMS);
    assertThat(passedOn.find("fs.oci.a").orElseThrow().setByUser()).isFalse();
    assertThat(passedOn.find("fs.oci.b").orElseThrow().setByUser()).isTrue();
  }

  @Test
  void realCoreDefaults_areNotTheUsers() {
    Configuration real = new Configuration();
    HadoopSettings s3 = new HadoopSettings(real, KeyForms.PLAIN);
    assertThat(s3.keys("fs.s3a.")).isNotEmpty();
    assertThat(s3.keys("fs.s3a."))
        .allMatch(key -> s3.find(key).filter(Value::setByUser).isEmpty(), "comes with Hadoop");
  }

  @Test
  void formOfTheBucket_wins() {
    conf.set("fs.oci.a", "general");
    conf.set("fs.oci.a.bucket.namespace", "particular");
    conf.set("fs.oci.a.other.namespace", "another");
    assertThat(found("fs.oci.a").text()).isEqualTo("particular");
  }

  @Test
  void deprecatedTwin_isFound_inBothForms() {
    conf.set("fs.oraclebmc.a", "old");
    assertThat(found("fs.oci.a").text()).isEqualTo("old");
    conf.set("fs.oraclebmc.a.bucket.namespace", "old and particular");
    assertThat(found("fs.oci.a").text()).isEqualTo("old and particular");
  }

  @Test
  void keyAndDeprecatedTwin_bothSet_isRefused() {
    conf.set("fs.oci.a", "1");
    conf.set("fs.oraclebmc.a", "1");
    assertThatThrownBy(() -> settings.find("fs.oci.a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.oci.a")
        .hasMessageContaining("fs.oraclebmc.a")
        .hasMessageContaining("both set");
  }

  @Test
  void keys_areGeneral() {
    conf.set("fs.oci.a", "1");
    conf.set("fs.oci.b.bucket.namespace", "1");
    conf.set("fs.oraclebmc.c", "1");
    conf.set("fs.other", "1");
    assertThat(settings.keys("fs.oci.")).containsExactly("fs.oci.a", "fs.oci.b", "fs.oci.c");
  }

  @Test
  void secret_comesFromCredentialFile_first(@TempDir Path directory) throws IOException {
    conf.set(
        CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH,
        "localjceks://file" + directory.resolve("test.jceks"));
    CredentialProvider provider = CredentialProviderFactory.getProviders(conf).get(0);
    provider.createCredentialEntry("fs.oci.secret", "hidden".toCharArray());
    provider.flush();
    conf.set("fs.oci.secret", "in clear");
    assertThat(settings.get(Setting.secret("fs.oci.secret", "a secret"))).isEqualTo("hidden");
    assertThat(settings.findSecret("fs.oci.secret").orElseThrow().setByUser()).isTrue();
    conf.set("fs.oci.plain", "in clear");
    assertThat(settings.get(Setting.secret("fs.oci.plain", "another"))).isEqualTo("in clear");
    assertThat(settings.findSecret("fs.oci.none")).isEmpty();
  }

  private static final KeyForms COMPONENTS =
      new KeyForms(
          List.of(
              new KeyForms.Form("fs.s3a.", "fs.s3a.bucket.my.data.", ""),
              new KeyForms.Form("fs.s3a.", "fs.s3a.bucket.my.data.fs.s3a.", ""),
              KeyForms.Form.suffix("fs.seekwell.", "my.data")),
          Map.of(),
          Map.of("fs.s3a.new", "fs.s3a.old"),
          "fs.s3a.files");

  private final HadoopSettings s3 = new HadoopSettings(conf, COMPONENTS);

  @Test
  void componentOfTheBucket_wins_butOnlyOfThatBucket() {
    conf.set("fs.s3a.a", "general");
    conf.set("fs.s3a.bucket.my.a", "of a bucket called my");
    conf.set("fs.s3a.bucket.my.data.fs.s3a.a", "long");
    assertThat(s3.find("fs.s3a.a").orElseThrow().text()).isEqualTo("long");
    conf.set("fs.s3a.bucket.my.data.a", "short");
    assertThat(s3.find("fs.s3a.a").orElseThrow().text()).isEqualTo("short");
  }

  @Test
  void ruleForOnePrefix_leavesOthersAlone() {
    conf.set("fs.s3a.a.my.data", "not a form");
    conf.set("fs.seekwell.a.my.data", "a form");
    assertThat(s3.find("fs.s3a.a")).isEmpty();
    assertThat(s3.find("fs.seekwell.a").orElseThrow().text()).isEqualTo("a form");
    assertThat(s3.keys("fs.s")).containsExactly("fs.s3a.a.my.data", "fs.seekwell.a");
  }

  @Test
  void formerName_isFoundAfterTheNewOne_inEachForm() {
    conf.set("fs.s3a.old", "old");
    assertThat(s3.find("fs.s3a.new").orElseThrow().text()).isEqualTo("old");
    conf.set("fs.s3a.new", "new");
    assertThat(s3.find("fs.s3a.new").orElseThrow().text()).isEqualTo("new");
    conf.set("fs.s3a.bucket.my.data.old", "old, of the bucket");
    assertThat(s3.find("fs.s3a.new").orElseThrow().text()).isEqualTo("old, of the bucket");
    assertThat(s3.keys("fs.s3a.")).containsExactly("fs.s3a.new");
  }

  @Test
  void credentialFilesOfTheBucket_areReadFirst_andAnewEachTime(@TempDir Path directory)
      throws IOException {
    String general = "localjceks://file" + directory.resolve("general.jceks");
    String own = "localjceks://file" + directory.resolve("own.jceks");
    store(general, "fs.s3a.secret", "general");
    store(general, "fs.s3a.other", "only there");
    conf.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, general);
    conf.set("fs.s3a.bucket.my.data.files", own);
    store(own, "fs.s3a.secret", "own");
    assertThat(s3.findSecret("fs.s3a.secret").orElseThrow().text()).isEqualTo("own");
    assertThat(s3.findSecret("fs.s3a.other").orElseThrow().text()).isEqualTo("only there");
    store(own, "fs.s3a.bucket.my.data.secret", "own, of the bucket");
    assertThat(s3.findSecret("fs.s3a.secret").orElseThrow().text()).isEqualTo("own, of the bucket");
  }

  private static void store(String file, String key, String secret) throws IOException {
    Configuration files = new Configuration(false);
    files.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, file);
    CredentialProvider provider = CredentialProviderFactory.getProviders(files).get(0);
    provider.createCredentialEntry(key, secret.toCharArray());
    provider.flush();
  }

  @Test
  void environment_isLaidUnderTheCallersOwn_butOverShippedDefaults() {
    Environment environment = ConnectorRuntime.environment();
    add(conf, "shipped", "shipped", "core-default.xml");
    conf.set("own", "own");
    assertThat(BaseConfiguration.under(conf, environment)).isSameAs(conf);
    Map<String, String> sparks = Map.of("shipped", "spark", "own", "spark", "new", "spark");
    try (Environment.Registration registered = environment.settings(() -> sparks)) {
      assertThat(registered).isNotNull();
      Configuration merged = BaseConfiguration.under(conf, environment);
      assertThat(merged.get("shipped")).isEqualTo("spark");
      assertThat(merged.get("own")).isEqualTo("own");
      assertThat(merged.get("new")).isEqualTo("spark");
      assertThat(HadoopSettings.isSetByUser(merged, "new")).isTrue();
      assertThat(conf.get("new")).isNull();
    }
    assertThat(BaseConfiguration.under(conf, environment)).isSameAs(conf);
  }

  @Test
  void environment_reachesFileSystemOfBareConfiguration() throws IOException {
    Map<String, String> sparks = Map.of("fs.seekwell.list.page-size", "many");
    Environment.Registration registered = ConnectorRuntime.environment().settings(() -> sparks);
    try {
      assertThatThrownBy(
              () ->
                  MemoryFileSystem.over(
                      MemoryFileSystem.store("bare"), MemoryFileSystem.configuration()))
          .hasMessageContaining("fs.seekwell.list.page-size = 'many'");
    } finally {
      registered.close();
    }
    MemoryFileSystem.over(MemoryFileSystem.store("bare"), MemoryFileSystem.configuration()).close();
  }
}
