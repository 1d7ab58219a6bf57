package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.HttpConfig;
import java.util.Objects;

/**
 * What credentials need to know of the program they are in.
 *
 * @param user whose work this is; names the session of an assumed role
 * @param region the store's, for the token service if no setting names another; empty if unknown
 * @param classes makes an object of a class named in a setting
 * @param http how services are reached that credentials come from
 */
public record S3AuthSurroundings(String user, String region, Classes classes, HttpConfig http) {

  /** Makes objects of classes that only the user knows. */
  @FunctionalInterface
  public interface Classes {
    /**
     * @throws ClassNotFoundException if there is no such class
     * @throws ReflectiveOperationException if it could not be made; with the reason as its cause
     */
    Object make(String className) throws ReflectiveOperationException;
  }

  public S3AuthSurroundings {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(classes, "classes");
    Objects.requireNonNull(http, "http");
  }

  /**
   * Nothing is known; classes are looked for beside ours and have a constructor of no arguments.
   */
  static S3AuthSurroundings plain() {
    return new S3AuthSurroundings(
        System.getProperty("user.name", ""),
        "",
        name -> Class.forName(name).getConstructor().newInstance(),
        HttpConfig.defaults());
  }
}
