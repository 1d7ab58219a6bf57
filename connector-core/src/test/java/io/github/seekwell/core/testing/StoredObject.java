package io.github.seekwell.core.testing;

import java.time.Instant;
import java.util.Map;

/**
 * One version of an object.
 *
 * @param md5 base64 of the content's MD5 digest; empty if the store does not know it, as for
 *     objects made of parts
 * @param headers what the store says of it besides, such as {@code Content-Type} and metadata
 */
public record StoredObject(
    String key,
    Content content,
    String etag,
    String md5,
    Instant created,
    Instant modified,
    Map<String, String> headers) {

  public StoredObject {
    headers = Map.copyOf(headers);
  }

  public long size() {
    return content.size();
  }

  StoredObject renamed(String newKey, String newEtag, Instant now) {
    return new StoredObject(newKey, content, newEtag, md5, created, now, headers);
  }
}
