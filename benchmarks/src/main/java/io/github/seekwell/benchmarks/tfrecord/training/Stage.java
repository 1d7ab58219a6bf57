package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where contestants read: it sets out the files under names that nobody has seen. */
final class Stage {
  /** Files of a warm-up, of the data's own. */
  private static final int WARM_FILES = 2;

  /** New files each time, so that fetching is warmed up as well. */
  private static final int WARM_UPS = 3;

  /** And again each time, since what a cache has runs other code: the compiler wants to see it. */
  private static final int WARM_EPOCHS = 8;

  private final TrainingOptions options;
  private final Store store;
  private final List<String> files;
  private int scenes;

  Stage(TrainingOptions options, Store store) throws IOException {
    this.options = options;
    this.store = store;
    this.files = LocalShards.of(options.data()).names();
  }

  Store store() {
    return store;
  }

  /** Starts a contestant and warms it up. */
  TrainerJvm enter(Contestant contestant) throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>(store.settings());
    settings.putAll(contestant.settings());
    TrainerJvm jvm =
        TrainerJvm.start(
            contestant.name(),
            classPath(options, contestant.client().jars()),
            contestant.heap(),
            settings,
            options.scratch(),
            options.patience());
    try {
      for (int i = 0; i < WARM_UPS; i++) {
        Scene warm = setOut(contestant, files.subList(0, Math.min(WARM_FILES, files.size())));
        jvm.open(warm.folder());
        for (int epoch = 0; epoch < WARM_EPOCHS; epoch++) {
          jvm.epoch(options.shape(), epoch, 0);
        }
        jvm.closeFiles();
        clear(warm);
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

  /** Objects that a contestant reads. */
  record Scene(String folder, List<String> keys) {}

  /** All files, new to everybody. */
  Scene setOut(Contestant contestant) throws IOException, InterruptedException {
    return setOut(contestant, files);
  }

  private Scene setOut(Contestant contestant, List<String> names)
      throws IOException, InterruptedException {
    if (!contestant.onTheStore()) {
      return new Scene(options.data().toUri().toString(), List.of());
    }
    String folder = "scene-" + ++scenes;
    List<String> keys = new ArrayList<>();
    for (String name : names) {
      Path file = options.data().resolve(name);
      store.door().share(name, folder + "/" + name, Files.size(file), new byte[0]);
      keys.add(folder + "/" + name);
    }
    return new Scene(store.dialect().root() + folder, keys);
  }

  void clear(Scene scene) throws IOException, InterruptedException {
    for (String key : scene.keys()) {
      store.door().remove(key);
    }
  }
}
