package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private final SparkConf conf = new SparkConf(false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.oci.client.auth.passphrase",
        "fs.oci.client.auth.passphrase.bucket.namespace",
        "fs.oci.client.proxy.password",
        "fs.s3a.access.key",
        "fs.s3a.secret.key",
        "fs.s3a.session.token",
        "fs.s3a.bucket.data.secret.key",
        "fs.s3a.encryption.key",
        "fs.s3a.bucket.data.encryption.key",
        "fs.s3a.server-side-encryption.key",
        "fs.s3a.encryption.context",
        "fs.s3a.proxy.username",
        "fs.s3a.proxy.password",
        "fs.s3a.assumed.role.external.id",
        "fs.s3a.client.s3.custom.headers"
      })
  void secretsOfOurs_areHidden(String key) {
    Redaction.extend(conf);

    assertThat(hidden("spark.hadoop." + key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.endpoint",
        "spark.hadoop.fs.s3a.encryption.algorithm",
        "spark.hadoop.fs.oci.client.hostname",
        "about encryption and its passphrase"
      })
  void whatIsNoSecret_staysInSight(String text) {
    Redaction.extend(conf);

    assertThat(hidden(text)).isFalse();
  }

  @Test
  void whatTheUserHides_staysHidden_caseAndAll() {
    conf.set(Redaction.SETTING, "Hush|(?i)quiet");

    Redaction.extend(conf);

    assertThat(hidden("a.Hush")).isTrue();
    assertThat(hidden("a.hush")).isFalse();
    assertThat(hidden("a.QUIET")).isTrue();
    assertThat(hidden("a.PASSPHRASE")).isTrue();
  }

  @Test
  void twice_isOnce() {
    Redaction.extend(conf);
    String once = conf.get(Redaction.SETTING);

    Redaction.extend(conf);

    assertThat(conf.get(Redaction.SETTING)).isEqualTo(once);
  }

  private boolean hidden(String text) {
    return Pattern.compile(conf.get(Redaction.SETTING)).matcher(text).find();
  }
}
