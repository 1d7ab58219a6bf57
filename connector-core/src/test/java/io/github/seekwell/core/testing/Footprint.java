package io.github.seekwell.core.testing;

import io.github.seekwell.core.ConnectorRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the connector holds of this JVM and of a store at one moment.
 *
 * @param heap bytes in use after a collection, the store's objects and all tests' included
 * @param threads names of the connector's threads
 * @param connections of all clients of the store
 */
record Footprint(long heap, List<String> threads, long connections) {
  /** Threads that one name with a number stands for. */
  private static final String PREFIX = "seekwell-";

  /** References and finalizers that one collection leaves to the next. */
  private static final int COLLECTIONS = 3;

  static Footprint of(FileSystemRig rig) {
    return new Footprint(
        heapInUse(), threadNames(), rig.emulator().log().counters().connectionsOpen());
  }

  static List<String> threadNames() {
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith(PREFIX)) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  private static long heapInUse() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** How many threads there are of each pool, by the name they share. */
  SortedMap<String, Integer> pools() {
    TreeMap<String, Integer> pools = new TreeMap<>();
    for (String name : threads) {
      pools.merge(name.replaceAll("-\\d+$", ""), 1, Integer::sum);
    }
    return pools;
  }

  @Override
  public String toString() {
    return "heap %.1f MiB, threads %d %s, connections %d, in flight %d"
        .formatted(
            heap / 1048576.0,
            threads.size(),
            pools(),
            connections,
            ConnectorRuntime.inFlightBytes());
  }
}
