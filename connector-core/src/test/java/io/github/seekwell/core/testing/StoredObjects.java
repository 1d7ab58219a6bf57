package io.github.seekwell.core.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Everything the emulated store keeps. One lock guards all of it: {@link #exclusively} makes an
 * operation of several steps one. Content is immutable, so it is sent outside the lock.
 */
public final class StoredObjects implements Closeable {
  private final NavigableMap<String, Bucket> buckets = new TreeMap<>(Bucket.UTF8_ORDER);
  private final Clock clock;
  private final Optional<Path> spoolDirectory;

  private StoredObjects(Clock clock, Optional<Path> spoolDirectory) {
    this.clock = clock;
    this.spoolDirectory = spoolDirectory;
  }

  public static StoredObjects inMemory(Clock clock) {
    return new StoredObjects(clock, Optional.empty());
  }

  /**
   * Keeps bodies above 64 KiB in files of a new directory inside {@code parent}, which is emptied
   * by {@link #close} and not before: an overwritten object may still be on its way to someone.
   */
  public static StoredObjects spoolingTo(Path parent, Clock clock) throws IOException {
    Path directory = Files.createTempDirectory(parent, "emulator-spool");
    return new StoredObjects(clock, Optional.of(directory));
  }

  public synchronized <T> T exclusively(Supplier<T> operation) {
    return operation.get();
  }

  /** The bucket of that name, new if need be. */
  public synchronized Bucket createBucket(String name) {
    return buckets.computeIfAbsent(name, key -> new Bucket(key, clock));
  }

  public synchronized Optional<Bucket> bucket(String name) {
    return Optional.ofNullable(buckets.get(name));
  }

  public synchronized List<Bucket> buckets() {
    return new ArrayList<>(buckets.values());
  }

  public synchronized void dropBucket(Bucket bucket) {
    buckets.remove(bucket.name());
  }

  /** Puts bytes, as a client would in one request. */
  public synchronized StoredObject put(String bucket, String key, byte[] bytes) {
    return put(bucket, key, Content.of(bytes), Body.of(Content.of(bytes)).md5Base64());
  }

  /** Puts content of any size; its MD5 digest stays unknown. */
  public synchronized StoredObject put(String bucket, String key, Content content) {
    return put(bucket, key, content, "");
  }

  public synchronized Optional<StoredObject> get(String bucket, String key) {
    return bucket(bucket).flatMap(found -> found.get(key));
  }

  public synchronized Optional<StoredObject> remove(String bucket, String key) {
    return bucket(bucket).flatMap(found -> found.remove(key));
  }

  /** All keys of a bucket in the order the store lists them. */
  public synchronized List<String> keys(String bucket) {
    return bucket(bucket).map(found -> List.copyOf(found.objects().keySet())).orElse(List.of());
  }

  /** Uploads of a bucket that are neither committed nor aborted. */
  public synchronized List<Upload> uploads(String bucket) {
    return bucket(bucket).map(Bucket::uploads).orElse(List.of());
  }

  /**
   * Makes an object of every file under {@code directory}, its path the key. Nothing is read: the
   * files are served from where they are and must not change. An unchanged file has the same etag
   * in every run.
   */
  public synchronized void mount(String bucket, Path directory) throws IOException {
    Bucket target = createBucket(bucket);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      target.keep(ofFile(directory, file));
    }
  }

  /** A place for a body that is coming in. */
  Spool spool() {
    return new Spool(spoolDirectory);
  }

  @Override
  public void close() {
    if (spoolDirectory.isPresent()) {
      deleteAll(spoolDirectory.get());
    }
  }

  private StoredObject put(String bucket, String key, Content content, String md5) {
    return createBucket(bucket).put(key, content, md5, Map.of());
  }

  private static StoredObject ofFile(Path directory, Path file) throws IOException {
    String key =
        directory.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    long size = Files.size(file);
    Instant modified = Files.getLastModifiedTime(file).toInstant();
    String version = key + '\n' + size + '\n' + modified;
    String etag = UUID.nameUUIDFromBytes(version.getBytes(StandardCharsets.UTF_8)).toString();
    return new StoredObject(key, Content.of(file, size), etag, "", modified, modified, Map.of());
  }

  private static void deleteAll(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + directory, e);
    }
  }
}
