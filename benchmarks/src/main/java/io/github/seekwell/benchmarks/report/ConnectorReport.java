package io.github.seekwell.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.seekwell.benchmarks.report.StoreCost.Figure;
import io.github.seekwell.benchmarks.report.StoreCost.Latency;
import io.github.seekwell.benchmarks.report.StoreCost.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The connector's own account: the JSON that Seekwell's Spark plugin writes when an application
 * ends, to the file named by {@link #SETTING}.
 */
public final class ConnectorReport {
  /** Spark's setting that says where the plugin writes. */
  public static final String SETTING = "spark.seekwell.report";

  /** The figure that tells how many bytes were handed to callers of {@code read}. */
  public static final String DELIVERED = "bytes delivered to the reader";

  /** Counters named as those of an operation are, which count requests of all operations. */
  private static final Set<String> OF_ALL = Set.of("sent", "throttled");

  private static final double NANOS_PER_MILLI = 1e6;

  /** A counter of the report and how we call it. */
  private record Counter(String metric, String name, Unit unit) {}

  private static final List<Counter> COUNTERS =
      List.of(
          new Counter("read.hit.count", "reads served from memory (hit)", Unit.COUNT),
          new Counter("read.wait.count", "reads that waited for bytes on their way", Unit.COUNT),
          new Counter("read.miss.count", "reads that had to ask the store (miss)", Unit.COUNT),
          new Counter("read.failed.count", "reads failed", Unit.COUNT),
          new Counter("seek.forward.count", "seeks forward", Unit.COUNT),
          new Counter("seek.back.count", "seeks back", Unit.COUNT),
          new Counter("read.delivered_bytes", DELIVERED, Unit.BYTES),
          new Counter("request.get.received_bytes", "bytes fetched from the store", Unit.BYTES),
          new Counter("look_ahead.used_bytes", "look-ahead used", Unit.BYTES),
          new Counter("look_ahead.wasted_bytes", "look-ahead wasted", Unit.BYTES),
          new Counter("request.count", "requests, every attempt", Unit.COUNT),
          new Counter("retry.count", "retries", Unit.COUNT),
          new Counter("request.throttled.count", "requests throttled", Unit.COUNT),
          new Counter("connection.opened.count", "connections opened", Unit.COUNT));

  private ConnectorReport() {}

  /** Reads a report; what it does not mention is left out. */
  public static StoreCost read(Path file) throws IOException {
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    List<Figure> figures = new ArrayList<>();
    JsonNode counters = report.path("counters");
    for (Counter counter : COUNTERS) {
      JsonNode value = counters.get(counter.metric());
      if (value != null) {
        figures.add(new Figure(counter.name(), value.asDouble(), counter.unit()));
      }
    }
    figures.addAll(requestsByOperation(counters));
    JsonNode amplification = report.path("ratios").get("read.amplification");
    if (amplification != null) {
      figures.add(new Figure("bytes fetched / delivered", amplification.asDouble(), Unit.RATIO));
    }
    return new StoreCost("the connector", figures, latencies(report.path("histograms")));
  }

  /**
   * Part of the time of these stages' tasks in which they waited for the connector.
   *
   * @return empty if there is no such report, or nothing of these stages in it
   */
  public static OptionalDouble stallShare(Path file, Set<Integer> stages) throws IOException {
    if (!Files.isRegularFile(file)) {
      return OptionalDouble.empty();
    }
    double nanos = 0;
    double stalled = 0;
    for (JsonNode stage : new ObjectMapper().readTree(file.toFile()).path("stages")) {
      String key = stage.path("stage").asText(); // stage.attempt
      if (stages.contains(Integer.valueOf(key.substring(0, key.indexOf('.'))))) {
        nanos += stage.path("task_nanos").asDouble();
        stalled += stage.path("stall_share").asDouble() * stage.path("task_nanos").asDouble();
      }
    }
    return nanos == 0 ? OptionalDouble.empty() : OptionalDouble.of(stalled / nanos);
  }

  private static List<Figure> requestsByOperation(JsonNode counters) {
    List<Figure> figures = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> all = counters.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> counter = all.next();
      String[] words = counter.getKey().split("\\.");
      boolean operation =
          words.length == 3 && words[0].equals("request") && words[2].equals("count");
      if (operation && !words[1].startsWith("status_") && !OF_ALL.contains(words[1])) {
        double requests = counter.getValue().asDouble();
        if (requests > 0) {
          figures.add(new Figure("requests: " + words[1].replace('_', ' '), requests, Unit.COUNT));
        }
      }
    }
    return figures;
  }

  private static List<Latency> latencies(JsonNode histograms) {
    List<Latency> latencies = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> all = histograms.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> histogram = all.next();
      String name = histogram.getKey();
      boolean shown =
          name.equals("read.wait.latency")
              || name.equals("read.miss.latency")
              || name.endsWith(".first_byte")
              || name.startsWith("operation.") && name.endsWith(".latency");
      JsonNode figures = histogram.getValue();
      if (shown && figures.path("count").asLong() > 0) {
        latencies.add(
            new Latency(
                name,
                figures.path("count").asLong(),
                figures.path("p50").asDouble() / NANOS_PER_MILLI,
                figures.path("p95").asDouble() / NANOS_PER_MILLI,
                figures.path("p99").asDouble() / NANOS_PER_MILLI,
                figures.path("max").asDouble() / NANOS_PER_MILLI));
      }
    }
    return latencies;
  }
}
