package io.github.seekwell.s3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.config.Settings;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests go, and for which region they are signed. */
class S3EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "s3.eu-west-1.amazonaws.com, eu-west-1, AWS_GIVEN",
    "https://s3.eu-west-1.amazonaws.com, eu-west-1, AWS_GIVEN",
    "S3.EU-West-1.AmazonAWS.com, eu-west-1, AWS_GIVEN",
    "s3-us-west-2.amazonaws.com, us-west-2, AWS_GIVEN",
    "s3.dualstack.ap-south-1.amazonaws.com, ap-south-1, AWS_GIVEN",
    "s3-fips.us-gov-west-1.amazonaws.com, us-gov-west-1, AWS_GIVEN",
    "s3-fips.dualstack.us-east-2.amazonaws.com, us-east-2, AWS_GIVEN",
    "s3-fips-us-gov-west-1.amazonaws.com, us-gov-west-1, AWS_GIVEN",
    "s3.us-gov-east-1.amazonaws.com, us-gov-east-1, AWS_GIVEN",
    "s3.cn-north-1.amazonaws.com.cn, cn-north-1, AWS_GIVEN",
    "s3.cn-northwest-1.amazonaws.com.cn, cn-northwest-1, AWS_GIVEN",
    "s3.eusc-de-east-1.amazonaws.eu, eusc-de-east-1, AWS_GIVEN",
    "s3.us-iso-east-1.c2s.ic.gov, us-iso-east-1, AWS_GIVEN",
    "bucket.vpce-1a2b3c-5e6f.s3.us-east-1.vpce.amazonaws.com, us-east-1, AWS_GIVEN",
    "vpce-1a2b3c-5e6f.s3.eu-west-1.vpce.amazonaws.com, eu-west-1, AWS_GIVEN",
    "s3-external-1.amazonaws.com, us-east-1, AWS_GIVEN",
    "s3-accelerate.amazonaws.com, us-east-2, AWS_GIVEN",
    "s3.amazonaws.com, us-east-2, AWS",
    "'', us-east-2, AWS",
    "http://127.0.0.1:9000, us-east-1, OTHER",
    "minio.example.org:9000, us-east-1, OTHER",
    "s3.eu-central-1.wasabisys.com, eu-central-1, OTHER",
    "ns.compat.objectstorage.us-ashburn-1.oraclecloud.com, us-ashburn-1, OTHER",
    "amazonaws.com.example.org, us-east-1, OTHER",
    "https://[::1]:9000, us-east-1, OTHER"
  })
  void endpoint_tellsItsRegion(String endpoint, String region, S3Endpoint.Kind kind) {
    S3Endpoint found = from(Map.of("fs.s3a.endpoint", endpoint));

    assertThat(found.region()).isEqualTo(region);
    assertThat(found.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9000, true",
    "http://[::1]:9000, true",
    "http://store.example:9000, false",
    "https://10.example.com, false"
  })
  void bucketsOfAnAddress_standInThePath(String endpoint, boolean inPath) {
    assertThat(S3Endpoint.at(URI.create(endpoint), "eu-west-1").bucketInPath()).isEqualTo(inPath);
  }

  @Test
  void aRegionThatIsSet_wins() {
    assertThat(
            from(Map.of(
                    "fs.s3a.endpoint", "s3.eu-west-1.amazonaws.com",
                    "fs.s3a.endpoint.region", "eu-west-2"))
                .region())
        .isEqualTo("eu-west-2");
    assertThat(from(Map.of("fs.s3a.endpoint.region", "ap-northeast-3")).region())
        .isEqualTo("ap-northeast-3");
  }

  @ParameterizedTest
  @CsvSource({"'', sdk", "sdk, sdk", "SDK, sdk", "ec2, ec2"})
  void specialRegions_askTheSdk_whenNeeded(String region, String chain) {
    assertThat(from(Map.of("fs.s3a.endpoint.region", region)).region()).isEqualTo(chain);
  }

  @Test
  void scheme_comesFromTheEndpoint_orElseFromTheSetting() {
    assertThat(from(Map.of("fs.s3a.endpoint", "store:9000")).uri())
        .hasToString("https://store:9000");
    assertThat(
            from(Map.of(
                    "fs.s3a.endpoint", "store:9000",
                    "fs.s3a.connection.ssl.enabled", "false"))
                .uri())
        .hasToString("http://store:9000");
    assertThat(
            from(Map.of(
                    "fs.s3a.endpoint", "https://store/",
                    "fs.s3a.connection.ssl.enabled", "false"))
                .uri())
        .hasToString("https://store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://store",
        "https://",
        "https://user:pass@store",
        "https://store/bucket",
        "https://store?x=1",
        "https://store:0",
        "https://store:65536",
        "sto re"
      })
  void malformedEndpoint_isRefused_underItsKey_withoutSecrets(String endpoint) {
    assertThatThrownBy(() -> from(Map.of("fs.s3a.endpoint", endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.s3a.endpoint")
        .message()
        .doesNotContain("pass");
  }

  @Test
  void fips_goesWithNoEndpointOfOnesOwn() {
    assertThat(
            from(Map.of("fs.s3a.endpoint.fips", "true", "fs.s3a.endpoint", "s3.amazonaws.com"))
                .fips())
        .isTrue();
    assertThatThrownBy(
            () ->
                from(
                    Map.of(
                        "fs.s3a.endpoint.fips", "true",
                        "fs.s3a.endpoint", "s3.us-gov-west-1.amazonaws.com")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.s3a.endpoint.fips");
  }

  private static S3Endpoint from(Map<String, String> settings) {
    return S3Endpoint.from(Settings.of(new HashMap<>(settings)));
  }
}
