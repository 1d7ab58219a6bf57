package io.github.seekwell.oci;

import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.hadoop.Connection;
import io.github.seekwell.core.hadoop.KeyForms;
import io.github.seekwell.core.hadoop.ObjectFileSystem;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bucket of OCI Object Storage as a Hadoop file system: {@code oci://bucket@namespace/}. */
public final class OciFileSystem extends ObjectFileSystem {
  private static final Logger LOG = LoggerFactory.getLogger(OciFileSystem.class);

  /** Keys that were mentioned, once a class loader and not once a file system. */
  private static final Set<String> MENTIONED = ConcurrentHashMap.newKeySet();

  @Override
  public String getScheme() {
    return OciAddress.SCHEME;
  }

  @Override
  protected KeyForms keyForms(URI uri) throws IOException {
    return OciSettings.forms(address(uri));
  }

  @Override
  protected Connection connect(URI uri, Settings settings) throws IOException {
    Connection connection = new OciConnection(address(uri), settings);
    List<String> fresh = new ArrayList<>(OciSettings.harmless(settings));
    fresh.removeIf(key -> !MENTIONED.add(key));
    if (!fresh.isEmpty()) {
      LOG.info("These settings have no meaning here, which does no harm: {}", fresh);
    }
    return connection;
  }

  private static OciAddress address(URI uri) throws IOException {
    try {
      return OciAddress.of(uri);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
