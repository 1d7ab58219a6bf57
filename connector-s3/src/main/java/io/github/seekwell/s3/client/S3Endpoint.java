package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/**
 * Where the service is, and for which region requests are signed.
 *
 * @param kind who says what its address is
 * @param uri scheme, host and port as the user gave them; for {@link Kind#AWS} empty, because the
 *     region tells
 * @param region to begin with, such as {@code eu-west-1}, or one of {@link S3Region#CHAINS} if the
 *     SDK is to look for it. A bucket may turn out to be in another
 * @param pathStyle whether the bucket stands in the path rather than in the host name. Buckets
 *     whose names make no host name, and endpoints that are IP addresses, are addressed so in any
 *     case
 * @param fips whether AWS's FIPS endpoints are to be used
 */
public record S3Endpoint(Kind kind, URI uri, String region, boolean pathStyle, boolean fips) {

  public static final Setting<String> ENDPOINT =
      Setting.text(
          "fs.s3a.endpoint",
          "",
          "Address of the S3 service, with or without a scheme. Without one, AWS's in the region.");
  public static final Setting<String> REGION =
      Setting.text(
          "fs.s3a.endpoint.region",
          "",
          "Region for which requests are signed. Left out, it is taken from AWS's endpoint names. "
              + "Set and empty, or sdk, or ec2: the AWS SDK looks for it.");
  public static final Setting<Boolean> SSL =
      Setting.flag(
          "fs.s3a.connection.ssl.enabled",
          true,
          "Whether an endpoint without a scheme is spoken to over TLS.");
  public static final Setting<Boolean> PATH_STYLE =
      Setting.flag(
          "fs.s3a.path.style.access",
          false,
          "Whether the bucket stands in the path of a request rather than in its host name.");
  public static final Setting<Boolean> FIPS =
      Setting.flag("fs.s3a.endpoint.fips", false, "Whether to use AWS's FIPS endpoints.");

  private static final URI NONE = URI.create("");

  /** Who says what the address is. */
  public enum Kind {
    /** The region does, and moves with it. */
    AWS,
    /** The user, who named one of AWS's own. */
    AWS_GIVEN,
    /** The user. Another region is only another signature. */
    OTHER
  }

  public S3Endpoint {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(region, "region");
    if ((kind == Kind.AWS) != uri.toString().isEmpty()) {
      throw new IllegalArgumentException(kind + " at '" + uri + "'");
    }
  }

  /** AWS's service in a region. */
  public static S3Endpoint ofRegion(String region) {
    return new S3Endpoint(Kind.AWS, NONE, region, false, false);
  }

  /** A service at an address, such as {@code http://127.0.0.1:9000}. */
  public static S3Endpoint at(URI uri, String region) {
    Kind kind = S3Region.isAws(uri.getHost()) ? Kind.AWS_GIVEN : Kind.OTHER;
    return new S3Endpoint(kind, uri, region, false, false);
  }

  /** The same, with the bucket in the path. */
  public S3Endpoint inPathStyle() {
    return new S3Endpoint(kind, uri, region, true, fips);
  }

  /**
   * @throws IllegalArgumentException naming the setting that is malformed
   */
  public static S3Endpoint from(Settings settings) {
    String text = settings.get(ENDPOINT);
    boolean pathStyle = settings.get(PATH_STYLE);
    boolean fips = settings.get(FIPS);
    if (text.isEmpty()) {
      return new S3Endpoint(
          Kind.AWS, NONE, S3Region.from(settings, S3Region.FALLBACK), pathStyle, fips);
    }
    URI uri = parsed(text, settings.get(SSL) ? "https" : "http");
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (S3Region.isCentral(host)) {
      // Named or not, this is AWS as a whole: Spark writes it into configurations on its own.
      return new S3Endpoint(
          Kind.AWS, NONE, S3Region.from(settings, S3Region.FALLBACK), pathStyle, fips);
    }
    if (fips) {
      throw new IllegalArgumentException(
          FIPS.key()
              + " = true goes with no endpoint of one's own: remove "
              + ENDPOINT.key()
              + " and set "
              + REGION.key());
    }
    boolean aws = S3Region.isAws(host);
    String known = S3Region.ofHost(host).orElse(aws ? S3Region.FALLBACK : S3Region.OF_OTHER_STORES);
    return new S3Endpoint(
        aws ? Kind.AWS_GIVEN : Kind.OTHER, uri, S3Region.from(settings, known), pathStyle, false);
  }

  /**
   * Whether the bucket stands in the path: as set, or since no name can be put before an address.
   */
  boolean bucketInPath() {
    String host = kind == Kind.AWS ? "" : uri.getHost();
    return pathStyle || host.startsWith("[") || host.matches("[0-9]+(\\.[0-9]+){3}");
  }

  /** Whether requests may be read on their way. */
  public boolean plain() {
    return "http".equals(uri.getScheme());
  }

  private static URI parsed(String text, String scheme) {
    String whole = text.contains("://") ? text : scheme + "://" + text;
    while (whole.endsWith("/") && !whole.endsWith("://")) {
      whole = whole.substring(0, whole.length() - 1);
    }
    try {
      URI uri = new URI(whole);
      String found = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!found.equals("http") && !found.equals("https")) {
        throw malformed(text, "the scheme must be http or https");
      }
      if (uri.getRawUserInfo() != null) {
        throw malformed(text, "it must not carry a user");
      }
      if (uri.getHost() == null) {
        throw malformed(text, "there is no host name in it");
      }
      if (uri.getPort() == 0 || uri.getPort() > 65_535) {
        throw malformed(text, "there is no such port");
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
    return new IllegalArgumentException(ENDPOINT.key() + " = '" + shown + "': " + why);
  }

  /** For people and for the identity of a store: the address, or AWS's in the region. */
  @Override
  public String toString() {
    return kind == Kind.AWS ? "AWS in " + S3Region.shown(region) : uri.toString();
  }
}
