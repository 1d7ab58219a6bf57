package io.github.seekwell.benchmarks.summary;

import io.github.seekwell.benchmarks.command.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the page of a run of all jobs. Run by {@code benchmarks/run all}.
 *
 * <pre>Summary FOLDER [NAME=VALUE]...</pre>
 *
 * <p>FOLDER has a folder for each job, and {@value #JOBS}, a line for each; the page becomes
 * {@value #PAGE} in it. NAME=VALUE is a fact that the script knows.
 */
public final class Summary {
  static final String JOBS = "jobs.tsv";
  static final String PAGE = "report.html";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm z", Locale.ENGLISH);

  private Summary() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", ZonedDateTime.now().format(DATE));
    for (int i = 1; i < arguments.length; i++) {
      String[] fact = arguments[i].split("=", 2);
      facts.put(fact[0], fact.length < 2 ? "" : fact[1]);
    }
    facts.put("machine", Machine.hardware());
    facts.put("system", Machine.system());
    facts.put("Java", Machine.java());
    System.out.println(write(Path.of(arguments[0]), facts));
  }

  /** Writes the page; where it is. */
  static Path write(Path folder, Map<String, String> facts) throws IOException {
    List<JobResult> jobs =
        Files.readAllLines(folder.resolve(JOBS)).stream()
            .map(line -> JobResult.parse(line, folder))
            .toList();
    SummaryPage page = new SummaryPage("Seekwell benchmarks", facts, jobs);
    return WholeFile.write(folder.resolve(PAGE), page.html());
  }
}
