package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * Credentials that AWS's token service (STS) hands out: for a role, or for the token of a web
 * identity. One HTTP client, made when it is first needed, serves all of it.
 */
final class S3AuthRoles implements AutoCloseable {
  /** STS answers for the whole world there. */
  private static final String REGION_OF_LAST_RESORT = "us-east-1";

  private final Settings settings;
  private final S3AuthSurroundings surroundings;
  private final Supplier<SdkHttpClient> making;

  /** What roles are assumed with, closed with this; complete before there are threads. */
  private final List<S3AuthChain> assuming = new ArrayList<>();

  /** Guarded by this. */
  private @Nullable SdkHttpClient http;

  S3AuthRoles(Settings settings, S3AuthSurroundings surroundings, Supplier<SdkHttpClient> making) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.making = making;
    checkEndpoint();
  }

  private void checkEndpoint() {
    boolean endpoint = !settings.get(S3Auth.ROLE_STS_ENDPOINT).isEmpty();
    boolean region = !settings.get(S3Auth.ROLE_STS_REGION).isEmpty();
    if (endpoint && !region) {
      throw new IllegalArgumentException(
          S3Auth.ROLE_STS_ENDPOINT.key() + " is set: set " + S3Auth.ROLE_STS_REGION.key() + " too");
    } else if (region && !endpoint) {
      throw new IllegalArgumentException(
          S3Auth.ROLE_STS_REGION.key() + " is set: set " + S3Auth.ROLE_STS_ENDPOINT.key() + " too");
    }
    if (endpoint) {
      endpoint();
    }
  }

  /**
   * A role that others' credentials may take on.
   *
   * @param others what the request to STS is signed with
   */
  S3AuthSource assumedRole(S3AuthChain others) {
    assuming.add(others);
    String arn = settings.get(S3Auth.ROLE_ARN);
    if (arn.isEmpty()) {
      throw new IllegalArgumentException(
          "credentials of an assumed role are asked for: set " + S3Auth.ROLE_ARN.key());
    }
    String externalId = settings.get(S3Auth.ROLE_EXTERNAL_ID);
    String policy = settings.get(S3Auth.ROLE_POLICY);
    String session = sessionName();
    Duration lasting = settings.get(S3Auth.ROLE_SESSION_DURATION);
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder()
            .roleArn(arn)
            .roleSessionName(session)
            .durationSeconds(Math.toIntExact(lasting.toSeconds()));
    if (!externalId.isEmpty()) {
      request.externalId(externalId);
    }
    if (!policy.isEmpty()) {
      request.policy(policy);
    }
    String identity =
        S3AuthScope.of(
            List.of(
                "role",
                arn,
                session,
                externalId,
                policy,
                settings.get(S3Auth.ROLE_STS_ENDPOINT),
                others.credentialScope()));
    return S3AuthSdk.certain(
        "assumed role " + arn,
        () -> identity,
        () -> {
          // Made anew because the store refused what the role gave: perhaps others are stale too.
          others.refresh();
          return StsAssumeRoleCredentialsProvider.builder()
              .stsClient(client(others))
              .refreshRequest(request.build())
              .build();
        });
  }

  /** What Kubernetes gives a pod: a token in a file, which it renews, and a role. */
  S3AuthSource webIdentity() {
    return S3AuthSdk.certain(
        "web identity",
        () ->
            tokenFile().isEmpty()
                ? ""
                : S3AuthScope.of(List.of("web identity", webRole().orElse(""), tokenFile().get())),
        () -> {
          Optional<String> file = tokenFile();
          Optional<String> role = webRole();
          if (file.isEmpty() || role.isEmpty()) {
            throw new S3AuthException(
                "AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not both set");
          }
          return StsWebIdentityTokenFileCredentialsProvider.builder()
              .stsClient(client(AnonymousCredentialsProvider.create()))
              .webIdentityTokenFile(Path.of(file.get().trim()))
              .roleArn(role.get().trim())
              .roleSessionName(
                  SdkSystemSetting.AWS_ROLE_SESSION_NAME
                      .getStringValue()
                      .orElseGet(this::sessionName))
              .build();
        });
  }

  private static Optional<String> tokenFile() {
    return SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.getStringValue();
  }

  private static Optional<String> webRole() {
    return SdkSystemSetting.AWS_ROLE_ARN.getStringValue();
  }

  /** Of the characters that STS allows in one. */
  private String sessionName() {
    String name = settings.get(S3Auth.ROLE_SESSION_NAME);
    String raw = name.isEmpty() ? surroundings.user() : name;
    String clean = raw.replaceAll("[^A-Za-z0-9,.@=_-]", "-");
    // STS wants two characters at least and 64 at most.
    return clean.length() < 2
        ? "seekwell-" + clean
        : clean.substring(0, Math.min(64, clean.length()));
  }

  private StsClient client(AwsCredentialsProvider signer) {
    StsClientBuilder builder =
        StsClient.builder()
            .httpClient(http())
            .credentialsProvider(signer)
            .overrideConfiguration(headers());
    if (settings.get(S3Auth.ROLE_STS_ENDPOINT).isEmpty()) {
      builder.region(Region.of(region()));
    } else {
      builder.endpointOverride(endpoint()).region(Region.of(settings.get(S3Auth.ROLE_STS_REGION)));
    }
    return builder.build();
  }

  private String region() {
    return SdkSystemSetting.AWS_REGION
        .getStringValue()
        .filter(region -> !region.isBlank())
        .orElse(
            surroundings.region().isEmpty() || S3Region.CHAINS.contains(surroundings.region())
                ? REGION_OF_LAST_RESORT
                : surroundings.region());
  }

  private URI endpoint() {
    String text = settings.get(S3Auth.ROLE_STS_ENDPOINT);
    String whole = text.contains("://") ? text : "https://" + text;
    try {
      URI uri = new URI(whole);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() == null
          || uri.getRawUserInfo() != null
          || !(scheme.equals("http") || scheme.equals("https"))) {
        throw malformed();
      }
      return uri;
    } catch (URISyntaxException e) {
      throw malformed();
    }
  }

  /** What was written is not repeated, since there may be a password in it. */
  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        S3Auth.ROLE_STS_ENDPOINT.key()
            + " is not an address: write a host, or http:// or https:// and a host");
  }

  private ClientOverrideConfiguration headers() {
    ClientOverrideConfiguration.Builder configuration = ClientOverrideConfiguration.builder();
    for (String header : settings.get(S3Auth.STS_HEADERS)) {
      int equals = header.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            S3Auth.STS_HEADERS.key() + " has an entry that is not name=value");
      }
      configuration.putHeader(
          header.substring(0, equals).trim(),
          Arrays.stream(header.substring(equals + 1).split(";")).map(String::trim).toList());
    }
    return configuration.build();
  }

  private synchronized SdkHttpClient http() {
    SdkHttpClient made = http;
    if (made == null) {
      made = making.get();
      http = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    assuming.forEach(S3AuthChain::close);
    if (http != null) {
      http.close();
      http = null;
    }
  }
}
