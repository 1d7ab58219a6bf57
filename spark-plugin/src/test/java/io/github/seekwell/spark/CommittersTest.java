package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

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

  @Test
  void s3a_isTakenFromCommittersThatServeOnlyS3A() {
    conf.set(KEY, "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");

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
  void schemeOfOthers_isLeftAlone() {
    Committers.choose(List.of("oci", "s3"), conf);

    assertThat(conf.size()).isZero();
  }
}
