package io.github.seekwell.core.hadoop;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;

/** {@code mem://bucket/} for {@code FileContext}. */
public final class MemoryAbstractFileSystem extends ObjectAbstractFileSystem {
  public MemoryAbstractFileSystem(URI uri, Configuration conf)
      throws IOException, URISyntaxException {
    super(uri, new MemoryFileSystem(), conf, "mem");
  }
}
