package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommittersTest {
  private static final String KEY = "mapreduce.outputcommitter.factory.scheme.s3a";
  private static final String OF_FILES =
      "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory";

  private final Configuration conf = new Configuration(false);

  @Test
  void s3a_isCommittedAsFiles_beforeHadoopGivesItToAnother() {
    Committers.choose(List.of("oci", "s3a", "s3"), conf);

    assertThat(conf.get(KEY)).isEqualTo(OF_FILES);
    assertThat(conf.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S3ACommitterFactory",
        "magic.MagicS3GuardCommitterFactory",
        "staging.DirectoryStagingCommitterFactory",
        "staging.PartitionedStagingCommitterFactory"
      })
  void s3a_isTakenFromCommittersThatServeOnlyS3A(String factory) {
    conf.set(KEY, "org.apache.hadoop.fs.s3a.commit." + factory);

    Committers.choose(List.of("s3a"), conf);

    assertThat(conf.get(KEY)).isEqualTo(OF_FILES);
  }

  @Test
  void committerOfTheUsersChoice_stays() {
    conf.set(KEY, "com.example.Factory");

    Committers.choose(List.of("s3a"), conf);

    assertThat(conf.get(KEY)).isEqualTo("com.example.Factory");
  }

  @Test
  void choiceForAnotherScheme_staysToo() {
    conf.set("mapreduce.outputcommitter.factory.scheme.oci", "com.example.Factory");

    Committers.choose(List.of("oci", "s3a"), conf);

    assertThat(conf.get("mapreduce.outputcommitter.factory.scheme.oci"))
        .isEqualTo("com.example.Factory");
    assertThat(conf.get(KEY)).isEqualTo(OF_FILES);
  }

  @Test
  void s3aOfOthers_keepsTheCommittersOfS3A() {
    conf.set(KEY, "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");

    Committers.choose(List.of("oci", "s3"), conf);

    assertThat(conf.get(KEY)).isEqualTo("org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
  }

  @Test
  void schemeOfOthers_isLeftAlone() {
    Committers.choose(List.of("oci", "s3"), conf);

    assertThat(conf.size()).isZero();
  }
}
