package io.github.seekwell.shaded;

import io.github.seekwell.core.testing.StoreEmulator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An object store on loopback that checks signatures, and what a user sets to reach it. There is
 * one for every scheme, and the tests of real use know nothing else of the scheme they run on.
 */
interface World extends AutoCloseable {

  /** The schemes there is a world for, the parameter of most tests. */
  static Stream<String> schemes() {
    return Stream.of("oci", "s3a", "s3");
  }

  /**
   * Those that most is tried with: {@code s3} is {@code s3a} by another name, so it is tried with
   * all of it under {@code -Pacceptance} only.
   */
  static Stream<String> schemesAtWork() {
    return schemes().filter(scheme -> OneJar.acceptance() || !scheme.equals("s3"));
  }

  /**
   * Starts a store with one empty bucket.
   *
   * @param folder for its keys
   */
  static World of(String scheme, Path folder) throws Exception {
    return of(scheme, folder, store -> store);
  }

  /** The same with a store that has a latency or more addresses than one. */
  static World of(String scheme, Path folder, UnaryOperator<StoreEmulator.Builder> shape)
      throws Exception {
    return switch (scheme) {
      case "oci" -> OciWorld.start(folder, shape);
      case "s3a", "s3" -> S3World.start(scheme, shape);
      default -> throw new IllegalArgumentException("no world for " + scheme + "://");
    };
  }

  /**
   * One of each, in the order of {@link #schemes()}, side by side in one job; only {@code shortly}
   * where not all of them have their time.
   */
  static Worlds all(Path folder, String shortly) throws Exception {
    return Worlds.start(OneJar.acceptance() ? schemes().toList() : List.of(shortly), folder);
  }

  /** Without the colon. */
  String scheme();

  /** The bucket's URL; no slash at its end. */
  String root();

  /** A URL of something in the bucket. */
  default String at(String key) {
    return root() + "/" + key;
  }

  /** Endpoint and credentials, by Hadoop's keys, and not who serves the scheme. */
  Map<String, String> settings();

  /** The same, with the endpoint under another name. */
  default Map<String, String> settingsFor(String host) {
    final Map<String, String> all = new TreeMap<>(settings());
    all.replaceAll((key, value) -> value.replace("//127.0.0.1:", "//" + host + ":"));
    return all;
  }

  /** What makes the scheme ours where no plugin does: both of Hadoop's doors. */
  Map<String, String> registration();

  /** All of it. */
  default Map<String, String> everything() {
    final Map<String, String> all = new TreeMap<>(settings());
    all.putAll(registration());
    return all;
  }

  /** The store, to look at and to fill without a request. */
  StoreEmulator store();

  /** The name of the bucket in {@link #store()}. */
  String bucket();

  /** How many requests the store has seen. */
  default long requests() {
    return store().log().counters().allRequests();
  }

  /** All keys that begin so, in the store's order. */
  default List<String> keys(String prefix) {
    return store().objects().keys(bucket()).stream().filter(k -> k.startsWith(prefix)).toList();
  }

  /** Puts an object without a request. */
  default void put(String key, byte[] bytes) {
    store().objects().put(bucket(), key, bytes);
  }

  /** The bytes of an object, without a request. */
  default byte[] get(String key) {
    return store().objects().get(bucket(), key).orElseThrow().content().bytes();
  }

  @Override
  void close();

  /** Several worlds for one program. */
  record Worlds(List<World> list) implements AutoCloseable {

    private static Worlds start(List<String> schemes, Path folder) throws Exception {
      final World[] started = new World[schemes.size()];
      try {
        for (int i = 0; i < started.length; i++) {
          started[i] = of(schemes.get(i), folder);
        }
      } catch (Exception e) {
        Arrays.stream(started).filter(w -> w != null).forEach(World::close);
        throw e;
      }
      return new Worlds(List.of(started));
    }

    /** Settings of all of them, {@code fs.<scheme>.impl} not among them. */
    Map<String, String> settings() {
      final Map<String, String> all = new TreeMap<>();
      list.forEach(world -> all.putAll(world.settings()));
      return all;
    }

    Map<String, String> registration() {
      final Map<String, String> all = new TreeMap<>();
      list.forEach(world -> all.putAll(world.registration()));
      return all;
    }

    long requests() {
      return list.stream().mapToLong(World::requests).sum();
    }

    @Override
    public void close() {
      list.forEach(World::close);
    }
  }
}
