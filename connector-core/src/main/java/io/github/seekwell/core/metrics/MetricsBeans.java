package io.github.seekwell.core.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures in JMX, a bean for each scheme and one for what belongs to none: {@code
 * io.github.seekwell:type=ObjectStoreIO,scheme=oci,runtime=1}.
 *
 * <p>The last part numbers the class loaders of a JVM that have such beans; Spark's local mode has
 * two. Where beans cannot be registered that is logged once, and nothing else happens. Safe for
 * threads.
 */
public final class MetricsBeans {
  /** The scheme of what belongs to none, as it stands in a bean's name. */
  public static final String NONE = "none";

  private static final Logger LOG = LoggerFactory.getLogger(MetricsBeans.class);

  /** More class loaders than one JVM will have at a time; an end for who is refused for ever. */
  private static final int MAX_RUNTIMES = 1000;

  private final Supplier<MBeanServer> server;
  private final Function<String, ReadSnapshot> figures;
  private final LongSupplier nanoClock;

  // Guarded by this.
  private final Map<String, ObjectName> published = new LinkedHashMap<>();
  private int runtime;
  private boolean refused;

  /**
   * @param figures by scheme; {@link Accounts#NO_SCHEME} for what belongs to none
   * @param nanoClock as {@link System#nanoTime}
   */
  public MetricsBeans(
      Supplier<MBeanServer> server,
      Function<String, ReadSnapshot> figures,
      LongSupplier nanoClock) {
    this.server = server;
    this.figures = figures;
    this.nanoClock = nanoClock;
  }

  /** Registers the bean of a scheme, and that of none, if they are not there. */
  public synchronized void publish(String scheme) {
    if (published.containsKey(scheme) || refused) {
      return;
    }
    try {
      if (published.isEmpty()) {
        publishFirst();
      }
      register(scheme, name(scheme, runtime));
    } catch (JMException | RuntimeException | LinkageError e) {
      refused = true;
      LOG.info("The figures cannot be had in JMX: {}", e.toString());
    }
  }

  /** The bean without a scheme takes the first number that is free. */
  private void publishFirst() throws JMException {
    for (int number = 1; ; number++) {
      try {
        register(Accounts.NO_SCHEME, name(NONE, number));
        runtime = number;
        return;
      } catch (InstanceAlreadyExistsException e) {
        if (number == MAX_RUNTIMES) {
          throw e;
        }
      }
    }
  }

  private void register(String scheme, ObjectName name) throws JMException {
    ConnectorMetrics metrics = new ConnectorMetrics(() -> figures.apply(scheme), nanoClock);
    server.get().registerMBean(new MetricsBean(metrics), name);
    published.put(scheme, name);
  }

  private static ObjectName name(String scheme, int number) throws JMException {
    return new ObjectName(
        "io.github.seekwell:type=ObjectStoreIO,scheme=" + scheme + ",runtime=" + number);
  }

  /** Takes all beans back, so that no class loader is held for their sake. */
  public synchronized void withdraw() {
    for (ObjectName name : published.values()) {
      try {
        server.get().unregisterMBean(name);
      } catch (JMException | RuntimeException | LinkageError e) {
        LOG.debug("{} was not there any more", name, e);
      }
    }
    published.clear();
  }

  /** The name of a scheme's bean; null if there is none. */
  public synchronized @Nullable ObjectName name(String scheme) {
    return published.get(scheme);
  }
}
