package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import java.util.Objects;

/**
 * How a store behaves beyond where it is and who asks.
 *
 * @param tokens how services are reached that issue tokens
 * @param overwrites whether a write may replace an object; if not, one that is told to do so anyway
 *     is refused by the service where there is an object
 * @param crc32c whether uploads carry a CRC-32C besides their MD5, and the service keeps it
 * @param deleteBatch keys deleted by one request, 1 to 1000; with 1 the call for batches is not
 *     used
 */
public record OciOptions(HttpConfig tokens, boolean overwrites, boolean crc32c, int deleteBatch) {

  /** What {@code batchDeleteObjects} takes at most, by its documentation. */
  public static final int MOST_DELETED = 1000;

  public static final OciOptions DEFAULTS =
      new OciOptions(HttpConfig.defaults(), true, false, MOST_DELETED);

  public OciOptions {
    Objects.requireNonNull(tokens, "tokens");
    if (deleteBatch < 1 || deleteBatch > MOST_DELETED) {
      throw new IllegalArgumentException("delete batch of " + deleteBatch);
    }
  }
}
