package io.github.seekwell.benchmarks.tfrecord;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Events shaped like those of the Spark DL Trigger, without its physics. Each depends on the seed
 * and its own number alone, so that anybody can make it again anywhere.
 *
 * @param seed of all of them
 * @param particleFeatures floats of {@code GRU_input}: 801 particles of 19 features in the original
 */
record TriggerData(long seed, int particleFeatures) implements Serializable {
  static final int PARTICLE_FEATURES = 801 * 19;

  private static final int HIGH_LEVEL_FEATURES = 14;
  private static final int CLASSES = 3;

  /** The particles of an event seldom fill the list; what is left is zero. */
  private static final double FILLED = 0.75;

  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

  TriggerExample example(long number) {
    SplittableRandom random = new SplittableRandom(seed * GOLDEN_RATIO + number);
    float[] label = new float[CLASSES];
    label[random.nextInt(CLASSES)] = 1;
    float[] hlf = floats(random, HIGH_LEVEL_FEATURES, HIGH_LEVEL_FEATURES);
    int filled = (int) (particleFeatures * (FILLED + (1 - FILLED) * random.nextDouble()));
    return new TriggerExample(hlf, floats(random, particleFeatures, filled), label);
  }

  private static float[] floats(SplittableRandom random, int count, int filled) {
    float[] values = new float[count];
    for (int i = 0; i < filled; i++) {
      values[i] = (random.nextInt() >>> 8) * 0x1p-24f;
    }
    return values;
  }
}
