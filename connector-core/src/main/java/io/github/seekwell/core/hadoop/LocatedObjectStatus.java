package io.github.seekwell.core.hadoop;

import java.io.Serial;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.LocatedFileStatus;

/** An {@link ObjectStatus} with the block locations that split computation asks for. */
public final class LocatedObjectStatus extends LocatedFileStatus implements EtagSource {
  @Serial private static final long serialVersionUID = 1;

  private final String etag;

  LocatedObjectStatus(ObjectStatus status, BlockLocation[] locations) {
    super(status, locations);
    this.etag = status.getEtag();
  }

  @Override
  public String getEtag() {
    return etag;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
