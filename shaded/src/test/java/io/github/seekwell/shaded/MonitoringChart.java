package io.github.seekwell.shaded;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The chart of {@code spark-plugin/dashboards}, as Helm renders it. */
record MonitoringChart(List<Map<String, Object>> objects) {
  static final String RELEASE = "io";
  static final String NAMESPACE = "watch";

  /** Where the chart is. */
  static Path folder() {
    return plugin().resolve("dashboards/helm/seekwell-monitoring");
  }

  /** The module that it belongs to. */
  static Path plugin() {
    return OneJar.target().getParent().resolveSibling("spark-plugin");
  }

  /** What {@code helm lint --strict} says. */
  static LintResult lint() {
    return new Helm(folder()).lint().strict().call();
  }

  /** What {@code helm template} gives, with values as {@code --set} takes them. */
  static MonitoringChart render(Map<String, String> values) {
    final TemplateCommand command =
        new Helm(folder()).template().withName(RELEASE).withNamespace(NAMESPACE);
    values.forEach(command::set);
    final List<Map<String, Object>> objects = new ArrayList<>();
    for (Object each : new Yaml().loadAll(command.call())) {
      if (each != null) {
        objects.add(map(each));
      }
    }
    return new MonitoringChart(objects);
  }

  /** All of one kind. */
  List<Map<String, Object>> all(String kind) {
    return objects.stream().filter(each -> kind.equals(each.get("kind"))).toList();
  }

  /** A file in one of the config maps. */
  String file(String name) {
    return all("ConfigMap").stream()
        .map(each -> map(each.get("data")))
        .filter(data -> data.containsKey(name))
        .map(data -> data.get(name).toString())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no config map has " + name));
  }

  /** What lies at the end of a path of names; lists are not looked into. */
  static Object at(Map<String, Object> object, String... path) {
    Object here = object;
    for (String name : path) {
      here = map(here).get(name);
      if (here == null) {
        throw new AssertionError("no " + String.join(".", path) + " in " + object);
      }
    }
    return here;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object yaml) {
    return (Map<String, Object>) yaml;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> list(Object yaml) {
    return (List<Map<String, Object>>) yaml;
  }
}
