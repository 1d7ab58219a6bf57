package io.github.seekwell.oci.client;

import com.oracle.bmc.Region;
import com.oracle.bmc.objectstorage.ObjectStorageClient;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the service's address from a host name or a region. */
public final class OciEndpoint {

  public static final Setting<String> HOSTNAME =
      Setting.text(
          "fs.oci.client.hostname",
          "",
          "Address of the Object Storage service, with or without https://. Wins over a region.");
  public static final Setting<String> REGION =
      Setting.text(
          "fs.oci.client.regionCodeOrId",
          "",
          "Region whose Object Storage is used: a code such as iad or an id such as us-ashburn-1.");

  /** Letters, digits and dashes: what a host name's label may hold. */
  private static final Pattern REGION_ID = Pattern.compile("[a-z0-9][a-z0-9-]*");

  private OciEndpoint() {}

  /**
   * @param profileRegion the region of the credentials' profile, used if no setting names one;
   *     empty if it has none
   * @throws IllegalArgumentException naming the settings if there is no endpoint or it is malformed
   */
  public static URI from(Settings settings, String profileRegion) {
    String host = settings.get(HOSTNAME);
    if (!host.isEmpty()) {
      return ofHostname(host);
    }
    String region = settings.get(REGION);
    if (!region.isEmpty()) {
      return ofRegion(region, REGION.key());
    }
    if (!profileRegion.isEmpty()) {
      return ofRegion(profileRegion, "region in the OCI configuration file");
    }
    throw new IllegalArgumentException(
        "no endpoint for OCI Object Storage: set "
            + HOSTNAME.key()
            + " (such as https://objectstorage.us-ashburn-1.oraclecloud.com) or "
            + REGION.key()
            + " (such as us-ashburn-1 or iad)");
  }

  private static URI ofHostname(String text) {
    String withScheme = text.contains("://") ? text : "https://" + text;
    if (withScheme.endsWith("/") && !withScheme.endsWith("://")) {
      withScheme = withScheme.substring(0, withScheme.length() - 1);
    }
    try {
      URI uri = new URI(withScheme);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw malformed(text, "the scheme must be http or https");
      }
      if (uri.getHost() == null) {
        throw malformed(text, "there is no host name in it");
      }
      if (uri.getRawUserInfo() != null) {
        throw malformed(text, "it must not carry a user");
      }
      if (!uri.getRawPath().isEmpty() || uri.getRawQuery() != null || uri.getFragment() != null) {
        throw malformed(text, "nothing may follow the host and port");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw malformed(text, e.getReason());
    }
  }

  /** Whatever stands before an @ may be a password and is not repeated. */
  private static IllegalArgumentException malformed(String text, String why) {
    int at = text.lastIndexOf('@');
    String shown = at < 0 ? text : "…" + text.substring(at);
    return new IllegalArgumentException(HOSTNAME.key() + " = '" + shown + "': " + why);
  }

  private static URI ofRegion(String codeOrId, String key) {
    String lower = codeOrId.toLowerCase(Locale.ROOT);
    String unknown = key + " = '" + codeOrId + "': ";
    if (!REGION_ID.matcher(lower).matches()) {
      throw new IllegalArgumentException(unknown + "not a region code or id");
    }
    try {
      Region region = Region.fromRegionCodeOrId(lower);
      return region
          .getEndpoint(ObjectStorageClient.SERVICE)
          .map(URI::create)
          .orElseThrow(
              () -> new IllegalArgumentException(unknown + "has no known Object Storage endpoint"));
    } catch (IllegalArgumentException e) {
      if (!lower.contains("-")) {
        throw new IllegalArgumentException(
            unknown + "not a region code this version knows; write the region's id", e);
      }
      // An id that is newer than this SDK: regions of the commercial realm all follow one pattern.
      return URI.create(Region.formatDefaultRegionEndpoint(ObjectStorageClient.SERVICE, lower));
    }
  }
}
