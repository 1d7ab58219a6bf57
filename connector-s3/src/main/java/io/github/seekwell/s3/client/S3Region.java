package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Settings;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;

/** Regions: as settings name them, as AWS's host names show them, as the SDK finds them. */
public final class S3Region {

  /** Where S3A begins when it knows nothing; the answer of the bucket says where to go on. */
  static final String FALLBACK = "us-east-2";

  /** What most other stores call the one region they have. */
  static final String OF_OTHER_STORES = "us-east-1";

  /** The SDK's whole chain: system property, environment, profile, instance metadata. */
  static final String SDK = "sdk";

  /** Only the metadata of the machine. */
  static final String EC2 = "ec2";

  /** Names that are no regions but ways to find one. */
  static final Set<String> CHAINS = Set.of(SDK, EC2);

  private static final Pattern AWS =
      Pattern.compile(
          "(?:^|.*\\.)(?:amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov"
              + "|csp\\.hci\\.ic\\.gov|cloud\\.adc-e\\.uk)");

  /**
   * The private endpoints of a network: {@code bucket.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com}.
   */
  private static final Pattern PRIVATE =
      Pattern.compile("(?:.+\\.)?([a-z0-9-]+)\\.vpce\\.amazonaws\\.com(?:\\.cn)?");

  /** As in {@code us-gov-west-1}. */
  private static final Pattern NAME = Pattern.compile("[a-z]{2,}(?:-[a-z]+)+-\\d+");

  /** What may stand before a region in a host name: the service, in any of its flavours. */
  private static final Pattern SERVICE =
      Pattern.compile("s3(?:-[a-z-]+)?|dualstack|s3express-[a-z0-9-]+|objectstorage");

  /** Of the days when names had dashes: {@code s3-eu-west-1}, {@code s3-fips-us-gov-west-1}. */
  private static final Pattern DASHED = Pattern.compile("s3-(?:fips-)?(.+)");

  private S3Region() {}

  /** The region that settings name, or {@code known}. */
  static String from(Settings settings, String known) {
    Optional<Settings.Value> set =
        settings.find(S3Endpoint.REGION.key()).filter(Settings.Value::setByUser);
    String region = settings.get(S3Endpoint.REGION);
    if (!region.isEmpty()) {
      String lower = region.toLowerCase(Locale.ROOT);
      return CHAINS.contains(lower) ? lower : region;
    }
    return set.isPresent() ? SDK : known;
  }

  /** The region that a service's host name shows. */
  static Optional<String> ofHost(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    Matcher endpoint = PRIVATE.matcher(lower);
    if (endpoint.matches()) {
      return Optional.of(endpoint.group(1));
    }
    String before = "";
    for (String label : lower.split("\\.", -1)) {
      Matcher dashed = DASHED.matcher(label);
      if (label.equals("s3-external-1")) {
        return Optional.of("us-east-1");
      } else if (dashed.matches() && NAME.matcher(dashed.group(1)).matches()) {
        return Optional.of(dashed.group(1));
      } else if (SERVICE.matcher(before).matches() && NAME.matcher(label).matches()) {
        return Optional.of(label);
      }
      before = label;
    }
    return Optional.empty();
  }

  static boolean isAws(@Nullable String host) {
    return host != null && AWS.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /** The name that stands for no region in particular. */
  static boolean isCentral(String host) {
    return host.equals("s3.amazonaws.com");
  }

  /** Asks the SDK where we are; may look at files and at the machine's metadata. */
  static Region resolved(String region) {
    return switch (region) {
      case SDK -> found(new DefaultAwsRegionProviderChain());
      case EC2 -> found(new InstanceProfileRegionProvider());
      default -> Region.of(region);
    };
  }

  private static Region found(AwsRegionProvider chain) {
    Region region = chain.getRegion();
    if (region == null) {
      throw new IllegalStateException("no region");
    }
    return region;
  }

  static String shown(String region) {
    return CHAINS.contains(region) ? "a region yet to be found (" + region + ")" : region;
  }
}
