package io.github.seekwell.contract;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes and writes a line for each test: outcome, class, method, milliseconds and
 * reason, separated by tabs. Outcomes are PASSED, SKIPPED and FAILED; a class that fails as a whole
 * has a line too. The last line says END, so that a run that was cut short cannot be mistaken for a
 * short run.
 */
public final class SuiteRun implements TestExecutionListener {
  private final PrintWriter results;
  private final Map<String, Long> started = new ConcurrentHashMap<>();

  private SuiteRun(PrintWriter results) {
    this.results = results;
  }

  /** Arguments: the file for the results, then the classes to run. */
  public static void main(String[] args) {
    try (PrintWriter results =
            new PrintWriter(Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.UTF_8));
        LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(
                      Arrays.stream(args).skip(1).map(DiscoverySelectors::selectClass).toList())
                  .build(),
              new SuiteRun(results));
      results.println("END\t\t\t0\t");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.exit(0); // whatever threads the suites have left behind
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    started.put(test.getUniqueId(), System.nanoTime());
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    write("SKIPPED", test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    final Throwable thrown = result.getThrowable().orElse(null);
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          write("PASSED", test, "");
        }
      }
      case ABORTED -> write("SKIPPED", test, String.valueOf(thrown));
      case FAILED -> {
        write("FAILED", test, String.valueOf(thrown));
        System.err.println("FAILED " + test.getUniqueId());
        if (thrown != null) {
          thrown.printStackTrace();
        }
      }
    }
  }

  private void write(String outcome, TestIdentifier test, String reason) {
    final long now = System.nanoTime();
    final long millis = (now - started.getOrDefault(test.getUniqueId(), now)) / 1_000_000;
    results.println(
        String.join(
            "\t", outcome, suite(test), method(test), Long.toString(millis), oneLine(reason)));
    results.flush();
  }

  /** Short, too: the whole of it is in the log. */
  private static String oneLine(String reason) {
    final String line = reason.replaceAll("\\s+", " ");
    return line.length() <= 400 ? line : line.substring(0, 400) + "…";
  }

  private static String suite(TestIdentifier test) {
    return test.getSource()
        .map(
            source ->
                source instanceof MethodSource m
                    ? m.getClassName()
                    : source instanceof ClassSource c ? c.getClassName() : "")
        .map(name -> name.substring(1 + Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'))))
        .orElse("");
  }

  private static String method(TestIdentifier test) {
    return test.getSource()
        .map(source -> source instanceof MethodSource m ? m.getMethodName() : "*")
        .orElse(test.getDisplayName());
  }
}
