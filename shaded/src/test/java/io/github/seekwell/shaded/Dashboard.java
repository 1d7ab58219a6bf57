package io.github.seekwell.shaded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A Grafana dashboard of the chart: what it asks of its data source. */
record Dashboard(JsonNode json) {

  /** One question of a panel. */
  record Query(String panel, String text) {

    /** With values for the variables, the longest names first, as one may begin another. */
    Query with(Map<String, String> values) {
      String replaced = text;
      for (String name :
          values.keySet().stream()
              .sorted(Comparator.comparing(String::length).reversed())
              .toList()) {
        replaced = replaced.replace("$" + name, values.get(name));
      }
      return new Query(panel, replaced);
    }

    @Override
    public String toString() {
      return panel + ": " + text;
    }
  }

  static Dashboard read(String name) throws IOException {
    final Path file = MonitoringChart.folder().resolve("dashboards").resolve(name);
    return new Dashboard(new ObjectMapper().readTree(file.toFile()));
  }

  /** What all panels ask. */
  List<Query> queries() {
    final List<Query> all = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        final String text = target.path("query").asText() + target.path("expr").asText();
        all.add(new Query(panel.path("title").asText(), text));
      }
    }
    return all;
  }

  /** What the variables ask whose values come from the data source. */
  List<Query> variables() {
    final List<Query> all = new ArrayList<>();
    for (JsonNode variable : json.path("templating").path("list")) {
      if (variable.path("type").asText().equals("query")) {
        all.add(new Query(variable.path("name").asText(), variable.path("query").asText()));
      }
    }
    return all;
  }
}
