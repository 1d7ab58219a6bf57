package io.github.seekwell.benchmarks.scale;

import io.github.seekwell.benchmarks.command.Job;
import io.github.seekwell.benchmarks.command.Options;
import io.github.seekwell.benchmarks.command.WholeFile;
import io.github.seekwell.benchmarks.replay.StoreModel;
import io.github.seekwell.benchmarks.report.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts together what runs of {@link ScaleJob} have left in a folder: {@code scale.md}, {@code
 * scale.csv} and {@code scale.png}, each written in one step. Called by {@code benchmarks/run
 * scale}, which tells the options.
 */
public final class Scale {
  private static final Set<String> NAMES =
      StoreModel.optionsAnd("--total-mbps", "--runs", "--output", "--command");

  private Scale() {}

  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(Job.run("scale", () -> write(Options.parse("", NAMES, arguments))));
  }

  private static boolean write(Options options) throws IOException {
    LineModel model = new LineModel(StoreModel.of(options), options.count("--total-mbps"));
    write(
        model,
        Path.of(options.need("--runs")),
        Path.of(options.need("--output")),
        options.need("--command"));
    return true;
  }

  private static void write(LineModel model, Path folder, Path output, String command)
      throws IOException {
    List<ScaleRun> runs = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    // Their names are in the order in which they were measured.
    for (Path file : files(folder)) {
      if (file.toString().endsWith(".json")) {
        runs.add(ScaleRun.read(file));
      } else if (file.toString().endsWith(".failed")) {
        failures.add(Files.readString(file).strip());
      }
    }
    ScaleReport report = new ScaleReport(model, runs, failures);
    String markdown = report.markdown(command);
    System.out.println(markdown);
    WholeFile.write(output.resolve("scale.md"), markdown);
    WholeFile.write(output.resolve("scale.csv"), report.csv());
    Picture.write(output.resolve("scale.png"), new ScalePicture(report.curves(), model)::draw);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }
}
