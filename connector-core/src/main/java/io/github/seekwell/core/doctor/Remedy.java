package io.github.seekwell.core.doctor;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import org.jspecify.annotations.Nullable;

/** What to do about a request that was refused, by what the store said. */
final class Remedy {
  private Remedy() {}

  /**
   * @param permission what one must be allowed to do for it
   */
  static String of(Exception refused, String permission) {
    ErrorKind kind = kindOf(refused);
    if (kind == null) {
      return "see docs/troubleshooting.md";
    }
    return switch (kind) {
      case CLOCK_WRONG ->
          "set this machine's clock (NTP): the store refuses what is dated so far off, whatever the"
              + " credentials";
      case UNAUTHENTICATED ->
          "the store does not know these credentials, or their secret is another: check the key's"
              + " id and secret (on OCI tenancy, user, fingerprint and key file), that they have"
              + " not expired, and the region";
      case ACCESS_DENIED ->
          "the store knows these credentials, and no policy allows them this, or a policy denies"
              + " it: they need permission to "
              + permission;
      case BUCKET_NOT_FOUND ->
          "check the bucket's name, on OCI the namespace behind the @, and the region; on OCI it may"
              + " also be that no policy allows to see it";
      default -> "check the endpoint, and see docs/troubleshooting.md for " + kind;
    };
  }

  /** What the store's own failure was, which is a cause of what Hadoop's caller gets. */
  private static @Nullable ErrorKind kindOf(Exception thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StoreException told) {
        return told.kind();
      }
    }
    return null;
  }
}
