package io.github.seekwell.benchmarks.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;

/**
 * The inside of a {@link DriverJvm}: takes a line of standard input at a time and answers each with
 * one that begins with {@value #MARK}; ends with its input, whatever it is at. Words are parted by
 * tabs, since paths have blanks.
 */
public final class DriverLoop {
  static final String MARK = "driver: ";
  static final String FAILED = "failed: ";
  private static final String BETWEEN = "\t";

  private DriverLoop() {}

  /** Does what a line says. */
  @FunctionalInterface
  public interface Driver {
    /** The answer, one line. */
    String answer(String... words) throws Exception;
  }

  /** Runs until the input ends, and the JVM with it. */
  public static void run(Driver driver) throws IOException {
    PrintStream answers = System.out;
    // Whatever a client prints must not be taken for an answer.
    System.setOut(System.err);
    // Not in this thread: it must see the end of its input in the middle of the work.
    ExecutorService work = Executors.newSingleThreadExecutor();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    answers.println(MARK + "here");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = words(line);
      work.execute(
          () -> {
            answers.println(MARK + answer(driver, words));
            answers.flush();
          });
    }
    // A client's threads that are no daemons must not keep us.
    Runtime.getRuntime().halt(0);
  }

  /** A line for a driver. */
  static String line(String... words) {
    return String.join(BETWEEN, words);
  }

  static String[] words(String line) {
    return line.split(BETWEEN);
  }

  private static String answer(Driver driver, String... words) {
    try {
      return driver.answer(words);
    } catch (Exception | Error e) {
      // Also what does not link: the harness must be told, and goes on with others.
      e.printStackTrace();
      String what = e.getCause() == null ? e.toString() : e + ": " + e.getCause();
      return FAILED + what.replaceAll("\\s+", " ");
    }
  }

  /** Hadoop's configuration with the settings of a properties file. */
  public static Configuration configuration(Path settings) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(settings)) {
      properties.load(in);
    }
    Configuration configuration = new Configuration();
    properties.forEach((key, value) -> configuration.set(key.toString(), value.toString()));
    return configuration;
  }

  /** For a word that no driver knows. */
  public static IllegalArgumentException unknown(String word) {
    return new IllegalArgumentException("no such word: " + word);
  }
}
