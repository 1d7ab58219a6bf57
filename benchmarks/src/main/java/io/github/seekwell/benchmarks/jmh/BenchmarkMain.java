package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.benchmarks.command.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks in rounds and writes what they gave: {@code OUTPUT-FOLDER [JMH options]}.
 *
 * <p>A round measures each benchmark once, in a JVM of its own; JMH's {@code -f} tells how many
 * rounds. What is compared is so measured within minutes of each other, and a machine that others
 * use disturbs all alike.
 */
public final class BenchmarkMain {
  /** Three tell whether one was disturbed. */
  private static final int ROUNDS = 3;

  private BenchmarkMain() {}

  public static void main(String[] arguments) throws IOException, RunnerException {
    List<String> ours = List.of(arguments);
    String[] jmhs = ours.subList(1, ours.size()).toArray(String[]::new);
    CommandLineOptions options;
    try {
      options = new CommandLineOptions(jmhs);
    } catch (CommandLineOptionException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    if (options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats()) {
      org.openjdk.jmh.Main.main(jmhs);
      return;
    }
    List<Collection<RunResult>> rounds = rounds(options);
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    ResultTable table = new ResultTable(rounds);
    String markdown = table.markdown(System.getProperty("seekwell.command", "BenchmarkMain"));
    WholeFile.write(folder.resolve("jmh.md"), markdown);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, folder.resolve("jmh.json").toString())
        .writeOut(table.merged());
    System.out.printf("%n%s%nwritten to %s%n", markdown, folder.resolve("jmh.md"));
  }

  private static List<Collection<RunResult>> rounds(CommandLineOptions options)
      throws RunnerException {
    int forks = options.getForkCount().orElse(ROUNDS);
    ChainedOptionsBuilder once =
        new OptionsBuilder().parent(options).shouldFailOnError(true).forks(Math.min(1, forks));
    if (options.getProfilers().isEmpty()) {
      once.addProfiler(GCProfiler.class).addProfiler(CpuProfiler.class);
    }
    List<Collection<RunResult>> rounds = new ArrayList<>();
    for (int round = 0; round < Math.max(1, forks); round++) {
      rounds.add(new Runner(once.build()).run());
    }
    return rounds;
  }
}
