package io.github.seekwell.core.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Objects and uploads under one name. Used under the lock of its {@link StoredObjects}. */
public final class Bucket {
  /** The order of UTF-8 bytes, which is that of code points and not that of Java's chars. */
  public static final Comparator<String> UTF8_ORDER =
      (a, b) -> {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
          if (a.charAt(i) != b.charAt(i)) {
            boolean bothSurrogate =
                Character.isSurrogate(a.charAt(i)) == Character.isSurrogate(b.charAt(i));
            int chars = Character.compare(a.charAt(i), b.charAt(i));
            // A surrogate stands for a code point above all that fit one char.
            return bothSurrogate ? chars : Character.isSurrogate(a.charAt(i)) ? 1 : -1;
          }
        }
        return Integer.compare(a.length(), b.length());
      };

  private final String name;
  private final Clock clock;
  private final Instant created;
  private final String etag = newEtag();
  private final NavigableMap<String, StoredObject> objects = new TreeMap<>(UTF8_ORDER);
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  Bucket(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.created = now();
  }

  public String name() {
    return name;
  }

  public Instant created() {
    return created;
  }

  public String etag() {
    return etag;
  }

  public Optional<StoredObject> get(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  /** All objects by key, in the order of their UTF-8 bytes. */
  public NavigableMap<String, StoredObject> objects() {
    return Collections.unmodifiableNavigableMap(objects);
  }

  /** Makes a new version. */
  public StoredObject put(String key, Content content, String md5, Map<String, String> headers) {
    return keep(new StoredObject(key, content, newEtag(), md5, now(), now(), headers));
  }

  public Optional<StoredObject> remove(String key) {
    return Optional.ofNullable(objects.remove(key));
  }

  /** Gives an object another key and, since it is a new version there, another etag. */
  public StoredObject rename(StoredObject object, String newKey) {
    objects.remove(object.key());
    return keep(object.renamed(newKey, newEtag(), now()));
  }

  public Upload createUpload(String key, Map<String, String> headers) {
    Upload upload = new Upload(UUID.randomUUID().toString(), key, now(), headers);
    uploads.put(upload.id(), upload);
    return upload;
  }

  public Optional<Upload> upload(String id) {
    return Optional.ofNullable(uploads.get(id));
  }

  public List<Upload> uploads() {
    return new ArrayList<>(uploads.values());
  }

  public void dropUpload(Upload upload) {
    uploads.remove(upload.id());
  }

  /** An etag never given before. */
  public static String newEtag() {
    return UUID.randomUUID().toString();
  }

  /** Makes this the version there is, whatever was there. */
  public StoredObject keep(StoredObject object) {
    objects.put(object.key(), object);
    return object;
  }

  /** The time versions made now will carry. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
