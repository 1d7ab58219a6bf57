package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real InfluxDB 1.x, with the configuration of the chart but for ports and directories. */
record InfluxDb(LocalServer server, int http, int graphite) implements AutoCloseable {
  private static final String DATABASE = "spark";

  /** Figures with the same tags. */
  record Series(String name, Map<String, String> tags, List<List<JsonNode>> rows) {

    /** Of the last row, the column behind the time. */
    double last() {
      return rows.get(rows.size() - 1).get(1).asDouble();
    }

    /** Whether any row has a figure. */
    boolean hasValue() {
      return rows.stream().anyMatch(row -> !row.get(row.size() - 1).isNull());
    }
  }

  static InfluxDb start(MonitoringChart chart, Path folder) throws Exception {
    final Path configuration = Files.createDirectories(folder).resolve("influxdb.conf");
    Files.writeString(configuration, chart.file("influxdb.conf"));
    final Map<String, String> own = new TreeMap<>();
    own.put("INFLUXDB_BIND_ADDRESS", "127.0.0.1:0");
    own.put("INFLUXDB_HTTP_BIND_ADDRESS", "127.0.0.1:0");
    own.put("INFLUXDB_GRAPHITE_0_BIND_ADDRESS", "127.0.0.1:0");
    own.put("INFLUXDB_META_DIR", folder.resolve("meta").toString());
    own.put("INFLUXDB_DATA_DIR", folder.resolve("data").toString());
    own.put("INFLUXDB_DATA_WAL_DIR", folder.resolve("wal").toString());
    final LocalServer server =
        LocalServer.start(
            List.of("influxd", "run", "-config", configuration.toString()),
            own,
            OneJar.target().resolve("tours/influxdb.log"));
    try {
      final int http = server.port("\"Listening on HTTP\".* addr=127\\.0\\.0\\.1:(\\d+)");
      final int graphite = server.port("msg=Listening .*protocol=tcp addr=127\\.0\\.0\\.1:(\\d+)");
      final InfluxDb started = new InfluxDb(server, http, graphite);
      for (String statement : chart.file("retention.iql").split("\n")) {
        started.query(statement);
      }
      return started;
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
  }

  /** What an InfluxQL statement answers. */
  List<Series> query(String statement) throws Exception {
    final JsonNode answer =
        server.post(http, "/query", Map.of("db", DATABASE, "epoch", "ms", "q", statement));
    final JsonNode result = answer.path("results").path(0);
    assertThat(result.path("error").asText()).as(statement).isEmpty();
    final List<Series> all = new ArrayList<>();
    for (JsonNode each : result.path("series")) {
      final Map<String, String> tags = new TreeMap<>();
      each.path("tags").properties().forEach(t -> tags.put(t.getKey(), t.getValue().asText()));
      final List<List<JsonNode>> rows = new ArrayList<>();
      for (JsonNode row : each.path("values")) {
        final List<JsonNode> cells = new ArrayList<>();
        row.forEach(cells::add);
        rows.add(cells);
      }
      all.add(new Series(each.path("name").asText(), tags, rows));
    }
    return all;
  }

  /**
   * The last figure of a metric of ours, by executor; of all schemes together.
   *
   * @param scope {@code jvm} for what a process has seen, {@code application} for the driver's sum
   */
  Map<String, Long> last(String metric, String scope) throws Exception {
    final Map<String, Long> found = new TreeMap<>();
    for (Series each :
        query(
            "SELECT last(\"value\") FROM \"%s\" WHERE \"scope\" = '%s' GROUP BY \"executor\", \"scheme\""
                .formatted(metric, scope))) {
      found.merge(each.tags().getOrDefault("executor", ""), (long) each.last(), Long::sum);
    }
    return found;
  }

  @Override
  public void close() {
    server.close();
  }
}
