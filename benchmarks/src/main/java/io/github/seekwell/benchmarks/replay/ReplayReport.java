package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.replay.Store.Dialect;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The tables, as Markdown. */
final class ReplayReport {
  private final ReplayOptions options;
  private final List<ReadPattern> patterns;
  private final StringBuilder sections = new StringBuilder();

  ReplayReport(ReplayOptions options, List<ReadPattern> patterns) {
    this.options = options;
    this.patterns = patterns;
  }

  /** Adds what one store has shown. */
  void add(Dialect dialect, List<Client> clients, List<Sample> taken) {
    sections.append(new Section(dialect, clients, new Samples(taken)).markdown());
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    line(text, "# Replay, %s", LocalDate.now());
    line(text, "");
    line(
        text,
        "%d processors, %s, %s %s, JVMs of %s. Store: first byte median %d ms, log-normal sigma %s;"
            + " %d MB/s a connection; %d ms for a new connection. %d pairs.",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("java.vm.name"),
        System.getProperty("java.version"),
        options.heap(),
        options.model().firstByteMillis(),
        options.model().sigma(),
        options.model().connectionMegabytes(),
        options.model().newConnectionMillis(),
        options.pairs());
    line(text, "");
    line(text, "    %s", options.command());
    line(text, "");
    line(text, "| pattern | what is read |");
    line(text, "| --- | --- |");
    for (ReadPattern pattern : patterns) {
      line(text, "| %s | %s |", pattern.name(), pattern.sentence());
    }
    text.append(sections);
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** One store's tables. */
  private final class Section {
    private final Dialect dialect;
    private final List<Client> clients;
    private final Optional<Client> ours;
    private final List<Client> peers;
    private final Samples samples;
    private final StringBuilder text = new StringBuilder();

    Section(Dialect dialect, List<Client> clients, Samples samples) {
      this.dialect = dialect;
      this.clients = clients;
      this.samples = samples;
      this.ours = clients.stream().filter(Client::ours).findFirst();
      this.peers = clients.stream().filter(c -> !c.ours() && !c.local()).toList();
    }

    String markdown() {
      line(text, "");
      line(text, "## %s", dialect);
      line(text, "");
      line(text, "| client | what it is |");
      line(text, "| --- | --- |");
      for (Client client : clients) {
        line(text, "| %s | %s |", client.name(), client.sentence());
      }
      times();
      costs();
      if (options.secondPasses() > 0) {
        secondPasses();
      }
      failures();
      return text.toString();
    }

    private void times() {
      head("Cold pass: median milliseconds (× ours, median over pairs)", true);
      for (ReadPattern pattern : patterns) {
        StringBuilder row = new StringBuilder();
        row.append(
            String.format(
                Locale.ROOT,
                "| %s | %.0f / %.0f | %s |",
                pattern.name(),
                options.model().knownMillis(pattern, 1),
                options.model().knownMillis(pattern, 8),
                pattern.goalMillis() == 0 ? "" : pattern.goalMillis()));
        for (Client client : clients) {
          row.append(' ').append(time(client, pattern)).append(" |");
        }
        if (compared()) {
          row.append(' ').append(times(bestPeer(pattern))).append(" |");
        }
        line(text, "%s", row);
      }
      if (compared()) {
        means();
      }
    }

    private boolean compared() {
      return ours.isPresent() && !peers.isEmpty();
    }

    private String time(Client client, ReadPattern pattern) {
      OptionalDouble millis = samples.median(client, pattern, 1, Sample::millis);
      if (millis.isEmpty()) {
        return "failed";
      }
      StringBuilder told =
          new StringBuilder(String.format(Locale.ROOT, "%.0f", millis.getAsDouble()));
      if (ours.isPresent() && !client.ours()) {
        told.append(" (").append(times(samples.ratio(ours.get(), client, pattern))).append(')');
      }
      long failed = samples.failures(client, pattern, 1);
      if (failed > 0) {
        told.append(", ").append(failed).append(" failed");
      }
      return told.toString();
    }

    private static String times(OptionalDouble ratio) {
      return ratio.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f×", ratio.getAsDouble());
    }

    /** The smallest ratio of a peer. */
    private OptionalDouble bestPeer(ReadPattern pattern) {
      return peers.stream()
          .flatMapToDouble(peer -> samples.ratio(ours.orElseThrow(), peer, pattern).stream())
          .min();
    }

    private void means() {
      StringBuilder row = new StringBuilder("| geometric mean | | |");
      for (Client client : clients) {
        List<Double> ratios = new ArrayList<>();
        if (!client.ours()) {
          patterns.forEach(
              p -> samples.ratio(ours.orElseThrow(), client, p).ifPresent(ratios::add));
        }
        row.append(' ').append(times(Samples.geometricMean(ratios))).append(" |");
      }
      List<Double> best = new ArrayList<>();
      patterns.forEach(pattern -> bestPeer(pattern).ifPresent(best::add));
      line(text, "%s %s |", row, times(Samples.geometricMean(best)));
    }

    private void costs() {
      head("Cold pass: requests / MB sent by the store / connections opened, medians", false);
      for (ReadPattern pattern : patterns) {
        StringBuilder row =
            new StringBuilder(
                String.format(
                    Locale.ROOT, "| %s | %.1f |", pattern.name(), pattern.uniqueBytes() / 1e6));
        for (Client client : onTheStore()) {
          row.append(' ').append(cost(client, pattern)).append(" |");
        }
        line(text, "%s", row);
      }
    }

    private String cost(Client client, ReadPattern pattern) {
      if (samples.of(client, pattern, 1).isEmpty()) {
        return "failed";
      }
      return String.format(
          Locale.ROOT,
          "%.0f / %.1f / %.0f",
          samples.median(client, pattern, 1, s -> s.cost().requests()).orElse(0),
          samples.median(client, pattern, 1, s -> s.cost().bytes() / 1e6).orElse(0),
          samples.median(client, pattern, 1, s -> s.cost().connections()).orElse(0));
    }

    private List<Client> onTheStore() {
      return clients.stream().filter(client -> !client.local()).toList();
    }

    private void secondPasses() {
      head("Second pass on the same file system: median milliseconds / requests", false);
      for (ReadPattern pattern : patterns) {
        StringBuilder row =
            new StringBuilder(
                String.format(
                    Locale.ROOT, "| %s | %.1f |", pattern.name(), pattern.uniqueBytes() / 1e6));
        for (Client client : onTheStore()) {
          row.append(' ').append(secondPass(client, pattern)).append(" |");
        }
        line(text, "%s", row);
      }
    }

    private String secondPass(Client client, ReadPattern pattern) {
      OptionalDouble millis = samples.median(client, pattern, 2, Sample::millis);
      if (millis.isEmpty()) {
        return samples.failures(client, pattern, 2) > 0 ? "failed" : "";
      }
      return String.format(
          Locale.ROOT,
          "%.0f / %.0f",
          millis.getAsDouble(),
          samples.median(client, pattern, 2, s -> s.cost().requests()).orElse(0));
    }

    private void head(String title, boolean limits) {
      List<Client> columns = limits ? clients : onTheStore();
      StringBuilder names = new StringBuilder("| pattern |");
      StringBuilder rule = new StringBuilder("| --- |");
      names.append(limits ? " known, 1 / 8 | goal |" : " MB read at least once |");
      rule.append(limits ? " --- | --- |" : " --- |");
      for (Client client : columns) {
        names.append(' ').append(client.name()).append(" |");
        rule.append(" --- |");
      }
      if (limits && compared()) {
        names.append(" best peer |");
        rule.append(" --- |");
      }
      line(text, "");
      line(text, "### %s", title);
      line(text, "");
      line(text, "%s", names);
      line(text, "%s", rule);
    }

    private void failures() {
      List<Sample> failed = samples.failed();
      if (failed.isEmpty()) {
        return;
      }
      line(text, "");
      line(text, "### Failures");
      line(text, "");
      for (Sample sample : failed) {
        line(
            text,
            "- %s, %s, pair %d, pass %d: %s",
            sample.client(),
            sample.pattern(),
            sample.pair() + 1,
            sample.pass(),
            sample.failure());
      }
    }
  }
}
