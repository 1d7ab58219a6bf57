package io.github.seekwell.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciAddressTest {

  @Test
  void bucketNamespaceAndKey_areFound() {
    OciAddress address = OciAddress.of(URI.create("oci://data@ns/dir/a%20key"));

    assertThat(address).isEqualTo(new OciAddress("data", "ns", "dir/a key"));
    assertThat(address.root()).isEqualTo(URI.create("oci://data@ns"));
    assertThat(address).hasToString("oci://data@ns/dir/a key");
  }

  @ParameterizedTest
  @CsvSource({"oci://data@ns", "oci://data@ns/"})
  void bucketAlone_hasNoKey(String text) {
    assertThat(OciAddress.of(URI.create(text)).key()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"oci://my_data.v2@ns_1/x, my_data.v2, ns_1", "OCI://Data-1@NS/x, Data-1, NS"})
  void namesThatAreNoHostNames_areUnderstood(String text, String bucket, String namespace) {
    OciAddress address = OciAddress.of(URI.create(text));

    assertThat(address.bucket()).isEqualTo(bucket);
    assertThat(address.namespace()).isEqualTo(namespace);
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://data/x, not an oci:// address",
    "/x, not an oci:// address",
    "oci:///x, there is no bucket",
    "oci:x, there is no bucket",
    "oci://data/x, there is no namespace",
    "oci://data@/x, there is no namespace",
    "oci://@ns/x, there is no bucket",
    "oci://a@b@c/x, one @ too many",
    "oci://data@ns:443/x, neither port nor password",
    "oci://data@ns./x, oci://bucket@namespace.region/key",
    "oci://data@.iad/x, oci://bucket@namespace.region/key",
    "oci://data@ns.a.b/x, oci://bucket@namespace.region/key"
  })
  void malformedAddress_isRefusedWithItsReason(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciAddress.of(URI.create(text)))
        .withMessageContaining(reason);
  }

  @Test
  void regionAfterTheNamespace_isPartOfTheAddress() {
    OciAddress address = OciAddress.of(URI.create("oci://my.data@ns.us-ashburn-1/x"));

    assertThat(address).isEqualTo(new OciAddress("my.data", "ns", "us-ashburn-1", "x"));
    assertThat(address.root()).isEqualTo(URI.create("oci://my.data@ns.us-ashburn-1"));
  }

  @Test
  void passwordInTheAddress_isNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciAddress.of(URI.create("oci://user:geheim@ns/x")))
        .withMessageNotContaining("geheim");
  }
}
