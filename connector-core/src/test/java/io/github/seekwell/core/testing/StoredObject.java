package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.Etag;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

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

  /**
   * Whether a condition's text, an etag or {@code *} for any, names the version there is.
   *
   * @param found empty if there is none, which nothing names
   */
  public static boolean matches(String wanted, Optional<StoredObject> found) {
    return found.isPresent()
        && (wanted.equals("*") || Etag.ofHeader(wanted).value().equals(found.get().etag()));
  }

  StoredObject renamed(String newKey, String newEtag, Instant now) {
    return new StoredObject(newKey, content, newEtag, md5, created, now, headers);
  }
}
