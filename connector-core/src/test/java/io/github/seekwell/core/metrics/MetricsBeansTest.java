package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

final class MetricsBeansTest {
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final Accounts accounts = new Accounts();
  private final MetricsBeans beans = new MetricsBeans(() -> server, accounts::snapshot, () -> 0);

  private static ObjectName name(String scheme, int runtime) throws Exception {
    return new ObjectName(
        "io.github.seekwell:type=ObjectStoreIO,scheme=" + scheme + ",runtime=" + runtime);
  }

  @Test
  void aScheme_hasABeanOfItsFigures_andWhatBelongsToNoneAnother() throws Exception {
    accounts.gauges(gauge -> 7);
    accounts.onHits(accounts.owner("oci", null), 3, 30);
    accounts.onHits(accounts.owner("s3a", null), 1, 5);
    accounts.onEviction(9);
    beans.publish("oci");
    beans.publish("oci");
    beans.publish("s3a");

    assertThat(server.getAttribute(name("oci", 1), "read.delivered_bytes")).isEqualTo(30L);
    assertThat(server.getAttribute(name("s3a", 1), "read.delivered_bytes")).isEqualTo(5L);
    assertThat(server.getAttribute(name("oci", 1), "read.hit_ratio")).isEqualTo(1.0);
    assertThat(server.getAttribute(name("none", 1), "cache.evicted_bytes")).isEqualTo(9L);
    assertThat(server.getAttribute(name("none", 1), "connection.idle")).isEqualTo(7L);
  }

  @Test
  void aBean_tellsEveryMetric_withItsUnit_andCannotBeSet() throws Exception {
    beans.publish("oci");
    TreeSet<String> told = new TreeSet<>();
    for (MBeanAttributeInfo attribute : server.getMBeanInfo(name("oci", 1)).getAttributes()) {
      told.add(attribute.getName());
      assertThat(server.getAttribute(name("oci", 1), attribute.getName()))
          .as(attribute.getName())
          .isInstanceOfAny(Long.class, Double.class);
      assertThat(attribute.getDescriptor().getFieldValue("units")).isNotNull();
    }
    TreeSet<String> all = new TreeSet<>();
    ConnectorMetrics.all().forEach(metric -> all.add(metric.name()));
    assertThat(told).isEqualTo(all);
    assertThat(server.getAttributes(name("oci", 1), new String[] {"read.hit.count", "no"}))
        .hasSize(1);
    assertThatThrownBy(() -> server.getAttribute(name("oci", 1), "no"))
        .isInstanceOf(AttributeNotFoundException.class);
    assertThatThrownBy(
            () -> server.setAttribute(name("oci", 1), new Attribute("read.hit.count", 1L)))
        .isInstanceOf(AttributeNotFoundException.class);
  }

  @Test
  void anotherClassLoadersBeans_areAnotherRuntimes() throws Exception {
    MetricsBeans other = new MetricsBeans(() -> server, new Accounts()::snapshot, () -> 0);
    beans.publish("oci");
    other.publish("oci");
    assertThat(server.isRegistered(name("oci", 1))).isTrue();
    assertThat(server.isRegistered(name("oci", 2))).isTrue();

    beans.withdraw();
    assertThat(server.isRegistered(name("oci", 1))).isFalse();
    assertThat(server.isRegistered(name("none", 1))).isFalse();
    assertThat(server.isRegistered(name("oci", 2))).isTrue();
    beans.publish("s3a");
    assertThat(beans.name("s3a")).isEqualTo(name("s3a", 1));
  }

  @Test
  void whereBeansCannotBe_nothingElseHappens_andNobodyTriesAgain() {
    AtomicInteger asked = new AtomicInteger();
    MetricsBeans refused =
        new MetricsBeans(
            () -> {
              asked.incrementAndGet();
              throw new SecurityException("no beans here");
            },
            accounts::snapshot,
            () -> 0);
    refused.publish("oci");
    refused.publish("s3a");
    refused.withdraw();
    assertThat(asked).hasValue(1);
    assertThat(refused.name("oci")).isNull();
  }
}
