package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Cost;
import io.github.seekwell.benchmarks.report.Medians;
import io.github.seekwell.benchmarks.tfrecord.RecordSum;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The order in which things are measured. In each round each contestant has two scenes, without a
 * consumer's computing and with it, each in a new JVM on objects that are new to it. Before and
 * after each of its epochs the same epoch is read over a local channel, in a JVM that lives as long
 * as the course: so what else the machine does meets both.
 */
final class Course {
  private static final int LOCAL_WARM_UPS = 4;
  private static final int LOCAL_LOOKS = 5;

  private final TrainingOptions options;
  private final RecordSum expected;
  private final TrainerJvm local;
  private long computeNanos;

  /**
   * @param expected what the records of the data come to
   * @param local has the data open over a channel
   */
  Course(TrainingOptions options, RecordSum expected, TrainerJvm local) {
    this.options = options;
    this.expected = expected;
    this.local = local;
  }

  /** Measures a local epoch and sets the consumer's time by it; what it took. */
  double measureLocal() throws IOException, InterruptedException {
    for (int i = 0; i < LOCAL_WARM_UPS; i++) {
      local(false, i);
    }
    List<Double> nanos = new ArrayList<>();
    for (int i = 0; i < LOCAL_LOOKS; i++) {
      nanos.add(local(false, i));
    }
    double usual = Medians.of(nanos).orElseThrow();
    int batch = options.shape().batch();
    long batches = (expected.records() + batch - 1) / batch;
    computeNanos = Math.round(usual * options.computeFactor() / batches);
    say(
        "local, over a channel: %.2f s an epoch, %.0f MB/s; the consumer computes %.2f ms a batch",
        usual / 1e9, expected.bytes() / usual * 1e3, computeNanos / 1e6);
    return usual;
  }

  /** Everything once. */
  List<Measured> round(Stage stage, List<Contestant> contestants)
      throws IOException, InterruptedException {
    List<Measured> all = new ArrayList<>();
    for (Contestant contestant : contestants) {
      for (boolean computing : new boolean[] {true, false}) {
        all.addAll(scene(stage, contestant, computing));
        removeAll(options.scratch().resolve("disk-tier"));
      }
    }
    return all;
  }

  private List<Measured> scene(Stage stage, Contestant contestant, boolean computing)
      throws IOException, InterruptedException {
    List<Measured> measured = new ArrayList<>();
    try (TrainerJvm jvm = stage.enter(contestant)) {
      Ground.Scene scene = stage.setOut(contestant);
      stage.ground().deserted();
      jvm.driver().open(scene.folder());
      double before = local(computing, 0);
      for (int epoch = 1; epoch <= options.epochs(); epoch++) {
        stage.ground().reset(options.shape().seed() + epoch);
        EpochResult result = jvm.epoch(options.shape(), epoch, compute(computing));
        Cost cost = stage.ground().cost();
        check(result, contestant.name());
        double after = local(computing, epoch);
        Measured last =
            new Measured(
                contestant.name(),
                computing,
                epoch,
                Optional.of(result),
                (before + after) / 2,
                cost,
                "");
        measured.add(last);
        tell(last);
        before = after;
      }
      jvm.driver().closeFiles();
      stage.ground().clear(scene);
    } catch (IOException e) {
      // This contestant's own; the others have their turn.
      say("%s failed: %s", contestant.name(), e.getMessage());
      measured.add(
          new Measured(
              contestant.name(),
              computing,
              measured.size() + 1,
              Optional.empty(),
              0,
              new Cost(0, 0, 0),
              String.valueOf(e.getMessage())));
    }
    return measured;
  }

  private double local(boolean computing, int epoch) throws IOException, InterruptedException {
    EpochResult result = local.epoch(options.shape(), epoch, compute(computing));
    check(result, "the local channel");
    return result.nanos();
  }

  private long compute(boolean computing) {
    return computing ? computeNanos : 0;
  }

  private void check(EpochResult result, String who) throws IOException {
    if (!result.sum().equals(expected)) {
      throw new IOException(
          "%s has read other records than were written: %s, not %s"
              .formatted(who, result.sum(), expected));
    }
  }

  private void tell(Measured last) {
    say(
        "  %-20s %-9s epoch %d: %6.2f s, local %5.2f s: %5.2f; idle %.2f s, %d requests, %.0f MB",
        last.contestant(),
        last.computing() ? "computing" : "",
        last.epoch(),
        last.nanos() / 1e9,
        last.localNanos() / 1e9,
        last.ratio(),
        last.result().orElseThrow().idleNanos() / 1e9,
        last.cost().requests(),
        last.cost().bytes() / 1e6);
  }

  private static void say(String format, Object... values) {
    System.err.printf(Locale.ROOT, format + "%n", values);
  }

  private static void removeAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
