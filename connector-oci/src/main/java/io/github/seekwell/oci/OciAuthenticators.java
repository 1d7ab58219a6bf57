package io.github.seekwell.oci;

import io.github.seekwell.oci.client.OciAuth;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * Makes users' own authenticators by the name of their class, as Oracle's connector does: with a
 * constructor that takes Hadoop's configuration, or else one that takes nothing.
 */
final class OciAuthenticators implements Function<String, Object> {
  private final Configuration conf;

  OciAuthenticators(Configuration conf) {
    this.conf = conf;
  }

  /**
   * @throws IllegalArgumentException naming the class and what is wrong with it
   */
  @Override
  public Object apply(String className) {
    try {
      Class<?> type = conf.getClassByName(className);
      Optional<Constructor<?>> configured =
          Arrays.stream(type.getConstructors()).filter(OciAuthenticators::takesSettings).findAny();
      return configured.isPresent()
          ? configured.get().newInstance(conf)
          : type.getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          OciAuth.AUTHENTICATOR.key() + ": there is no class " + className, e);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          className + " has no public constructor that takes a Hadoop Configuration, or nothing",
          e);
    } catch (InvocationTargetException e) {
      // What it says may be a secret.
      throw new IllegalArgumentException(
          className + " cannot be made: " + e.getCause().getClass().getName());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalArgumentException(className + " cannot be made: " + e, e);
    }
  }

  private static boolean takesSettings(Constructor<?> constructor) {
    return List.of(constructor.getParameterTypes()).equals(List.of(Configuration.class));
  }
}
