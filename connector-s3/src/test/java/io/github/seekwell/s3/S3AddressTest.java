package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3AddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3"})
  void schemeBucketAndKey_areFound(String scheme) {
    S3Address address = S3Address.of(URI.create(scheme + "://data/dir/a%20key"));

    assertThat(address).isEqualTo(new S3Address(scheme, "data", "dir/a key"));
    assertThat(address.root()).isEqualTo(URI.create(scheme + "://data"));
    assertThat(address).hasToString(scheme + "://data/dir/a key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://data", "s3a://data/", "S3A://data/"})
  void bucketAlone_hasNoKey(String text) {
    S3Address address = S3Address.of(URI.create(text));

    assertThat(address.key()).isEmpty();
    assertThat(address.scheme()).isEqualTo("s3a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my.data.v2",
        "My_Old_Bucket",
        "123",
        "landsat-pds",
        "ap-name-abcdefghij0123456789abcdefghij01-s3alias",
        "data--use1-az4--x-s3"
      })
  void namesThatS3Has_orHad_areUnderstood(String bucket) {
    assertThat(S3Address.of(URI.create("s3a://" + bucket + "/x")).bucket()).isEqualTo(bucket);
  }

  @ParameterizedTest
  @CsvSource({
    "oci://data@ns/x, not an s3a:// or s3:// address",
    "s3a:///x, there is no bucket",
    "s3a:x, there is no bucket",
    "s3a://data:9000/x, has a port",
    "s3a://b/x, is not a bucket's name",
    "s3a://-data/x, is not a bucket's name",
    "s3a://da%20ta/x, is not a bucket's name"
  })
  void malformedAddress_isToldWithTheForm(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3Address.of(URI.create(text)))
        .withMessageContaining(reason)
        .withMessageContaining("write s3a://bucket/key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://AKIDEXAMPLE:geheim@data/x",
        "s3a://AKIDEXAMPLE@data/x",
        "s3a://AKIDEXAMPLE:geheim@",
        "s3a://AKIDEXAMPLE:ge@heim@data/x",
        "s3a://AKIDEXAMPLE:ge:heim@data:9000"
      })
  void keysInAnAddress_areRefused_andNotRepeated(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3Address.of(URI.create(text)))
        .withMessageContaining("fs.s3a.access.key")
        .withMessageNotContaining("AKIDEXAMPLE")
        .withMessageNotContaining("heim");
  }

  @Test
  void addressOfAnotherStore_isNotRepeatedWithItsSecret() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3Address.of(URI.create("s3n://key:geheim@data/x")))
        .withMessageNotContaining("geheim");
  }
}
