package io.github.seekwell.s3;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.hadoop.Connection;
import io.github.seekwell.core.hadoop.KeyForms;
import io.github.seekwell.core.hadoop.ObjectFileSystem;
import io.github.seekwell.core.hadoop.RuntimeConnection;
import io.github.seekwell.s3.client.S3Auth;
import io.github.seekwell.s3.client.S3AuthSurroundings;
import io.github.seekwell.s3.client.S3Bucket;
import io.github.seekwell.s3.client.S3Store;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bucket of S3 as a Hadoop file system: {@code s3a://bucket/} or {@code s3://bucket/}. */
public final class S3FileSystem extends ObjectFileSystem {
  private static final Logger LOG = LoggerFactory.getLogger(S3FileSystem.class);

  /** Keys that were mentioned, once a class loader and not once a file system. */
  private static final Set<String> MENTIONED = ConcurrentHashMap.newKeySet();

  /**
   * Until an address tells: Hadoop asks classes that it finds by their service file, and
   * core-default gives {@code s3a} to somebody else in any case.
   */
  private volatile String scheme = S3Address.S3;

  /** The scheme of the address it was opened with. */
  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public void initialize(URI uri, Configuration callers) throws IOException {
    scheme = address(uri).scheme();
    super.initialize(uri, callers);
  }

  @Override
  protected KeyForms keyForms(URI uri) throws IOException {
    return S3Settings.forms(address(uri));
  }

  @Override
  protected List<Setting<?>> ownSettings() {
    return S3Settings.OWN;
  }

  /** Makes no request: who we are is asked by the first use. */
  @Override
  protected Connection connect(URI uri, Settings settings) throws IOException {
    S3Address address = address(uri);
    Settings translated = S3Settings.translated(settings);
    ConnectorConfig config = ConnectorConfig.from(translated);
    HttpConfig http = S3Settings.http(config.http(), translated);
    S3Bucket bucket = S3Bucket.from(translated, address.scheme(), address.bucket());
    S3Auth auth =
        S3Auth.from(
            translated,
            new S3AuthSurroundings(
                UserGroupInformation.getCurrentUser().getShortUserName(),
                bucket.endpoint().region(),
                new UserClasses(address.root(), getConf(), address.bucket()),
                http));
    mention(settings);
    try {
      return RuntimeConnection.open(
          address.root(),
          config,
          translated.get(S3Settings.BLOCK_SIZE),
          runtime -> new S3Store(bucket, auth, runtime.engine(http)));
    } catch (RuntimeException e) {
      // The store would have closed it.
      auth.close();
      throw e;
    }
  }

  private static void mention(Settings settings) {
    List<String> harmless = fresh(S3Settings.harmless(settings));
    if (!harmless.isEmpty()) {
      LOG.info("These settings have no meaning here, which does no harm: {}", harmless);
    }
    List<String> unknown = fresh(S3Settings.unknown(settings));
    if (!unknown.isEmpty()) {
      LOG.warn("No S3A known to us has these settings, perhaps they are misspelt: {}", unknown);
    }
  }

  private static List<String> fresh(List<String> keys) {
    List<String> fresh = new ArrayList<>(keys);
    fresh.removeIf(key -> !MENTIONED.add(key));
    return fresh;
  }

  private static S3Address address(URI uri) throws IOException {
    try {
      return S3Address.of(uri);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
