package io.github.seekwell.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.seekwell.benchmarks.report.StoreCost.Figure;
import io.github.seekwell.benchmarks.report.StoreCost.Unit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The embedded store's own account: what it was asked and what it sent. */
public final class EmulatorStats {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** True of the moment of asking, not of the run. */
  private static final Set<String> MOMENTARY = Set.of("connectionsOpen", "answersWaiting");

  private EmulatorStats() {}

  /**
   * Asks the store at {@code endpoint}, such as {@code http://127.0.0.1:4711}.
   *
   * @throws IOException when it does not answer as the emulator does
   */
  public static StoreCost fetch(URI endpoint) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(endpoint.resolve("/~emulator/stats"))
                    .timeout(PATIENCE)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(endpoint + " answered " + response.statusCode());
    }
    return parse(response.body());
  }

  /** Every number of the answer, by its place in it. */
  static StoreCost parse(String json) throws IOException {
    List<Figure> figures = new ArrayList<>();
    collect("", new ObjectMapper().readTree(json), figures);
    return new StoreCost("the embedded store", figures, List.of());
  }

  private static void collect(String place, JsonNode node, List<Figure> figures) {
    if (node.isNumber()) {
      Unit unit = place.toLowerCase(Locale.ROOT).contains("bytes") ? Unit.BYTES : Unit.COUNT;
      figures.add(new Figure(place, node.asDouble(), unit));
      return;
    }
    for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      String name = place.isEmpty() ? words(field.getKey()) : place + ": " + field.getKey();
      if (!MOMENTARY.contains(field.getKey())) {
        collect(name, field.getValue(), figures);
      }
    }
  }

  /** {@code bytesSent} and {@code bytes-sent} become words. */
  private static String words(String key) {
    return key.replaceAll("([a-z])([A-Z])", "$1 $2")
        .replace('_', ' ')
        .replace('-', ' ')
        .toLowerCase(Locale.ROOT);
  }
}
