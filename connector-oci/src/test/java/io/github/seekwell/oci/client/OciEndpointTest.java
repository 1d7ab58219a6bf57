package io.github.seekwell.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.seekwell.core.config.Settings;
import java.net.URI;
import java.util.Map;
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
    assertThat(OciEndpoint.from(settings("fs.oci.client.hostname", text), "")).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://x, the scheme must be http or https",
    "https://x/path, nothing may follow",
    "https://, Expected authority",
    "https://a b, Illegal character"
  })
  void malformedHostname_isRefusedWithKeyAndReason(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciEndpoint.from(settings("fs.oci.client.hostname", text), ""))
        .withMessageContaining("fs.oci.client.hostname")
        .withMessageContaining(reason);
  }

  @Test
  void passwordInTheHostname_isNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> OciEndpoint.from(settings("fs.oci.client.hostname", "https://u:geheim@h"), ""))
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
    assertThat(OciEndpoint.from(settings("fs.oci.client.regionCodeOrId", region), ""))
        .isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({"nowhere, not a region code", "us/../x, not a region code or id"})
  void unknownRegionCode_isRefused(String region, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciEndpoint.from(settings("fs.oci.client.regionCodeOrId", region), ""))
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

    assertThat(OciEndpoint.from(both, "phx")).isEqualTo(URI.create("https://here"));
    assertThat(OciEndpoint.from(settings("fs.oci.client.regionCodeOrId", "iad"), "phx").getHost())
        .contains("ashburn");
    assertThat(OciEndpoint.from(Settings.of(Map.of()), "phx").getHost()).contains("phoenix");
  }

  @Test
  void noEndpoint_namesBothSettings() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciEndpoint.from(Settings.of(Map.of()), ""))
        .withMessageContaining("fs.oci.client.hostname")
        .withMessageContaining("fs.oci.client.regionCodeOrId");
  }

  private static Settings settings(String key, String value) {
    return Settings.of(Map.of(key, value));
  }
}
