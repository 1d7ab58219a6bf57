package io.github.seekwell.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Every benchmark does what it says, once and for a moment; figures mean nothing here. */
final class BenchmarksIT {
  private static final List<Class<?>> ALL =
      List.of(
          CacheCost.class,
          Instruments.class,
          PlannerCost.class,
          ReadHit.class,
          ReadHitTwoThreads.class,
          RecorderCost.class,
          ScanMiss.class,
          SeekHit.class,
          SeekLatency.class,
          SeekMiss.class);

  @TempDir private static Path folder;

  private static Collection<RunResult> results;

  @BeforeAll
  static void runEach() throws RunnerException {
    // Another JMH on this machine would spoil figures, which we do not look at.
    System.setProperty("jmh.ignoreLock", "true");
    results =
        new Runner(
                new OptionsBuilder()
                    .include(Pattern.class.getPackageName() + "\\.")
                    .param("pattern", Pattern.RANDOM.name())
                    .param("firstByteMicros", "0")
                    .param("blockSize", "4096")
                    .param("mebibytes", "3")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(20))
                    .addProfiler(CpuProfiler.class)
                    .shouldFailOnError(true)
                    .output(folder.resolve("jmh.log").toString())
                    .build())
            .run();
  }

  @Test
  void everyBenchmark_isFoundAndRuns() {
    List<String> expected = new ArrayList<>();
    for (Class<?> type : ALL) {
      for (Method method : type.getMethods()) {
        if (method.isAnnotationPresent(Benchmark.class)) {
          expected.add(type.getName() + "." + method.getName());
        }
      }
    }

    assertThat(results)
        .extracting(result -> result.getParams().getBenchmark())
        .containsAll(expected)
        .isSubsetOf(expected);
    assertThat(results)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
  }

  @Test
  void seekMiss_misses() {
    String page = new ResultTable(List.of(results)).markdown("any");

    assertThat(page).containsPattern("\\| SeekMiss\\..*\\| 100\\.0 % misses of ");
  }

  @Test
  void table_tellsEachBenchmarkAndTheCommand() {
    String page = new ResultTable(List.of(results, results)).markdown("benchmarks/run jmh -f 2");

    assertThat(page).contains("    benchmarks/run jmh -f 2\n");
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      assertThat(page).contains("| " + name.substring(name.indexOf("jmh.") + 4) + " |");
    }
    assertThat(page.lines().filter(line -> line.startsWith("| ReadHit.sequential | size 65536")))
        .hasSize(1);
  }

  @Test
  void table_comparesInstrumentsIterationByIteration() {
    String page = new ResultTable(List.of(results, results, results)).markdown("any");

    assertThat(page).containsPattern("\\| Instruments\\.miss \\| [\\d.]+ \\| [\\d.]+ \\| 3 \\|");
  }
}
