package io.github.seekwell.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.seekwell.benchmarks.report.StoreCost.Figure;
import io.github.seekwell.benchmarks.report.StoreCost.Latency;
import io.github.seekwell.benchmarks.report.StoreCost.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCostTest {

  @Test
  void connectorReport_becomesReadsRequestsAndLatencies(@TempDir Path folder) throws IOException {
    Path report =
        Files.writeString(
            folder.resolve("report.json"),
            """
            {"application": "app-1",
             "counters": {"read.hit.count": 90, "read.miss.count": 10, "seek.back.count": 7,
               "read.delivered_bytes": 1000, "request.get.received_bytes": 1500,
               "request.get.count": 12, "request.head.count": 1, "request.delete.count": 0,
               "request.get.failed.count": 3, "request.status_2xx.count": 13,
               "request.sent.count": 13, "request.throttled.count": 2},
             "ratios": {"read.amplification": 1.5},
             "histograms": {"read.miss.latency":
               {"count": 10, "mean": 3e7, "p50": 30000000, "p95": 5e7, "p99": 6e7, "max": 7e7},
               "seek.back.distance": {"count": 7, "p50": 1}}}
            """);

    StoreCost cost = ConnectorReport.read(report);

    assertThat(cost.figures())
        .contains(
            new Figure("reads served from memory (hit)", 90, Unit.COUNT),
            new Figure("seeks back", 7, Unit.COUNT),
            new Figure("bytes fetched from the store", 1500, Unit.BYTES),
            new Figure("requests: get", 12, Unit.COUNT),
            new Figure("requests: head", 1, Unit.COUNT),
            new Figure("bytes fetched / delivered", 1.5, Unit.RATIO))
        .noneSatisfy(figure -> assertThat(figure.name()).contains("delete"))
        .noneSatisfy(figure -> assertThat(figure.name()).contains("status"))
        .noneSatisfy(figure -> assertThat(figure.name()).startsWith("requests: sent"))
        .noneSatisfy(figure -> assertThat(figure.name()).startsWith("requests: throttled"))
        .noneSatisfy(figure -> assertThat(figure.name()).contains("seeks forward"));
    assertThat(cost.latencies())
        .containsExactly(new Latency("read.miss.latency", 10, 30, 50, 60, 70));
  }

  @Test
  void stallShare_isThatOfTheStagesAskedFor(@TempDir Path folder) throws IOException {
    Path report =
        Files.writeString(
            folder.resolve("report.json"),
            """
            {"stages": [{"stage": "0.0", "task_nanos": 100, "stall_share": 1},
              {"stage": "12.0", "task_nanos": 300, "stall_share": 0.5},
              {"stage": "12.1", "task_nanos": 100, "stall_share": 0.9}]}
            """);

    assertThat(ConnectorReport.stallShare(report, Set.of(12))).hasValueCloseTo(0.6, within(1e-9));
    assertThat(ConnectorReport.stallShare(report, Set.of(1))).isEmpty();
    assertThat(ConnectorReport.stallShare(folder.resolve("none"), Set.of(0))).isEmpty();
  }

  @Test
  void emulatorStats_becomeOneFigureANumber() throws IOException {
    StoreCost cost =
        EmulatorStats.parse(
            """
            {"requests": {"GetObject": 40, "HeadObject": 2}, "bytesSent": 5000,
             "connectionsOpened": 3}
            """);

    assertThat(cost.figures())
        .containsExactly(
            new Figure("requests: GetObject", 40, Unit.COUNT),
            new Figure("requests: HeadObject", 2, Unit.COUNT),
            new Figure("bytes sent", 5000, Unit.BYTES),
            new Figure("connections opened", 3, Unit.COUNT));
  }

  @Test
  void table_showsOnlyWhatIsKnown() {
    StoreCost known =
        new StoreCost("Spark", List.of(new Figure("input bytes", 1234567, Unit.BYTES)), List.of());
    StoreCost unknown = new StoreCost("the connector", List.of(), List.of());

    assertThat(CostTable.lines(List.of(known, unknown)))
        .hasSize(2)
        .first()
        .isEqualTo("as Spark tells it");
    assertThat(CostTable.lines(List.of(known)).get(1)).endsWith("1,234,567 bytes");
  }
}
