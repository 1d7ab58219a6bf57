package io.github.seekwell.oci.client;

import com.oracle.bmc.Realm;
import com.oracle.bmc.Region;
import com.oracle.bmc.objectstorage.ObjectStorageClient;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  public static final Setting<Boolean> MULTIREGION =
      Setting.flag(
          "fs.oci.client.multiregion.enabled",
          false,
          "Whether addresses may name a region, as in oci://bucket@namespace.region/key. It wins "
              + "over the host name and region set here.");
  public static final Setting<Boolean> REALM_TEMPLATE =
      Setting.flag(
          "fs.oci.realmspecific.endpoint.template.enabled",
          false,
          "Whether the endpoint is made from the template of the region's realm, where it has one: "
              + "with the namespace in the host name.");

  /** Letters, digits and dashes: what a host name's label may hold. */
  private static final Pattern REGION_ID = Pattern.compile("[a-z0-9][a-z0-9-]*");

  private OciEndpoint() {}

  /**
   * @param namespace the tenancy's Object Storage namespace
   * @param region that the address names; empty if it names none
   * @param auth whose region is used if no setting names one
   * @throws IllegalArgumentException naming the settings if there is no endpoint or it is malformed
   */
  public static URI from(Settings settings, String namespace, String region, OciAuth auth) {
    if (!region.isEmpty() && !settings.get(MULTIREGION)) {
      throw new IllegalArgumentException(
          "the address names the region '"
              + region
              + "' after the namespace, which is understood only with "
              + MULTIREGION.key()
              + " = true; else set "
              + REGION.key());
    }
    try {
      return region.isEmpty()
          ? from(settings, namespace, auth::region)
          : ofRegion(region, "region in the address", settings.get(REALM_TEMPLATE), namespace);
    } catch (IdentityException e) {
      throw new IllegalArgumentException(unset() + " (" + e.getMessage() + ")", e);
    }
  }

  /** The region that credentials came with, which may have to be asked for. */
  interface ProfileRegion {
    String get() throws IdentityException;
  }

  static URI from(Settings settings, String namespace, ProfileRegion profile)
      throws IdentityException {
    String host = settings.get(HOSTNAME);
    if (!host.isEmpty()) {
      return ofHostname(host);
    }
    boolean template = settings.get(REALM_TEMPLATE);
    String region = settings.get(REGION);
    if (!region.isEmpty()) {
      return ofRegion(region, REGION.key(), template, namespace);
    }
    String profileRegion = profile.get();
    if (!profileRegion.isEmpty()) {
      return ofRegion(profileRegion, "region that came with the credentials", template, namespace);
    }
    throw new IllegalArgumentException(unset());
  }

  private static String unset() {
    return "no endpoint for OCI Object Storage: set "
        + HOSTNAME.key()
        + " (such as https://objectstorage.us-ashburn-1.oraclecloud.com) or "
        + REGION.key()
        + " (such as us-ashburn-1 or iad)";
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
      if (uri.getPort() == 0 || uri.getPort() > 65_535) {
        throw malformed(text, "there is no such port");
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

  private static URI ofRegion(String codeOrId, String key, boolean template, String namespace) {
    String lower = codeOrId.toLowerCase(Locale.ROOT);
    String unknown = key + " = '" + codeOrId + "': ";
    if (!REGION_ID.matcher(lower).matches()) {
      throw new IllegalArgumentException(unknown + "not a region code or id");
    }
    try {
      Region region = Region.fromRegionCodeOrId(lower);
      if (template) {
        Optional<URI> ofRealm = ofRealm(region.getRegionId(), region.getRealm(), namespace);
        if (ofRealm.isPresent()) {
          return ofRealm.get();
        }
      }
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
      if (template) {
        return ofRealm(lower, Realm.OC1, namespace).orElseThrow();
      }
      return URI.create(Region.formatDefaultRegionEndpoint(ObjectStorageClient.SERVICE, lower));
    }
  }

  private static Optional<URI> ofRealm(String region, Realm realm, String namespace) {
    Map<String, String> templates =
        ObjectStorageClient.SERVICE.getServiceEndpointTemplateForRealmMap();
    return Optional.ofNullable(templates)
        .map(all -> all.get(realm.getRealmId().toLowerCase(Locale.ROOT)))
        .map(
            text ->
                URI.create(
                    text.replace("{region}", region)
                        .replace("{namespaceName+Dot}", namespace + ".")));
  }
}
