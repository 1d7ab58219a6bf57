package io.github.seekwell.shaded.app;

import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.resource.ResourceInformation;

/**
 * The plugin in a Spark one of whose doors is shut: {@link #DOOR} says which. With {@code metrics}
 * the registry takes no name, with {@code driver} nothing can be sent to the driver, with {@code
 * settings} they cannot be read.
 */
public final class BrokenSpark implements SparkPlugin {
  public static final String DOOR = "spark.broken.door";
  private static final String PLUGIN = "io.github.seekwell.spark.SeekwellPlugin";

  private final SparkPlugin plugin;

  public BrokenSpark() throws ReflectiveOperationException {
    plugin = (SparkPlugin) Class.forName(PLUGIN).getDeclaredConstructor().newInstance();
  }

  @Override
  public DriverPlugin driverPlugin() {
    final DriverPlugin driver = plugin.driverPlugin();
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        return driver.init(spark, new Broken(context));
      }

      @Override
      public void registerMetrics(String application, PluginContext context) {
        driver.registerMetrics(application, new Broken(context));
      }

      @Override
      public Object receive(Object message) throws Exception {
        return driver.receive(message);
      }

      @Override
      public void shutdown() {
        driver.shutdown();
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    final ExecutorPlugin executor = plugin.executorPlugin();
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extra) {
        executor.init(new Broken(context), extra);
      }

      @Override
      public void onTaskStart() {
        executor.onTaskStart();
      }

      @Override
      public void onTaskSucceeded() {
        executor.onTaskSucceeded();
      }

      @Override
      public void onTaskFailed(TaskFailedReason reason) {
        executor.onTaskFailed(reason);
      }

      @Override
      public void shutdown() {
        executor.shutdown();
      }
    };
  }

  /** What Spark gives a plugin, but for the door. */
  private record Broken(PluginContext whole) implements PluginContext {

    private boolean shut(String door) {
      return whole.conf().get(DOOR, "").equals(door);
    }

    @Override
    public MetricRegistry metricRegistry() {
      return shut("metrics") ? new FullRegistry() : whole.metricRegistry();
    }

    @Override
    public SparkConf conf() {
      if (shut("settings")) {
        throw new NoSuchMethodError("org.apache.spark.api.plugin.PluginContext.conf()");
      }
      return whole.conf();
    }

    @Override
    public String executorID() {
      return whole.executorID();
    }

    @Override
    public String hostname() {
      return whole.hostname();
    }

    @Override
    public Map<String, ResourceInformation> resources() {
      return whole.resources();
    }

    @Override
    public void send(Object message) throws IOException {
      reachable();
      whole.send(message);
    }

    @Override
    public Object ask(Object message) throws Exception {
      reachable();
      return whole.ask(message);
    }

    private void reachable() throws IOException {
      if (shut("driver")) {
        throw new IOException("the driver does not listen");
      }
    }
  }

  private static final class FullRegistry extends MetricRegistry {
    @Override
    public <T extends Metric> T register(String name, T metric) {
      throw new IllegalStateException("no more metrics");
    }
  }
}
