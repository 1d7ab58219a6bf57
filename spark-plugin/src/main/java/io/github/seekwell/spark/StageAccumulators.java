package io.github.seekwell.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * The driver's accumulators, a set for each attempt of a stage, made when an executor asks for it:
 * a stage that reads nothing of ours has none, and each page shows its own stage's values.
 *
 * <p>Spark holds them weakly, and complains of each task of whose accumulators nothing is left; so
 * they are held here, those of stages that run before those of stages that are over.
 */
final class StageAccumulators {
  private static final String ASK = "seekwell.accumulators";

  /** More do not run at once. */
  private static final int MAX_STAGES = 500;

  private final SparkContext spark;
  private final Stages<Made> stages = new Stages<>(MAX_STAGES); // guarded by this

  /**
   * The accumulators of a stage.
   *
   * @param held so that they are not collected
   * @param encoded the same as executors get them
   */
  private record Made(List<AccumulatorV2<?, ?>> held, byte[] encoded) {}

  StageAccumulators(SparkContext spark) {
    this.spark = spark;
  }

  /** An executor's question, in JDK types. */
  static HashMap<String, Object> question(StageKey stage) {
    final HashMap<String, Object> question = new HashMap<>();
    question.put(ASK, new int[] {stage.stage(), stage.attempt()});
    return question;
  }

  /** The stage that a message asks for, or null if it is no such question. */
  static @Nullable StageKey asked(@Nullable Object message) {
    return message instanceof Map<?, ?> map
            && map.get(ASK) instanceof int[] stage
            && stage.length == 2
        ? new StageKey(stage[0], stage[1])
        : null;
  }

  /** The accumulators of a stage in Java's form: the figures in their order, then latencies. */
  synchronized byte[] of(StageKey stage) throws IOException {
    final Made known = stages.get(stage);
    if (known != null) {
      return known.encoded();
    }
    final List<AccumulatorV2<?, ?>> made = new ArrayList<>();
    for (StageFigure figure : StageFigure.values()) {
      final LongAccumulator each = new LongAccumulator();
      spark.register(each, figure.label());
      made.add(each);
    }
    if (readable()) {
      made.add(latency("latency of misses", "read.miss.latency"));
      made.add(latency("latency of waits", "read.wait.latency"));
      made.add(latency("first byte", "request.get.first_byte"));
    }
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(made.toArray(AccumulatorV2<?, ?>[]::new));
    }
    final Made fresh = new Made(made, bytes.toByteArray());
    stages.put(stage, fresh);
    return fresh.encoded();
  }

  /** A stage has ended; some of its tasks may still run. */
  synchronized void over(StageKey stage) {
    stages.over(stage);
  }

  private LatencyAccumulator latency(String label, String metric) {
    final LatencyAccumulator made = new LatencyAccumulator(metric);
    spark.register(made, StageFigure.GROUP + label);
    return made;
  }

  /**
   * Whether Spark's threads can read our class when it comes with a task's result; if not, they
   * would end the job. Those threads have the class loader of the one that answers here.
   */
  private static boolean readable() {
    final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return Class.forName(LatencyAccumulator.class.getName(), false, loader)
          == LatencyAccumulator.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
