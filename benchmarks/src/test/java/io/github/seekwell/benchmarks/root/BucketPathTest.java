package io.github.seekwell.benchmarks.root;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BucketPathTest {

  @ParameterizedTest
  @CsvSource({
    "s3a://bucket, s3a://bucket/",
    "s3a://bucket/, s3a://bucket/",
    "oci://bucket@namespace, oci://bucket@namespace/",
    "oci://bucket@namespace/a b/, oci://bucket@namespace/a b",
    "file:/data/*.root, file:/data/*.root",
    "data, data"
  })
  void bucketAlone_isItsRoot(String text, String path) {
    assertThat(BucketPath.of(text)).hasToString(path);
  }
}
