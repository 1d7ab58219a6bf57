package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.DriverJvm;
import io.github.seekwell.benchmarks.tfrecord.TfRecordJob;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where contestants read: the store, or for one of them the local disk. */
final class Stage {
  /** And again each time, since what a cache has runs other code: the compiler wants to see it. */
  private static final int WARM_EPOCHS = 8;

  private final TrainingOptions options;
  private final Ground ground;

  Stage(TrainingOptions options, Ground ground) {
    this.options = options;
    this.ground = ground;
  }

  Ground ground() {
    return ground;
  }

  /** Starts a contestant and warms it up. */
  TrainerJvm enter(Contestant contestant) throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>(ground.settings(contestant));
    settings.putAll(contestant.settings());
    TrainerJvm jvm =
        TrainerJvm.start(
            new DriverJvm.Launch(
                contestant.name(),
                classPath(options, contestant.client().jars()),
                contestant.heap(),
                settings,
                options.scratch(),
                options.patience()));
    try {
      // New files each time, so that fetching is warmed up as well.
      for (int i = 1; i <= TfRecordJob.WARM_UPS; i++) {
        Ground.Scene warm = contestant.onTheStore() ? ground.warmUp(contestant, i) : onDisk();
        jvm.driver().open(warm.folder());
        for (int epoch = 0; epoch < WARM_EPOCHS; epoch++) {
          jvm.epoch(options.shape(), epoch, 0);
        }
        jvm.driver().closeFiles();
        ground.clear(warm);
      }
      return jvm;
    } catch (IOException | InterruptedException e) {
      jvm.close();
      throw e;
    }
  }

  static String classPath(TrainingOptions options, String jars) {
    String classPath = options.classPaths().get(jars);
    if (classPath == null) {
      throw new IllegalArgumentException("no class path for " + jars);
    }
    return classPath;
  }

  /** All files. */
  Ground.Scene setOut(Contestant contestant) throws IOException, InterruptedException {
    return contestant.onTheStore() ? ground.all(contestant) : onDisk();
  }

  private Ground.Scene onDisk() {
    return new Ground.Scene(options.data().toUri().toString(), List.of());
  }
}
