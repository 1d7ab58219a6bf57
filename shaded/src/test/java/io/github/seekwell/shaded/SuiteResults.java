package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of each test of a run. */
record SuiteResults(List<Test> tests) {

  /** One test: PASSED, SKIPPED or FAILED, how long it took, and why. */
  record Test(String outcome, String suite, String method, long millis, String reason) {

    /** As {@code Suite.method}. */
    String name() {
      return suite + "." + method;
    }
  }

  /** Reads what SuiteRun of the suites has written. */
  static SuiteResults read(Path results, Path log) throws IOException {
    final List<String> lines = Files.readAllLines(results);
    assertThat(lines).as("results; the log is %s", log).isNotEmpty();
    assertThat(lines.get(lines.size() - 1)).as("last line; the log is %s", log).startsWith("END");
    return new SuiteResults(
        lines.subList(0, lines.size() - 1).stream()
            .map(line -> line.split("\t", 5))
            .map(
                words -> new Test(words[0], words[1], words[2], Long.parseLong(words[3]), words[4]))
            .toList());
  }

  /** The tests with one outcome. */
  List<Test> that(String outcome) {
    return tests.stream().filter(test -> test.outcome().equals(outcome)).toList();
  }

  /** A line for each suite: its name, how many tests it has, and how many of them were skipped. */
  String table() {
    final Map<String, int[]> counts = new TreeMap<>();
    for (Test test : tests) {
      final int[] count = counts.computeIfAbsent(test.suite(), suite -> new int[2]);
      count[0]++;
      count[1] += test.outcome().equals("SKIPPED") ? 1 : 0;
    }
    return counts.entrySet().stream()
        .map(
            each ->
                "%-28s%4d%4d%n".formatted(each.getKey(), each.getValue()[0], each.getValue()[1]))
        .collect(Collectors.joining());
  }
}
