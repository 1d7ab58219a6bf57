package io.github.seekwell.s3.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The classes that users name as sources of credentials, Hadoop's and those of both SDKs, and what
 * each stands for.
 *
 * <p>Packages are put together when the class is loaded: a whole name would be a constant, and the
 * shaded jar renames every constant that looks like a class of the SDK, while users go on to write
 * what they have always written.
 */
final class S3AuthNames {

  /** What a name stands for. */
  enum Kind {
    KEYS,
    TEMPORARY_KEYS,
    ANONYMOUS,
    ENVIRONMENT,
    SYSTEM_PROPERTIES,
    HADOOP_PROFILE,
    PROFILE,
    WEB_IDENTITY,
    CONTAINER,
    INSTANCE,
    CONTAINER_OR_INSTANCE,
    DEFAULT_CHAIN,
    ASSUMED_ROLE,
    /** Hadoop's delegation tokens carry it; we have none. */
    DELEGATION
  }

  private static final String HADOOP = String.join(".", "org", "apache", "hadoop", "fs", "s3a");
  private static final String FIRST = String.join(".", "com", "amazonaws", "auth");
  private static final String SECOND = String.join(".", "software", "amazon", "awssdk");

  static final String FIRST_SDKS_PROVIDER = FIRST + ".AWSCredentialsProvider";
  static final String SECOND_SDKS_PROVIDER = SECOND + ".auth.credentials.AwsCredentialsProvider";

  private static final Map<String, Kind> KINDS = kinds();

  private S3AuthNames() {}

  /** Nothing for a class that only the user knows. */
  static Optional<Kind> kindOf(String className) {
    return Optional.ofNullable(KINDS.get(className));
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    kinds.put(HADOOP + ".SimpleAWSCredentialsProvider", Kind.KEYS);
    kinds.put(HADOOP + ".BasicAWSCredentialsProvider", Kind.KEYS);
    kinds.put(HADOOP + ".TemporaryAWSCredentialsProvider", Kind.TEMPORARY_KEYS);
    kinds.put(HADOOP + ".AnonymousAWSCredentialsProvider", Kind.ANONYMOUS);
    kinds.put(HADOOP + ".SharedInstanceCredentialProvider", Kind.CONTAINER_OR_INSTANCE);
    kinds.put(HADOOP + ".auth.IAMInstanceCredentialsProvider", Kind.CONTAINER_OR_INSTANCE);
    kinds.put(HADOOP + ".auth.ProfileAWSCredentialsProvider", Kind.HADOOP_PROFILE);
    kinds.put(HADOOP + ".auth.AssumedRoleCredentialProvider", Kind.ASSUMED_ROLE);
    kinds.put(HADOOP + ".auth.MarshalledCredentialProvider", Kind.DELEGATION);

    kinds.put(FIRST + ".AnonymousAWSCredentials", Kind.ANONYMOUS);
    kinds.put(FIRST + ".EnvironmentVariableCredentialsProvider", Kind.ENVIRONMENT);
    kinds.put(FIRST + ".SystemPropertiesCredentialsProvider", Kind.SYSTEM_PROPERTIES);
    kinds.put(FIRST + ".profile.ProfileCredentialsProvider", Kind.PROFILE);
    kinds.put(FIRST + ".WebIdentityTokenCredentialsProvider", Kind.WEB_IDENTITY);
    kinds.put(FIRST + ".ContainerCredentialsProvider", Kind.CONTAINER);
    kinds.put(FIRST + ".EC2ContainerCredentialsProviderWrapper", Kind.CONTAINER_OR_INSTANCE);
    kinds.put(FIRST + ".InstanceProfileCredentialsProvider", Kind.CONTAINER_OR_INSTANCE);
    kinds.put(FIRST + ".DefaultAWSCredentialsProviderChain", Kind.DEFAULT_CHAIN);

    String second = SECOND + ".auth.credentials";
    kinds.put(second + ".AnonymousCredentialsProvider", Kind.ANONYMOUS);
    kinds.put(second + ".EnvironmentVariableCredentialsProvider", Kind.ENVIRONMENT);
    kinds.put(second + ".SystemPropertyCredentialsProvider", Kind.SYSTEM_PROPERTIES);
    kinds.put(second + ".ProfileCredentialsProvider", Kind.PROFILE);
    kinds.put(second + ".WebIdentityTokenFileCredentialsProvider", Kind.WEB_IDENTITY);
    kinds.put(second + ".ContainerCredentialsProvider", Kind.CONTAINER);
    kinds.put(second + ".InstanceProfileCredentialsProvider", Kind.INSTANCE);
    kinds.put(second + ".DefaultCredentialsProvider", Kind.DEFAULT_CHAIN);
    kinds.put(
        SECOND + ".services.sts.auth.StsWebIdentityTokenFileCredentialsProvider",
        Kind.WEB_IDENTITY);
    return kinds;
  }
}
