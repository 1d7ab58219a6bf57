package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * An executor's end of the accumulators: what a task has caused is added to those of its stage,
 * just before its result leaves. Spark drops them if the task has failed.
 *
 * <p>Only then, so that they never travel in heartbeats, and only if there is something to add, so
 * that stages that read nothing of ours have none.
 */
final class TaskAccumulators {
  private static final int MAX_STAGES = 64;
  private static final byte[] NONE = {};

  private final Driver driver;

  private final Map<StageKey, byte[]> known = // guarded by this
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StageKey, byte[]> eldest) {
          return size() > MAX_STAGES;
        }
      };

  TaskAccumulators(Driver driver) {
    this.driver = driver;
  }

  /** Who makes them. */
  @FunctionalInterface
  interface Driver {
    @Nullable Object ask(Object question) throws Exception;
  }

  /** Adds; for the thread of a task that has not yet ended. */
  void add(StageKey stage, ReadSnapshot figures) throws Exception {
    if (figures.counters().values().stream().allMatch(value -> value == 0)) {
      return;
    }
    final byte[] bytes = of(stage);
    if (bytes.length == 0) {
      return;
    }
    // Spark joins an accumulator to the task on whose thread it is read.
    final AccumulatorV2<?, ?>[] accumulators = read(bytes);
    for (int i = 0; i < accumulators.length; i++) {
      if (accumulators[i] instanceof LongAccumulator sum) {
        sum.add(StageFigure.values()[i].of(figures));
      } else if (accumulators[i] instanceof LatencyAccumulator latency) {
        latency.add(figures);
      }
    }
  }

  private byte[] of(StageKey stage) throws Exception {
    synchronized (this) {
      final byte[] bytes = known.get(stage);
      if (bytes != null) {
        return bytes;
      }
    }
    byte[] answer = NONE;
    try {
      answer = driver.ask(StageAccumulators.question(stage)) instanceof byte[] made ? made : NONE;
    } finally {
      synchronized (this) { // nothing if it failed: one question for each stage
        known.put(stage, answer);
      }
    }
    return answer;
  }

  private static AccumulatorV2<?, ?>[] read(byte[] bytes)
      throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new OurObjects(new ByteArrayInputStream(bytes))) {
      return (AccumulatorV2<?, ?>[]) in.readObject();
    }
  }

  /** Reads our own classes with our own class loader. */
  private static final class OurObjects extends ObjectInputStream {

    OurObjects(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(type.getName(), false, TaskAccumulators.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(type);
      }
    }
  }
}
