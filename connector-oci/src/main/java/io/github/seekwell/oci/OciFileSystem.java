package io.github.seekwell.oci;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.hadoop.Connection;
import io.github.seekwell.core.hadoop.KeyForms;
import io.github.seekwell.core.hadoop.ObjectFileSystem;
import io.github.seekwell.core.hadoop.RuntimeConnection;
import io.github.seekwell.oci.client.OciAuth;
import io.github.seekwell.oci.client.OciBucket;
import io.github.seekwell.oci.client.OciEndpoint;
import io.github.seekwell.oci.client.OciOptions;
import io.github.seekwell.oci.client.OciStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bucket of OCI Object Storage as a Hadoop file system: {@code oci://bucket@namespace/}. */
public final class OciFileSystem extends ObjectFileSystem {
  private static final Logger LOG = LoggerFactory.getLogger(OciFileSystem.class);

  private static final long MIB = 1024L * 1024L;

  /** Keys that were mentioned, once a class loader and not once a file system. */
  private static final Set<String> MENTIONED = ConcurrentHashMap.newKeySet();

  /** Whether uploads may replace objects. Set by {@link #connect}, before any use. */
  private boolean overwrites = true;

  @Override
  public String getScheme() {
    return OciAddress.SCHEME;
  }

  @Override
  protected KeyForms keyForms(URI uri) throws IOException {
    return OciSettings.forms(address(uri));
  }

  @Override
  protected List<Setting<?>> ownSettings() {
    return OciAuth.OURS;
  }

  /**
   * Makes no request and reads no key: both wait for the first use. The exception is a region that
   * nobody set and only the machine can tell.
   */
  @Override
  protected Connection connect(URI uri, Settings settings) throws IOException {
    OciAddress address = address(uri);
    Settings translated = OciSettings.translated(settings);
    ConnectorConfig config = ConnectorConfig.from(translated);
    long blockSize = translated.get(OciSettings.BLOCK_SIZE_MB) * MIB;
    OciOptions options = OciSettings.options(translated, config);
    overwrites = options.overwrites();
    OciAuth auth = OciAuth.from(translated, System::getenv, new OciAuthenticators(getConf()));
    OciBucket bucket =
        new OciBucket(
            OciEndpoint.from(translated, address.namespace(), address.region(), auth),
            address.namespace(),
            address.bucket());
    mention(settings);
    return RuntimeConnection.open(
        address.root(),
        config,
        blockSize,
        runtime -> new OciStore(bucket, auth, runtime.engine(options.tokens()), options));
  }

  /** Where uploads may not replace anything, what is to be overwritten has to go first. */
  @Override
  protected void beforeReplacing(Path path) throws IOException {
    if (!overwrites) {
      try {
        if (getFileStatus(path).isFile()) {
          delete(path, false);
        }
      } catch (FileNotFoundException e) {
        // Nothing is in the way.
      }
    }
  }

  private static void mention(Settings settings) {
    List<String> fresh = new ArrayList<>(OciSettings.harmless(settings));
    fresh.removeIf(key -> !MENTIONED.add(key));
    if (!fresh.isEmpty()) {
      LOG.info("These settings have no meaning here, which does no harm: {}", fresh);
    }
    List<String> unknown = new ArrayList<>(OciSettings.unknown(settings));
    unknown.removeIf(key -> !MENTIONED.add(key));
    if (!unknown.isEmpty()) {
      LOG.warn("Oracle's connector has no such settings, perhaps they are misspelt: {}", unknown);
    }
  }

  private static OciAddress address(URI uri) throws IOException {
    try {
      return OciAddress.of(uri);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
