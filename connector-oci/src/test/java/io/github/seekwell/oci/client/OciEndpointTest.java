package io.github.seekwell.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.seekwell.core.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "objectstorage.example.com, https://objectstorage.example.com",
    "https://objectstorage.example.com/, https://objectstorage.example.com",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "HTTP://localhost:1, HTTP://localhost:1",
    "localhost:8080, https://localhost:8080"
  })
  void hostname_mayHaveASchemeOrNot(String text, URI endpoint) {
    assertThat(endpoint(settings("fs.oci.client.hostname", text), "")).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://x, the scheme must be http or https",
    "https://x:65536, there is no such port",
    "https://x/path, nothing may follow",
    "https://, Expected authority",
    "https://a b, Illegal character"
  })
  void malformedHostname_isRefusedWithKeyAndReason(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endpoint(settings("fs.oci.client.hostname", text), ""))
        .withMessageContaining("fs.oci.client.hostname")
        .withMessageContaining(reason);
  }

  @Test
  void passwordInTheHostname_isNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endpoint(settings("fs.oci.client.hostname", "https://u:geheim@h"), ""))
        .withMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @CsvSource({
    "us-ashburn-1, https://objectstorage.us-ashburn-1.oraclecloud.com",
    "iad, https://objectstorage.us-ashburn-1.oraclecloud.com",
    "IAD, https://objectstorage.us-ashburn-1.oraclecloud.com",
    "eu-frankfurt-1, https://objectstorage.eu-frankfurt-1.oraclecloud.com",
    "uk-gov-london-1, https://objectstorage.uk-gov-london-1.oraclegovcloud.uk",
    "xx-newplace-7, https://objectstorage.xx-newplace-7.oraclecloud.com"
  })
  void region_byCodeOrId_givesItsEndpoint(String region, URI endpoint) {
    assertThat(endpoint(settings("fs.oci.client.regionCodeOrId", region), "")).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({"nowhere, not a region code", "us/../x, not a region code or id"})
  void unknownRegionCode_isRefused(String region, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endpoint(settings("fs.oci.client.regionCodeOrId", region), ""))
        .withMessageContaining("fs.oci.client.regionCodeOrId = '" + region + "'")
        .withMessageContaining(reason);
  }

  @Test
  void hostname_winsOverRegion_andRegionOverTheProfiles() {
    Settings both =
        Settings.of(
            Map.of(
                "fs.oci.client.hostname", "https://here",
                "fs.oci.client.regionCodeOrId", "iad"));

    assertThat(endpoint(both, "phx")).isEqualTo(URI.create("https://here"));
    assertThat(endpoint(settings("fs.oci.client.regionCodeOrId", "iad"), "phx").getHost())
        .contains("ashburn");
    assertThat(endpoint(Settings.of(Map.of()), "phx").getHost()).contains("phoenix");
  }

  @Test
  void noEndpoint_namesBothSettings() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endpoint(Settings.of(Map.of()), ""))
        .withMessageContaining("fs.oci.client.hostname")
        .withMessageContaining("fs.oci.client.regionCodeOrId");
  }

  @Test
  void regionInTheAddress_winsOverEverything_ifItMayBeThere() {
    Settings settings =
        Settings.of(
            Map.of(
                "fs.oci.client.hostname", "https://here",
                "fs.oci.client.multiregion.enabled", "true"));

    assertThat(OciEndpoint.from(settings, "ns", "phx", ofRegion("iad")))
        .isEqualTo(URI.create("https://objectstorage.us-phoenix-1.oraclecloud.com"));
    assertThat(OciEndpoint.from(settings, "ns", "", ofRegion("iad")))
        .isEqualTo(URI.create("https://here"));
  }

  @Test
  void regionInTheAddress_thatMayNotBeThere_isRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                OciEndpoint.from(
                    settings("fs.oci.client.hostname", "https://here"), "ns", "phx", ofRegion("")))
        .withMessageContaining("'phx'")
        .withMessageContaining("fs.oci.client.multiregion.enabled")
        .withMessageContaining("fs.oci.client.regionCodeOrId");
  }

  @ParameterizedTest
  @CsvSource({
    "iad, https://ns.objectstorage.us-ashburn-1.oci.customer-oci.com",
    "xx-newplace-7, https://ns.objectstorage.xx-newplace-7.oci.customer-oci.com",
    "uk-gov-london-1, https://objectstorage.uk-gov-london-1.oraclegovcloud.uk"
  })
  void realmsTemplate_isUsed_whereTheRealmHasOne(String region, URI endpoint) {
    Settings settings =
        Settings.of(
            Map.of(
                "fs.oci.client.regionCodeOrId",
                region,
                "fs.oci.realmspecific.endpoint.template.enabled",
                "true"));

    assertThat(endpoint(settings, "")).isEqualTo(endpoint);
  }

  private static OciAuth ofRegion(String region) {
    return new ApiKey(
        ApiKeys.TENANCY,
        ApiKeys.USER,
        ApiKeys.FINGERPRINT,
        Path.of("none.pem"),
        "",
        region,
        Optional.empty());
  }

  private static URI endpoint(Settings settings, String profileRegion) {
    return OciEndpoint.from(settings, "ns", "", ofRegion(profileRegion));
  }

  private static Settings settings(String key, String value) {
    return Settings.of(Map.of(key, value));
  }
}
