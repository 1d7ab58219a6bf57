package io.github.seekwell.core.testing;

import java.util.Base64;

/**
 * A request's body, received whole.
 *
 * @param md5 its MD5 digest, 16 bytes
 */
public record Body(Content content, byte[] md5) {
  /** A body that came otherwise than whole; its digest is made by reading it. */
  public static Body of(Content content) {
    return new Body(content, Digests.md5(content));
  }

  /** The digest as HTTP headers carry it. */
  public String md5Base64() {
    return Base64.getEncoder().encodeToString(md5);
  }
}
