package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.StoredObject;
import java.util.Optional;

/** Whether an operation may go ahead, by the version there is. An absent condition is met. */
final class Conditions {
  private Conditions() {}

  static void ifMatch(Optional<String> wanted, Optional<StoredObject> found) {
    if (wanted.isPresent() && !StoredObject.matches(wanted.get(), found)) {
      throw OciRefusal.ifMatchFailed();
    }
  }

  static void ifNoneMatch(Optional<String> unwanted, Optional<StoredObject> found) {
    if (unwanted.isPresent() && StoredObject.matches(unwanted.get(), found)) {
      throw OciRefusal.ifNoneMatchFailed();
    }
  }
}
