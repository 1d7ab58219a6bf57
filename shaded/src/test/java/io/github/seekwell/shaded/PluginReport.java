package io.github.seekwell.shaded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JSON that the plugin has written. */
record PluginReport(JsonNode json) {

  static PluginReport of(Path file) throws IOException {
    return new PluginReport(new ObjectMapper().readTree(file.toFile()));
  }

  /** What was found, the bottleneck first. */
  List<String> advice() {
    final List<String> words = new ArrayList<>();
    json.path("advice").forEach(finding -> words.add(finding.asText()));
    return words;
  }

  /** A counter of the application. */
  long total(String counter) {
    return json.path("counters").path(counter).asLong();
  }

  /** The part of a counter that belongs to {@code tasks}, {@code driver} or nobody. */
  long part(String whose, String counter) {
    return json.path("attribution").path(whose).path(counter).asLong();
  }

  /** What tasks, driver and executors for themselves have caused, added up by us. */
  long sum(String counter) {
    return part("tasks", counter) + part("driver", counter) + part("unattributed", counter);
  }

  List<Stage> stages() {
    final List<Stage> stages = new ArrayList<>();
    json.path("stages").forEach(stage -> stages.add(new Stage(stage)));
    return stages;
  }

  /** One attempt of a stage. */
  record Stage(JsonNode json) {

    String key() {
      return json.path("stage").asText();
    }

    long number(String name) {
      return json.path(name).asLong();
    }

    long counter(String counter) {
      return json.path("counters").path(counter).asLong();
    }

    @Override
    public String toString() {
      return key() + " " + json.path("name").asText();
    }
  }
}
