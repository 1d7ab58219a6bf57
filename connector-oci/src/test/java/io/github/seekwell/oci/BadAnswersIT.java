package io.github.seekwell.oci;

import io.github.seekwell.core.testing.BadAnswersContract;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.FileSystemRig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadAnswersIT extends BadAnswersContract {
  @TempDir static Path keys;

  @Override
  protected FileSystemRig start() throws IOException {
    return OciRig.start(keys);
  }

  /** The fault's 404 does not say which; a missing object's does. */
  @Test
  void goneOrHidden_failsAtOnce() throws IOException {
    failsAtOnce(Fault.status(404), AccessDeniedException.class, "may not see it");
  }
}
