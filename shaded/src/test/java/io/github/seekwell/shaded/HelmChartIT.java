package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The chart of the monitoring stack, by Helm itself; no cluster is asked. */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class HelmChartIT {

  @Test
  void lint_findsNothing() {
    final LintResult result = MonitoringChart.lint();

    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    assertThat(result.getMessages()).noneMatch(each -> each.contains("[WARNING]"));
  }

  @Test
  void dashboards_areInTheConfigMap_byteForByte() throws IOException {
    final MonitoringChart chart = MonitoringChart.render(Map.of());

    try (Stream<Path> files = Files.list(MonitoringChart.folder().resolve("dashboards"))) {
      final List<Path> all = files.toList();
      assertThat(all).hasSize(2);
      for (Path file : all) {
        assertThat(chart.file(file.getFileName().toString())).isEqualTo(Files.readString(file));
      }
    }
  }

  @Test
  void services_reachPorts_thatTheirPodsHave() {
    final MonitoringChart chart = MonitoringChart.render(Map.of());

    assertThat(chart.all("Service")).hasSize(3);
    for (Map<String, Object> service : chart.all("Service")) {
      final Map<String, Object> selector = map(service, "spec", "selector");
      final Map<String, Object> deployment =
          chart.all("Deployment").stream()
              .filter(each -> map(each, "spec", "template", "metadata", "labels").equals(selector))
              .findFirst()
              .orElseThrow();
      assertThat(map(deployment, "spec", "selector", "matchLabels")).isEqualTo(selector);
      for (Map<String, Object> port : list(service, "spec", "ports")) {
        assertThat(ports(deployment)).containsEntry(port.get("targetPort"), port.get("port"));
      }
    }
  }

  @Test
  void whatListens_andWhoAsks_nameTheSamePorts() {
    final MonitoringChart chart = MonitoringChart.render(Map.of());
    final String influxDb = MonitoringChart.RELEASE + "-influxdb";
    final String prometheus = MonitoringChart.RELEASE + "-prometheus";

    assertThat(chart.file("influxdb.conf"))
        .contains("bind-address = \":8086\"", "bind-address = \":2003\"");
    assertThat(chart.file("datasources.yaml"))
        .contains("url: http://" + influxDb + ":8086", "url: http://" + prometheus + ":9090");
    assertThat(chart.all("Service"))
        .extracting(each -> MonitoringChart.at(each, "metadata", "name"))
        .contains(influxDb, prometheus);
  }

  @Test
  void containers_areNobodySpecial_andHaveLimits() {
    for (Map<String, Object> deployment : MonitoringChart.render(Map.of()).all("Deployment")) {
      assertThat(map(deployment, "spec", "template", "spec", "securityContext"))
          .containsEntry("runAsNonRoot", true)
          .doesNotContainEntry("runAsUser", 0)
          .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
      for (Map<String, Object> container : containers(deployment)) {
        assertThat(map(container, "securityContext"))
            .containsEntry("allowPrivilegeEscalation", false)
            .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
        assertThat(map(container, "resources", "limits")).containsOnlyKeys("cpu", "memory");
        assertThat(map(container, "resources", "requests")).containsOnlyKeys("cpu", "memory");
        assertThat(container).containsKey("readinessProbe");
      }
    }
  }

  @Test
  void volumes_areAllThere() {
    final Map<String, String> kept =
        Map.of("influxdb.storage", "20Gi", "prometheus.storage", "10Gi", "grafana.storage", "1Gi");
    final MonitoringChart chart = MonitoringChart.render(kept);

    final Set<Object> maps = names(chart, "ConfigMap");
    final Set<Object> claims = names(chart, "PersistentVolumeClaim");
    assertThat(claims).hasSize(3);
    for (Map<String, Object> deployment : chart.all("Deployment")) {
      final Set<Object> volumes = new HashSet<>();
      for (Map<String, Object> volume : list(deployment, "spec", "template", "spec", "volumes")) {
        volumes.add(volume.get("name"));
        if (volume.containsKey("configMap")) {
          assertThat(maps).contains(map(volume, "configMap").get("name"));
        } else {
          assertThat(claims).contains(map(volume, "persistentVolumeClaim").get("claimName"));
        }
      }
      for (Map<String, Object> container : containers(deployment)) {
        for (Map<String, Object> mount : list(container, "volumeMounts")) {
          assertThat(volumes).contains(mount.get("name"));
        }
      }
    }
  }

  @Test
  void values_areHeeded() {
    final MonitoringChart chart =
        MonitoringChart.render(
            Map.of(
                "registry", "mirror/",
                "prometheus.namespaces[0]", "one",
                "prometheus.namespaces[1]", "two",
                "influxdb.database", "elsewhere",
                "grafana.existingSecret", "mine"));

    assertThat(chart.all("Deployment"))
        .flatExtracting(HelmChartIT::containers)
        .extracting(each -> each.get("image").toString())
        .allMatch(image -> image.startsWith("mirror/"));
    assertThat(chart.all("RoleBinding"))
        .extracting(each -> MonitoringChart.at(each, "metadata", "namespace"))
        .containsExactlyInAnyOrder("one", "two");
    assertThat(chart.file("prometheus.yml")).contains("- \"one\"", "- \"two\"");
    assertThat(chart.file("influxdb.conf")).contains("database = \"elsewhere\"");
    assertThat(chart.file("datasources.yaml")).contains("dbName: \"elsewhere\"");
    assertThat(chart.all("Secret")).isEmpty();
  }

  /** Who brings a Prometheus or an InfluxDB of his own copies these from the page. */
  @Test
  void page_showsTheRulesOfTheChart() throws IOException {
    final String page = Files.readString(MonitoringChart.plugin().resolve("docs/monitoring.md"));
    final MonitoringChart chart = MonitoringChart.render(Map.of());

    assertThat(unindented(page))
        .contains(unindented(between(chart.file("influxdb.conf"), "  templates = [", "]\n")));
    assertThat(unindented(page))
        .contains(
            unindented(
                between(
                    chart.file("prometheus.yml"), "    metric_relabel_configs:", "labeldrop\n")));
  }

  private static String between(String text, String first, String last) {
    final int start = text.indexOf(first);
    return text.substring(start, text.indexOf(last, start) + last.length());
  }

  /** Lines without the spaces before them. */
  private static String unindented(String text) {
    return text.replaceAll("(?m)^ +", "");
  }

  private static Set<Object> names(MonitoringChart chart, String kind) {
    final Set<Object> names = new HashSet<>();
    chart.all(kind).forEach(each -> names.add(MonitoringChart.at(each, "metadata", "name")));
    return names;
  }

  private static Map<Object, Object> ports(Map<String, Object> deployment) {
    final Map<Object, Object> ports = new HashMap<>();
    for (Map<String, Object> container : containers(deployment)) {
      for (Map<String, Object> port : list(container, "ports")) {
        ports.put(port.get("name"), port.get("containerPort"));
      }
    }
    return ports;
  }

  private static List<Map<String, Object>> containers(Map<String, Object> deployment) {
    return list(deployment, "spec", "template", "spec", "containers");
  }

  private static Map<String, Object> map(Map<String, Object> object, String... path) {
    return MonitoringChart.map(MonitoringChart.at(object, path));
  }

  private static List<Map<String, Object>> list(Map<String, Object> object, String... path) {
    return MonitoringChart.list(MonitoringChart.at(object, path));
  }
}
