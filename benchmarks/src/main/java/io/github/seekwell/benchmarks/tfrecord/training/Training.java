package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.command.Job;
import io.github.seekwell.benchmarks.command.WholeFile;
import io.github.seekwell.benchmarks.replay.Client;
import io.github.seekwell.benchmarks.replay.DriverJvm;
import io.github.seekwell.benchmarks.replay.Store;
import io.github.seekwell.benchmarks.replay.Store.Dialect;
import io.github.seekwell.benchmarks.report.Picture;
import io.github.seekwell.benchmarks.tfrecord.RecordSum;
import io.github.seekwell.benchmarks.tfrecord.TfRecordJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The training-shaped read, on this connector and on its peers, each beside the local disk. Run by
 * {@code benchmarks/run tfrecord}, which tells the options. Ends as every {@link Job} does; only
 * ours can be wrong.
 */
public final class Training {
  private Training() {}

  public static void main(String[] arguments) {
    System.exit(Job.run("tfrecord", () -> run(TrainingOptions.parse(arguments))));
  }

  /** Whether ours was right. */
  private static boolean run(TrainingOptions options)
      throws IOException, InterruptedException, GeneralSecurityException {
    checkNames(options);
    RecordSum expected = RecordSum.parse(Files.readString(options.data().resolve(TfRecordJob.SUM)));
    boolean right = true;
    try (TrainerJvm local =
        TrainerJvm.start(
            new DriverJvm.Launch(
                "channel",
                Stage.classPath(options, Client.OURS),
                options.smallHeap(),
                Map.of(),
                options.scratch(),
                options.patience()))) {
      local.openChannel(options.data());
      Course course = new Course(options, expected, local);
      double localNanos = course.measureLocal();
      int files = LocalShards.of(options.data()).names().size();
      TrainingReport report = new TrainingReport(options, expected, files, localNanos);
      Map<Dialect, List<Measured>> shown = new LinkedHashMap<>();
      for (Dialect dialect : options.stores()) {
        List<Contestant> contestants =
            Contestant.of(dialect, options).stream().filter(c -> wanted(options, c)).toList();
        if (!contestants.isEmpty()) {
          List<Measured> measured = measure(options, dialect, course, contestants);
          report.add(dialect, contestants, measured);
          shown.put(dialect, measured);
          right &= measured.stream().noneMatch(m -> m.failed() && ours(m));
        }
      }
      System.out.println(report.markdown());
      if (options.output().isPresent()) {
        Path page = options.output().get();
        WholeFile.write(page, report.markdown());
        Picture.write(
            page.resolveSibling("tfrecord.png"),
            new TrainingPicture(shown, options.epochs(), report.store())::draw);
      }
    }
    return right;
  }

  private static List<Measured> measure(
      TrainingOptions options, Dialect dialect, Course course, List<Contestant> contestants)
      throws IOException, InterruptedException, GeneralSecurityException {
    if (options.uri().isPresent()) {
      UriGround ground = new UriGround(options.uri().get(), options.settings());
      return measure(options, course, contestants, ground);
    }
    String classes = "store-" + dialect.name().toLowerCase(Locale.ROOT);
    try (Store store =
        Store.start(
            dialect,
            options.model(),
            Stage.classPath(options, classes),
            options.data(),
            options.scratch())) {
      return measure(options, course, contestants, new EmbeddedGround(store, options.data()));
    }
  }

  private static List<Measured> measure(
      TrainingOptions options, Course course, List<Contestant> contestants, Ground ground)
      throws IOException, InterruptedException {
    List<Measured> measured = new ArrayList<>();
    Stage stage = new Stage(options, ground);
    for (int round = 1; round <= options.rounds(); round++) {
      System.err.printf("round %d of %d%n", round, options.rounds());
      measured.addAll(course.round(stage, contestants));
    }
    return measured;
  }

  private static boolean wanted(TrainingOptions options, Contestant contestant) {
    return options.contestants().isEmpty() || options.contestants().contains(contestant.name());
  }

  private static boolean ours(Measured measured) {
    return measured.contestant().equals(Contestant.MEMORY)
        || measured.contestant().equals(Contestant.DISK);
  }

  private static void checkNames(TrainingOptions options) {
    List<String> known = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      Contestant.of(dialect, options).forEach(contestant -> known.add(contestant.name()));
    }
    for (String name : options.contestants()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("no client " + name + "; there are " + known);
      }
    }
  }
}
