package io.github.seekwell.benchmarks.scale;

import io.github.seekwell.benchmarks.replay.Client;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables, as Markdown and as CSV. */
final class ScaleReport {
  private final LineModel model;
  private final List<ScaleRun> runs;
  private final List<String> failures;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param runs in the order in which stores and clients are to be shown
   * @param failures in words
   */
  ScaleReport(LineModel model, List<ScaleRun> runs, List<String> failures) {
    this.model = model;
    this.runs = List.copyOf(runs);
    this.failures = List.copyOf(failures);
  }

  /** By store, a curve for each client, ours first. */
  Map<String, List<Curve>> curves() {
    Map<String, Map<String, List<ScaleRun>>> byStore = new LinkedHashMap<>();
    for (ScaleRun run : runs) {
      byStore
          .computeIfAbsent(run.store(), s -> new LinkedHashMap<>())
          .computeIfAbsent(run.client(), c -> new ArrayList<>())
          .add(run);
    }
    Map<String, List<Curve>> curves = new LinkedHashMap<>();
    byStore.forEach(
        (store, clients) -> {
          List<Curve> all = new ArrayList<>();
          clients.forEach((client, its) -> all.add(Curve.of(client, its, model.rate())));
          all.sort((a, b) -> Boolean.compare(!ours(a), !ours(b)));
          curves.put(store, all);
        });
    return curves;
  }

  String markdown(String command) {
    line("# Scale, %s", LocalDate.now());
    line("");
    line(
        "%d processors, %s, %s %s. Executors of one core and 512 MiB. Store: first byte median %d"
            + " ms, log-normal sigma %s; %d ms for a new connection; %d MB/s a connection, %d MB/s"
            + " together.",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("java.vm.name"),
        System.getProperty("java.version"),
        model.store().firstByteMillis(),
        model.store().sigma(),
        model.store().newConnectionMillis(),
        model.store().connectionMegabytes(),
        model.totalMegabytes());
    line("");
    line("    %s", command);
    curves().forEach(this::section);
    if (!failures.isEmpty()) {
      line("");
      line("## Failures");
      line("");
      failures.forEach(failure -> line("- %s", failure));
    }
    return text.toString();
  }

  private void section(String store, List<Curve> curves) {
    ScaleRun any = curves.get(0).first();
    line("");
    line("## %s, Spark %s, %s", store.toUpperCase(Locale.ROOT), any.spark(), master(any));
    line("");
    line(
        "| client | executors | seconds | S | splits, s | reading S | attainable | reached |"
            + " delivered, MB/s | line in use | requests | MB sent | connections | stall share |"
            + " waiting for the connector | machine busy |");
    line("|%s", " --- |".repeat(16));
    for (Curve curve : curves) {
      for (ScaleRun run : curve.runs()) {
        row(curve, run);
      }
    }
    line("");
    List<Curve> bent = curves.stream().filter(curve -> curve.runs().size() > 1).toList();
    bent.forEach(curve -> line("- %s", curve.saturation()));
    bent.stream().filter(ScaleReport::ours).forEach(this::goal);
    first(curves);
  }

  private void row(Curve curve, ScaleRun run) {
    line(
        "| %s | %d | %.1f | %.2f | %.1f | %.2f | %.2f | %.0f %% | %.2f | %.0f %% | %d | %.1f | %d |"
            + " %.0f %% | %s | %.0f %% |",
        curve.client(),
        run.executors(),
        run.seconds(),
        curve.speedUp(run),
        run.splitSeconds(),
        curve.readSpeedUp(run),
        curve.attainable(run.executors()),
        100 * curve.reached(run),
        run.rate() / 1e6,
        100 * curve.fill(run),
        run.cost().requests(),
        run.cost().bytes() / 1e6,
        run.cost().connections(),
        100 * run.stallShare(),
        waiting(run),
        100 * run.busy());
  }

  private static String waiting(ScaleRun run) {
    Double share = run.waitShare();
    return share == null ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private void goal(Curve curve) {
    double least = curve.runs().stream().mapToDouble(curve::reached).min().orElseThrow();
    line(
        "- %s reaches at least %.0f %% of what is attainable: %s %.0f %%.",
        curve.client(), 100 * least, least >= Curve.GOAL ? "within" : "BELOW", 100 * Curve.GOAL);
  }

  private void first(List<Curve> curves) {
    Optional<Curve> ours = curves.stream().filter(ScaleReport::ours).findFirst();
    if (ours.isEmpty() || curves.size() == 1) {
      return;
    }
    for (Curve peer : curves) {
      if (!ours(peer) && peer.first().executors() == ours.get().first().executors()) {
        double ratio = peer.first().seconds() / ours.get().first().seconds();
        line(
            "- Executors: %d. %s %.1f s, %s %.1f s, %.2f times as long: ours is %s.",
            peer.first().executors(),
            ours.get().client(),
            ours.get().first().seconds(),
            peer.client(),
            peer.first().seconds(),
            ratio,
            ratio >= 1 ? "not slower" : "SLOWER");
      }
    }
  }

  /** Every run, also those that are not the middle one. */
  String csv() {
    StringBuilder table =
        new StringBuilder(
            "store,client,executors,spark,master,seconds,split_seconds,tasks,task_seconds,"
                + "cpu_seconds,gc_seconds,delivered_bytes,requests,sent_bytes,split_bytes,connections,"
                + "stall_share,wait_share,machine_busy\n");
    for (ScaleRun run : runs) {
      Double wait = run.waitShare();
      table.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%s,%s,%.3f,%.3f,%d,%.3f,%.3f,%.3f,%d,%d,%d,%d,%d,%.4f,%s,%.4f%n",
              run.store(),
              run.client(),
              run.executors(),
              run.spark(),
              master(run),
              run.seconds(),
              run.splitSeconds(),
              run.tasks(),
              run.taskSeconds(),
              run.cpuSeconds(),
              run.gcSeconds(),
              run.delivered(),
              run.cost().requests(),
              run.cost().bytes(),
              run.splitBytes(),
              run.cost().connections(),
              run.stallShare(),
              wait == null ? "" : String.format(Locale.ROOT, "%.4f", wait),
              run.busy()));
    }
    return table.toString();
  }

  /** A cluster of each run's own size, or one of processes: without sizes and addresses. */
  private static String master(ScaleRun run) {
    return run.master().startsWith("local-cluster") ? "local-cluster" : "standalone";
  }

  static boolean ours(Curve curve) {
    return curve.client().equals(Client.OURS);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
