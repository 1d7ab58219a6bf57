package io.github.seekwell.benchmarks.jmh;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.ListStatistics;

/** What the rounds of a run gave, as a page for {@code benchmarks/results}. */
final class ResultTable {
  private static final double CONFIDENCE = 0.999;
  private static final String SIZE = "size";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Map<String, List<RunResult>> byBenchmark = new LinkedHashMap<>();

  /**
   * @param rounds each with a result for each benchmark and its parameters
   */
  ResultTable(List<Collection<RunResult>> rounds) {
    for (Collection<RunResult> round : rounds) {
      for (RunResult result : round) {
        BenchmarkParams params = result.getParams();
        String id = name(params) + params.getThreads() + parameters(params);
        byBenchmark.computeIfAbsent(id, unused -> new ArrayList<>()).add(result);
      }
    }
  }

  /** One result for each benchmark, of all rounds, as if they were forks. */
  List<RunResult> merged() {
    return byBenchmark.values().stream().map(ResultTable::merge).toList();
  }

  private static RunResult merge(List<RunResult> rounds) {
    List<BenchmarkResult> forks = new ArrayList<>();
    rounds.forEach(round -> forks.addAll(round.getBenchmarkResults()));
    return new RunResult(rounds.get(0).getParams(), forks);
  }

  /**
   * @param command that made them
   */
  String markdown(String command) {
    StringBuilder page = new StringBuilder();
    List<RunResult> results = merged();
    if (results.isEmpty()) {
      return "no benchmark ran\n";
    }
    head(page, command, results.get(0).getParams());
    page.append(
        "| benchmark | parameters | threads | score | ± | unit | GB/s | CPU ns/op | B/op | outcomes |\n");
    page.append("|---|---|---|---|---|---|---|---|---|---|\n");
    results.forEach(result -> row(page, result));
    instruments(page, results);
    return page.toString();
  }

  private static void head(StringBuilder page, String command, BenchmarkParams params) {
    line(page, "# JMH, %s", LocalDate.now(ZoneOffset.UTC));
    line(page, "");
    line(
        page,
        "%d cores of a %s machine with %s; %s %s; JMH %s. Rounds of one fork each, %d iterations of %s"
            + " after %d of %s, %s. ± is half of the 99.9 %% confidence interval over all iterations.",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.arch"),
        System.getProperty("os.name"),
        params.getVmName(),
        params.getVmVersion(),
        params.getJmhVersion(),
        params.getMeasurement().getCount(),
        params.getMeasurement().getTime(),
        params.getWarmup().getCount(),
        params.getWarmup().getTime(),
        flags(params));
    line(page, "");
    line(page, "    %s", command);
    line(page, "");
  }

  private static void row(StringBuilder page, RunResult result) {
    BenchmarkParams params = result.getParams();
    Result<?> score = result.getPrimaryResult();
    line(
        page,
        "| %s | %s | %d | %s | %s | %s | %s | %s | %s | %s |",
        name(params),
        parameters(params),
        params.getThreads(),
        number(score.getScore()),
        number(score.getScoreError()),
        score.getScoreUnit(),
        rate(params, score),
        secondary(result, CpuProfiler.CPU).map(ResultTable::number).orElse(""),
        allocated(result),
        Outcomes.text(result.getSecondaryResults()));
  }

  /** Of the JVM; properties are our own. */
  private static String flags(BenchmarkParams params) {
    StringJoiner flags = new StringJoiner(" ");
    for (Object argument : params.getJvmArgs()) {
      if (!argument.toString().startsWith("-D")) {
        flags.add(argument.toString());
      }
    }
    return flags.toString();
  }

  /** Without the package. */
  private static String name(BenchmarkParams params) {
    String name = params.getBenchmark();
    return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
  }

  private static String parameters(BenchmarkParams params) {
    StringJoiner all = new StringJoiner(", ");
    for (String key : params.getParamsKeys()) {
      all.add(key + " " + params.getParam(key));
    }
    return all.toString();
  }

  /** Of reads whose size is a parameter. */
  private static String rate(BenchmarkParams params, Result<?> score) {
    if (!params.getParamsKeys().contains(SIZE)) {
      return "";
    }
    double unitNanos = params.getTimeUnit().toNanos(1);
    double reads =
        params.getMode() == Mode.Throughput
            ? score.getScore() / unitNanos
            : 1 / (score.getScore() * unitNanos);
    return number(reads * Long.parseLong(params.getParam(SIZE)));
  }

  private static String allocated(RunResult result) {
    return secondary(result, ALLOCATED)
        .map(bytes -> String.format(Locale.ROOT, "%,.0f", bytes))
        .orElse("");
  }

  private static Optional<Double> secondary(RunResult result, String name) {
    Result<?> found = result.getSecondaryResults().get(name);
    return found == null ? Optional.empty() : Optional.of(found.getScore());
  }

  /** Of reads with instruments on and off by turns. */
  private static void instruments(StringBuilder page, List<RunResult> results) {
    List<RunResult> compared = results.stream().filter(result -> turns(result).getN() > 0).toList();
    if (compared.isEmpty()) {
      return;
    }
    line(page, "");
    line(page, "Time with instruments on against that with them off, by turns:");
    line(page, "");
    line(page, "| read | on ÷ off | ± | iterations |");
    line(page, "|---|---|---|---|");
    for (RunResult result : compared) {
      ListStatistics ratios = turns(result);
      line(
          page,
          "| %s | %.4f | %s | %d |",
          name(result.getParams()),
          ratios.getMean(),
          number(ratios.getMeanErrorAt(CONFIDENCE)),
          ratios.getN());
    }
  }

  private static ListStatistics turns(RunResult result) {
    return Turns.ratios(result.getBenchmarkResults());
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, value);
  }

  private static void line(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
