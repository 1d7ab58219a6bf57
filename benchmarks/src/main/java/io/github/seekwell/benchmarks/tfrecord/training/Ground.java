package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Cost;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The store on which contestants read. */
interface Ground {
  /**
   * Objects that a contestant reads.
   *
   * @param keys those made for it alone
   */
  record Scene(String folder, List<String> keys) {}

  /** Hadoop's settings that lead there. */
  Map<String, String> settings(Contestant contestant);

  /** A few of the files, new to the JVM that is warmed up with them. */
  Scene warmUp(Contestant contestant, int number) throws IOException, InterruptedException;

  /** All files, new to this JVM. */
  Scene all(Contestant contestant) throws IOException, InterruptedException;

  /** Removes what was made for this scene. */
  void clear(Scene scene) throws IOException, InterruptedException;

  /** Waits until nobody is connected, if that can be known. */
  void deserted() throws IOException, InterruptedException;

  /** Counts from here, with the latencies of that seed. */
  void reset(long seed) throws IOException, InterruptedException;

  /** What was counted; nothing where nobody counts. */
  Cost cost() throws IOException, InterruptedException;
}
