package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/**
 * A real Prometheus with the configuration of the chart, but that its pods are not found in a
 * cluster: they are given to it with the labels a cluster would give them.
 */
record Prometheus(LocalServer server, int port) implements AutoCloseable {

  /** Figures with the same labels: of each the last, and how many there are. */
  record Series(Map<String, String> labels, double last, int figures) {}

  static Prometheus start(MonitoringChart chart, URI driverUi, Path folder) throws Exception {
    final Path configuration = Files.createDirectories(folder).resolve("prometheus.yml");
    Files.writeString(configuration, inNoCluster(chart.file("prometheus.yml"), driverUi));
    final LocalServer server =
        LocalServer.start(
            List.of(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:0"),
            Map.of(),
            OneJar.target().resolve("tours/prometheus.log"));
    try {
      final int port = server.port("msg=\"Listening on\" address=127\\.0\\.0\\.1:(\\d+)");
      server.said("Server is ready");
      return new Prometheus(server, port);
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
  }

  @SuppressWarnings("unchecked")
  private static String inNoCluster(String configuration, URI driver) {
    final Map<String, Object> root = new Yaml().load(configuration);
    final List<Object> pods =
        List.of(
            pod("driver", driver.getHost(), driver.getPort()),
            pod("executor", driver.getHost(), 1));
    for (Map<String, Object> job : (List<Map<String, Object>>) root.get("scrape_configs")) {
      assertThat(job.remove("kubernetes_sd_configs")).isNotNull();
      job.put("static_configs", pods);
    }
    return new Yaml().dump(root);
  }

  private static Map<String, Object> pod(String role, String ip, int port) {
    final Map<String, String> labels = new TreeMap<>();
    labels.put("__meta_kubernetes_pod_label_spark_role", role);
    labels.put("__meta_kubernetes_pod_annotation_prometheus_io_scrape", "true");
    labels.put("__meta_kubernetes_pod_annotation_prometheus_io_port", Integer.toString(port));
    labels.put("__meta_kubernetes_pod_ip", ip);
    labels.put("__meta_kubernetes_pod_name", "job-" + role);
    labels.put("__meta_kubernetes_namespace", "spark");
    return Map.of("targets", List.of(ip + ":7078", ip + ":7079"), "labels", labels);
  }

  /** What a PromQL expression gives now. */
  List<Series> query(String expression) throws Exception {
    final JsonNode answer = server.post(port, "/api/v1/query", Map.of("query", expression));
    final List<Series> all = new ArrayList<>();
    for (JsonNode each : answer.path("data").path("result")) {
      all.add(new Series(labels(each), each.path("value").path(1).asDouble(), 1));
    }
    return all;
  }

  /** What a PromQL expression has given since then, in steps of a second. */
  List<Series> query(String expression, Instant since) throws Exception {
    final JsonNode answer =
        server.post(
            port,
            "/api/v1/query_range",
            Map.of(
                "query",
                expression,
                "start",
                since.toString(),
                "end",
                Instant.now().toString(),
                "step",
                "1"));
    final List<Series> all = new ArrayList<>();
    for (JsonNode each : answer.path("data").path("result")) {
      final JsonNode values = each.path("values");
      all.add(
          new Series(
              labels(each), values.path(values.size() - 1).path(1).asDouble(), values.size()));
    }
    return all;
  }

  /** The last figure of a metric of ours, all schemes together; -1 before there is one. */
  long last(String metric, String scope) throws Exception {
    final List<Series> all =
        query("sum(last_over_time(%s{scope=\"%s\"}[10m]))".formatted(name(metric), scope));
    return all.isEmpty() ? -1 : (long) all.get(0).last();
  }

  /** What the chart's rules make of a metric's name. */
  static String name(String metric) {
    return "seekwell_" + metric.replace('.', '_');
  }

  private static Map<String, String> labels(JsonNode series) {
    final Map<String, String> labels = new TreeMap<>();
    series
        .path("metric")
        .properties()
        .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
    return labels;
  }

  @Override
  public void close() {
    server.close();
  }
}
