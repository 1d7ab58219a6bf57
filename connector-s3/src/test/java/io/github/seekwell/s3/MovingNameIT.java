package io.github.seekwell.s3;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.MovingNameContract;
import java.io.IOException;
import java.util.List;

/** The bucket stands in the host name, as it does by default: that name is what is looked up. */
class MovingNameIT extends MovingNameContract {
  @Override
  protected FileSystemRig start(String... addresses) throws IOException {
    return S3Rig.startUnder(NAME, addresses);
  }

  @Override
  protected List<String> names() {
    return List.of(NAME, S3Rig.BUCKET + "." + NAME);
  }
}
