package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Cost;
import io.github.seekwell.benchmarks.replay.Store;
import io.github.seekwell.benchmarks.tfrecord.TfRecordJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The embedded store: it sets out the files under names that nobody has seen, and counts. */
final class EmbeddedGround implements Ground {
  private final Store store;
  private final Path data;
  private final List<String> files;
  private int scenes;

  /**
   * @param data the folder that the store serves
   */
  EmbeddedGround(Store store, Path data) throws IOException {
    this.store = store;
    this.data = data;
    this.files = LocalShards.of(data).names();
  }

  @Override
  public Map<String, String> settings(Contestant contestant) {
    return store.settings();
  }

  @Override
  public Scene warmUp(Contestant contestant, int number) throws IOException, InterruptedException {
    return setOut(files.subList(0, Math.min(TfRecordJob.WARM_UP_FILES, files.size())));
  }

  @Override
  public Scene all(Contestant contestant) throws IOException, InterruptedException {
    return setOut(files);
  }

  private Scene setOut(List<String> names) throws IOException, InterruptedException {
    String folder = "scene-" + ++scenes;
    List<String> keys = new ArrayList<>();
    for (String name : names) {
      store.door().share(name, folder + "/" + name, Files.size(data.resolve(name)), new byte[0]);
      keys.add(folder + "/" + name);
    }
    return new Scene(store.dialect().root() + folder, keys);
  }

  @Override
  public void clear(Scene scene) throws IOException, InterruptedException {
    for (String key : scene.keys()) {
      store.door().remove(key);
    }
  }

  @Override
  public void deserted() throws IOException, InterruptedException {
    store.door().deserted();
  }

  @Override
  public void reset(long seed) throws IOException, InterruptedException {
    store.door().reset(seed);
  }

  @Override
  public Cost cost() throws IOException, InterruptedException {
    return store.door().settled();
  }
}
