package io.github.seekwell.s3;

import io.github.seekwell.s3.client.S3AuthSurroundings;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Makes objects of classes that users name in settings, as S3A does: by a public constructor that
 * takes address and configuration, or the configuration alone, by a static method {@code create()},
 * or by a public constructor that takes nothing.
 */
final class UserClasses implements S3AuthSurroundings.Classes {
  private final URI root;
  private final Configuration conf;
  private final String bucket;

  /**
   * @param conf in which the bucket's own settings stand beside the general ones
   */
  UserClasses(URI root, Configuration conf, String bucket) {
    this.root = root;
    this.conf = conf;
    this.bucket = bucket;
  }

  @Override
  public Object make(String className) throws ReflectiveOperationException {
    Class<?> type = conf.getClassByName(className);
    if (Modifier.isAbstract(type.getModifiers())) {
      throw new InstantiationException("it is abstract");
    }
    try {
      Optional<Constructor<?>> both = constructor(type, URI.class, Configuration.class);
      if (both.isPresent()) {
        return both.get().newInstance(root, ofTheBucket());
      }
      Optional<Constructor<?>> one = constructor(type, Configuration.class);
      if (one.isPresent()) {
        return one.get().newInstance(ofTheBucket());
      }
      Optional<Method> create = create(type);
      if (create.isPresent()) {
        return create.get().invoke(null);
      }
      return type.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      throw new InstantiationException(
          "it has neither a public constructor (URI, Configuration), (Configuration) or (), nor a"
              + " public static create()");
    }
  }

  private static Optional<Constructor<?>> constructor(Class<?> type, Class<?>... arguments) {
    try {
      return Optional.of(type.getConstructor(arguments));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  private static Optional<Method> create(Class<?> type) {
    try {
      Method method = type.getMethod("create");
      return Modifier.isStatic(method.getModifiers()) ? Optional.of(method) : Optional.empty();
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  /** What S3A hands to such classes: the bucket's own settings under the general keys. */
  private Configuration ofTheBucket() {
    String prefix = S3Settings.BUCKETS + bucket + ".";
    Configuration patched = new Configuration(conf);
    for (Map.Entry<String, String> entry : conf) {
      String key = entry.getKey();
      if (key.startsWith(prefix)) {
        String rest = key.substring(prefix.length());
        if (!rest.isEmpty() && !rest.startsWith("bucket.") && !rest.equals("impl")) {
          patched.set(S3Settings.PREFIX + rest, entry.getValue(), key);
        }
      }
    }
    return patched;
  }
}
