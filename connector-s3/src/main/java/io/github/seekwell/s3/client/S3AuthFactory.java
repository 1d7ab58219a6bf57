package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/** Makes sources of the names that stand in settings. */
final class S3AuthFactory {

  /** In the order of Hadoop's own default. */
  private static final List<S3AuthNames.Kind> WITHOUT_SETTING =
      List.of(
          S3AuthNames.Kind.TEMPORARY_KEYS,
          S3AuthNames.Kind.KEYS,
          S3AuthNames.Kind.ENVIRONMENT,
          S3AuthNames.Kind.CONTAINER_OR_INSTANCE);

  private static final List<S3AuthNames.Kind> ROLE_WITHOUT_SETTING =
      List.of(S3AuthNames.Kind.KEYS, S3AuthNames.Kind.ENVIRONMENT);

  /** Credentials of an instance are renewed this long before they expire, as in Hadoop. */
  private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(5);

  private final Settings settings;
  private final S3AuthSurroundings surroundings;
  private final S3AuthRoles roles;
  private final LongSupplier nanoTime;

  private S3AuthFactory(Settings settings, S3AuthSurroundings surroundings, LongSupplier nanoTime) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.nanoTime = nanoTime;
    this.roles =
        new S3AuthRoles(
            settings,
            surroundings,
            () -> S3Http.owning(new HttpEngine(surroundings.http(), HttpListener.NONE)));
  }

  static S3Auth from(Settings settings, S3AuthSurroundings surroundings) {
    return from(settings, surroundings, System::nanoTime);
  }

  /** For tests, which have a time of their own. */
  static S3Auth from(Settings settings, S3AuthSurroundings surroundings, LongSupplier nanoTime) {
    S3AuthFactory factory = new S3AuthFactory(settings, surroundings, nanoTime);
    return factory.chain(S3Auth.PROVIDERS, WITHOUT_SETTING, factory.roles::close);
  }

  private S3AuthChain chain(
      Setting<List<String>> setting, List<S3AuthNames.Kind> withoutSetting, Runnable closing) {
    List<S3AuthSource> sources = new ArrayList<>();
    boolean anonymous = true;
    List<String> names = settings.get(setting);
    Map<String, String> mapping = mapping();
    for (String name : names) {
      String className = mapping.getOrDefault(name, name);
      Optional<S3AuthNames.Kind> kind = S3AuthNames.kindOf(className);
      anonymous &= kind.filter(S3AuthNames.Kind.ANONYMOUS::equals).isPresent();
      if (kind.isPresent()) {
        sources.addAll(sources(kind.get(), setting, className));
      } else {
        sources.add(own(setting, className));
      }
    }
    if (names.isEmpty()) {
      anonymous = false;
      for (S3AuthNames.Kind kind : withoutSetting) {
        sources.addAll(sources(kind, setting, ""));
      }
    }
    return new S3AuthChain(setting.key(), sources, anonymous, closing, nanoTime);
  }

  private Map<String, String> mapping() {
    Map<String, String> mapping = new HashMap<>();
    for (String pairs : settings.get(S3Auth.PROVIDER_MAPPING)) {
      // Lines end a pair too, as in S3A.
      for (String pair : pairs.replaceAll("\\s*=\\s*", "=").trim().split("\\s+", -1)) {
        int equals = pair.indexOf('=');
        if (equals < 1 || equals == pair.length() - 1) {
          throw new IllegalArgumentException(
              S3Auth.PROVIDER_MAPPING.key() + " = '" + pair + "': write old=new");
        }
        mapping.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return mapping;
  }

  private List<S3AuthSource> sources(
      S3AuthNames.Kind kind, Setting<List<String>> setting, String className) {
    return switch (kind) {
      case KEYS -> List.of(new S3AuthKeys(settings, false, nanoTime));
      case TEMPORARY_KEYS -> List.of(new S3AuthKeys(settings, true, nanoTime));
      case ANONYMOUS ->
          List.of(
              S3AuthSdk.certain(
                  "anonymous", () -> "anonymous", AnonymousCredentialsProvider::create));
      case ENVIRONMENT -> List.of(environment());
      case SYSTEM_PROPERTIES -> List.of(systemProperties());
      case HADOOP_PROFILE -> List.of(hadoopProfile());
      case PROFILE -> List.of(profile());
      case WEB_IDENTITY -> List.of(roles.webIdentity());
      case CONTAINER -> List.of(container());
      case INSTANCE -> List.of(instance());
      case CONTAINER_OR_INSTANCE -> List.of(container(), instance());
      case DEFAULT_CHAIN ->
          List.of(
              systemProperties(),
              environment(),
              roles.webIdentity(),
              profile(),
              container(),
              instance());
      case ASSUMED_ROLE -> {
        if (setting == S3Auth.ROLE_PROVIDERS) {
          throw new IllegalArgumentException(
              setting.key() + " names " + className + ": a role cannot be assumed with itself");
        }
        yield List.of(
            roles.assumedRole(chain(S3Auth.ROLE_PROVIDERS, ROLE_WITHOUT_SETTING, () -> {})));
      }
      case DELEGATION ->
          throw new IllegalArgumentException(
              setting.key()
                  + " names "
                  + className
                  + ", which belongs to Hadoop's delegation tokens; they are not supported: remove "
                  + "it");
    };
  }

  private static S3AuthSource environment() {
    return S3AuthSdk.certain(
        "environment variables",
        () -> keyOf(System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY")),
        EnvironmentVariableCredentialsProvider::create);
  }

  private static S3AuthSource systemProperties() {
    return S3AuthSdk.certain(
        "system properties",
        () ->
            keyOf(
                System.getProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property()),
                System.getProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property())),
        SystemPropertyCredentialsProvider::create);
  }

  private static String keyOf(@Nullable String access, @Nullable String secret) {
    return access == null || access.isBlank() || secret == null || secret.isBlank()
        ? ""
        : S3AuthScope.ofKey(access.trim());
  }

  /** A profile of one file, as Hadoop's class reads it. */
  private S3AuthSource hadoopProfile() {
    String file =
        firstOf(
            settings.get(S3Auth.PROFILE_FILE),
            ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE,
            System.getProperty("user.home") + "/.aws/credentials");
    String profile =
        firstOf(settings.get(S3Auth.PROFILE_NAME), ProfileFileSystemSetting.AWS_PROFILE, "default");
    Path path = path(file);
    return S3AuthSdk.of(
        "profile " + profile + " of " + path,
        () -> S3AuthScope.of(List.of("profile", path.toString(), profile)),
        () ->
            ProfileCredentialsProvider.builder()
                .profileName(profile)
                .profileFile(
                    ProfileFileSupplier.reloadWhenModified(path, ProfileFile.Type.CREDENTIALS))
                .build());
  }

  /** A profile of the SDK's files, config and credentials together. */
  private static S3AuthSource profile() {
    String profile = firstOf("", ProfileFileSystemSetting.AWS_PROFILE, "default");
    return S3AuthSdk.of(
        "profile " + profile,
        () ->
            S3AuthScope.of(
                List.of(
                    "profile of the SDK",
                    firstOf("", ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE, ""),
                    firstOf("", ProfileFileSystemSetting.AWS_CONFIG_FILE, ""),
                    profile)),
        () ->
            ProfileCredentialsProvider.builder()
                .profileName(profile)
                .profileFile(ProfileFileSupplier.defaultSupplier())
                .build());
  }

  private static String firstOf(String set, SystemSetting surrounding, String otherwise) {
    return set.isEmpty() ? surrounding.getStringValue().orElse(otherwise) : set;
  }

  private static Path path(String text) {
    String expanded =
        text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text;
    try {
      return Path.of(expanded);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          S3Auth.PROFILE_FILE.key() + " is not a file name: " + e.getReason(), e);
    }
  }

  private static S3AuthSource container() {
    return S3AuthSdk.of(
        "container's role",
        () ->
            SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
                .getStringValue()
                .or(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI::getStringValue)
                .map(uri -> "container " + uri)
                .orElse(""),
        () -> ContainerCredentialsProvider.builder().build());
  }

  private static S3AuthSource instance() {
    return S3AuthSdk.of(
        "instance's role",
        () ->
            "instance "
                + SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT.getStringValue().orElse(""),
        () -> InstanceProfileCredentialsProvider.builder().staleTime(BEFORE_EXPIRY).build());
  }

  /** A class of the user's: we cannot know whose keys it gives, so it is like nobody else. */
  private S3AuthSource own(Setting<List<String>> setting, String className) {
    Object made;
    try {
      made = surroundings.classes().make(className);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          setting.key() + " names " + className + ", and there is no such class on the class path",
          e);
    } catch (ReflectiveOperationException e) {
      Throwable why = Objects.requireNonNullElse(e.getCause(), e);
      throw new IllegalArgumentException(
          setting.key() + " names " + className + ", which cannot be made: " + why, why);
    }
    return S3AuthBridge.to(made)
        .map(provider -> S3AuthSdk.lasting(className, "own " + UUID.randomUUID(), provider))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    setting.key()
                        + " names "
                        + className
                        + ", which provides no credentials: it must implement "
                        + S3AuthNames.SECOND_SDKS_PROVIDER));
  }
}
