package io.github.seekwell.s3;

import io.github.seekwell.core.hadoop.ObjectAbstractFileSystem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;

/**
 * {@link S3FileSystem} for users of {@code FileContext} under {@code s3://}. Made by Hadoop, by
 * reflection.
 */
public final class S3 extends ObjectAbstractFileSystem {

  public S3(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(uri, new S3FileSystem(), conf, S3Address.S3);
  }
}
