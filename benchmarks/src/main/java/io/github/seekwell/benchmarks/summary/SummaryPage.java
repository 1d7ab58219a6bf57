package io.github.seekwell.benchmarks.summary;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page. */
final class SummaryPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 72rem;
        margin: 2rem auto; padding: 0 1.5rem; }
      h1 { font-size: 1.8rem; margin: 0 0 .2rem; }
      h2 { font-size: 1.4rem; margin: 3rem 0 .6rem; padding-top: .8rem; border-top: 2px solid #ddd; }
      h3, h4, h5, h6 { margin: 1.6rem 0 .4rem; font-size: 1rem; }
      h3 { font-size: 1.2rem; }
      h4 { font-size: 1.1rem; }
      table { border-collapse: collapse; display: block; overflow-x: auto; margin: .8rem 0;
        font-variant-numeric: tabular-nums; }
      th, td { border: 1px solid #ddd; padding: .25rem .6rem; text-align: left;
        vertical-align: top; }
      th { background: #f4f4f6; font-weight: 600; }
      tbody tr:nth-child(even) { background: #fafafb; }
      pre { background: #f6f6f8; padding: .7rem .9rem; overflow-x: auto; font-size: 13px;
        line-height: 1.4; border-radius: 4px; }
      img { max-width: 100%; margin: .8rem 0; border: 1px solid #eee; }
      details { margin: .8rem 0; }
      summary { cursor: pointer; color: #456; }
      a { color: #14548c; }
      .well { color: #176b2c; }
      .bad { color: #a8201a; font-weight: 600; }
      .facts th { width: 12rem; }
      .jobs td:not(:last-child) { white-space: nowrap; }
      """;

  private final String title;
  private final Map<String, String> facts;
  private final List<JobResult> jobs;

  /**
   * @param facts what the figures are to be read with, in their order
   */
  SummaryPage(String title, Map<String, String> facts, List<JobResult> jobs) {
    this.title = title;
    this.facts = facts;
    this.jobs = jobs;
  }

  String html() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>%s</title>\n<style>\n%s</style>\n".formatted(Html.text(title), STYLE))
        .append("</head>\n<body>\n<h1>%s</h1>\n".formatted(Html.text(title)))
        .append(overview())
        .append(table());
    for (JobResult job : jobs) {
      page.append(section(job));
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private String overview() {
    long failed = jobs.stream().filter(job -> !job.well()).count();
    String verdict =
        failed == 0
            ? "<p class=\"well\">%d jobs ran, all as expected.</p>\n".formatted(jobs.size())
            : "<p class=\"bad\">%d of %d jobs did not end well.</p>\n"
                .formatted(failed, jobs.size());
    StringBuilder rows = new StringBuilder(verdict).append("<table class=\"facts\">\n<tbody>\n");
    facts.forEach(
        (name, value) ->
            rows.append(
                "<tr><th>%s</th><td>%s</td></tr>\n".formatted(Html.text(name), Html.text(value))));
    return rows.append("</tbody>\n</table>\n").toString();
  }

  private String table() {
    StringBuilder rows =
        new StringBuilder("<table class=\"jobs\">\n<thead>")
            .append("<tr><th>job</th><th>result</th><th>time</th><th>command</th></tr>")
            .append("</thead>\n<tbody>\n");
    for (JobResult job : jobs) {
      rows.append(
          "<tr><td><a href=\"#%1$s\">%1$s</a></td><td class=\"%2$s\">%3$s</td><td>%4$s</td>"
                  .formatted(Html.text(job.name()), kind(job), job.verdict(), time(job.time()))
              + "<td><code>%s</code></td></tr>\n".formatted(Html.text(job.command())));
    }
    return rows.append("</tbody>\n</table>\n").toString();
  }

  private static String section(JobResult job) throws IOException {
    return "<h2 id=\"%1$s\">%1$s</h2>\n".formatted(Html.text(job.name()))
        + "<p><span class=\"%s\">%s</span>, %s</p>\n"
            .formatted(kind(job), job.verdict(), time(job.time()))
        + Html.preformatted(job.command())
        + new Leavings(job.folder()).html();
  }

  private static String kind(JobResult job) {
    return job.well() ? "well" : "bad";
  }

  private static String time(Duration time) {
    return time.toMinutes() == 0
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart());
  }
}
