package io.github.seekwell.core.testing;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file system as a user has it, and the emulated store below it; what tests for every connector
 * need to know of one. Names of operations are the same in all dialects but for those asked here.
 */
public interface FileSystemRig extends AutoCloseable {
  StoreEmulator emulator();

  /** The bucket that {@link #root()} names. */
  String bucket();

  /** The address of the bucket, without a slash at its end. */
  URI root();

  /** What a user sets for a store at this endpoint: that and credentials, nothing else. */
  Configuration configuration(URI endpoint) throws IOException;

  /** The store's own name for what makes an object of an upload's parts. */
  String completion();

  /** What stands before the number in the query of an uploaded part. */
  String partParameter();

  /** What must be found in no message. */
  Collection<String> secrets() throws IOException;

  @Override
  void close();

  default Configuration configuration() throws IOException {
    return configuration(emulator().endpoint());
  }

  default FileSystem open(Configuration conf) throws IOException {
    return FileSystem.newInstance(root(), conf);
  }

  default FileSystem open() throws IOException {
    return open(configuration());
  }

  default Path path(String key) {
    return new Path(root() + "/" + key);
  }

  /** Puts an object into the store without a request; its bytes are made as they are sent. */
  default RampObject hold(String key, RampObject ramp) {
    emulator().objects().put(bucket(), key, new RampContent(ramp));
    return ramp;
  }
}
