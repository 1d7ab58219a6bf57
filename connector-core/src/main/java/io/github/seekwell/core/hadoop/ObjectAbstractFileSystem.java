package io.github.seekwell.core.hadoop;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;

/**
 * An {@link ObjectFileSystem} for users of {@code FileContext}: a connector's subclass names scheme
 * and file system in its constructor.
 */
public abstract class ObjectAbstractFileSystem extends DelegateToFileSystem {

  protected ObjectAbstractFileSystem(
      URI uri, ObjectFileSystem fileSystem, Configuration conf, String scheme)
      throws IOException, URISyntaxException {
    super(uri, fileSystem, conf, scheme, false);
  }
}
