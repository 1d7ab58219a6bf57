package io.github.seekwell.benchmarks.replay;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where clients play: it sets out objects and tapes, and counts what a pass has cost. */
final class Stage {
  private final ReplayOptions options;
  private final Store store;
  private final Ramps ramps;
  private final Path tapes;
  private final Map<String, Path> written = new HashMap<>();
  private int scenes;

  Stage(ReplayOptions options, Store store, Ramps ramps) {
    this.options = options;
    this.store = store;
    this.ramps = ramps;
    this.tapes = options.scratch().resolve("tapes");
  }

  /** Starts a client and warms it up: on objects of its own, with a file system of its own. */
  DriverJvm enter(Client client) throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>();
    if (client.dialect().isPresent()) {
      settings.putAll(store.settings());
    }
    settings.putAll(client.settings());
    DriverJvm jvm =
        DriverJvm.start(
            ReplayDriver.class,
            new DriverJvm.Launch(
                client.name(),
                options.classPaths().get(client.jars()),
                options.heap(),
                settings,
                options.scratch(),
                options.patience()));
    try {
      for (int i = 0; i < 2; i++) {
        for (Sample sample : play(client, jvm, Patterns.warmUp(), 0, 1)) {
          if (sample.failed()) {
            System.err.println(client.name() + " fails to warm up: " + sample.failure());
          }
        }
      }
      return jvm;
    } catch (IOException | InterruptedException e) {
      jvm.close();
      throw e;
    }
  }

  /**
   * Plays a pattern on objects nobody has seen, with a new file system and new connections.
   *
   * @param pair tells the row of latencies
   * @param passes how often, on the same file system
   */
  List<Sample> play(Client client, DriverJvm jvm, ReadPattern pattern, int pair, int passes)
      throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    String scene = "scene-" + ++scenes;
    String folder = setOut(client, pattern, scene);
    store.door().deserted();
    jvm.open(folder);
    for (int pass = 1; pass <= passes; pass++) {
      store.door().reset(options.seed() + pair);
      double millis = 0;
      String failure = "";
      try {
        String played = jvm.ask("play", tape(pattern).toString(), folder);
        millis = Long.parseLong(played.split(" ")[1]) / 1e6;
      } catch (DriverJvm.ClientFailure e) {
        failure = e.getMessage();
      }
      Cost cost = store.door().settled();
      samples.add(new Sample(client.name(), pattern.name(), pair, pass, millis, cost, failure));
    }
    jvm.closeFiles();
    clear(client, pattern, scene);
    return samples;
  }

  private String setOut(Client client, ReadPattern pattern, String scene)
      throws IOException, InterruptedException {
    byte[] tail = ObjectContent.of(pattern).tail();
    if (client.local()) {
      Path folder = options.scratch().resolve("local").resolve(scene);
      for (int i = 0; i < pattern.objects(); i++) {
        ramps.copy(pattern.objectSize(), tail, folder.resolve(pattern.objectName(i)));
      }
      return folder.toUri().toString();
    }
    for (int i = 0; i < pattern.objects(); i++) {
      store
          .door()
          .share(ramps.object(), scene + "/" + pattern.objectName(i), pattern.objectSize(), tail);
    }
    return store.dialect().root() + scene + "/";
  }

  private void clear(Client client, ReadPattern pattern, String scene)
      throws IOException, InterruptedException {
    for (int i = 0; i < pattern.objects(); i++) {
      String name = pattern.objectName(i);
      if (client.local()) {
        Files.delete(options.scratch().resolve("local").resolve(scene).resolve(name));
      } else {
        store.door().remove(scene + "/" + name);
      }
    }
  }

  private Path tape(ReadPattern pattern) throws IOException {
    Path known = written.get(pattern.name());
    if (known != null) {
      return known;
    }
    Files.createDirectories(tapes);
    Path file = tapes.resolve(pattern.name() + ".tape");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      TapeRecorder.record(pattern).write(out);
    }
    written.put(pattern.name(), file);
    return file;
  }
}
