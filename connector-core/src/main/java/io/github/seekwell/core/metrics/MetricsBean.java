package io.github.seekwell.core.metrics;

import io.github.seekwell.core.metrics.ConnectorMetrics.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.ImmutableDescriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import org.jspecify.annotations.Nullable;

/**
 * Every metric as an attribute of its name, a {@code long} or a {@code double}, so that any console
 * understands it. Read only. Safe for threads.
 */
final class MetricsBean implements DynamicMBean {
  private final Map<String, Supplier<Number>> values = new LinkedHashMap<>();
  private final MBeanInfo info;

  MetricsBean(ConnectorMetrics metrics) {
    List<MBeanAttributeInfo> attributes = new ArrayList<>();
    metrics.visit(
        new ConnectorMetrics.Visitor() {
          @Override
          public void whole(Metric metric, LongSupplier value) {
            values.put(metric.name(), value::getAsLong);
            attributes.add(attribute(metric, "long"));
          }

          @Override
          public void fraction(Metric metric, DoubleSupplier value) {
            values.put(metric.name(), value::getAsDouble);
            attributes.add(attribute(metric, "double"));
          }
        });
    info =
        new MBeanInfo(
            MetricsBean.class.getName(),
            "What object stores cost, as the connector has measured it.",
            attributes.toArray(new MBeanAttributeInfo[0]),
            null,
            null,
            null);
  }

  /** Unit and kind stand where JMX has fields for them. */
  private static MBeanAttributeInfo attribute(Metric metric, String type) {
    return new MBeanAttributeInfo(
        metric.name(),
        type,
        metric.description(),
        true,
        false,
        false,
        new ImmutableDescriptor(
            "units=" + metric.unit(),
            "metricType=" + metric.type().name().toLowerCase(Locale.ROOT)));
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    Supplier<Number> value = values.get(name);
    if (value == null) {
      throw new AttributeNotFoundException(name);
    }
    return value.get();
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList found = new AttributeList();
    for (String name : names) {
      Supplier<Number> value = values.get(name);
      if (value != null) {
        found.add(new Attribute(name, value.get()));
      }
    }
    return found;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public @Nullable Object invoke(
      String action, Object @Nullable [] arguments, String @Nullable [] signature) {
    throw new UnsupportedOperationException(action);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return info;
  }
}
