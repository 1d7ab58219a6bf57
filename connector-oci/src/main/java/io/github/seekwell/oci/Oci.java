package io.github.seekwell.oci;

import io.github.seekwell.core.hadoop.ObjectAbstractFileSystem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;

/** {@link OciFileSystem} for users of {@code FileContext}. Made by Hadoop, by reflection. */
public final class Oci extends ObjectAbstractFileSystem {

  public Oci(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(uri, new OciFileSystem(), conf, OciAddress.SCHEME);
  }
}
