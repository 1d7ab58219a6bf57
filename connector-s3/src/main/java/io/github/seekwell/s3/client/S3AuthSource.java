package io.github.seekwell.s3.client;

import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** One place that credentials may come from. Safe for threads. */
interface S3AuthSource extends AutoCloseable {

  /** Short name, for messages. */
  String name();

  /**
   * The credentials of now; those of anonymous users have no keys.
   *
   * @throws S3AuthException saying why there are none here
   */
  AwsCredentials resolve();

  /** Tells whose credentials would be found here; empty if there are none to be found. */
  String identity();

  /** Whether this source is the one that will be used, if it is asked. */
  boolean certain();

  /** Forgets what is cached. */
  void refresh();

  @Override
  void close();
}
