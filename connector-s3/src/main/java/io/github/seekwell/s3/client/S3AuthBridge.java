package io.github.seekwell.s3.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.utils.IoUtils;

/**
 * A provider of credentials that was written against an AWS SDK which is not ours: in the shaded
 * jar ours has other names, and the first SDK has other methods. Only names are known of it.
 */
final class S3AuthBridge implements AwsCredentialsProvider, AutoCloseable {
  private final Object provider;
  private final Method resolve;
  private final Reading reading;

  /** Which methods tell the keys. */
  private record Reading(String access, String secret, String token) {}

  private static final Reading SECOND_SDK =
      new Reading("accessKeyId", "secretAccessKey", "sessionToken");
  private static final Reading FIRST_SDK =
      new Reading("getAWSAccessKeyId", "getAWSSecretKey", "getSessionToken");

  private S3AuthBridge(Object provider, Method resolve, Reading reading) {
    this.provider = provider;
    this.resolve = resolve;
    this.reading = reading;
  }

  /** Ours as it is, somebody else's through a bridge, nothing for what provides no credentials. */
  static Optional<AwsCredentialsProvider> to(Object provider) {
    if (provider instanceof AwsCredentialsProvider ours) {
      return Optional.of(ours);
    }
    return bridge(provider, S3AuthNames.SECOND_SDKS_PROVIDER, "resolveCredentials", SECOND_SDK)
        .or(() -> bridge(provider, S3AuthNames.FIRST_SDKS_PROVIDER, "getCredentials", FIRST_SDK));
  }

  private static Optional<AwsCredentialsProvider> bridge(
      Object provider, String interfaceName, String method, Reading reading) {
    for (Class<?> type : typesOf(provider.getClass())) {
      if (type.getName().equals(interfaceName)) {
        try {
          return Optional.of(new S3AuthBridge(provider, type.getMethod(method), reading));
        } catch (NoSuchMethodException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    Object theirs = call(resolve, provider);
    if (theirs == null) {
      throw new S3AuthException("it gave none");
    }
    String access = text(theirs, reading.access());
    String secret = text(theirs, reading.secret());
    String token = text(theirs, reading.token());
    if (access.isEmpty() || secret.isEmpty()) {
      throw new S3AuthException("it gave no keys");
    }
    return token.isEmpty()
        ? AwsBasicCredentials.create(access, secret)
        : AwsSessionCredentials.create(access, secret, token);
  }

  private static String text(Object credentials, String method) {
    for (Class<?> type : typesOf(credentials.getClass())) {
      if (Modifier.isPublic(type.getModifiers())) {
        try {
          Object value = call(type.getMethod(method), credentials);
          return value == null ? "" : value.toString();
        } catch (NoSuchMethodException e) {
          // Another of its types may have it.
        }
      }
    }
    return "";
  }

  private static @Nullable Object call(Method method, Object on) {
    try {
      return method.invoke(on);
    } catch (InvocationTargetException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      if (why instanceof Error error) {
        throw error;
      }
      throw S3AuthException.of(why);
    } catch (IllegalAccessException e) {
      throw new S3AuthException("its class is not public", e, false);
    }
  }

  /** A class, its superclasses and all interfaces. */
  private static Iterable<Class<?>> typesOf(Class<?> start) {
    Deque<Class<?>> found = new ArrayDeque<>();
    Deque<Class<?>> open = new ArrayDeque<>();
    open.add(start);
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      found.add(type);
      if (type.getSuperclass() != null) {
        open.add(type.getSuperclass());
      }
      for (Class<?> one : type.getInterfaces()) {
        open.add(one);
      }
    }
    return found;
  }

  @Override
  public void close() {
    if (provider instanceof AutoCloseable closeable) {
      IoUtils.closeQuietlyV2(closeable, null);
    }
  }
}
